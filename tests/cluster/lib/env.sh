# What a test or a person needs to know to connect, as shell assignments for eval or a file: one a
# line, always NAME='value', so that a C program can read them too.

env_print()
{
    [ -f "$DIR/ports" ] || die "no cluster in $DIR"
    local listener node user pid
    env_one KLAMM_CLUSTER_DIR "$DIR"
    env_one KLAMM_CLUSTER_ID "$CLUSTER_ID"
    env_one KLAMM_BOOTSTRAP "$(addresses_of PLAINTEXT)"
    for listener in $LISTENERS; do
        [ "$listener" = CONTROLLER ] && continue
        env_one "KLAMM_BOOTSTRAP_$listener" "$(addresses_of "$listener")"
        for node in $NODES; do
            env_one "KLAMM_${listener}_$node" "127.0.0.1:$(port_of "$listener" "$node")"
        done
    done
    env_one KLAMM_CA "$DIR/tls/ca.pem"
    env_one KLAMM_OTHER_CA "$DIR/tls/other-ca.pem"
    env_one KLAMM_USERS "$USERS"
    for user in $USERS; do
        env_one "KLAMM_PASSWORD_$user" "$(password_of "$user")"
        env_one "KLAMM_CERT_$user" "$DIR/tls/$user.pem"
        env_one "KLAMM_KEY_$user" "$DIR/tls/$user.key"
    done
    for node in $NODES; do
        pid=$(pid_in "$DIR/n$node.pid") || pid=
        env_one "KLAMM_PID_$node" "$pid"
    done
}

env_one()
{
    printf "%s='%s'\n" "$1" "${2//\'/\'\\\'\'}"
}
