#!/usr/bin/env bash
# The cluster script keeps its promises: start, faults, Kafka's tools, and above all that nothing stays
# behind, however it ends. Uses clusters of its own, so it harms no other, but takes the machine: it
# runs with the fault tests. Prints TAP, as tests/run expects. Each test is a function that fails
# by a command that fails; waiting is for a state, with a limit.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 2

unset CLUSTER_DIR # each call names its own
TRAFFIC=${TRAFFIC:-$(dirname "${KLAMM:-build/klamm}")/traffic}
export TRAFFIC
dir=$(mktemp -d)
script=tests/cluster/cluster
main=$dir/main
other=$dir/other
cleanup() {
    $script --dir "$main" down
    $script --dir "$other" down
    rm -rf "$dir"
}
trap cleanup EXIT
trap 'exit 143' INT TERM HUP

cluster() { $script --dir "$main" "$@"; }

# until_true COMMAND…: asks again for up to 20 s
until_true() {
    local limit=$((SECONDS + 20))
    until "$@"; do
        if [ $SECONDS -ge $limit ]; then
            echo "# still not: $*"
            return 1
        fi
        read -r -t 0.1 -u 8 || :
    done
}
exec 8<> <(:) # on which nothing ever comes

# sees NODE COUNT: the metadata of that node names this many brokers
sees() { grep -q "^node $1 .*brokers seen $2\$" < <(cluster status); }
state_is() { grep -q "^node $1  $2 " < <(cluster status); }
pids() { cluster env | sed -n "s/^KLAMM_PID_.='\(.*\)'/\1/p"; }

# Processes that have the directory in their command line: nodes, watch, tools. Not this one.
processes_of() { pgrep -f -- "$1/" || :; }
nothing_runs() { [ -z "$(processes_of "$1")" ]; }
only_logs_in() { [ -z "$(find "$1" -mindepth 1 ! -name '*.log' ! -name '*.log.before')" ]; }

test_up_starts_three_nodes() {
    cluster up && cluster status && [ "$(pids | grep -c .)" = 3 ]
}
test_up_again_changes_nothing() {
    local before
    before=$(pids)
    cluster up && [ "$(pids)" = "$before" ]
}
# Only here, where no topic has replicas on it yet, can a broker be one that no one knew.
test_broker_that_klamm_never_saw_is_new() (
    eval "$(cluster env)"
    events=$dir/events
    cluster kill 3 && until_true sees 1 2 && until_true sees 2 2 || return 1
    KLAMM_STATE_DIR=$dir/state "${KLAMM:-build/klamm}" -b "$KLAMM_PLAINTEXT_1,$KLAMM_PLAINTEXT_2" \
        events --follow -o jsonl >"$events" 2>"$events.err" &
    follower=$!
    until_true grep -q 'looking at' "$events.err" && cluster start 3 &&
        until_true grep -q '"broker-new"' "$events" && ! grep -q '"broker-back"' "$events"
    status=$?
    kill -s INT $follower
    wait $follower
    return $status
)
test_tool_prints_only_its_answer() {
    [ "$(cluster tool topics --create --topic t --replication-factor 3 2>/dev/null)" = 'Created topic t.' ] &&
        [ "$(cluster tool topics --list)" = t ] &&
        ! cluster tool no-such-tool 2>/dev/null
}
test_env_can_be_read_by_a_shell() (
    eval "$(cluster env)" &&
        [ "$KLAMM_BOOTSTRAP" = "$KLAMM_PLAINTEXT_1,$KLAMM_PLAINTEXT_2,$KLAMM_PLAINTEXT_3" ] &&
        openssl verify -CAfile "$KLAMM_CA" "$KLAMM_CERT_alice" >/dev/null &&
        ! openssl verify -CAfile "$KLAMM_OTHER_CA" "$KLAMM_CERT_alice" 2>/dev/null
)
test_each_tls_listener_presents_the_certificate() (
    eval "$(cluster env)"
    for address in "$KLAMM_SASL_SSL_2" "$KLAMM_SSL_3"; do
        openssl s_client -connect "$address" -CAfile "$KLAMM_CA" -verify_return_error \
            -cert "$KLAMM_CERT_bob" -key "$KLAMM_KEY_bob" </dev/null >/dev/null 2>&1 || return 1
    done
)
test_killed_node_is_gone_and_comes_back() {
    cluster kill 2 && state_is 2 down && until_true sees 1 2 && until_true sees 3 2 &&
        ! cluster kill 2 2>/dev/null &&
        cluster start 2 && until_true sees 1 3 && until_true sees 2 3
}
test_paused_node_is_missed_and_returns() {
    cluster pause 1 && state_is 1 paused && until_true sees 2 2 &&
        cluster resume 1 && until_true sees 1 3 && until_true sees 2 3
}
led_by() { cluster tool topics --describe --topic "$1" 2>/dev/null | grep -q "Leader: $2[^0-9]"; }
test_mend_makes_it_whole() {
    cluster tool topics --create --topic mended --replica-assignment 2:1:3 && cluster kill 2 &&
        until_true led_by mended 1 && cluster pause 1 && ! cluster mend extra 2>/dev/null &&
        cluster mend && cluster status && led_by mended 2
}
test_up_clears_what_a_crash_left() {
    local before
    before=$(pids)
    # shellcheck disable=SC2086
    kill -s KILL $before
    cluster up && [ "$(pids)" != "$before" ] && [ -z "$(cluster tool topics --list)" ]
}
test_two_clusters_side_by_side_and_one_dies_with_its_owner() {
    local owner
    tail -f /dev/null &
    owner=$!
    $script --dir "$other" up --owner $owner && $script --dir "$other" status && cluster status ||
        return 1
    kill -s KILL $owner
    wait $owner 2>/dev/null
    until_true nothing_runs "$other" && until_true only_logs_in "$other" && cluster status
}
test_interrupted_up_leaves_nothing() {
    local up
    $script --dir "$other" up &
    up=$!
    until_true test -f "$other/n3.pid" || return 1
    kill -s TERM $up
    ! wait $up && nothing_runs "$other" && [ ! -e "$other/ready" ]
}
test_down_leaves_nothing() {
    cluster pause 3 && cluster down && nothing_runs "$main" && only_logs_in "$main" &&
        ! cluster status 2>/dev/null && cluster down
}

# In the order of the file: each builds on the one before.
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
