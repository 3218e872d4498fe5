#!/usr/bin/env bash
# The demo without a terminal: prints what the console would show first, ends with 0 and leaves
# nothing behind; with KEEP=1 it stays and is used again. Takes the machine, so it runs with the fault
# tests. Prints TAP, as tests/run expects. KLAMM is the program under test.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 2

dir=$(mktemp -d)
export CLUSTER_DIR=$dir/demo
export KLAMM=${KLAMM:-$PWD/build/klamm}
TRAFFIC=$(dirname "$KLAMM")/traffic
export TRAFFIC
trap 'tests/cluster/demo down; rm -rf "$dir"' EXIT
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
    demo >"$dir/shown" || return 1
    shows "$dir/shown" rack-1 rack-3 orders customer-profiles orders-billing nightly-report \
        User:alice && nothing_runs
}
# What breaks screens is for the tests; and no group starts while the demo is on screen.
test_shows_no_odd_names_and_groups_with_members() {
    if grep -F -e odd-records -e 'odd "group"' -e _private -e right-to-left "$dir/shown"; then
        return 1
    fi
    # It has members; that others of them still come, so that it rebalances, is another matter.
    grep -qE '^orders-billing +[a-z][a-z ()?]*  +[1-9]' "$dir/shown" || {
        cat "$dir/shown"
        return 1
    }
}
test_no_foreign_byte_reaches_the_output() {
    ! LC_ALL=C grep -q "[$(printf '\x01-\x09\x0b-\x1f\x7f')]" "$dir/shown"
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
# In place of klamm, what waits for the note that a console would read when it is opened later.
test_a_console_opened_after_the_fault_reads_that_it_is_over() {
    cat >"$dir/later" <<EOF
#!/bin/bash
grep -q 'Demo: broker 3 is down for 1 s from' "\$2" || exit 1
. '$PWD/tests/cluster/lib/common.sh'
limit=\$((SECONDS + 120))
until grep -q 'Demo: broker 3 was down for 1 s from' "\$2"; do
    [ \$SECONDS -lt \$limit ] || exit 1
    nap 0.2
done
touch '$dir/over'
EOF
    chmod +x "$dir/later"
    KLAMM=$dir/later FAULT_AFTER=1 FAULT_FOR=1 script -qec tests/cluster/demo /dev/null </dev/null
    [ -e "$dir/over" ] && nothing_runs
}

mapfile -t tests < <(grep -o '^test_[a-z_]*' "$0")
echo "1..${#tests[@]}"
n=0 failed=0
for name in "${tests[@]}"; do
    n=$((n + 1))
    if "$name" >"$dir/out" 2>&1; then
        echo "ok $n - $name"
    else
        sed 's/^/# /' "$dir/out"
        echo "not ok $n - $name"
        failed=1
    fi
done
exit $failed
