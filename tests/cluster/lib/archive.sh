# A class-data archive of what a node and the tools load: it halves the start of either. Made once
# per machine from the class lists that a throw-away node and two tools record. Without it
# everything works, only slower, so a failure here is reported and no more.

# One archive for each java: another one would not accept it.
archive_file()
{
    local java
    java=$(readlink -f "$(command -v java)")
    printf '%s/classes-%s.jsa' "$CACHE" "$(stat -c '%n %s %Y' "$java" | cksum | tr ' ' -)"
}

archive_make()
{
    local file
    file=$(archive_file)
    [ -f "$file" ] && return
    say "making the class-data archive, once per machine"
    local tmp=$CACHE/archive.$$
    mkdir -p "$tmp"
    if archive_record "$tmp" && archive_dump "$tmp"; then
        mv "$tmp/classes.jsa" "$file"
    else
        say "the class-data archive could not be made; going on without"
    fi
    rm -rf "$tmp"
}

# The parts of this script run on a cluster of one node in a directory of its own.
archive_record()
(
    DIR=$1 NODES=1 RECORD=$1/node.list
    trap up_stop_nodes EXIT
    certs_make
    ports_choose
    template_copy 1
    node_properties 1 >"$DIR/n1.properties"
    node_launch 1
    local limit=$(($(now_ms) + 60000))
    until node_started 1; do
        up_check_progress 1 "$limit"
        nap 0.05
    done
    archive_record_tool topics --create --topic t --replication-factor 1 --partitions 1
    archive_record_tool topics --describe
    archive_record_tool groups --list
    kill -s TERM "$(pid_in "$DIR/n1.pid")" # in good order: the list is complete at the end only
    node_await_end 1
) >"$1/record.log" 2>&1

archive_record_tool()
(
    RECORD=$DIR/tool-$BASHPID.list
    tool_main "$@"
)

archive_dump()
{
    java_command
    sort -u "$1"/*.list | grep -v '^#' >"$1/all"
    "${JAVA[@]}" -Xshare:dump -XX:SharedClassListFile="$1/all" \
        -XX:SharedArchiveFile="$1/classes.jsa" >"$1/dump.log" 2>&1
}
