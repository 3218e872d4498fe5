# Filling the cluster. The traffic program does it; what librdkafka can't do is added here.

seed_main()
{
    traffic_run "$@" seed
    seed_turn_round invoices
}

# The traffic program on this cluster.
traffic_run()
{
    local traffic
    traffic=${TRAFFIC:-$here/../../build/traffic}
    [ -x "$traffic" ] || die "build/traffic is missing: make traffic"
    [ -f "$DIR/ports" ] || die "no cluster in $DIR"
    "$traffic" -b "$(addresses_of PLAINTEXT)" "$@"
}

# Turns the replica lists of a topic's partitions round, so that none is led by its preferred
# replica any more. Only a reassignment can do that.
seed_turn_round()
{
    local plan=$DIR/turn-round.json said
    tool_run topics --describe --topic "$1" | awk -v topic="$1" '
        BEGIN { printf "{\"version\":1,\"partitions\":[" }
        /Partition:/ {
            for (i = 1; i < NF; i++) {
                if ($i == "Partition:") partition = $(i + 1)
                if ($i == "Leader:") leader = $(i + 1)
                if ($i == "Replicas:") n = split($(i + 1), replica, ",")
            }
            list = ""
            for (i = 1; i <= n; i++) if (replica[i] != leader) list = list replica[i] ","
            printf "%s{\"topic\":\"%s\",\"partition\":%d,\"replicas\":[%s%d]}",
                separator, topic, partition, list, leader
            separator = ","
        }
        END { print "]}" }' >"$plan"
    # The tool prints its errors on stdout.
    said=$(tool_run reassign-partitions --execute --reassignment-json-file "$plan" 2>&1) ||
        die "replicas of $1 not turned round: $said"
    rm -f "$plan"
}

# A tool in a process of its own: tool_main never returns.
tool_run()
(
    tool_main "$@"
)
