# Names and small helpers that the other parts share.

NODES="1 2 3" # unless up was given another number, see common_init
LISTENERS="PLAINTEXT SASL_SSL SSL SASL_PLAINTEXT CONTROLLER"
USERS="admin alice bob carol"
CLUSTER_ID=a2xhbW0tdGVzdC1jbHVzdA

die()
{
    printf 'cluster: %s\n' "$*" >&2
    exit 1
}

say()
{
    printf 'cluster: %s\n' "$*" >&2
}

# Test users have guessable passwords on purpose: the cluster listens on loopback only.
password_of()
{
    printf '%s-secret' "$1"
}

# Sets DIR (state directory, absolute, made here) and CACHE (jars and templates of this machine).
common_init()
{
    local root
    root=$(cd "$here/../.." && pwd)
    DIR=${CLUSTER_DIR:-$root/build/cluster}
    mkdir -p "$DIR"
    DIR=$(cd "$DIR" && pwd)
    [ ! -f "$DIR/nodes" ] || NODES=$(cat "$DIR/nodes")
    if [ -f "$DIR/version" ]; then
        common_version "$(cat "$DIR/version")"
    else
        common_version "${KAFKA:-}"
    fi
}

# common_version VERSION: which Apache Kafka this is about, that of pom.xml by default. Each has its
# own jars, archive and formatted directories.
common_version()
{
    VERSION=${1:-$(sed -n 's:.*<kafka.version>\(.*\)</kafka.version>.*:\1:p' "$here/pom.xml")}
    [[ $VERSION =~ ^[0-9]+(\.[0-9]+)+$ ]] || die "KAFKA: no version: $VERSION"
    CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/klamm/kafka-$VERSION
}

# version_before A: the Kafka in use is older than A (two numbers, as 4.4).
version_before()
{
    local have want
    IFS=. read -ra have <<<"$VERSION"
    IFS=. read -ra want <<<"$1"
    ((have[0] < want[0] || (have[0] == want[0] && have[1] < want[1])))
}

# How many nodes this cluster has.
nodes_count()
{
    # shellcheck disable=SC2086
    set -- $NODES
    printf '%s' $#
}

# Milliseconds of a clock that only moves forward.
now_ms()
{
    local up
    read -r up _ </proc/uptime
    up=${up/./}
    printf '%s0' "$((10#$up))"
}

# A pause inside a waiting loop; $1 in seconds. In the background, so that a signal ends it at once.
# `read -t` would do without a process, but a trapped signal in the middle of it can abort bash 5.2
# ("stack smashing detected").
nap()
{
    sleep "$1" >/dev/null 2>&1 7>&- 9>&- &
    wait $! || :
}

# "pid starttime" of a live process, so that a recycled id is not mistaken for it.
# Fails when the process has ended or is a zombie.
identity_of()
{
    local stat rest
    stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
    rest=${stat##*) }
    # shellcheck disable=SC2086
    set -- "$1" $rest
    [ "$2" != Z ] && [ "$2" != X ] || return 1
    printf '%s %s\n' "$1" "${21}"
}

# Prints the process id written in file $1 if that very process still lives.
pid_in()
{
    local pid start
    read -r pid start 2>/dev/null <"$1" || return 1
    [ -n "$pid" ] && [ "$(identity_of "$pid")" = "$pid $start" ] || return 1
    printf '%s' "$pid"
}
