# Sourced by the scripts that try the project on a fresh machine: a bare Debian root in a namespace of its own.
# Mirrors, certificates and settings of apt and pip are this machine's, copied into it; nothing of it stays behind.
# Needs root, debootstrap (or, which is quicker, DEBOOTSTRAP=mmdebstrap), and some 4 GB in $TMPDIR.
set -euo pipefail
[ "$(id -u)" = 0 ] || { echo "To make a root one must be root." >&2; exit 64; }
command -v "${DEBOOTSTRAP:-debootstrap}" >/dev/null || { echo "debootstrap is missing: apt-get install debootstrap" >&2; exit 64; }
# Mounts of a namespace of its own go with it, however this ends.
[ "${IN_NAMESPACE:-}" ] || IN_NAMESPACE=1 exec unshare --mount --mount-proc --pid --fork --kill-child -- "$0" "$@"

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
commit=$(git -C "$project" rev-parse HEAD)
root=$(mktemp -d "${TMPDIR:-/tmp}/open-hall-bare-XXXXXX")
end() { # what was started in the namespace, whose first process this is; its mounts; the root
    [ $$ != 1 ] || kill -KILL -1 2>/dev/null || true
    umount -R "$root/run/hall-net" 2>/dev/null || true
    umount -R "$root/proc" 2>/dev/null || true
    umount -R "$root/dev" 2>/dev/null || umount -Rl "$root/dev" 2>/dev/null || true
    rm -rf --one-file-system "$root" "$root.log" || true
}
trap end EXIT

make_root() { # the root, with the packages named (comma between)
    local mirror path name
    # The first archive that apt reads packages from: address and suite.
    read -r mirror suite < <(apt-get indextargets --format '$(REPO_URI) $(CODENAME)' 'Created-By: Packages')
    echo "A bare root of $suite ..."
    "${DEBOOTSTRAP:-debootstrap}" --variant=minbase --include="$1" "$suite" "$root" "$mirror" \
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
    # Nobody starts services in a root without an init.
    printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d" && chmod +x "$root/usr/sbin/policy-rc.d"
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"

    settings=(PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive)
    while IFS= read -r name; do settings+=("$name=${!name}"); done \
        < <(compgen -e | grep -E '^(PIP_|https?_proxy$|HTTPS?_PROXY$|no_proxy$|NO_PROXY$)' | grep -vE '^PIP_CERT$')
    inside update-ca-certificates >/dev/null 2>&1
}

inside() { env -i "${settings[@]}" chroot "$root" "$@"; }

clone_project() { # this commit, as a repository to clone from at /srv/hall.git
    git clone -q --bare --no-hardlinks "$project" "$root/srv/hall.git"
    git -C "$root/srv/hall.git" update-ref refs/heads/tried "$commit"
    git -C "$root/srv/hall.git" symbolic-ref HEAD refs/heads/tried
}
