/* A profile's properties as librdkafka's configuration, with what klamm insists on.
 *
 * Called whenever a cluster is opened; by cluster.c. Values from environment and files are resolved
 * at once, those from commands and pipes on a job's thread because they may take seconds.
 * Secrets are wiped after they have been handed over, and never appear in a message. */
#include "core/kafka/internal.h"

#include "core/base/parse.h"
#include "core/config/profile.h"
#include "core/config/secret.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

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
    /* Nothing is asked that nobody looks at. */
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
                                      "group.remote.assignor", "transactional.id"};

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

static bool file_is_there(const struct property *p, const char *value, struct err *err)
{
    const char *at = p->origin ? p->origin : "";
    bool names_one = false;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        names_one |= strcmp(p->name, files[i]) == 0;
    if (!names_one || strcmp(value, "probe") == 0 || access(value, R_OK) == 0)
        return true;
    return err_set(err, ERR_CONFIG, "%s%s%s: %s can't be read: %s", at, *at ? ": " : "", p->name,
                   value, strerror(errno));
}

static bool add_one(rd_kafka_conf_t *conf, const struct property *p, int64_t secret_ms,
                    struct err *err)
{
    if (is_ignored(p->name))
        return true;
    char *value = NULL;
    if (!property_resolve(p, secret_ms, &value, err))
        return false;
    if (!file_is_there(p, value, err)) {
        secret_free(value);
        return false;
    }
    char why[400];
    rd_kafka_conf_res_t res = rd_kafka_conf_set(conf, p->name, value, why, sizeof why);
    secret_free(value);
    if (res == RD_KAFKA_CONF_OK)
        return true;
    const char *at = p->origin ? p->origin : "";
    if (res == RD_KAFKA_CONF_UNKNOWN)
        return err_set(err, ERR_CONFIG, "%s%sthe client library has no property '%s'", at,
                       *at ? ": " : "", p->name);
    /* librdkafka repeats the value in its sentence. */
    if (p->secret)
        return err_set(err, ERR_CONFIG, "%s%sthe value of '%s' is not accepted", at,
                       *at ? ": " : "", p->name);
    return err_set(err, ERR_CONFIG, "%s%s%s", at, *at ? ": " : "", why);
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
    add_pairs(conf, forced, sizeof forced / sizeof *forced);
    t->connect_ms = timeout_of(conf, "socket.connection.setup.timeout.ms", limits->connect_ms);
    t->request_ms = timeout_of(conf, "socket.timeout.ms", limits->request_ms);
    return conf;
}

bool profile_is_slow(const struct profile *profile)
{
    for (size_t i = 0; i < profile->properties.len; i++)
        if (property_is_slow(&profile->properties.data[i]))
            return true;
    return false;
}

bool profile_has_recipes(const struct profile *profile)
{
    for (size_t i = 0; i < profile->properties.len; i++)
        if (profile->properties.data[i].from != PROPERTY_LITERAL)
            return true;
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
    return true;
}
