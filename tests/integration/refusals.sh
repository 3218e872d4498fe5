#!/usr/bin/env bash
# The commands of refusals.txt and changes.txt, and what they work on; see test_refusals.c.
#
#   refusals.sh prepare         the files, users and rules, and plans whose cluster then changes
#   refusals.sh refuse          runs refusals.txt, prints what went otherwise
#   refusals.sh guard           the same for changes.txt where each is refused for who or how it asks
#   refusals.sh exits           the same for exits.txt and, with two codes each, for changes.txt
#   refusals.sh signs           what must be seen of each of changes.txt
#   refusals.sh changes         sends them
#   refusals.sh login USER PASSWORD
#   refusals.sh clean
#
# In the environment: $P the beginning of all names; $T a topic with 3 partitions, $C a compacted
# one, $Q one with retention.ms=1, $D one with a dot, $X one that is created again; groups $G and $H
# without members, $A and $N with one (classic and new protocol), $W with a client that commits
# without being a member; users $U and $V; $F a directory.
set -u
table=$(dirname "$0")
at_once=6

send() { klamm "$@" --yes; }
klamm() { "$KLAMM" -b "$KLAMM_BOOTSTRAP" "$@"; }

# A broker that does not know yet what another one does makes klamm refuse: nothing was sent then.
surely() {
    local turns
    for turns in 1 2 3 4 5 6 7 8 9; do
        "$@" && return
        echo "once more: $turns" >&2
    done
    return 1
}

# as USER …: over SASL, as one of the users made by prepare; what brokers refuse is in a journal of
# its own
as() {
    local user=$1
    shift
    KLAMM_STATE_DIR=$F/elsewhere "$KLAMM" -b "$KLAMM_BOOTSTRAP_SASL_PLAINTEXT" -F "$F/$user.properties" "$@" --yes
}

by() {
    local user=$1
    shift
    "$KLAMM" -b "$KLAMM_BOOTSTRAP_SASL_PLAINTEXT" -F "$F/$user.properties" "$@"
}

nowhere() { "$KLAMM" -b 127.0.0.1:1 "$@"; }

# one CODE WORDS COMMAND: says so when it ends otherwise
one() {
    local code out
    out=$(eval "$3" 2>&1 </dev/null)
    code=$?
    [ "$code" = "$1" ] && [[ $out == *"$2"* ]] ||
        printf '%s\n    exit %s, not %s; without "%s": %s\n' "$3" "$code" "$1" "$2" "$out"
}

# Runs the lines "code | words | command" of stdin, some at once.
run() {
    local line words n=0
    while IFS= read -r line; do
        n=$((n + 1))
        words=${line#* | }
        words=$(fill "${words%% | *}")
        one "${line%% *}" "$words" "${line#* | * | }" &
        while [ "$(jobs -rp | wc -l)" -ge $at_once ]; do wait -n; done
    done
    wait
    echo "$n run"
}

# Only variables: words have quotes and other signs that are meant as they are.
fill() {
    local text=$1 name
    for name in P T C D G H U V; do text=${text//\$$name/${!name}}; done
    printf '%s' "$text"
}

# The lines of a table.
rows() {
    grep '^[^#].* | ' "$table/$1"
}

# Whatever is right with these changes, each is refused four times.
guard() {
    local line command
    rows changes.txt | while IFS= read -r line; do
        command=${line#* | }
        printf '4 | is read-only | klamm --read-only %s --yes\n' "$command"
        printf '4 | no terminal to confirm on | klamm %s\n' "$command"
        printf '0 |  | klamm %s --dry-run\n' "$command"
        printf '1 | needs | as nobody %s\n' "$command"
    done | run
}

# What the registers have and the two tables have not.
forgotten() {
    local name
    klamm __complete -- '' | cut -f1 | while IFS= read -r name; do
        rows exits.txt | grep -qE "(klamm|send|by [a-z]+) $name( |\$)" ||
            rows changes.txt | grep -qF " | $name " || echo "no exit code of $name is checked"
    done
}

exits() {
    local line command
    forgotten
    {
        rows exits.txt
        rows changes.txt | while IFS= read -r line; do
            command=${line#* | }
            printf '2 | no option | send %s --nonsense\n' "$command"
            printf '3 | refused | nowhere %s --yes\n' "$command"
        done
    } | run
}

signs() {
    local line
    rows changes.txt | while IFS= read -r line; do
        fill "${line%% | *}"
        echo
    done
}

# All of them, one after the other; prints what goes wrong.
changes() {
    local line
    rows changes.txt | while IFS= read -r line; do
        one 0 'done: ' "send ${line#* | }"
    done
}

plan() {
    local name=$1
    shift
    surely klamm "$@" --plan-out "$F/$name.json" &
}

files() {
    : >"$F/empty.csv"
    printf '[]\0' >"$F/zero.json"
    printf 'topic,partition,offset\n%s,0,1\n' "$T" >"$F/header.csv"
    printf '%s,0,1\n%s,1\n' "$T" "$T" >"$F/ragged.csv"
    printf '%s,0\n' "$T" >"$F/two.csv"
    printf ',0,1\n' >"$F/nameless.csv"
    printf '\n' >"$F/empty-line.csv"
    printf 'principal,permission,operation,resource\n' >"$F/nameless-rules.csv"
    printf 'principal,permission,operation,resource,name\n' | tee "$F/no-rules.csv" >"$F/rules.csv"
    printf 'User:%s-p\n' "$P" >>"$F/rules.csv"
    printf '[]' >"$F/no-rules.json"
    printf '\xff\xfea\0c\0l\0\n\0' >"$F/utf16.csv"
    printf '[1]\n' >"$F/numbers.json"
    printf '%s-other,%s,0,1\n' "$P" "$T" >"$F/other.csv"
    printf '%s,0,1\n' "$T" >"$F/three.csv"
    printf '[{"principal":' >"$F/broken.json"
    rule "User:$P-file" Read topic "$T" >"$F/good.json"
    { printf '\xef\xbb\xbf' && cat "$F/good.json"; } >"$F/marked.json"
    rule "User:$P-file" Write group "$G" >"$F/nonsense.json"
}

rule() {
    printf '[{"principal":"%s","permission":"Allow","operation":"%s","resource":"%s",' "$1" "$2" "$3"
    printf '"pattern":"literal","name":"%s","host":"*"}]\n' "$4"
}

# login USER PASSWORD
login() {
    printf 'security.protocol=SASL_PLAINTEXT\nsasl.mechanism=SCRAM-SHA-512\n' >"$F/$1.properties"
    printf 'sasl.jaas.config=%s required username="%s-%s" password="%s";\n' \
        org.apache.kafka.common.security.scram.ScramLoginModule "$P" "$1" "$2" >>"$F/$1.properties"
}

# What is there before the plans are made.
before() {
    surely send user-create "$U" --password-command 'echo first-secret'
    surely send user-create "$V" --password-command 'echo first-secret'
    surely send user-create "$V" --mechanism SCRAM-SHA-256 --password-command 'echo first-secret'
    surely send user-create "$P-nobody" --password-command 'echo nobodys'
    surely send acl-create "User:$P-stay" "User:$P-early" --operation Read --topic "$T"
    surely send acl-create "User:$P-nobody" --operation Describe --topic "$P" --group "$P" \
        --pattern prefixed
    surely send acl-create "User:$P-nobody" --operation Describe --kafka-cluster
    surely send user-create "$P-stranger" --password-command 'echo strangers'
    login nobody nobodys
    login stranger strangers
    login user first-secret
}

plans() {
    local name
    plan config config-alter "$T" --set retention.ms=1h
    plan copy config-copy "$C" --from "$T"
    plan purge topic-purge "$T"
    plan offsets offsets-reset "$G" --to-earliest --watch-commits 0
    plan below offsets-reset "$H" --set "$T:0=2" --watch-commits 0
    plan forget offsets-delete "$G" --topic "$T" --watch-commits 0
    plan group group-delete "$G" --watch-commits 0
    plan active offsets-reset "$A" --to-latest --watch-commits 0
    plan joined group-delete "$N" --watch-commits 0
    plan begin group-create "$P-late" --to-earliest --topic "$T"
    plan topic topic-create "$P-late" --partitions 1
    plan gone topic-delete "$X"
    plan more partitions-add "$X" --partitions 4
    plan records records-delete "$T" --to-offset 5
    plan rule acl-create "User:$P-late" --operation Read --topic "$T"
    plan norule acl-delete "allow Read topic literal $T User:$P-early *"
    wait
    for name in config copy purge offsets below forget group active joined begin topic gone more \
        records rule norule; do
        [ -s "$F/$name.json" ]
    done
}

moves() {
    surely send config-alter "$T" --set max.message.bytes=1000000 | sed -n 's/.*journal //p' >"$F/old"
    surely send config-alter "$X" --set retention.ms=1d | sed -n 's/.*journal //p' >"$F/again"
    surely send topic-delete "$X"
    surely send config-alter "$T" --set retention.ms=8d
    surely send offsets-reset "$G" --to-offset 7 --watch-commits 0
    surely send group-create "$P-late" --to-earliest --topic "$T"
    surely send topic-create "$P-late" --partitions 1
    surely send acl-create "User:$P-late" --operation Read --topic "$T"
    surely send acl-delete "allow Read topic literal $T User:$P-early *"
    surely send records-delete "$T" --to-offset 3 --partition 0 | sed -n 's/.*journal //p' >"$F/cut"
    surely send config-alter "$T" --set max.message.bytes=2000000
    surely send topic-create "$X" --partitions 1
    sed 's/"to": 5/"to": 9/' "$F/records.json" >"$F/edited.json"
    sed "s/$KLAMM_CLUSTER_ID/someother/" "$F/records.json" >"$F/elsewhere.json"
}

prepare() {
    set -e -o pipefail
    files
    before
    plans
    moves
}

# Whatever a test has left.
clean() {
    klamm get topics -o name --filter "topic~$P" | xargs -r "$KLAMM" -b "$KLAMM_BOOTSTRAP" \
        topic-delete --yes
    klamm get groups -o name --filter "group~$P" | xargs -r "$KLAMM" -b "$KLAMM_BOOTSTRAP" \
        group-delete --watch-commits 0 --yes
    klamm get users -o name --filter "user~$P" | xargs -r "$KLAMM" -b "$KLAMM_BOOTSTRAP" \
        user-delete --yes
    send acl-delete "principal~$P"
} >"$F/clean.out"

case $1 in
prepare) prepare >"$F/prepare.out" ;;
refuse)
    CUT=$(cat "$F/cut")
    OLD=$(cat "$F/old")
    AGAIN=$(cat "$F/again")
    export CUT OLD AGAIN
    rows refusals.txt | run
    ;;
guard) guard ;;
exits) exits ;;
signs) signs ;;
changes) changes ;;
login)
    login "$2" "$3"
    "$KLAMM" -b "$KLAMM_BOOTSTRAP_SASL_PLAINTEXT" -F "$F/$2.properties" get brokers
    ;;
clean) clean ;;
esac
