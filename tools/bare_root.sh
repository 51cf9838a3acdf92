#!/bin/bash
# Proves that two commands are enough on a fresh machine: makes a bare Debian root (ca-certificates, git,
# make, python3), clones the project into it, and there runs `make test` and `make run`.
#   usage, as root: tools/bare_root.sh [EXTRA ARGUMENTS OF pytest]     e.g. -k "limits or sources"
. "$(dirname "$0")/debian_root.sh"

make_root ca-certificates,git,make,python3
clone_project
inside git clone -q /srv/hall.git /srv/hall

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
