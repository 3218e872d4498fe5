# The formatted, empty log directories of the three nodes, with the users' credentials in them. They
# take seconds to make and are the same for every cluster of this machine, so they are kept in the
# cache. The quorum is a static one (controller.quorum.voters), because a dynamic one writes the
# ports into the formatted directories.

# Where the directories for this recipe are; the name changes with the files they are made from.
template_dir()
{
    printf '%s/formatted-%s' "$CACHE" \
        "$(cat "$here/lib/template.sh" "$here/lib/common.sh" "$here/pom.xml" | cksum | tr ' ' -)"
}

template_make()
{
    local dir tmp node user scram=()
    dir=$(template_dir)
    [ -d "$dir" ] && return
    tmp=$dir.$$
    for user in $USERS; do
        scram+=(--add-scram "SCRAM-SHA-256=[name=$user,password=$(password_of "$user")]")
        scram+=(--add-scram "SCRAM-SHA-512=[name=$user,password=$(password_of "$user")]")
    done
    java_command
    for node in $NODES; do
        mkdir -p "$tmp/$node"
        cat >"$tmp/$node.properties" <<EOF
process.roles=broker,controller
node.id=$node
controller.quorum.voters=1@localhost:1,2@localhost:2,3@localhost:3
controller.listener.names=CONTROLLER
listeners=PLAINTEXT://localhost:4,CONTROLLER://localhost:$node
log.dirs=$tmp/$node/d1,$tmp/$node/d2
EOF
        "${JAVA[@]}" -Dlog4j2.configurationFile="$here/lib/tools.log4j2.properties" \
            kafka.tools.StorageTool format -t "$CLUSTER_ID" -c "$tmp/$node.properties" \
            "${scram[@]}" >"$tmp/$node.log" 2>&1 || {
            cat "$tmp/$node.log" >&2
            rm -rf "$tmp"
            die "StorageTool could not format node $node"
        }
    done
    mv -T "$tmp" "$dir" 2>/dev/null || rm -rf "$tmp" # another process was faster
}

# template_copy NODE: fresh log directories for a node.
template_copy()
{
    rm -rf "$DIR/n$1"
    mkdir -p "$DIR/n$1"
    cp -r "$(template_dir)/$1/." "$DIR/n$1/"
}
