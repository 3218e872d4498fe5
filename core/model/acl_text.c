/* A binding as text: in seven words that say exactly one binding, and in a sentence for people.
 * Lists know their rows by the words, the verbs take them, plans and the journal show them. */
#include "core/model/acl_text.h"

#include "core/model/acl.h"

#include "core/base/buf.h"
#include "core/base/text.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

/* ---- in seven words -------------------------------------------------------------------------- */

static void add_word(struct buf *b, const char *raw)
{
    if (!*raw)
        buf_adds(b, "\\x");
    for (const unsigned char *c = (const unsigned char *)raw; *c; c++) {
        if (*c > 0x20 && *c < 0x7f && *c != '\\')
            buf_addc(b, (char)*c);
        else
            buf_addf(b, "\\x%02x", *c);
    }
}

char *acl_spell(struct arena *a, const struct acl *acl)
{
    struct buf b;
    char *text;

    buf_init(&b, 0);
    buf_addf(&b, "%s %s %s %s ", acl_permission_name(acl->permission),
             acl_operation_name(acl->operation), acl_resource_name(acl->resource),
             acl_pattern_name(acl->pattern));
    add_word(&b, acl->name);
    buf_addc(&b, ' ');
    add_word(&b, acl->principal);
    buf_addc(&b, ' ');
    add_word(&b, acl->host);
    text = arena_strdup(a, buf_str(&b));
    buf_release(&b);
    return text;
}

static int hex_digit(char c)
{
    const char *digits = "0123456789abcdef", *at = c ? strchr(digits, c) : NULL;

    return at ? (int)(at - digits) : -1;
}

/* The word as its bytes; NULL when an escape is broken, or the byte is none that a name can have.
 */
static const char *word_bytes(struct arena *a, const char *word, size_t len)
{
    char *out = arena_alloc(a, len + 1), *to = out;

    if (len == 2 && memcmp(word, "\\x", 2) == 0)
        return out;
    for (size_t i = 0; i < len; i++) {
        if (word[i] != '\\') {
            *to++ = word[i];
            continue;
        }
        int high = i + 3 < len && word[i + 1] == 'x' ? hex_digit(word[i + 2]) : -1;
        int low = high >= 0 ? hex_digit(word[i + 3]) : -1;

        if (low < 0 || high * 16 + low == 0)
            return NULL;
        *to++ = (char)(high * 16 + low);
        i += 3;
    }
    return out;
}

static bool no_binding(struct err *err, const char *text)
{
    struct arena a;

    arena_init(&a);
    err_set(err, ERR_USAGE,
            "'%s' is not an ACL: write it in seven words, as in 'allow Read topic literal orders "
            "User:alice *'",
            text_visible(&a, text, strlen(text)));
    arena_release(&a);
    return false;
}

bool acl_parse(struct arena *arena, const char *text, struct acl *out, struct err *err)
{
    enum { WORDS = 7 };
    const char *word[WORDS], *at = text;

    for (int i = 0; i < WORDS; i++) {
        size_t len;

        at += strspn(at, " ");
        len = strcspn(at, " ");
        word[i] = len ? word_bytes(arena, at, len) : NULL;
        if (!word[i])
            return no_binding(err, text);
        at += len;
    }
    if (at[strspn(at, " ")] || !acl_permission_parse(word[0], &out->permission) ||
        !acl_operation_parse(word[1], &out->operation) ||
        !acl_resource_parse(word[2], &out->resource) || !acl_pattern_parse(word[3], &out->pattern))
        return no_binding(err, text);
    out->name = word[4];
    out->principal = word[5];
    out->host = word[6];
    return true;
}

/* ---- for people ------------------------------------------------------------------------------ */

static const char *shown(struct arena *a, const char *raw)
{
    return text_visible(a, raw, strlen(raw));
}

char *acl_resource_words(struct arena *a, enum acl_resource r, enum acl_pattern p, const char *name)
{
    const char *kind = acl_resource_name(r);

    if (r == ACL_CLUSTER)
        return arena_strdup(a, "the cluster");
    if (p == ACL_PREFIXED)
        return arena_printf(a, "%ss that start with %s", kind, shown(a, name));
    if (strcmp(name, ACL_WILDCARD) == 0)
        return arena_printf(a, "every %s", kind);
    return arena_printf(a, "%s %s", kind, shown(a, name));
}

char *acl_words(struct arena *a, const struct acl *acl)
{
    bool anywhere = strcmp(acl->host, ACL_WILDCARD) == 0;

    return arena_printf(a, "%s %s %s on %s%s%s", acl_permission_name(acl->permission),
                        shown(a, acl->principal), acl_operation_name(acl->operation),
                        acl_resource_words(a, acl->resource, acl->pattern, acl->name),
                        anywhere ? "" : " from ", anywhere ? "" : shown(a, acl->host));
}

/* ---- addresses ------------------------------------------------------------------------------- */

/* Java gives an IPv4 address that was mapped into IPv6 as the IPv4 address it is. */
const char *acl_host(struct arena *a, const char *host)
{
    struct in_addr v4;
    struct in6_addr v6;
    char text[INET6_ADDRSTRLEN];
    const unsigned char *b = v6.s6_addr;

    if (strcmp(host, ACL_WILDCARD) == 0)
        return ACL_WILDCARD;
    if (inet_pton(AF_INET, host, &v4) == 1)
        return inet_ntop(AF_INET, &v4, text, sizeof text) ? arena_strdup(a, text) : NULL;
    if (inet_pton(AF_INET6, host, &v6) != 1)
        return NULL;
    if (IN6_IS_ADDR_V4MAPPED(&v6))
        return arena_printf(a, "%u.%u.%u.%u", b[12], b[13], b[14], b[15]);
    return arena_printf(a, "%x:%x:%x:%x:%x:%x:%x:%x", b[0] << 8 | b[1], b[2] << 8 | b[3],
                        b[4] << 8 | b[5], b[6] << 8 | b[7], b[8] << 8 | b[9], b[10] << 8 | b[11],
                        b[12] << 8 | b[13], b[14] << 8 | b[15]);
}
