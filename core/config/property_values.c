/* Called by client_properties.c for every list of properties, and by core/kafka for values that come
 * from elsewhere (pem_reflow, bootstrap_plain). The ranges are those of librdkafka's
 * CONFIGURATION.md; a test asks the library itself. */
#include "core/config/property_values.h"

#include "core/base/buf.h"
#include "core/base/err.h"
#include "core/base/mem.h"
#include "core/base/parse.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

const struct property_range property_ranges[] = {
    {"connections.max.idle.ms", 0, INT32_MAX},
    {"max.in.flight.requests.per.connection", 1, 1000000},
    {"metadata.max.age.ms", 1, 86400000},
    {"reconnect.backoff.max.ms", 0, 3600000},
    {"reconnect.backoff.ms", 0, 3600000},
    {"retry.backoff.max.ms", 1, 300000},
    {"retry.backoff.ms", 1, 300000},
    {"sasl.kerberos.min.time.before.relogin", 0, 86400000},
    {"socket.connection.setup.timeout.ms", 1000, INT32_MAX},
    {"socket.receive.buffer.bytes", 0, 100000000},
    {"socket.send.buffer.bytes", 0, 100000000},
    {"socket.timeout.ms", 10, 300000},
    {"topic.metadata.refresh.interval.ms", -1, 3600000},
};
const size_t property_nranges = sizeof property_ranges / sizeof *property_ranges;

static const struct property *written_out(const struct properties *p, const char *name)
{
    const struct property *q = properties_get(p, name);
    return q && q->from == PROPERTY_LITERAL ? q : NULL;
}

static void set_value(struct properties *p, const char *name, const char *value)
{
    const struct property *q = properties_get(p, name);
    char *here = xstrdup(q->name), *origin = xstrdup(q->origin),
         *written = xstrdup(property_said(q));
    properties_set(p, here, PROPERTY_LITERAL, value, origin);
    properties_written_as(p, here, written);
    free(here);
    free(origin);
    free(written);
}

/* ---- numbers --------------------------------------------------------------------------------- */

static void translate_number(struct properties *p, const struct property_range *r,
                             struct problems *problems)
{
    const struct property *q = written_out(p, r->name);
    if (!q)
        return;
    char digits[32];
    const char *s = q->value + strspn(q->value, " \t");
    size_t len = strlen(s);
    while (len && strchr(" \t", s[len - 1]))
        len--;
    if (len >= sizeof digits)
        return;
    memcpy(digits, s, len);
    digits[len] = '\0';
    int64_t n;
    if (!parse_int(digits, INT64_MIN, INT64_MAX, &n, NULL))
        return; /* librdkafka says what is wrong with it */
    int64_t nearest = n < r->least ? r->least : n > r->most ? r->most : n;
    if (nearest != n)
        problems_warn(problems, q->origin, 0,
                      "'%s' is %" PRId64 ", librdkafka takes %" PRId64 " to %" PRId64 ": %" PRId64
                      " is used",
                      property_said(q), n, r->least, r->most, nearest);
    if (nearest == n && strcmp(digits, q->value) == 0)
        return;
    char *value = xasprintf("%" PRId64, nearest);
    set_value(p, r->name, value);
    free(value);
}

static void translate_numbers(struct properties *p, struct problems *problems)
{
    /* In both languages: what the system does by itself. */
    static const char *const buffers[] = {"socket.send.buffer.bytes",
                                          "socket.receive.buffer.bytes"};
    for (size_t i = 0; i < 2; i++) {
        const struct property *q = written_out(p, buffers[i]);
        if (q && strcmp(q->value, "-1") == 0)
            set_value(p, buffers[i], "0");
    }
    for (size_t i = 0; i < property_nranges; i++)
        translate_number(p, &property_ranges[i], problems);
}

/* False: no number, or one that comes from elsewhere. */
static bool number_of(const struct property *q, int64_t *n)
{
    return q && parse_int(q->value, 0, INT64_MAX, n, NULL);
}

void property_backoffs_translate(struct properties *p, struct problems *problems)
{
    static const struct {
        const char *first, *most;
        int64_t unset; /* what the other one is then, in both languages; -1: as the first */
    } pairs[] = {{"reconnect.backoff.ms", "reconnect.backoff.max.ms", -1},
                 {"retry.backoff.ms", "retry.backoff.max.ms", 1000}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        const struct property *first = written_out(p, pairs[i].first);
        const struct property *most = properties_get(p, pairs[i].most);
        int64_t pause, cap = pairs[i].unset;
        if (!number_of(first, &pause) || (most && !number_of(written_out(p, most->name), &cap)) ||
            cap < 0 || pause <= cap)
            continue;
        problems_warn(problems, first->origin, 0,
                      "'%s' is %" PRId64 ", more than '%s' (%" PRId64 "%s): %" PRId64 " is used",
                      property_said(first), pause, pairs[i].most, cap, most ? "" : " by default",
                      cap);
        char *value = xasprintf("%" PRId64, cap);
        set_value(p, pairs[i].first, value);
        free(value);
    }
}

/* ---- cipher suites --------------------------------------------------------------------------- */

static const char *after(const char *s, const char *prefix)
{
    size_t n = strlen(prefix);
    return strncmp(s, prefix, n) == 0 ? s + n : NULL;
}

/* "ECDHE_RSA_WITH_AES_128_GCM_SHA256" */
static void add_suite(struct buf *out, const char *exchange, const char *cipher)
{
    const char *rest;
    size_t n = (size_t)(cipher - exchange) - strlen("_WITH_");
    if (n != 3 || strncmp(exchange, "RSA", 3) != 0) {
        for (size_t i = 0; i < n; i++)
            buf_addc(out, exchange[i] == '_' ? '-' : exchange[i]);
        buf_addc(out, '-');
    }
    if ((rest = after(cipher, "3DES_EDE_CBC"))) {
        buf_adds(out, "DES-CBC3");
        cipher = rest;
    } else if ((rest = after(cipher, "AES_")) || (rest = after(cipher, "CAMELLIA_"))) {
        buf_add(out, cipher, (size_t)(rest - cipher - 1));
        cipher = rest;
    } else if (strcmp(cipher, "CHACHA20_POLY1305_SHA256") == 0) {
        cipher = "CHACHA20_POLY1305";
    }
    while (*cipher) {
        rest = after(cipher, "_CBC");
        if (!rest && strcmp(cipher, "_8") == 0) /* AES_128_CCM_8: AES128-CCM8 */
            rest = cipher + 1;
        if (!rest) {
            buf_addc(out, *cipher == '_' ? '-' : *cipher);
            rest = cipher + 1;
        }
        cipher = rest;
    }
}

char *cipher_list(const char *suites)
{
    static const char separators[] = ",: \t";
    struct buf out;
    buf_init(&out, 0);
    for (const char *s = suites; *s;) {
        s += strspn(s, separators);
        char *name = xstrndup(s, strcspn(s, separators));
        s += strlen(name);
        const char *bare = after(name, "TLS_") ? name + 4 : after(name, "SSL_") ? name + 4 : NULL;
        const char *with = bare ? strstr(bare, "_WITH_") : NULL;
        if (*name && (!bare || with)) {
            buf_adds(&out, out.len ? ":" : "");
            if (with)
                add_suite(&out, bare, with + strlen("_WITH_"));
            else
                buf_adds(&out, name);
        }
        free(name);
    }
    char *list = xstrdup(buf_str(&out));
    buf_release(&out);
    return list;
}

static void translate_ciphers(struct properties *p, struct problems *problems)
{
    const struct property *q = written_out(p, "ssl.cipher.suites");
    if (!q)
        return;
    char *list = cipher_list(q->value);
    if (*list) {
        set_value(p, q->name, list);
    } else {
        if (q->value[strspn(q->value, ", \t")])
            problems_warn(problems, q->origin, 0,
                          "'ssl.cipher.suites' names suites of TLS 1.3 only, which librdkafka "
                          "can't choose among: all that OpenSSL has are offered");
        properties_remove(p, "ssl.cipher.suites");
    }
    free(list);
}

/* ---- PEM ------------------------------------------------------------------------------------- */

/* One block: "-----BEGIN X-----", what is between, "-----END X-----". */
static void add_block(struct buf *out, const char *begin, const char *body, const char *end,
                      const char *behind)
{
    buf_add(out, begin, (size_t)(body - begin));
    buf_addc(out, '\n');
    if (memchr(body, ':', (size_t)(end - body))) { /* has headers of its own (RFC 1421) */
        body += strspn(body, "\r\n");
        buf_add(out, body, (size_t)(end - body));
    } else {
        size_t column = 0;
        for (; body < end; body++) {
            if (isspace((unsigned char)*body))
                continue;
            buf_addc(out, *body);
            if (++column % 64 == 0)
                buf_addc(out, '\n');
        }
        if (column % 64)
            buf_addc(out, '\n');
    }
    buf_add(out, end, (size_t)(behind - end));
    buf_addc(out, '\n');
}

char *pem_reflow(const char *text)
{
    static const char dashes[] = "-----";
    struct buf out;
    buf_init(&out, 0);
    for (const char *s = text; (s = strstr(s, "-----BEGIN "));) {
        const char *body = strstr(s + 11, dashes);
        const char *end = body ? strstr(body + 5, "-----END ") : NULL;
        const char *behind = end ? strstr(end + 9, dashes) : NULL;
        if (!behind)
            break;
        add_block(&out, s, body + 5, end, behind + 5);
        s = behind + 5;
    }
    char *all = xstrdup(out.len ? buf_str(&out) : text);
    if (out.data)
        explicit_bzero(out.data, out.cap);
    buf_release(&out);
    return all;
}

bool pem_is_crowded(const char *text)
{
    for (const char *s = text; (s = strstr(s, "-----BEGIN "));) {
        s += 11;
        const char *body = strstr(s, "-----");
        if (body && !strchr("\r\n", body[5]))
            return true;
    }
    return false;
}

/* ---- addresses ------------------------------------------------------------------------------- */

char *bootstrap_plain(const char *list, struct err *err)
{
    struct buf out;
    buf_init(&out, 0);
    for (const char *s = list; *s;) {
        s += strspn(s, ", \t\r\n");
        size_t len = strcspn(s, ",");
        const char *end = s + len, *host = memmem(s, len, "://", 3);
        host = host ? host + 3 : s;
        s = end;
        while (end > host && isspace((unsigned char)end[-1]))
            end--;
        if (end > host) {
            buf_adds(&out, out.len ? "," : "");
            buf_add(&out, host, (size_t)(end - host));
        }
    }
    char *plain = NULL;
    if (!out.len)
        err_set(err, ERR_USAGE, "no broker is named: write host:port[,host:port…]");
    else if (bootstrap_check(buf_str(&out), err))
        plain = xstrdup(buf_str(&out));
    buf_release(&out);
    return plain;
}

/* Java ignores the protocol in front of an address; anyone who wrote one may rely on it. */
static void warn_protocol(const struct properties *p, const struct property *q,
                          struct problems *problems)
{
    static const char *const names[] = {"PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"};
    const struct property *set = properties_get(p, "security.protocol");
    if (set && set->from != PROPERTY_LITERAL)
        return;
    const char *used = set ? set->value : names[0];
    for (size_t i = 0; i < 4; i++) {
        size_t n = strlen(names[i]);
        if (strncasecmp(q->value, names[i], n) == 0 && strncmp(q->value + n, "://", 3) == 0 &&
            strcasecmp(used, names[i]) != 0)
            problems_warn(problems, q->origin, 0,
                          "'bootstrap.servers' begins with %s://, but what counts is "
                          "security.protocol, which is %s",
                          names[i], set ? "another one" : "not set: PLAINTEXT");
    }
}

void property_addresses_translate(struct properties *p, struct problems *problems)
{
    const struct property *q = written_out(p, "bootstrap.servers");
    if (!q)
        return;
    struct err err = {0};
    char *plain = bootstrap_plain(q->value, &err);
    if (!plain) {
        problems_error(problems, q->origin, 0, "'bootstrap.servers': %s", err.msg);
    } else if (strcmp(plain, q->value) != 0) {
        warn_protocol(p, q, problems);
        set_value(p, "bootstrap.servers", plain);
    }
    free(plain);
}

/* ---- all ------------------------------------------------------------------------------------- */

void property_values_translate(struct properties *p, struct problems *problems)
{
    /* Java turns the check off by an empty value, librdkafka by "none". */
    const struct property *q = written_out(p, "ssl.endpoint.identification.algorithm");
    if (q && !*q->value)
        set_value(p, q->name, "none");
    else if (q && strcasecmp(q->value, "https") == 0)
        set_value(p, q->name, "https");
    /* Of Kafka before 2.6, and what librdkafka does anyway with a single address. */
    q = written_out(p, "client.dns.lookup");
    if (q && strcmp(q->value, "default") == 0)
        properties_remove(p, "client.dns.lookup");
    translate_numbers(p, problems);
    translate_ciphers(p, problems);
}
