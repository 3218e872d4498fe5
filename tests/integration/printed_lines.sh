#!/usr/bin/env bash
# A line that klamm printed, $LINE, as a user pastes it into a shell: Kafka's tools by the names of
# their scripts, and klamm, which is not asked back. See test_printed_lines.c.
set -eu

for tool in acls configs consumer-groups delete-records leader-election topics; do
    eval "kafka-$tool() { tests/cluster/cluster tool $tool \"\$@\"; }"
done
klamm() { "$KLAMM" "$1" "$2" "$3" --yes "${@:4}"; }

eval "$LINE"
rm -f "${f:-}"
