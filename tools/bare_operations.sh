#!/bin/bash
# Follows docs/operations.md to the letter in a bare Debian root: its commands for SQLite, nginx, TLS, Redis and
# PostgreSQL are taken from the page and run, then what it promises is looked at. `sudo` and `systemctl` are stand-ins,
# since there is no init.
#   usage, as root: tools/bare_operations.sh [COMMIT OF THE RELEASE BEFORE]
# With a commit, its store is put in place before the update: default the last tag, or 40 commits back.
. "$(dirname "$0")/debian_root.sh"
before=${1:-$(git -C "$project" describe --tags --abbrev=0 HEAD^ 2>/dev/null || git -C "$project" rev-parse HEAD~40)}
page=$project/docs/operations.md

make_root ca-certificates,iproute2,util-linux
clone_project
git -C "$root/srv/hall.git" update-ref refs/heads/before "$before"

# The loopback of a network of its own: ports 80, 443 and 8050 are free there. Installing needs this machine's.
unshare --net sleep infinity &
net=$!
sleep 1
nsenter --net="/proc/$net/ns/net" ip link set lo up
touch "$root/run/hall-net" && mount --bind "/proc/$net/ns/net" "$root/run/hall-net"

install -m 755 "$project/tools/systemctl_stand_in.py" "$root/usr/local/bin/systemctl"
cat >"$root/usr/local/bin/sudo" <<'SUDO'
#!/bin/sh
[ "$1" = -u ] || exec env "$@"
user=$2 && shift 2
exec setpriv --reuid="$user" --regid="$user" --clear-groups env HOME="$(getent passwd "$user" | cut -d: -f6)" "$@"
SUDO
chmod +x "$root/usr/local/bin/sudo"

# The commands of a section: its blocks that are indented by four.
section() { awk -v name="## $1" '/^## / { inside = ($0 == name) } inside && /^    / { print substr($0, 5) }' "$page"; }
replaced() { sed -e 's|YOUR-COPY|/srv/hall.git|' -e 's|ingest items items.csv|ingest items data/sources/items.csv|'; }

{
    echo 'set -euo pipefail'
    echo 'say() { echo "--- $*"; }'
    # What somebody on the machine sees of the site through nginx.
    echo 'seen() { nsenter --net=/run/hall-net python3 /srv/look.py "$@"; }'
    echo 'say Install' && section Install | replaced
    cat <<'CHECK'
seen ready 502:503:200 http://127.0.0.1/readyz
printf '办件编号,事项编码,受理渠道,受理日期\nA,i,窗口,2026-11-20\n' >/tmp/case.csv
CHECK
    cat <<'CHECK'
cd /opt/open-hall
hall ingest items data/sources/items.csv | head -c 300; echo
mkdir -p /var/lib/open-hall/incoming/cases && chown -R open-hall: /var/lib/open-hall/incoming
cp /tmp/case.csv /var/lib/open-hall/incoming/cases/a.csv
seen rows 1 http://127.0.0.1/api/v1/datasets/cases/records
seen status 200 http://127.0.0.1/ http://127.0.0.1/en/volumes http://127.0.0.1/llms.txt
seen problem 404 http://127.0.0.1/api/v1/none
seen problem 404 http://127.0.0.1/metrics
# While the site is gone: old answers of what may be old, problems of what may not.
seen status 200 http://127.0.0.1/api/v1/datasets
systemctl stop open-hall
sleep 6
seen status 200 http://127.0.0.1/api/v1/datasets
seen problem 502 http://127.0.0.1/api/v1/live http://127.0.0.1/api/v1/indicators.csv
systemctl start open-hall
seen ready 502:200 http://127.0.0.1/readyz
CHECK
    echo 'say HTTPS; apt-get install -y openssl >/dev/null'
    echo 'openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=data.example.org -keyout privkey.pem -out fullchain.pem 2>/dev/null'
    section HTTPS
    cat <<'CHECK'
sleep 1
seen status 200 https://127.0.0.1/readyz
seen status 308 http://127.0.0.1/readyz
rm /etc/nginx/open-hall.d/tls.conf privkey.pem fullchain.pem && systemctl reload nginx && sleep 1
CHECK
    echo 'say Redis' && section Redis
    cat <<'CHECK'
seen ready 502:200 http://127.0.0.1/readyz
seen status 200 "http://127.0.0.1/api/v1/indicators/cases-accepted/values?grain=total"
nsenter --net=/run/hall-net redis-cli --scan | grep -q open-hall
systemctl stop redis-server
seen quick 200 "http://127.0.0.1/api/v1/indicators/cases-accepted/values?grain=total&to=2026-11-2"{1,2,3,4}
systemctl start redis-server
CHECK
    echo 'say Backup' && section Backup
    cat <<'CHECK'
ls /var/lib/open-hall-backups/*.sqlite /var/lib/open-hall-backups/*-files.tar.gz
seen rows 1 http://127.0.0.1/api/v1/datasets/cases/records
CHECK
    echo 'say Published' && section 'What is published stays'
    cat <<'CHECK'
seen status 302 http://127.0.0.1/api/v1/snapshots/latest/manifest.json
seen status 200 "http://127.0.0.1/api/v1/snapshots/$(ls /var/lib/open-hall/hall-published | grep -x '....-..-..' | tail -n 1)/manifest.json"
say A store of the release before
git clone -q -b before /srv/hall.git /srv/before
(cd /srv/before && export HALL_VAR=/srv/before-var && mkdir -p $HALL_VAR && ln -s /opt/open-hall/.venv .venv &&
    .venv/bin/python app.py ingest items data/sources/items.csv >/dev/null &&
    printf 'case_no,item,channel,accepted_on\nA,i,hall,2026-11-20\nB,i,hall,2026-11-21\n' >two.csv &&
    .venv/bin/python app.py ingest cases two.csv && .venv/bin/python app.py backup /tmp/before.sqlite)
systemctl stop open-hall open-hall-intake
rm -f /var/lib/open-hall/hall.sqlite* && install -o open-hall -g open-hall -m 640 /tmp/before.sqlite /var/lib/open-hall/hall.sqlite
systemctl start open-hall
CHECK
    echo 'say Update' && section Update
    cat <<'CHECK'
seen ready 502:503:200 http://127.0.0.1/readyz
seen rows 2 http://127.0.0.1/api/v1/datasets/cases/records
hall rebuild | grep -v ': 0 rows' && exit 1
CHECK
    # Where there is an init the package starts its server.
    echo 'say PostgreSQL; apt-get install -y openssl >/dev/null'
    section PostgreSQL | sed 's|^sudo apt-get install -y postgresql$|&; systemctl start postgresql|'
    cat <<'CHECK'
seen ready 0:502:503:200 http://127.0.0.1/readyz
cp /tmp/case.csv /var/lib/open-hall/incoming/cases/again.csv
seen rows 1 http://127.0.0.1/api/v1/datasets/cases/records
seen status 200 http://127.0.0.1/ http://127.0.0.1/en/volumes "http://127.0.0.1/api/v1/indicators/cases-accepted/values?grain=total&to=2026-11-30"
stored() { sudo -u postgres psql -qtA -d hall -c "$1"; }
[ "$(stored 'select count(*) from cases')" = 1 ]
# What the site may not do; its own address says who it is.
site=$(sed 's/^DATABASE_URL=postgresql+psycopg/postgresql/' /etc/open-hall-site.env)
psql -q "$site" -c 'select count(*) from cases' >/dev/null
! psql -q "$site" -c 'delete from cases' 2>/dev/null
# The server goes and comes: what was computed is answered meanwhile.
seen status 200 http://127.0.0.1/api/v1/datasets
systemctl stop postgresql
seen status 200 http://127.0.0.1/api/v1/datasets
systemctl start postgresql
sed 's/^A,/B,/' /tmp/case.csv >/var/lib/open-hall/incoming/cases/other.part
mv /var/lib/open-hall/incoming/cases/other.part /var/lib/open-hall/incoming/cases/other.csv
seen rows 2 http://127.0.0.1/api/v1/datasets/cases/records
say Backup of PostgreSQL
systemctl start open-hall-backup
newest=$(ls -t /var/lib/open-hall-backups/*.sqlite | head -n 1)
[ "$(head -c 5 "$newest")" = PGDMP ]
sed 's/^A,/C,/' /tmp/case.csv >/var/lib/open-hall/incoming/cases/third.csv
seen rows 3 http://127.0.0.1/api/v1/datasets/cases/records
(. /etc/open-hall.env && sudo -u open-hall HALL_VAR=/var/lib/open-hall DATABASE_URL="$DATABASE_URL" \
    /opt/open-hall/.venv/bin/python /opt/open-hall/app.py restore "$newest")
seen rows 2 http://127.0.0.1/api/v1/datasets/cases/records
say All of it holds
CHECK
} >"$root/srv/followed.sh"
cp "$project/tools/look.py" "$root/srv/look.py"
inside bash /srv/followed.sh || { tail -n 15 "$root"/var/log/stand-in/*.log >&2; exit 1; }
echo "docs/operations.md works in a bare root of $suite."
