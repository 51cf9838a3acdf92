#!/bin/sh
# Makes .venv (or $VENV) and installs what a requirements file pins, whatever Python the machine has.
#   usage: tools/setup.sh REQUIREMENTS
# Python: $PYTHON if given, else the first of the names below that is at least 3.11. Debian and
# Ubuntu ship Python without ensurepip; a missing `venv` is looked for in this order: the
# distribution's package (as root or with passwordless sudo), virtualenv, uv.
set -eu

requirements=$1
venv=${VENV:-.venv}
recent='import sys; sys.version_info >= (3, 11) or sys.exit(1)'
log=$(mktemp)
trap 'rm -f "$log"' EXIT

say() { printf '%s\n' "$*" >&2; }

quietly() { # runs a command; shows what it printed only when it fails
    "$@" </dev/null >"$log" 2>&1 || {
        tail -n 25 "$log" >&2
        return 1
    }
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

find_python() { # prints the first interpreter that passes the code in $1
    for name in ${PYTHON:-python3.13 python3.12 python3.11 python3 python3.14}; do
        if "$name" -c "$1" >/dev/null 2>&1; then
            echo "$name"
            return 0
        fi
    done
    return 1
}

apt_venv() { # gives the interpreter $1 its venv module, where apt-get can
    command -v apt-get >/dev/null && as_root true 2>/dev/null || return 1
    version=$("$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    say "Installing the venv module of Python $version ..."
    quietly as_root apt-get update -qq || return 1
    for package in "python$version-venv" python3-venv; do
        quietly as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
            --no-install-recommends "$package" || continue
        if "$1" -c 'import venv, ensurepip' 2>/dev/null; then return 0; fi
    done
    return 1
}

make_venv() {
    if python=$(find_python "$recent; import venv, ensurepip"); then
        quietly "$python" -m venv --clear "$venv"
        return
    fi
    python=$(find_python "$recent") || {
        say "Python 3.11 or newer is needed and none was found. Install it (package python3),"
        say "or name one: make PYTHON=/path/to/python3.12 run"
        return 1
    }
    if apt_venv "$python"; then
        quietly "$python" -m venv --clear "$venv"
    elif "$python" -m virtualenv --version >/dev/null 2>&1; then
        quietly "$python" -m virtualenv --clear "$venv"
    elif command -v virtualenv >/dev/null; then
        quietly virtualenv --clear -p "$python" "$venv"
    elif command -v uv >/dev/null; then
        quietly uv venv --clear --seed --python "$python" "$venv"
    else
        say "This Python has no 'venv' module. As root, run:  apt-get install python3-venv"
        return 1
    fi
}

# A folder that was moved, or whose Python was upgraded away, leaves an environment that no
# longer starts: made anew rather than reported.
if ! "$venv/bin/python" -c "$recent; import pip" >/dev/null 2>&1; then
    say "Making the virtual environment in $venv ..."
    make_venv
fi

say "Installing $requirements (a minute or two the first time) ..."
# Wheels only: nothing is compiled or run while installing.
quietly "$venv/bin/python" -m pip install -q --no-input --disable-pip-version-check \
    --progress-bar off --only-binary :all: --require-hashes -r "$requirements"
