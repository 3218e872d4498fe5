/* From the files that people have for Kafka's own tools to what librdkafka takes. The same
 * translation runs over `properties:` of klamm.yaml and over -X, so that a name means the same
 * wherever it is written. Key stores are checked before librdkafka sees them: Java's default "JKS"
 * type stands for three formats, and only the first bytes show which. */
#include "core/config/client_properties.h"

#include "core/base/buf.h"
#include "core/base/err.h"
#include "core/base/file.h"
#include "core/base/mem.h"
#include "core/config/jaas.h"
#include "core/config/java_properties.h"
#include "core/config/old_encryption.h"
#include "core/config/placeholders.h"
#include "core/config/property_names.h"
#include "core/config/property_values.h"
#include "core/config/token_source.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    PROPERTIES_FILE_MAX = 1 << 20, /* bytes */
    PROPERTIES_MAX = 1000,         /* in one file: searching them is linear */
};

/* ---- key stores ------------------------------------------------------------------------------ */

enum store_kind { STORE_UNREADABLE, STORE_PEM, STORE_PKCS12, STORE_JKS, STORE_OTHER };

static enum store_kind store_kind_of(const char *path)
{
    unsigned char head[4096];
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    ssize_t n = fd < 0 ? -1 : read(fd, head, sizeof head);
    if (fd >= 0)
        close(fd);
    if (n < 4)
        return n < 0 ? STORE_UNREADABLE : STORE_OTHER;
    if (memcmp(head, "\xfe\xed\xfe\xed", 4) == 0)
        return STORE_JKS;
    if (memmem(head, (size_t)n, "-----BEGIN ", 11))
        return STORE_PEM;
    return head[0] == 0x30 ? STORE_PKCS12 : STORE_OTHER;
}

static bool store_unreadable(const struct property *p, struct problems *problems)
{
    int code = errno;
    /* Anything else may be what the file should hold, or a password. */
    if (*p->value != '/')
        return problems_error(problems, p->origin, 0, "'%s': can't read this file: %s", p->name,
                              strerror(code));
    return problems_error(problems, p->origin, 0, "'%s': can't read '%s': %s", p->name, p->value,
                          strerror(code));
}

static bool is_type(const struct properties *p, const char *name, const char *type)
{
    const struct property *t = properties_get(p, name);
    return t && strcasecmp(t->value, type) == 0;
}

static bool literal(const struct property *p, struct problems *problems)
{
    return p->from == PROPERTY_LITERAL ||
           problems_error(problems, p->origin, 0,
                          "'%s' must be written out here; only librdkafka's own names can come "
                          "from env, file or command",
                          p->name);
}

/* librdkafka takes certificates to trust as PEM only. */
static bool translate_truststore(struct properties *p, struct problems *problems)
{
    const struct property *location = properties_get(p, "ssl.truststore.location");
    if (!location)
        return true;
    if (!literal(location, problems))
        return false;
    enum store_kind kind = store_kind_of(location->value);
    if (kind == STORE_UNREADABLE)
        return store_unreadable(location, problems);
    if (kind != STORE_PEM && !is_type(p, "ssl.truststore.type", "PEM"))
        return problems_error(
            problems, location->origin, 0,
            "'ssl.truststore.location': '%s' is not a PEM file, and librdkafka reads only these: "
            "keytool -list -rfc -keystore '%s' >ca.pem  and then ssl.ca.location=ca.pem",
            location->value, location->value);
    char *origin = xstrdup(location->origin), *path = xstrdup(location->value);
    properties_set(p, "ssl.ca.location", PROPERTY_LITERAL, path, origin);
    properties_written_as(p, "ssl.ca.location", "ssl.truststore.location");
    free(origin);
    free(path);
    return true;
}

static bool file_is_old(const char *path)
{
    struct buf data;
    buf_init(&data, 0);
    bool old = file_read_ordinary(path, PROPERTIES_FILE_MAX, &data, NULL) &&
               encryption_is_old(buf_str(&data), data.len);
    if (data.data)
        explicit_bzero(data.data, data.cap);
    buf_release(&data);
    return old;
}

/* Makes OpenSSL load what can still read the key that this property holds or names. */
static void take_old(struct properties *p, const struct property *of)
{
    if (properties_get(p, "ssl.providers"))
        return;
    char *origin = xstrdup(of->origin);
    properties_set(p, "ssl.providers", PROPERTY_LITERAL, "default,legacy", origin);
    free(origin);
}

static bool translate_keystore(struct properties *p, struct problems *problems)
{
    const struct property *key = properties_get(p, "ssl.key.pem");
    if (key && key->from == PROPERTY_LITERAL && encryption_is_old(key->value, strlen(key->value)))
        take_old(p, key);
    const struct property *location = properties_get(p, "ssl.keystore.location");
    if (!location || location->from != PROPERTY_LITERAL)
        return true;
    enum store_kind kind = store_kind_of(location->value);
    if (kind == STORE_UNREADABLE)
        return store_unreadable(location, problems);
    if (kind == STORE_JKS)
        return problems_error(
            problems, location->origin, 0,
            "'ssl.keystore.location': '%s' is a JKS store, which only Java reads: "
            "keytool -importkeystore -srckeystore '%s' -destkeystore client.p12 "
            "-deststoretype PKCS12  and then ssl.keystore.location=client.p12",
            location->value, location->value);
    if (file_is_old(location->value)) {
        take_old(p, location);
        location = properties_get(p, "ssl.keystore.location");
    }
    if (kind != STORE_PEM && !is_type(p, "ssl.keystore.type", "PEM"))
        return true;
    /* One file with key and chain, as Kafka's PEM key store wants it: both are read from it. */
    char *origin = xstrdup(location->origin), *path = xstrdup(location->value);
    properties_set(p, "ssl.certificate.location", PROPERTY_LITERAL, path, origin);
    properties_set(p, "ssl.key.location", PROPERTY_LITERAL, path, origin);
    properties_written_as(p, "ssl.certificate.location", "ssl.keystore.location");
    properties_written_as(p, "ssl.key.location", "ssl.keystore.location");
    properties_remove(p, "ssl.keystore.location");
    properties_remove(p, "ssl.keystore.password");
    free(origin);
    free(path);
    return true;
}

/* ---- single names ---------------------------------------------------------------------------- */

static bool translate_jaas(struct properties *p, struct problems *problems)
{
    const struct property *jaas = properties_get(p, "sasl.jaas.config");
    if (!jaas)
        return true;
    bool ok = literal(jaas, problems);
    if (ok) {
        char *line = xstrdup(jaas->value), *origin = xstrdup(jaas->origin);
        ok = jaas_translate(line, origin, p, problems);
        explicit_bzero(line, strlen(line));
        free(line);
        free(origin);
    }
    properties_remove(p, "sasl.jaas.config");
    return ok;
}

/* What is not a name at all may be the rest of a value whose line was broken: never quoted. */
static bool is_name(const char *s)
{
    for (; *s; s++) {
        if (!isalnum((unsigned char)*s) && !strchr("._-", *s))
            return false;
    }
    return true;
}

static bool check_unknown(const struct property *q, struct problems *problems)
{
    bool name = is_name(q->name);
    const char *meant = name ? property_name_suggest(q->name) : NULL;
    if (meant)
        return problems_error(problems, q->origin, 0, "unknown property '%s'; did you mean '%s'?",
                              q->name, meant);
    if (!name || !strchr(q->name, '.'))
        return problems_error(problems, q->origin, 0,
                              "no property begins like this: names are like security.protocol; a "
                              "value that goes on in the next line needs \\ at the line's end");
    return true;
}

/* Two names of one property: the later entry takes precedence. True when the entry at i was
 * removed. */
static bool rename_at(struct properties *p, size_t i, const char *name)
{
    struct property *q = &p->data[i];
    const struct property *same = properties_get(p, name);
    if (!same) {
        free(q->written);
        q->written = q->name;
        q->name = xstrdup(name);
        q->secret = property_name_is_secret(name);
        return false;
    }
    if (same < q) {
        properties_set(p, name, q->from, q->value, q->origin);
        properties_written_as(p, name, q->name);
    }
    properties_remove(p, q->name);
    return true;
}

static bool is_handler(const struct properties *p, const struct property *q)
{
    return strcmp(q->name, TOKEN_HANDLER) == 0 && token_handler_counts(p, q);
}

static bool translate_names(struct properties *p, struct problems *problems)
{
    bool ok = true;
    struct buf dropped;
    char *origin = NULL;
    buf_init(&dropped, 400);
    for (size_t i = 0; i < p->len;) {
        struct property *q = &p->data[i];
        const char *renamed = NULL;
        if (is_handler(p, q)) {
            i++;
            continue;
        }
        enum name_fate fate = property_name_fate(q->name, &renamed);
        if (fate == NAME_IGNORED && is_name(q->name)) {
            buf_addf(&dropped, "%s%s", dropped.len ? ", " : "", q->name);
            if (!origin)
                origin = xstrdup(q->origin);
            properties_remove(p, q->name);
            continue;
        }
        if (fate == NAME_UNKNOWN || fate == NAME_IGNORED)
            ok &= check_unknown(q, problems);
        if (fate != NAME_RENAMED || !rename_at(p, i, renamed))
            i++;
    }
    if (dropped.len)
        problems_warn(problems, origin, 0, "without meaning for klamm and ignored: %s%s",
                      buf_str(&dropped), dropped.full ? " …" : "");
    buf_release(&dropped);
    free(origin);
    return ok;
}

bool client_properties_translate(struct properties *p, struct problems *problems)
{
    size_t before = problems->errors;
    translate_names(p, problems);
    translate_jaas(p, problems);
    translate_truststore(p, problems);
    translate_keystore(p, problems);
    token_source_translate(p, problems);
    property_values_translate(p, problems);
    static const char *const used_up[] = {"ssl.truststore.location", "ssl.truststore.type",
                                          "ssl.truststore.password", "ssl.keystore.type"};
    for (size_t i = 0; i < sizeof used_up / sizeof *used_up; i++)
        properties_remove(p, used_up[i]);
    return problems->errors == before;
}

/* ---- files ----------------------------------------------------------------------------------- */

static void wipe(struct buf *b)
{
    if (b->data)
        explicit_bzero(b->data, b->cap);
    buf_release(b);
}

/* Java's clients trim what they take from a file (ConfigDef#parseType), as blanks at the end of a line
 * are easily left there. Not the two names that only librdkafka has: whose password ends with a blank
 * means it. */
static void trim_values(struct properties *p)
{
    for (size_t i = 0; i < p->len; i++) {
        char *value = p->data[i].value, *from = value, *end = value + strlen(value);
        if (strcmp(p->data[i].name, "sasl.password") == 0 ||
            strcmp(p->data[i].name, "sasl.username") == 0)
            continue;
        while (end > from && (unsigned char)end[-1] <= ' ')
            *--end = '\0';
        while (*from && (unsigned char)*from <= ' ')
            from++;
        memmove(value, from, (size_t)(end - from) + 1);
    }
}

/* fetched gets the origins of what placeholders stood for. */
static bool parse(const char *file, const char *data, size_t len, struct properties *out,
                  struct properties *fetched, struct problems *problems)
{
    size_t before = problems->errors;
    struct java_properties j;
    struct properties mine;
    struct buf key, value;
    int line = 0;
    const char *wrong = NULL;
    buf_init(&key, 0);
    buf_init(&value, 0);
    properties_init(&mine);
    java_properties_init(&j, data, len);
    while (java_properties_next(&j, &key, &value, &line, &wrong)) {
        char *origin = xasprintf("%s:%d", file, line);
        if (wrong)
            problems_error(problems, origin, 0, "%s", wrong);
        else
            properties_set(&mine, buf_str(&key), PROPERTY_LITERAL, buf_str(&value), origin);
        free(origin);
        if (mine.len > PROPERTIES_MAX) {
            problems_error(problems, file, line, "more than %d properties", PROPERTIES_MAX);
            break;
        }
    }
    /* What was not resolved is not checked: one sentence for one mistake. */
    if (placeholders_resolve(&mine, fetched, problems)) {
        trim_values(&mine);
        client_properties_translate(&mine, problems);
    }
    properties_merge(out, &mine);
    properties_release(&mine);
    wipe(&key);
    wipe(&value);
    return problems->errors == before;
}

bool client_properties_parse(const char *file, const char *data, size_t len, struct properties *out,
                             struct problems *problems)
{
    return parse(file, data, len, out, NULL, problems);
}

/* A name without a dot is none, but perhaps the rest of a value whose line was broken. */
static void warn_public(const char *path, const struct properties *p,
                        const struct properties *fetched, struct problems *problems)
{
    struct stat st;
    if (stat(path, &st) != 0 || !(st.st_mode & S_IROTH))
        return;
    size_t n = strlen(path);
    for (size_t i = 0; i < p->len; i++) {
        const struct property *q = &p->data[i];
        bool of_this_file = strncmp(q->origin, path, n) == 0 && q->origin[n] == ':' &&
                            !properties_get(fetched, q->origin);
        if (q->secret && *q->value && of_this_file && q->from == PROPERTY_LITERAL &&
            strchr(q->name, '.')) {
            problems_warn(problems, q->origin, 0,
                          "'%s' is a secret and everyone on this machine can read this file: "
                          "chmod 600 it",
                          q->name);
            return;
        }
    }
}

bool client_properties_read(const char *path, struct properties *out, struct problems *problems)
{
    struct buf data;
    struct err err = {0};
    struct properties fetched;
    buf_init(&data, 0);
    properties_init(&fetched);
    bool ok = file_read(path, PROPERTIES_FILE_MAX, &data, &err);
    if (ok) {
        ok = parse(path, buf_str(&data), data.len, out, &fetched, problems);
        warn_public(path, out, &fetched, problems);
    } else {
        problems_error(problems, NULL, 0, "%s", err.msg);
    }
    properties_release(&fetched);
    wipe(&data);
    return ok;
}
