#!/bin/sh
# A copy of the store, checked, and beside it what the store does not hold: the secret under which numbers are
# hashed, the key that signs cursors, bulletins, and the keys that sign what is published (in HOME).
#   HALL_BACKUPS      the folder of the copies
#   HALL_BACKUP_DAYS  after so many days a copy is removed; there is always the newest
set -eu
: "${HALL_VAR:?}" "${HALL_BACKUPS:?}"
cd "$(dirname "$0")/.."
stamp=$(date +%Y-%m-%dT%H%M%S)
copy="$HALL_BACKUPS/hall-$stamp"

.venv/bin/python app.py backup "$copy.sqlite"

set --
for one in record.key cursor.key bulletins; do
    if [ -e "$HALL_VAR/$one" ]; then set -- "$@" -C "$HALL_VAR" "$one"; fi
done
if [ -d "$HOME/.config/open-hall" ]; then set -- "$@" -C "$HOME" .config/open-hall; fi
if [ $# -gt 0 ]; then tar -czf "$copy.part" "$@" && mv "$copy.part" "$copy-files.tar.gz"; fi

# This run made the newest: only older ones can be past their days.
find "$HALL_BACKUPS" -maxdepth 1 -name 'hall-*' -type f -mtime "+${HALL_BACKUP_DAYS:-14}" -delete
