#!/usr/bin/env bash
# The demo without a terminal: prints what the console would show first, ends with 0 and leaves
# nothing behind; with KEEP=1 it stays and is used again. Takes the machine, so it runs with the fault
# tests. Prints TAP, as tests/run expects. KLAMM is the program under test.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 2

folder=$(mktemp -d)
export CLUSTER_DIR=$folder/demo
export KLAMM=${KLAMM:-$PWD/build/klamm}
TRAFFIC=$(dirname "$KLAMM")/traffic
export TRAFFIC
trap 'tests/cluster/demo down; rm -rf "$folder"' EXIT
trap 'exit 143' INT TERM HUP

demo() { tests/cluster/demo "$@" </dev/null; }
nothing_runs() { ! pgrep -f -- "$CLUSTER_DIR/" && [ ! -e "$CLUSTER_DIR/ready" ]; }

# shows FILE WORD…: each in the output
shows() {
    local file=$1 word
    shift
    for word in "$@"; do
        grep -qF -- "$word" "$file" || {
            echo "not shown: $word"
            cat "$file"
            return 1
        }
    done
}

test_prints_one_of_everything_and_leaves_nothing() {
    demo >"$folder/shown" || return 1
    shows "$folder/shown" rack-1 rack-3 orders customer-profiles orders-billing nightly-report \
        User:alice && nothing_runs
}
# What breaks screens is for the tests; and no group begins while the demo is looked at.
test_shows_no_odd_names_and_groups_with_members() {
    if grep -F -e odd-records -e 'odd "group"' -e _private -e right-to-left "$folder/shown"; then
        return 1
    fi
    # It has members; that others of them still come is another matter.
    grep -qE '^orders-billing .* active +[1-9]' "$folder/shown" || {
        cat "$folder/shown"
        return 1
    }
}
test_no_foreign_byte_reaches_the_output() {
    ! LC_ALL=C grep -q "[$(printf '\x01-\x09\x0b-\x1f\x7f')]" "$folder/shown"
}
test_keep_leaves_it_up_and_the_next_uses_it() {
    local before
    KEEP=1 demo >/dev/null && tests/cluster/cluster status || return 1
    before=$(cat "$CLUSTER_DIR/traffic.pid")
    demo >/dev/null && tests/cluster/cluster status &&
        [ "$(cat "$CLUSTER_DIR/traffic.pid")" = "$before" ]
}
test_down_stops_what_was_kept() {
    demo down && nothing_runs
}

mapfile -t tests < <(grep -o '^test_[a-z_]*' "$0")
echo "1..${#tests[@]}"
n=0 failed=0
for name in "${tests[@]}"; do
    n=$((n + 1))
    if "$name" >"$folder/out" 2>&1; then
        echo "ok $n - $name"
    else
        sed 's/^/# /' "$folder/out"
        echo "not ok $n - $name"
        failed=1
    fi
done
exit $failed
