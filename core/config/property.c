/* The list of client properties that a profile carries. Filled by the YAML loader, -F and -X, read
 * by core/kafka when it makes a client. Lists are short (tens), so searching is linear and the
 * order of writing is kept: librdkafka applies them in order. */
#include "core/config/property.h"

#include "core/base/err.h"
#include "core/base/mem.h"
#include "core/base/parse.h"
#include "core/base/vec.h"

#include <string.h>
#include <strings.h>

void properties_init(struct properties *p)
{
    memset(p, 0, sizeof *p);
}

static void property_release(struct property *p)
{
    if (p->value)
        explicit_bzero(p->value, strlen(p->value));
    free(p->name);
    free(p->written);
    free(p->value);
    free(p->origin);
}

void properties_release(struct properties *p)
{
    for (size_t i = 0; i < p->len; i++)
        property_release(&p->data[i]);
    free(p->data);
    properties_init(p);
}

static size_t find(const struct properties *p, const char *name)
{
    size_t i = 0;
    while (i < p->len && strcmp(p->data[i].name, name) != 0)
        i++;
    return i;
}

const struct property *properties_get(const struct properties *p, const char *name)
{
    size_t i = find(p, name);
    return i < p->len ? &p->data[i] : NULL;
}

void properties_set(struct properties *p, const char *name, enum property_from from,
                    const char *value, const char *origin)
{
    struct property item = {
        .name = xstrdup(name),
        .value = xstrdup(value),
        .from = from,
        .secret = property_name_is_secret(name),
        .origin = xstrdup(origin),
    };
    size_t i = find(p, name);
    if (i == p->len) {
        vec_push(p, item);
        return;
    }
    property_release(&p->data[i]);
    p->data[i] = item;
}

const char *property_said(const struct property *p)
{
    return p->written ? p->written : p->name;
}

void properties_written_as(struct properties *p, const char *name, const char *written)
{
    size_t i = find(p, name);
    if (i == p->len || !written || strcmp(name, written) == 0)
        return;
    char *copy = xstrdup(written);
    free(p->data[i].written);
    p->data[i].written = copy;
}

void properties_remove(struct properties *p, const char *name)
{
    size_t i = find(p, name);
    if (i == p->len)
        return;
    property_release(&p->data[i]);
    vec_remove(p, i);
}

void properties_merge(struct properties *to, const struct properties *from)
{
    for (size_t i = 0; i < from->len; i++) {
        const struct property *q = &from->data[i];
        properties_set(to, q->name, q->from, q->value, q->origin);
        properties_written_as(to, q->name, q->written);
    }
}

bool property_name_is_secret(const char *name)
{
    /* "pas" covers password, passphrase and their usual misspellings. */
    static const char *const marks[] = {"pas",     "pwd",     "secret",     "jaas",
                                        "private", "key.pem", "credential", "oauthbearer.config"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (strcasestr(name, marks[i]))
            return true;
    }
    return strcmp(name, "ssl_key") == 0 || strcmp(name, "ssl.keystore.key") == 0 ||
           (strcasestr(name, "token") && !strcasestr(name, "url"));
}

char *property_shown(const struct property *p)
{
    switch (p->from) {
    case PROPERTY_LITERAL:
        return xstrdup(p->secret ? "(secret)" : p->value);
    case PROPERTY_ENV:
        return xasprintf("from $%s", p->value);
    case PROPERTY_FILE:
        return xasprintf("from the file %s", p->value);
    case PROPERTY_COMMAND:
        return xstrdup("from a command");
    }
    return xstrdup("");
}

/* What is not an address may be a password: only what looks like a host is repeated. */
static bool bad_address(struct err *err, const char *part, const char *why)
{
    size_t n = strspn(part, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-:[]");
    const char *colon = strrchr(part, ':');
    bool shown = !part[n] && (!colon || !colon[1 + strspn(colon + 1, "0123456789")]);
    if (shown)
        return err_set(err, ERR_USAGE, "'%s' %s", part, why);
    return err_set(err, ERR_USAGE, "one of the addresses %s", why);
}

/* One "host", "host:port" or "[v6]:port". */
static bool host_port_check(const char *s, size_t len, struct err *err)
{
    char part[300];
    if (len == 0)
        return err_set(err, ERR_USAGE, "an empty broker address: write host:port[,host:port…]");
    if (len >= sizeof part)
        return err_set(err, ERR_USAGE, "a broker address is longer than any host name may be");
    memcpy(part, s, len);
    part[len] = '\0';
    const char *host = strstr(part, "://") ? strstr(part, "://") + 3 : part;
    const char *port = NULL;
    /* No name of a machine has anything else in it (% begins an IPv6 zone): it may be a password. */
    if (host[strspn(host, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-:[]%")])
        return bad_address(err, part, "is not a broker address: write host:port");
    if (*host == '[') {
        const char *close = strchr(host, ']');
        if (!close || (close[1] && close[1] != ':'))
            return bad_address(err, part, "is not a broker address: write [IPv6]:port");
        port = close[1] ? close + 2 : NULL;
    } else {
        const char *colon = strchr(host, ':');
        if (colon && strchr(colon + 1, ':'))
            return bad_address(
                err, part, "is not a broker address: an IPv6 address goes in brackets, [::1]:9092");
        port = colon ? colon + 1 : NULL;
    }
    if (!*host || *host == ':')
        return bad_address(err, part, "is not a broker address: write host:port");
    int64_t n = 0;
    if (port && !parse_int(port, 1, 65535, &n, NULL))
        return bad_address(err, part, "has no valid port: write host:port, port 1 to 65535");
    return true;
}

bool bootstrap_check(const char *list, struct err *err)
{
    for (const char *s = list;; s++) {
        const char *end = strchrnul(s, ',');
        const char *first = s + strspn(s, " "), *last = end;
        while (last > first && last[-1] == ' ')
            last--;
        if (first > last)
            first = last;
        if (!host_port_check(first, (size_t)(last - first), err))
            return false;
        if (!*end)
            return true;
        s = end;
    }
}
