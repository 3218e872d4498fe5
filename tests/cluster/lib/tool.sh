# Kafka's own command-line tools, for tests that compare klamm with them. Only the answer goes to
# stdout; what the tools log goes to stderr. Names are those of Kafka's scripts, kafka- left out.

# NAME CLASS of the Kafka in use. Kafka 3 had three of them elsewhere and two not yet.
tool_classes()
{
    local old=()
    if version_before 4.4; then old+=(-e 's/ [^ ]*\.ConfigCommand$/ kafka.admin.ConfigCommand/'); fi
    if version_before 4.0; then
        old+=(-e 's/ [^ ]*\.AclCommand$/ kafka.admin.AclCommand/'
            -e 's/ [^ ]*\.ConsoleProducer$/ kafka.tools.ConsoleProducer/'
            -e '/^all-groups /d' -e '/^share-groups /d')
    fi
    tool_table | sed -e '' ${old[@]+"${old[@]}"}
}

tool_table()
{
    cat <<'EOF'
acls                 org.apache.kafka.tools.AclCommand
all-groups           org.apache.kafka.tools.GroupsCommand
configs              org.apache.kafka.tools.ConfigCommand
console-consumer     org.apache.kafka.tools.consumer.ConsoleConsumer
console-share-consumer org.apache.kafka.tools.consumer.ConsoleShareConsumer
console-producer     org.apache.kafka.tools.ConsoleProducer
delete-records       org.apache.kafka.tools.DeleteRecordsCommand
features             org.apache.kafka.tools.FeatureCommand
get-offsets          org.apache.kafka.tools.GetOffsetShell
groups               org.apache.kafka.tools.consumer.group.ConsumerGroupCommand
consumer-groups      org.apache.kafka.tools.consumer.group.ConsumerGroupCommand
leader-election      org.apache.kafka.tools.LeaderElectionCommand
log-dirs             org.apache.kafka.tools.LogDirsCommand
metadata-quorum      org.apache.kafka.tools.MetadataQuorumCommand
producer-perf-test   org.apache.kafka.tools.ProducerPerformance
reassign-partitions  org.apache.kafka.tools.reassign.ReassignPartitionsCommand
share-groups         org.apache.kafka.tools.consumer.group.ShareGroupCommand
topics               org.apache.kafka.tools.TopicCommand
transactions         org.apache.kafka.tools.TransactionsCommand
EOF
}

tool_main()
{
    local name=${1:-} class arg server=1
    if [ -z "$name" ]; then
        tool_classes | cut -d' ' -f1
        return
    fi
    shift
    class=$(tool_classes | sed -n "s/^${name#kafka-}  *//p")
    [ -n "$class" ] || die "no tool '$name'; there are: $(tool_classes | cut -d' ' -f1 | xargs)"
    for arg in "$@"; do
        case $arg in
        --bootstrap-server | --bootstrap-server=* | --bootstrap-controller | --help | --version)
            server=0
            ;;
        esac
    done
    if [ "$server" = 1 ]; then
        [ -f "$DIR/ports" ] || die "no cluster in $DIR"
        set -- --bootstrap-server "$(addresses_of PLAINTEXT)" "$@"
    fi
    java_command
    exec "${JAVA[@]}" -Xmx128m -Dlog4j2.configurationFile="$here/lib/tools.log4j2.properties" \
        "$class" "$@"
}
