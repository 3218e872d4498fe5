# The table of make bench from "name<TAB>value" lines. A missing figure is a mistake, not a blank.

{ value[$1] = $2 }

function number(name) {
    if (!(name in value)) {
        print "bench: no figure " name >"/dev/stderr"
        missing = 1
        return 0
    }
    return value[name]
}

function show(x) {
    return x >= 100 ? sprintf("%.0f", x) : x >= 10 ? sprintf("%.1f", x) : sprintf("%.2f", x)
}

function head(title) {
    printf "%s%s\n", done++ ? "\n" : "", title
}

function ours_of(what, unit, name, aim) {
    ours = number(name)
    printf "  %-36s %8s %-4s %-9s", what, show(ours), unit, aim == "" ? "" : "aim " aim
}

# a figure of ours with its unit and its aim ("" none)
function own(what, unit, name, aim) {
    ours_of(what, unit, name, aim)
    printf "\n"
}

# the same next to another program's
function beside(what, unit, name, aim, whom, other) {
    ours_of(what, unit, name, aim)
    theirs = number(other)
    ratio = theirs ? sprintf("%.2fx", ours / theirs) : "-"
    printf " %-38s %8s %-4s %7s\n", whom, show(theirs), unit, ratio
}

function cluster(p) {
    beside("start -> topics on screen", "ms", p ".topics.ms", "60", "kcat -L", p ".kcat.ms")
    beside("", "ms", p ".topics.ms", "", "kafka-topics --describe", p ".kafka-topics.ms")
    beside("  best of nine", "ms", p ".topics.ms.best", "", "kcat -L, best", p ".kcat.ms.best")
    beside("  peak memory", "MB", p ".topics.mb", "20", "kcat -L", p ".kcat.mb")
    beside("", "MB", p ".topics.mb", "", "kafka-topics --describe", p ".kafka-topics.mb")
    beside("start -> all groups' lag on screen", "ms", p ".lag.ms", "700", "kafka-consumer-groups --all-groups", p ".kafka-groups.ms")
    own("  best of five", "ms", p ".lag.ms.best", "")
    beside("  peak memory", "MB", p ".lag.mb", "20", "kafka-consumer-groups --all-groups", p ".kafka-groups.mb")
    beside("klamm get topics", "ms", p ".get-topics.ms", "", "kcat -L", p ".kcat.ms")
    beside("", "ms", p ".get-topics.ms", "", "kafka-topics --describe", p ".kafka-topics.ms")
    beside("  peak memory", "MB", p ".get-topics.mb", "", "kcat -L", p ".kcat.mb")
    beside("klamm get groups", "ms", p ".get-groups.ms", "", "kafka-consumer-groups --all-groups", p ".kafka-groups.ms")
    beside("  peak memory", "MB", p ".get-groups.mb", "", "kafka-consumer-groups --all-groups", p ".kafka-groups.mb")
}

END {
    head("5 topics, 5 groups")
    cluster("few")
    head("1,000 topics of 3 partitions, replication 2; 1,000 groups of 12 committed partitions")
    cluster("many")
    beside("klamm get configs topics", "ms", "many.get-configs.ms", "", "kafka-configs --describe --all", "many.kafka-configs.ms")
    beside("  peak memory", "MB", "many.get-configs.mb", "", "kafka-configs --describe --all", "many.kafka-configs.mb")
    beside("klamm get acls, 5,000 bindings", "ms", "many.get-acls.ms", "", "kafka-acls --list", "many.kafka-acls.ms")
    beside("  peak memory", "MB", "many.get-acls.mb", "", "kafka-acls --list", "many.kafka-acls.mb")
    head("a running console, 1,000 topics on screen (50 rows, 160 columns)")
    own("key -> paint, median of 100", "ms", "many.key", "2")
    own("key -> paint, worst of 100", "ms", "many.key.worst", "8")
    beside("memory at rest", "MB", "many.idle.mb", "20", "kcat -L, peak", "many.kcat.mb")
    own("memory at rest, all lags known", "MB", "many.lag.idle.mb", "20")
    own("processor at rest, paused", "%", "many.paused.cpu", "0.1")
    own("processor at rest, polling", "%", "many.polling.cpu", "")
    own("wake-ups of all threads, paused", "/s", "many.paused.wakeups", "")
    own("bytes to the terminal: first list", "B", "many.first.bytes", "")
    own("bytes to the terminal: a refresh", "B", "many.refresh.bytes", "")
    own("bytes to the terminal: at rest", "B/s", "many.paused.bytes", "")
    beside("sockets open", "", "many.sockets", "", "brokers connected to", "many.sockets.brokers")
    own("most sockets to one broker", "", "many.lag.sockets.most", "1")
    own("threads", "", "many.threads", "")
    head("klamm sample, 1,000 groups of 12 partitions each 10 s, 90 s")
    value["many.kafka-groups.core"] = number("many.kafka-groups.cpu") / 100 # of each ten seconds
    beside("processor", "%", "many.record.core", "3", "kafka-consumer-groups each 10 s", "many.kafka-groups.core")
    beside("peak memory", "MB", "many.record.memory", "", "kafka-consumer-groups", "many.kafka-groups.mb")
    own("connections", "", "many.record.sockets", "")
    if ("many.peer.core" in value) {
        beside("processor", "%", "many.record.core", "", "$KLAMM_PEER_MONITOR", "many.peer.core")
        beside("peak memory", "MB", "many.record.memory", "", "$KLAMM_PEER_MONITOR", "many.peer.memory")
        beside("connections", "", "many.record.sockets", "", "$KLAMM_PEER_MONITOR", "many.peer.sockets")
    } else {
        print "  (another lag monitor for comparison: none, $KLAMM_PEER_MONITOR is not set)"
    }
    own("file: the first minutes", "MB", "many.record.file", "")
    head("20,000 topics of 3 partitions, made up")
    own("key -> paint, median of 100", "ms", "made-up.key", "2")
    own("key -> paint, worst of 100", "ms", "made-up.key.worst", "8")
    own("sort by another column -> paint", "ms", "made-up.sort", "")
    own("filter typed -> paint", "ms", "made-up.filter", "")
    own("peak memory", "MB", "made-up.peak.mb", "")
    head("100,000 rows, no screen")
    beside("filter: a word", "ms", "filter.word", "", "memmem over the same names", "filter.word.bound")
    own("filter: a number", "ms", "filter.number", "")
    beside("filter: word, number, not", "ms", "filter.two", "", "memmem over the same names", "filter.word.bound")
    beside("sort by text, natural order", "ms", "sort.text", "", "qsort with strcmp", "sort.text.bound")
    beside("sort by number", "ms", "sort.number", "", "qsort of the numbers", "sort.number.bound")
    exit missing
}
