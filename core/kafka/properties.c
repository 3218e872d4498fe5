/* A profile's properties as librdkafka's configuration, with what klamm insists on.
 *
 * Called whenever a cluster is opened; by cluster.c. Values from environment and files are resolved
 * at once, those from commands and pipes on the thread of a blocking call because they may take
 * seconds. Secrets are wiped after they have been handed over, and never appear in a message. */
#include "core/kafka/internal.h"

#include "core/base/buf.h"
#include "core/base/file.h"
#include "core/base/mem.h"
#include "core/base/parse.h"
#include "core/config/profile.h"
#include "core/config/property_values.h"
#include "core/config/secret.h"
#include "core/config/token_source.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PEM_MAX = 1 << 20 }; /* bytes */

struct setting_pair {
    const char *name, *value;
};

/* What the operator may override. */
static const struct setting_pair defaults[] = {
    {"client.id", "klamm"},
    {"socket.keepalive.enable", "true"},
    {"socket.nagle.disable", "true"},
    /* A new client throws its first connection away when it learns the brokers' ids, and then waits
     * half of this before it makes the next: 50 ms with librdkafka's default of 100, which is most
     * of the time from start to the first topic list. */
    {"reconnect.backoff.ms", "20"},
    {"reconnect.backoff.max.ms", "2000"},
    /* Nothing is requested that is not read. */
    {"topic.metadata.refresh.interval.ms", "-1"},
    {"enable.metrics.push", "false"},
};

/* What they may not: never joining a group, never creating a topic by asking for it, never writing
 * to the terminal. */
static const struct setting_pair forced[] = {
    {"allow.auto.create.topics", "false"},
    {"group.id", "klamm"}, /* never joined, see close_own_group */
    {"enable.auto.commit", "false"},
    {"enable.auto.offset.store", "false"},
    {"statistics.interval.ms", "0"},
    {"log.queue", "true"},
};

/* Properties of consuming and producing applications that have no meaning for a console. */
static const char *const ignored[] = {"group.instance.id", "group.protocol",
                                      "group.remote.assignor", "transactional.id", TOKEN_HANDLER};

static bool is_ignored(const char *name)
{
    for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++)
        if (strcmp(name, ignored[i]) == 0)
            return true;
    for (size_t i = 0; i < sizeof forced / sizeof *forced; i++)
        if (strcmp(name, forced[i].name) == 0)
            return true;
    return false;
}

/* librdkafka's word on a missing file is one of OpenSSL's, without the file's name. */
static const char *const files[] = {"ssl.ca.location", "ssl.certificate.location",
                                    "ssl.key.location", "ssl.keystore.location",
                                    "ssl.crl.location"};

/* Always false. Starts with the place of the property. */
static bool __attribute__((format(printf, 3, 4)))
refuse(struct err *err, const struct property *p, const char *fmt, ...)
{
    char said[600];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(said, sizeof said, fmt, ap);
    va_end(ap);
    bool placed = p->origin && *p->origin;
    return err_set(err, ERR_CONFIG, "%s%s%s", placed ? p->origin : "", placed ? ": " : "", said);
}

/* Also that it is a file: librdkafka would wait for a named pipe without end. Only what is surely a
 * path is repeated: a key or a password may have been put in its place. */
static bool file_is_there(const struct property *p, const char *value, struct err *err)
{
    bool names_one = false, shown = *value == '/' && !p->secret;
    struct stat st;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        names_one |= strcmp(p->name, files[i]) == 0;
    if (!names_one || strcmp(value, "probe") == 0)
        return true;
    const char *what = shown ? value : "the file";
    if (access(value, R_OK) != 0)
        return refuse(err, p, "%s: %s can't be read: %s", property_said(p), what, strerror(errno));
    if (stat(value, &st) == 0 && S_ISFIFO(st.st_mode) && strncmp(value, "/dev/", 5) != 0)
        return refuse(err, p, "%s: %s is a named pipe", property_said(p), what);
    return true;
}

/* What a property may be, where it is one of a few words. */
static const struct setting_pair words[] = {
    {"security.protocol", "PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL"},
    {"sasl.mechanism", "PLAIN, SCRAM-SHA-256, SCRAM-SHA-512, OAUTHBEARER or GSSAPI"},
    {"ssl.endpoint.identification.algorithm", "https or none"},
    {"client.dns.lookup", "use_all_dns_ips or resolve_canonical_bootstrap_servers_only"},
    {"broker.address.family", "any, v4 or v6"},
    {"sasl.oauthbearer.method", "default or oidc"},
};

/* librdkafka repeats the value in its sentence, and a line further up or a lost quote may have put a
 * password there: only the range is taken from it. */
static bool not_accepted(const struct property *p, const char *why, struct err *err)
{
    static const char range[] = "allowed range ";
    const char *from = strstr(why, range);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].name, p->name) == 0)
            return refuse(err, p, "'%s' must be %s", property_said(p), words[i].value);
    if (from) {
        from += strlen(range);
        return refuse(err, p, "'%s' must be within %.*s", property_said(p),
                      (int)strcspn(from, "\n"), from);
    }
    return refuse(err, p, "the value of '%s' is not accepted", property_said(p));
}

static bool mechanism_is_known(const char *value)
{
    static const char *const known[] = {"PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER",
                                        "GSSAPI"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcasecmp(known[i], value) == 0)
            return true;
    return false;
}

/* The value in the form that librdkafka wants, whatever it came from; NULL and err. */
static char *in_form(rd_kafka_conf_t *conf, const struct property *p, const char *value,
                     struct err *err)
{
    size_t len = strlen(p->name);
    struct err why = {0};
    if (len > 4 && strcmp(p->name + len - 4, ".pem") == 0)
        return pem_reflow(value);
    if (strcmp(p->name, "bootstrap.servers") == 0) {
        char *plain = bootstrap_plain(value, &why);
        if (!plain)
            refuse(err, p, "'%s': %s", property_said(p), why.msg);
        return plain;
    }
    if (strcmp(p->name, "sasl.mechanism") == 0 && !mechanism_is_known(value))
        return not_accepted(p, "", err), NULL;
    if (strcmp(p->name, "sasl.oauthbearer.token.endpoint.url") == 0 &&
        strncmp(value, "file:", 5) == 0) {
        if (token_from_file(conf, value))
            return xstrdup("");
        refuse(err, p, "'%s': the file with the token can't be read: %s", p->name, strerror(errno));
        return NULL;
    }
    return xstrdup(value);
}

/* The library gets the text of a file whose blocks are on one line, as Java reads it too; any other
 * file it reads itself. */
static bool add_crowded(rd_kafka_conf_t *conf, const char *name, const char *path)
{
    static const struct setting_pair texts[] = {{"ssl.ca.location", "ssl.ca.pem"},
                                                {"ssl.certificate.location", "ssl.certificate.pem"},
                                                {"ssl.key.location", "ssl.key.pem"}};
    bool added = false;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct buf text;
        if (strcmp(texts[i].name, name) != 0)
            continue;
        buf_init(&text, 0);
        if (file_read_ordinary(path, PEM_MAX, &text, NULL) && pem_is_crowded(buf_str(&text))) {
            char *pem = pem_reflow(buf_str(&text));
            added = rd_kafka_conf_set(conf, texts[i].value, pem, NULL, 0) == RD_KAFKA_CONF_OK;
            secret_free(pem);
        }
        if (text.data)
            explicit_bzero(text.data, text.cap);
        buf_release(&text);
    }
    return added;
}

/* rd_kafka_conf_set leaves them out, and the wrong login would count as an attempt. */
static bool begins_as_written(const struct property *p, const char *value, struct err *err)
{
    if (!isspace((unsigned char)*value) || !(p->secret || strcmp(p->name, "sasl.username") == 0))
        return true;
    return refuse(err, p, "'%s' begins with a space, which the client library would leave out",
                  property_said(p));
}

static bool add_one(rd_kafka_conf_t *conf, const struct property *p, int64_t secret_ms,
                    struct err *err)
{
    if (is_ignored(p->name))
        return true;
    char *raw = NULL;
    if (!property_resolve(p, secret_ms, &raw, err))
        return false;
    bool usable = begins_as_written(p, raw, err) && file_is_there(p, raw, err);
    char *value = usable ? in_form(conf, p, raw, err) : NULL;
    secret_free(raw);
    if (!value)
        return false;
    if (add_crowded(conf, p->name, value)) {
        secret_free(value);
        return true;
    }
    char why[400] = "";
    bool empty = !*value;
    rd_kafka_conf_res_t res = rd_kafka_conf_set(conf, p->name, value, why, sizeof why);
    secret_free(value);
    if (res == RD_KAFKA_CONF_OK)
        return true;
    if (res != RD_KAFKA_CONF_UNKNOWN)
        return not_accepted(p, why, err);
    /* A line without "=" may be the rest of a value. */
    if (empty)
        return refuse(err, p, "the client library has no property of this name");
    return refuse(err, p, "the client library has no property '%s'", p->name);
}

static int timeout_of(const rd_kafka_conf_t *conf, const char *name, int64_t fallback)
{
    char value[32];
    size_t size = sizeof value;
    int64_t ms;
    if (rd_kafka_conf_get(conf, name, value, &size) != RD_KAFKA_CONF_OK ||
        !parse_int(value, 1, INT32_MAX, &ms, NULL))
        return (int)fallback;
    return (int)ms;
}

/* What is written out was put in order with a warning (property_backoffs_translate); here come
 * defaults and what was fetched. The longest pause counts, unless it is only a default of ours:
 * alone, reconnect.backoff.ms means both, as in Java (postProcessReconnectBackoffConfigs).
 * librdkafka refuses a pair in the wrong order. */
static void order_backoffs(rd_kafka_conf_t *conf, const struct profile *profile)
{
    static const char *const pairs[][2] = {{"reconnect.backoff.ms", "reconnect.backoff.max.ms"},
                                           {"retry.backoff.ms", "retry.backoff.max.ms"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        int first = timeout_of(conf, pairs[i][0], 0), most = timeout_of(conf, pairs[i][1], 0);
        bool raise = i == 0 && !properties_get(&profile->properties, pairs[i][1]);
        char value[32];
        snprintf(value, sizeof value, "%d", raise ? first : most);
        if (most < first)
            rd_kafka_conf_set(conf, pairs[i][raise], value, NULL, 0);
    }
}

static bool conf_is(const rd_kafka_conf_t *conf, const char *name, const char *wanted)
{
    char value[32];
    size_t size = sizeof value;
    return rd_kafka_conf_get(conf, name, value, &size) == RD_KAFKA_CONF_OK &&
           strcasecmp(value, wanted) == 0;
}

/* Without one librdkafka waits for a token that never comes. Looks at what was resolved. */
static bool has_token_source(const rd_kafka_conf_t *conf, const struct profile *profile,
                             struct err *err)
{
    const struct property *m = properties_get(&profile->properties, "sasl.mechanism");
    if (!m || !conf_is(conf, "sasl.mechanism", "OAUTHBEARER") ||
        !(conf_is(conf, "security.protocol", "sasl_ssl") ||
          conf_is(conf, "security.protocol", "sasl_plaintext")))
        return true;
    if (properties_get(&profile->properties, "sasl.oauthbearer.token.endpoint.url") ||
        conf_is(conf, "sasl.oauthbearer.method", "oidc") ||
        conf_is(conf, "enable.sasl.oauthbearer.unsecure.jwt", "true"))
        return true;
    return refuse(err, m,
                  "OAUTHBEARER needs tokens from somewhere: sasl.oauthbearer.token.endpoint.url is "
                  "https://… of a token service or file:/… (Java's callback handlers don't run "
                  "here)");
}

/* What can be said only when all values are there. */
static bool conf_finish(rd_kafka_conf_t *conf, const struct profile *profile, struct err *err)
{
    order_backoffs(conf, profile);
    return has_token_source(conf, profile, err);
}

void conf_blame(const struct profile *profile, struct err *err)
{
    static const struct {
        const char *words, *property, *meaning;
    } known[] = {
        {"mac verify failure", "ssl.keystore.password", "is not the password of the key store"},
        {"PKCS12", "ssl.keystore.location", "names no PKCS#12 file that OpenSSL reads"},
        {"`ssl.keystore.password` is mandatory", "ssl.keystore.location",
         "needs ssl.keystore.password"},
        {"PKCS#12", "ssl.keystore.location", "names no PKCS#12 file that OpenSSL reads"},
        {"sasl.username and sasl.password must be set", "sasl.mechanism",
         "needs a user and a password: sasl.jaas.config, or sasl.username and sasl.password"},
        {"key values mismatch", "ssl.key.", "holds the key of another certificate"},
        {"ssl.key.", "ssl.key.",
         "holds no key that can be read: ssl.key.password may be wrong, or missing"},
        {"ssl.certificate.", "ssl.certificate.", "holds no certificate"},
        {"ssl.ca.", "ssl.ca.", "holds no certificate"},
        {"ssl.cipher.suites", "ssl.cipher.suites", "names no suite that OpenSSL has"},
        {"ssl.curves.list", "ssl.curves.list", "names a curve that OpenSSL does not have"},
        {"ssl.sigalgs.list", "ssl.sigalgs.list", "names an algorithm that OpenSSL does not have"},
        {"https.ca.", "https.ca.", "names no certificates that can be read"},
        {"engine", "ssl.engine.location", "names no engine that OpenSSL can load"},
        {"provider", "ssl.providers", "names an OpenSSL provider that is not installed"},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        size_t n = strlen(known[i].property);
        bool family = known[i].property[n - 1] == '.';
        if (!strstr(err->msg, known[i].words))
            continue;
        for (size_t k = 0; k < profile->properties.len; k++) {
            const struct property *p = &profile->properties.data[k];
            bool meant = family ? strncmp(p->name, known[i].property, n) == 0 &&
                                      strcmp(p->name + n, "password") != 0
                                : strcmp(p->name, known[i].property) == 0;
            if (meant) {
                refuse(err, p, "'%s' %s", property_said(p), known[i].meaning);
                return;
            }
        }
    }
}

/* Bounds are librdkafka's own. */
static void add_timeout(rd_kafka_conf_t *conf, const char *name, int64_t ms, int least)
{
    char value[32];
    if (ms < least)
        ms = least;
    snprintf(value, sizeof value, "%d", ms > 300000 ? 300000 : (int)ms);
    rd_kafka_conf_set(conf, name, value, NULL, 0);
}

static void add_pairs(rd_kafka_conf_t *conf, const struct setting_pair *pairs, size_t n)
{
    for (size_t i = 0; i < n; i++)
        rd_kafka_conf_set(conf, pairs[i].name, pairs[i].value, NULL, 0);
}

bool profile_is_slow(const struct profile *profile)
{
    for (size_t i = 0; i < profile->properties.len; i++)
        if (property_is_slow(&profile->properties.data[i]))
            return true;
    return false;
}

rd_kafka_conf_t *conf_new(const struct profile *profile, struct timeouts *t, struct err *err)
{
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    const struct profile_limits *limits = &profile->limits;
    add_pairs(conf, defaults, sizeof defaults / sizeof *defaults);
    add_timeout(conf, "socket.timeout.ms", limits->request_ms, 500);
    add_timeout(conf, "socket.connection.setup.timeout.ms", limits->connect_ms, 1000);
    add_timeout(conf, "api.version.request.timeout.ms", limits->connect_ms, 1000);
    for (size_t i = 0; i < profile->properties.len; i++) {
        const struct property *p = &profile->properties.data[i];
        if (!property_is_slow(p) && !add_one(conf, p, profile->limits.secret_ms, err)) {
            rd_kafka_conf_destroy(conf);
            return NULL;
        }
    }
    if (!profile_is_slow(profile) && !conf_finish(conf, profile, err)) {
        rd_kafka_conf_destroy(conf);
        return NULL;
    }
    add_pairs(conf, forced, sizeof forced / sizeof *forced);
    t->connect_ms = timeout_of(conf, "socket.connection.setup.timeout.ms", limits->connect_ms);
    t->request_ms = timeout_of(conf, "socket.timeout.ms", limits->request_ms);
    return conf;
}

/* The value is the name of a place that a token, a ticket or a key is taken from. */
static bool names_a_source(const struct property *p)
{
    static const char *const sources[] = {"sasl.oauthbearer.assertion.file",
                                          "sasl.oauthbearer.assertion.private.key.file"};
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
        if (strcmp(p->name, sources[i]) == 0)
            return true;
    return (strcmp(p->name, "sasl.oauthbearer.token.endpoint.url") == 0 &&
            strncmp(p->value, "file:", 5) == 0) ||
           (strcmp(p->name, "sasl.mechanism") == 0 && strcasecmp(p->value, "GSSAPI") == 0);
}

bool profile_has_recipes(const struct profile *profile)
{
    for (size_t i = 0; i < profile->properties.len; i++) {
        const struct property *p = &profile->properties.data[i];
        if (p->from != PROPERTY_LITERAL || names_a_source(p))
            return true;
    }
    return false;
}

bool conf_add_slow(rd_kafka_conf_t *conf, const struct profile *profile, struct err *err)
{
    for (size_t i = 0; i < profile->properties.len; i++) {
        const struct property *p = &profile->properties.data[i];
        /* All of their kind: what was a pipe a moment ago may be a file by now. */
        if ((p->from == PROPERTY_COMMAND || p->from == PROPERTY_FILE) &&
            !add_one(conf, p, profile->limits.secret_ms, err))
            return false;
    }
    return conf_finish(conf, profile, err);
}
