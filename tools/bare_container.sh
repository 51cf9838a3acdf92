#!/bin/bash
# Runs the steps of the Containerfile without containers, in a bare Debian root: RUN, COPY, WORKDIR, ENV and USER as they
# stand, then its command, whose HEALTHCHECK must pass. No image is pulled; FROM must name Debian's suite of this machine.
#   usage, as root: tools/bare_container.sh
. "$(dirname "$0")/debian_root.sh"

make_root ca-certificates
grep -q "^FROM docker.io/library/debian:$suite-slim$" "$project/Containerfile" ||
    { echo "The Containerfile is not made from debian:$suite-slim." >&2; exit 1; }

context=$(mktemp -d "$root/tmp/context-XXXXXX")
git -C "$project" archive "$commit" | tar -x -C "$context"
# What .containerignore leaves out of a tree that git tracks.
rm -rf "$context/tests"

workdir=/ user=root environment=()
step() { # a line in the image's shell, as its user
    inside env "${environment[@]}" setpriv --reuid="$user" --regid="$user" --clear-groups \
        sh -c "cd '$workdir' && $1" </dev/null
}

# Lines that end in a backslash are joined, comments left out.
while IFS= read -r line; do
    word=${line%% *} rest=${line#* }
    case $word in
    FROM | VOLUME | EXPOSE | "") ;;
    RUN) echo "RUN ${rest:0:70} ..." && step "$rest" >"$root/step.log" 2>&1 || { tail -n 30 "$root/step.log" >&2; exit 1; } ;;
    WORKDIR) workdir=$rest && mkdir -p "$root$workdir" ;;
    COPY) read -r from to <<<"$rest" && cp -R "$context/$from" "$root$workdir/$to" ;;
    ENV) environment+=("$rest") ;;
    USER) user=$rest ;;
    HEALTHCHECK) check=${rest#*CMD } ;;
    CMD) command=$rest ;;
    *) echo "The Containerfile has $word, which is not tried here." >&2 && exit 1 ;;
    esac
done < <(sed -e ':again; /\\$/ { N; s/\\\n */ /; b again }' -e '/^#/d' "$project/Containerfile")

as_words() { python3 -c 'import json, shlex, sys; print(shlex.join(json.loads(sys.argv[1])))' "$1"; }

# The loopback of a network of its own, so that its port is free.
unshare --net sleep infinity &
net=$!
sleep 1
nsenter --net="/proc/$net/ns/net" ip link set lo up
alone() { nsenter --net="/proc/$net/ns/net" "$@"; }

echo "CMD $command ..."
alone env -i "${settings[@]}" "${environment[@]}" chroot "$root" setpriv --reuid="$user" --regid="$user" --clear-groups \
    sh -c "cd '$workdir' && .venv/bin/python app.py init && exec $(as_words "$command")" >"$root/run.log" 2>&1 &
for _ in $(seq 120); do
    sleep 1
    if alone env -i "${settings[@]}" chroot "$root" sh -c "cd '$workdir' && $(as_words "$check")" 2>/dev/null; then
        # Pictures of links have Chinese only where a font is, and what finds it.
        step '.venv/bin/python -c "import sys; from dashboard.serve.cited.cards import chinese_font; sys.exit(not chinese_font(\"regular\"))"' \
            || { echo "The image draws no Chinese." >&2; exit 1; }
        echo "The steps of the Containerfile work in a bare root of $suite."
        exit 0
    fi
done
tail -n 30 "$root/run.log" >&2
exit 1
