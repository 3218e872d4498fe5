# One node: its properties, its process, what it answers.

node_check()
{
    [[ -n ${1:-} && " $NODES " == *" $1 "* ]] || die "which node? One of $NODES"
    [ -f "$DIR/ports" ] || die "no cluster in $DIR"
}

# Both SASL listeners take the same mechanisms and users.
node_sasl()
{
    local name=listener.name.$1 module=org.apache.kafka.common.security user plain=
    for user in $USERS; do
        plain+=" user_$user=\"$(password_of "$user")\""
    done
    cat <<EOF
$name.sasl.enabled.mechanisms=SCRAM-SHA-512,SCRAM-SHA-256,PLAIN,OAUTHBEARER
$name.scram-sha-512.sasl.jaas.config=$module.scram.ScramLoginModule required;
$name.scram-sha-256.sasl.jaas.config=$module.scram.ScramLoginModule required;
$name.plain.sasl.jaas.config=$module.plain.PlainLoginModule required$plain;
$name.oauthbearer.sasl.jaas.config=$module.oauthbearer.OAuthBearerLoginModule required \
unsecuredLoginStringClaim_sub="admin";
EOF
}

node_properties()
{
    local node=$1 listener listeners= voters= n
    for listener in $LISTENERS; do
        listeners+=,$listener://127.0.0.1:$(port_of "$listener" "$node")
    done
    for n in $NODES; do
        voters+=,$n@127.0.0.1:$(port_of CONTROLLER "$n")
    done
    cat <<EOF
node.id=$node
listeners=${listeners#,}
controller.quorum.voters=${voters#,}
log.dirs=$DIR/n$node/d1,$DIR/n$node/d2
broker.rack=rack-$node
ssl.keystore.location=$DIR/tls/server-all.pem
ssl.truststore.location=$DIR/tls/ca.pem
EOF
    node_sasl sasl_ssl
    node_sasl sasl_plaintext
    cat "$here/lib/node.properties"
    if [ "$(nodes_count)" -lt 3 ]; then
        printf '%s.replication.factor=1\n' \
            offsets.topic transaction.state.log share.coordinator.state.topic
    fi
    [ ! -f "$DIR/extra.properties" ] || cat "$DIR/extra.properties" # the last one counts
}

# Starts the process of a node, detached from the caller's terminal, group and files.
node_launch()
{
    local node=$1 log=$DIR/n$1.log
    [ ! -f "$log" ] || mv "$log" "$log.before"
    java_command
    # setsid and then java take over the process that bash forks here, so $! stays its id.
    MALLOC_ARENA_MAX=2 setsid "${JAVA[@]}" -Xms64m -Xmx256m -XX:MaxDirectMemorySize=64m \
        -Dlog4j2.configurationFile="$here/lib/node.log4j2.properties" \
        kafka.Kafka "$DIR/n$node.properties" >"$log" 2>&1 </dev/null 7>&- 9>&- &
    identity_of $! >"$DIR/n$node.pid"
    disown $! # its end is not this shell's to report
}

# SIGKILL, STOP or CONT. A stopped process must be continued before it can end in peace, but not
# before SIGKILL. Returns when a killed one ended, when no thread of a stopped one runs any more,
# and when a continued one runs again.
node_signal()
{
    node_check "$1"
    local pid
    pid=$(pid_in "$DIR/n$1.pid") || die "node $1 is not running"
    kill -s "$2" "$pid"
    case $2 in
    KILL) node_await_end "$1" ;;
    STOP) node_await "$1" "was sent SIGSTOP and still runs" node_is_stopped "$pid" ;;
    CONT) node_await "$1" "was sent SIGCONT and does not run" node_is_running "$pid" ;;
    esac
}

# node_await NODE WHAT COMMAND…: until the command succeeds, for at most half a minute.
node_await()
{
    local node=$1 what=$2 limit
    shift 2
    limit=$(($(now_ms) + 30000))
    until "$@"; do
        [ "$(now_ms)" -le "$limit" ] ||
            die "node $node $what, 30 s later: $(grep -h ^State: "/proc/${*: -1}/status" 2>&1)"
        nap 0.02
    done
}

# The states of all threads of a process, one a line.
node_threads()
{
    sed -n 's/^State:[[:space:]]*\(.\).*/\1/p' "/proc/$1"/task/*/status 2>/dev/null
}
node_is_stopped()
{
    local states
    states=$(node_threads "$1") || :
    [[ $states != *[!T$'\n']* ]]
}
node_is_running()
{
    local states
    states=$(node_threads "$1") || :
    [[ $states != *T* ]]
}

# A live process that is not stopped.
node_runs()
{
    local pid
    pid=$(pid_in "$DIR/n$1.pid") && node_is_running "$pid"
}

node_await_end()
{
    local pid
    if pid=$(pid_in "$DIR/n$1.pid"); then
        node_await "$1" "does not end" node_has_ended "$1" "$pid"
    fi
    rm -f "$DIR/n$1.pid"
}

node_has_ended() { ! pid_in "$DIR/n$1.pid" >/dev/null; }

# How many brokers the metadata of node N names; fails if it does not answer within 2 s.
# Spoken by hand (Metadata version 4, no topics), because starting a JVM to ask takes a second.
node_brokers()
{
    local answer
    answer=$(timeout 2 bash -c '
        exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 1
        printf "\0\0\0\x14\0\x03\0\x04\0\0\0\x01\0\x05klamm\0\0\0\0\0" >&3
        head -c 16 <&3 | od -An -tu1' ask "$(port_of PLAINTEXT "$1")" 2>/dev/null) || return 1
    # shellcheck disable=SC2086
    set -- $answer
    [ $# -eq 16 ] || return 1
    printf '%s' $(((${13} << 24) + (${14} << 16) + (${15} << 8) + ${16}))
}

node_started()
{
    grep -q 'Kafka Server started' "$DIR/n$1.log" 2>/dev/null
}

node_status()
{
    local node pid state brokers bad=0
    [ -f "$DIR/ports" ] || die "no cluster in $DIR"
    for node in $NODES; do
        brokers=-
        if pid=$(pid_in "$DIR/n$node.pid"); then
            state=running
            case $(sed 's/.*) //' "/proc/$pid/stat") in T*) state=paused ;; esac
            [ $state = paused ] || brokers=$(node_brokers "$node") || brokers=-
        else
            state=down pid=-
        fi
        [ "$brokers" = "$(nodes_count)" ] || bad=1
        printf 'node %s  %-8s pid %-8s brokers seen %s\n' "$node" "$state" "$pid" "$brokers"
    done
    return $bad
}
