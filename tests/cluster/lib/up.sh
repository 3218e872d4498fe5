# Starting and stopping the whole cluster.

up_main()
{
    local owner= try node begun count= extra=
    while [ $# -gt 0 ]; do
        case $1 in
        --owner)
            owner=${2:-}
            identity_of "$owner" >/dev/null || die "--owner: no process $owner"
            shift 2
            ;;
        --nodes)
            case ${2:-} in 1 | 2 | 3) count=$2 ;; *) die "--nodes: 1, 2 or 3" ;; esac
            shift 2
            ;;
        --set)
            [[ ${2:-} == *=* ]] || die "--set needs KEY=VALUE"
            extra+=$2$'\n'
            shift 2
            ;;
        *) die "up: unknown argument $1" ;;
        esac
    done
    begun=$(now_ms)
    exec 9>"$DIR/.lock"
    flock -w 300 9 || die "another start or stop of $DIR does not end"
    if [ -f "$DIR/ready" ] && up_all_alive; then
        [ -z "${KAFKA:-}" ] || [ "$KAFKA" = "$VERSION" ] || die "Kafka $VERSION is up in $DIR"
        say "already up in $DIR"
        return
    fi
    up_clean
    rm -f "$DIR"/n?.log "$DIR"/n?.log.before
    up_cache jars_fetch template_make archive_make
    up_shape "$count" "$extra"
    trap up_clean EXIT # whatever stops us half-way, nothing stays behind
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    certs_make
    for try in 1 2 3 4 5; do
        ports_choose
        for node in $NODES; do
            template_copy "$node"
            node_properties "$node" >"$DIR/n$node.properties"
            node_launch "$node"
        done
        if up_await; then
            touch "$DIR/ready"
            trap - EXIT
            [ -z "$owner" ] || up_watch "$owner"
            say "up in $((($(now_ms) - begun) / 100))00 ms: $(addresses_of PLAINTEXT) ($DIR)"
            return
        fi
        up_stop_nodes
        [ "$try" = 5 ] || say "a port was taken by then; trying others"
    done
    die "no free ports found in five attempts"
}

# up_shape COUNT EXTRA: what later calls must know of this cluster, too. The cache holds what is
# needed by three nodes.
up_shape()
{
    printf '%s' "$2" >"$DIR/extra.properties"
    printf '%s' "$VERSION" >"$DIR/version"
    [ -n "$1" ] || return 0
    NODES=$(seq -s ' ' "$1")
    printf '%s' "$NODES" >"$DIR/nodes"
}

# up_cache STEP…: what the machine's cache must hold; one at a time, and nothing started here keeps
# the lock.
up_cache()
{
    local step
    mkdir -p "$CACHE"
    exec 7>"$CACHE/.lock"
    flock 7
    for step; do "$step"; done
    exec 7>&-
}

up_all_alive()
{
    local node
    for node in $NODES; do
        pid_in "$DIR/n$node.pid" >/dev/null || return 1
    done
}

# Waits until each node knows all brokers. Fails if a port was taken; dies on anything else.
up_await()
{
    local node limit
    limit=$(($(now_ms) + 120000))
    for node in $NODES; do
        until node_started "$node" && [ "$(node_brokers "$node")" = "$(nodes_count)" ]; do
            if grep -qs 'Address already in use' "$DIR"/n?.log; then
                return 1
            fi
            up_check_progress "$node" "$limit"
            nap 0.05
        done
    done
}

# Dies with the node's own words if it ended or the time is over.
up_check_progress()
{
    if ! pid_in "$DIR/n$1.pid" >/dev/null; then
        tail -n 30 "$DIR/n$1.log" >&2
        die "node $1 ended while starting; its log: $DIR/n$1.log"
    fi
    if [ "$(now_ms)" -gt "$2" ]; then
        tail -n 30 "$DIR/n$1.log" >&2
        die "node $1 is not ready after 120 s; its log: $DIR/n$1.log"
    fi
}

# start N: the node is back when it says so itself and its metadata names all that run.
up_restart()
{
    node_check "$1"
    if pid_in "$DIR/n$1.pid" >/dev/null; then
        die "node $1 is running"
    fi
    rm -f "$DIR/n$1.pid"
    node_launch "$1"
    local limit node
    limit=$(($(now_ms) + 120000))
    until node_started "$1"; do
        up_check_progress "$1" "$limit"
        nap 0.05
    done
    until [ "$(node_brokers "$1" || echo 0)" -ge "$(up_running)" ]; do
        up_check_progress "$1" "$limit"
        nap 0.05
    done
}

# How many nodes run. One that hangs is no broker to the others after a few seconds.
up_running()
{
    local node n=0
    for node in $NODES; do
        if node_runs "$node"; then n=$((n + 1)); fi
    done
    printf '%s' "$n"
}

# mend: whatever was done to it, the cluster is whole afterwards: each node runs and knows the
# others, all replicas are in sync, and partitions are led by their preferred replicas again.
up_mend()
{
    [ $# -eq 0 ] || die "mend: unknown argument $1"
    [ -f "$DIR/ports" ] || die "no cluster in $DIR"
    local node pid limit
    for node in $NODES; do
        if ! pid=$(pid_in "$DIR/n$node.pid"); then
            rm -f "$DIR/n$node.pid"
            node_launch "$node"
        elif ! node_is_running "$pid"; then
            node_signal "$node" CONT
        fi
    done
    limit=$(($(now_ms) + 120000))
    for node in $NODES; do
        until node_started "$node" && [ "$(node_brokers "$node")" = "$(nodes_count)" ]; do
            up_check_progress "$node" "$limit"
            nap 0.05
        done
    done
    traffic_run settle
}

# A small process that waits for the owner's end and then stops the cluster; down ends it.
up_watch()
{
    setsid bash -c '
        tail --pid="$1" -s 0.5 -f /dev/null
        exec "$2" --dir "$3" down' watch "$1" "$here/cluster" "$DIR" \
        >"$DIR/watch.log" 2>&1 </dev/null 7>&- 9>&- &
    identity_of $! >"$DIR/watch.pid"
}

# The watch runs down itself and must not end its own group then.
up_unwatch()
{
    local pid
    if pid=$(pid_in "$DIR/watch.pid") && [ "$pid" != $$ ]; then
        kill -s TERM -- "-$pid" 2>/dev/null || :
    fi
    rm -f "$DIR/watch.pid"
}

# The data is thrown away, so the nodes need not close their logs in good order: SIGKILL. A signal
# may have come between a node's start and the writing of its id: such a one is still a job of ours.
up_stop_nodes()
{
    local node pid
    for pid in $(jobs -p); do
        kill -s KILL "$pid" 2>/dev/null || :
    done
    for node in $NODES; do
        if pid=$(pid_in "$DIR/n$node.pid"); then
            kill -s KILL "$pid" 2>/dev/null || :
        fi
    done
    for node in $NODES; do
        node_await_end "$node"
    done
}

up_clean()
{
    rm -f "$DIR/ready"
    up_unwatch
    up_stop_nodes
    rm -rf "$DIR"/n? "$DIR"/n?.properties "$DIR/tls" "$DIR/ports" "$DIR/nodes" "$DIR/extra.properties" \
        "$DIR/version"
    NODES="1 2 3"
    common_version "${KAFKA:-}"
}

up_down()
{
    exec 9>"$DIR/.lock"
    flock -w 300 9 || die "another start or stop of $DIR does not end"
    up_clean
    rm -f "$DIR/.lock"
}
