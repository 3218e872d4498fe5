# Certificates: one authority, a server certificate for all nodes, one client certificate a user,
# and a second authority that no one trusts (for the test of the wrong CA). Elliptic keys, because
# they are made in milliseconds.

certs_key()
{
    openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1" 2>/dev/null
}

certs_authority()
{
    certs_key "$1.key"
    openssl req -x509 -new -key "$1.key" -sha256 -days 3650 -subj "/CN=$2" \
        -addext basicConstraints=critical,CA:TRUE -out "$1.pem"
}

# certs_issue NAME CN EXTENSIONS: NAME.key and NAME.pem, signed by the authority.
certs_issue()
{
    certs_key "$1.key"
    openssl req -new -key "$1.key" -subj "/CN=$2" |
        openssl x509 -req -sha256 -days 3650 -CA ca.pem -CAkey ca.key -CAcreateserial \
            -extfile <(printf '%s\n' "$3") -out "$1.pem" 2>/dev/null
}

certs_make()
{
    local dir=$DIR/tls user
    mkdir -p "$dir"
    (
        cd "$dir"
        umask 077
        certs_authority ca "klamm test CA"
        certs_authority other-ca "another CA"
        certs_issue server localhost "subjectAltName=DNS:localhost,IP:127.0.0.1"
        cat server.key server.pem ca.pem >server-all.pem
        for user in $USERS; do
            certs_issue "$user" "$user" "extendedKeyUsage=clientAuth"
        done
    ) || die "openssl could not make the certificates in $dir"
}
