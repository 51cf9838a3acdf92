#!/bin/sh
# Makes .venv-scale with Apache Spark, and looks for Java, which Spark runs on.
#   usage: tools/setup_scale.sh REQUIREMENTS
set -eu

requirements=$1
venv=.venv-scale

say() { printf '%s\n' "$*" >&2; }

if ! command -v java >/dev/null; then
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        say "Java is missing. As root, run:  apt-get install openjdk-17-jre-headless"
        exit 1
    fi
    say "Installing Java ..."
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends openjdk-17-jre-headless
fi

# What builds pyspark comes first: it is published as source only.
tools=$(mktemp)
trap 'rm -f "$tools"' EXIT
awk '/^[a-z]/ { wanted = /^(packaging|setuptools|wheel)==/ } wanted' "$requirements" >"$tools"
VENV=$venv tools/setup.sh "$tools"

say "Installing Spark in $venv (half a gigabyte; some minutes the first time) ..."
"$venv/bin/python" -m pip install -q --no-input --disable-pip-version-check --progress-bar off \
    --no-build-isolation --require-hashes -r "$requirements"
