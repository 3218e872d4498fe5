/* Hosts of rules that are networks (KIP-1276): read as the brokers do from Kafka 4.4 on, which is
 * CidrUtils of its server-common; bits behind the prefix don't matter. */
#include "core/model/acl_network.h"

#include "core/model/acl.h"
#include "core/model/acl_text.h"

#include <arpa/inet.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* IPv4 in the first four bytes. */
struct network {
    unsigned char address[16];
    unsigned bits; /* of the address that count */
    bool v6;
};

/* One to `most` decimal digits, at most max; the end, or NULL. */
static const char *number(const char *s, int most, unsigned max, unsigned *out)
{
    int n = 0;

    for (*out = 0; n < most && s[n] >= '0' && s[n] <= '9'; n++)
        *out = *out * 10 + (unsigned)(s[n] - '0');
    return n > 0 && *out <= max ? s + n : NULL;
}

/* Leading zeros are read as decimal, which inet_pton refuses. */
static const char *read_v4(const char *s, unsigned char *address)
{
    unsigned octet;

    for (int i = 0; i < 4; i++) {
        if (i > 0 && *s++ != '.')
            return NULL;
        s = number(s, 3, 255, &octet);
        if (!s)
            return NULL;
        address[i] = (unsigned char)octet;
    }
    return s;
}

/* Java takes brackets, and the name of an interface behind a '%'. What is an IPv4 address in IPv6
 * is one to it, and then no IPv6 network. */
static const char *read_v6(const char *s, unsigned char *address)
{
    char text[INET6_ADDRSTRLEN];
    size_t all = strcspn(s, "/"), bracket = all > 2 && s[0] == '[' && s[all - 1] == ']';
    size_t len = strcspn(s + bracket, "%]/");

    if (len >= sizeof text)
        return NULL;
    memcpy(text, s + bracket, len);
    text[len] = '\0';
    if (inet_pton(AF_INET6, text, address) != 1 ||
        IN6_IS_ADDR_V4MAPPED((const struct in6_addr *)(const void *)address))
        return NULL;
    return s + all;
}

static bool read_address(const char *s, struct network *n, const char **end)
{
    n->v6 = strchr(s, ':') != NULL;
    *end = n->v6 ? read_v6(s, n->address) : read_v4(s, n->address);
    n->bits = n->v6 ? 128 : 32;
    return *end != NULL;
}

static bool read_network(const char *s, struct network *n)
{
    const char *end;

    if (!read_address(s, n, &end) || *end != '/')
        return false;
    end += 1 + (n->v6 && end[1] == '+');
    end = number(end, n->v6 ? 9 : 2, n->bits, &n->bits);
    return end && !*end;
}

bool acl_is_network(const char *host)
{
    struct network n;

    return strchr(host, '/') && read_network(host, &n);
}

bool acl_any_network(const struct acl *acls, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (acl_is_network(acls[i].host))
            return true;
    }
    return false;
}

/* SubnetUtils takes 0.0.0.0 to be in no network. */
static bool is_nowhere(const struct network *n)
{
    static const unsigned char zero[4];

    return !n->v6 && n->bits == 32 && memcmp(n->address, zero, 4) == 0;
}

bool acl_network_has(const char *network, const char *host)
{
    struct network n, h;
    const char *end;
    bool address = !strchr(host, '/');

    if (!read_network(network, &n) ||
        !(address ? read_address(host, &h, &end) && !*end : read_network(host, &h)))
        return false;
    if (n.v6 != h.v6 || n.bits > h.bits || is_nowhere(&h))
        return false;
    for (unsigned i = 0; i < n.bits; i++) {
        if ((n.address[i / 8] ^ h.address[i / 8]) & 0x80u >> i % 8)
            return false;
    }
    return true;
}

bool acl_host_counts(const char *host, enum acl_networks networks)
{
    struct arena arena;
    const char *compared;
    bool same;

    if (strcmp(host, ACL_WILDCARD) == 0)
        return true;
    if (strchr(host, '/'))
        return networks != ACL_NETWORKS_NO && acl_is_network(host);
    arena_init(&arena);
    compared = acl_host(&arena, host);
    same = compared && strcmp(compared, host) == 0;
    arena_release(&arena);
    return same;
}
