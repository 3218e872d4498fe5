# Free ports. Chosen at random below the range the system gives to outgoing connections, and
# checked against the kernel's table of sockets; one that loses the remaining race sees "Address
# already in use" in the node's log and up tries again with others.

# Local ports of all TCP sockets, in decimal, one a line.
ports_used()
{
    local entry hex
    while read -r _ entry _; do
        hex=${entry##*:}
        [ "$hex" = local_address ] || printf '%d\n' "0x$hex"
    done < <(cat /proc/net/tcp /proc/net/tcp6 2>/dev/null)
}

# Writes $DIR/ports: one line "PORT_<listener>_<node>=<port>" for each.
ports_choose()
{
    local node listener port used
    used=" $(ports_used | sort -u | tr '\n' ' ') "
    for node in $NODES; do
        for listener in $LISTENERS; do
            port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
            while [[ $used == *" $port "* ]]; do
                port=$((20000 + (port - 19999) % 12000))
            done
            used+="$port "
            printf 'PORT_%s_%s=%s\n' "$listener" "$node" "$port"
        done
    done >"$DIR/ports"
}

# port_of LISTENER NODE
port_of()
{
    sed -n "s/^PORT_$1_$2=//p" "$DIR/ports"
}

# The bootstrap list of one listener.
addresses_of()
{
    local node list=
    for node in $NODES; do
        list+=,127.0.0.1:$(port_of "$1" "$node")
    done
    printf '%s' "${list#,}"
}
