#!/bin/bash
# Proves that two commands are enough on a fresh machine: makes a bare Debian root (ca-certificates, git,
# make, python3), clones the project into it, and there runs `make test` and `make run`.
#   usage, as root: tools/bare_root.sh [EXTRA ARGUMENTS OF pytest]     e.g. -k "limits or sources"
# Needs debootstrap and some 4 GB in $TMPDIR. Mirrors, certificates and settings of apt and pip are this
# machine's, copied into the root; nothing of it stays behind.
set -euo pipefail
[ "$(id -u)" = 0 ] || { echo "To make a root one must be root." >&2; exit 64; }
command -v debootstrap >/dev/null || { echo "debootstrap is missing: apt-get install debootstrap" >&2; exit 64; }
# Mounts of a namespace of its own go with it, however this ends.
[ "${IN_NAMESPACE:-}" ] || IN_NAMESPACE=1 exec unshare --mount --pid --fork --kill-child -- "$0" "$@"

project=$(cd "$(dirname "$0")/.." && pwd)
commit=$(git -C "$project" rev-parse HEAD)
root=$(mktemp -d "${TMPDIR:-/tmp}/open-hall-bare-XXXXXX")
trap 'umount -R "$root/proc" "$root/dev" 2>/dev/null || true; rm -rf --one-file-system "$root"' EXIT

# The first archive that apt reads packages from: address and suite.
read -r mirror suite < <(apt-get indextargets --format '$(REPO_URI) $(CODENAME)' 'Created-By: Packages')
echo "A bare root of $suite ..."
debootstrap --variant=minbase --include=ca-certificates,git,make,python3 "$suite" "$root" "$mirror" \
    >"$root.log" 2>&1 || { tail -n 20 "$root.log" >&2; rm -f "$root.log"; exit 1; }
rm -f "$root.log" "$root"/etc/apt/sources.list

for path in /etc/resolv.conf /etc/hosts /etc/pip.conf /etc/apt/sources.list /etc/apt/sources.list.d \
    /etc/apt/apt.conf.d /etc/apt/auth.conf.d /etc/apt/trusted.gpg.d /usr/share/keyrings \
    /usr/local/share/ca-certificates "$HOME/.config/pip"; do
    [ -e "$path" ] || continue
    mkdir -p "$root$(dirname "$path")"
    cp -RL "$path" "$root$(dirname "$path")/"
done
# What this machine's apt hooks call need not be there.
grep -rliE '(Pre|Post)-Invoke|method' "$root/etc/apt/apt.conf.d" | xargs -r rm -f
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"

settings=(PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8)
while IFS= read -r name; do settings+=("$name=${!name}"); done \
    < <(compgen -e | grep -E '^(PIP_|https?_proxy$|HTTPS?_PROXY$|no_proxy$|NO_PROXY$)' | grep -vE '^PIP_CERT$')
inside() { env -i "${settings[@]}" chroot "$root" "$@"; }

inside update-ca-certificates >/dev/null 2>&1
git clone -q --bare --no-hardlinks "$project" "$root/srv/hall.git"
inside git clone -q --no-checkout /srv/hall.git /srv/hall
inside git -C /srv/hall -c advice.detachedHead=false checkout -q "$commit"

echo "make test ..."
inside make -C /srv/hall test ARGS="$(printf '%q ' "$@")"

echo "make run ..."
port=$((20000 + RANDOM % 20000))
inside make -C /srv/hall run ARGS="--years 1 --port $port" >"$root/run.log" 2>&1 &
for _ in $(seq 300); do
    sleep 1
    if inside python3 -c "import urllib.request as u; u.urlopen('http://127.0.0.1:$port/readyz')" 2>/dev/null; then
        echo "Both commands work in a bare root of $suite."
        exit 0
    fi
done
tail -n 30 "$root/run.log" >&2
exit 1
