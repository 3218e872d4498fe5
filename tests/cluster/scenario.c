/* The tables of the demo: one of everything that an operator meets, each line with the reason why
 * it is there. seed.c and run.c read them; nothing here does anything but taking words apart.
 * Broker 3 is the one that the demo stops for a minute, which is why some replica lists are
 * written out: without it legacy-import has an offline partition, shipments is under min ISR,
 * payments at min ISR, and the rest moves its leaders. */
#include "tests/cluster/scenario.h"

#include <stdlib.h>
#include <string.h>

#define HOUR 3600
#define DAY (24 * HOUR)

const struct topic_plan scenario_topics[] = {
    /* name, partitions, rf, rate, seed, window, kind, settings, replicas, keep */
    /* The busy ones. */
    {"orders", 6, 3, 20, 4000, 6 * HOUR, RECORD_ORDER, "retention.ms=172800000", NULL, 0},
    {"payments", 3, 3, 10, 2000, 6 * HOUR, RECORD_ORDER, "min.insync.replicas=2", NULL, 0},
    {"clickstream", 24, 2, 40, 5000, HOUR, RECORD_ORDER,
     "retention.bytes=104857600 compression.type=lz4", NULL, 0},
    /* Compacted, and compacted with deletion. */
    {"customer-profiles", 3, 3, 3, 1000, DAY, RECORD_PROFILE,
     "cleanup.policy=compact min.cleanable.dirty.ratio=0.1 segment.ms=60000", NULL, 0},
    {"inventory_levels", 3, 3, 2, 600, DAY, RECORD_PROFILE,
     "cleanup.policy=compact,delete retention.ms=604800000", NULL, 0},
    /* Leaders away from their preferred replica (`cluster seed` turns the lists round), and all
     * leaders on one broker. */
    {"invoices", 6, 3, 2, 900, DAY, RECORD_ORDER, "", "1,2,3;2,3,1;3,1,2;1,3,2;2,1,3;3,2,1", 0},
    {"checkout.events", 6, 2, 4, 600, HOUR, RECORD_ORDER, "", "1,2;1,3;1,2;1,3;1,2;1,3", 0},
    /* Fragile: no second replica; no replica to spare. */
    {"legacy-import", 2, 1, 1, 300, DAY, RECORD_LINE, "", "2;3", 0},
    {"shipments", 3, 3, 3, 900, 6 * HOUR, RECORD_ORDER, "min.insync.replicas=3", NULL, 0},
    /* Short-lived data, retained without limit, with a deleted beginning. */
    {"metrics_5m", 2, 2, 15, 3000, 240, RECORD_LINE, "retention.ms=300000 segment.ms=60000", NULL,
     200},
    {"audit.log", 2, 3, 1, 1500, 30 * DAY, RECORD_LINE, "retention.ms=-1 max.message.bytes=524288",
     "2,1,3;3,1,2", 0},
    {"orders.dead-letter", 1, 3, 0.1, 37, DAY, RECORD_ORDER, "retention.ms=2592000000", NULL, 0},
    /* Skewed: one key only, so one partition gets all. */
    {"hot-partition", 4, 3, 12, 400, HOUR, RECORD_HOT, "", NULL, 0},
    {"sensor-readings", 96, 2, 10, 2000, HOUR, RECORD_LINE, "", NULL, 0},
    {"ledger", 3, 3, 0, 0, HOUR, RECORD_ORDER, "min.insync.replicas=2", NULL, 0},
    {"ledger.stuck", 1, 3, 1, 50, HOUR, RECORD_ORDER, "", NULL, 0},
    {"a", 1, 3, 0, 3, HOUR, RECORD_LINE, "", NULL, 0},
    {"empty", 3, 3, 0, 0, HOUR, RECORD_LINE, "", NULL, 0},
    /* Names and bytes that break screens, for the tests alone. */
    {"odd-records", 1, 3, 0.5, 64, HOUR, RECORD_ODD, "", NULL, 0},
    {"0042", 1, 3, 0, 0, HOUR, RECORD_LINE, "", NULL, 0},
    {"_private.name_with-ALL...kinds__of--signs", 1, 3, 0, 5, HOUR, RECORD_LINE, "", NULL, 0},
    {"a-name-of-the-greatest-length-that-a-topic-may-have-which-is-two-hundred-and-forty-nine-"
     "characters-so-that-every-column-and-every-title-has-to-cut-it-somewhere-and-show-that-it-"
     "did-because-two-such-names-can-differ-in-the-last-letter-only--the-end",
     1, 3, 0, 1, HOUR, RECORD_LINE, "", NULL, 0},
};
size_t scenario_ntopics = sizeof scenario_topics / sizeof scenario_topics[0];

#define ODD_TOPIC "odd-records"
#define ODD_GROUP "team a / odd \"group\", with 'quotes'"
#define COOPERATIVE "partition.assignment.strategy=cooperative-sticky"
#define NEW_PROTOCOL "group.protocol=consumer"

const struct group_plan scenario_groups[] = {
    /* id, topics, mode, members, rate, behind, static, client, settings */
    /* Healthy, one of each protocol. */
    {"orders-billing", "orders", MODE_CONSUME, 3, 0, 5, false, "billing", COOPERATIVE},
    {"payments-fraud-check", "payments", MODE_CONSUME, 2, 0, 5, false, "fraud", NEW_PROTOCOL},
    {"shipping-labels", "shipments orders", MODE_CONSUME, 2, 0, 5, true, "labels", ""},
    {"invoices-archive", "invoices", MODE_CONSUME, 1, 0, 0, false, "archive", ""},
    /* Slow: always falls behind; has a backlog but wins; commits once a minute. */
    {"orders-search-index", "orders", MODE_CONSUME, 2, 6, 300, false, "indexer", ""},
    {"clickstream-sessions", "clickstream", MODE_CONSUME, 2, 30, 4000, false, "sessions",
     COOPERATIVE},
    {"checkpoint-each-minute", "orders payments", MODE_CONSUME, 1, 0, 100, false, "flink",
     "auto.commit.interval.ms=60000"},
    /* Stuck. */
    {"inventory-sync", "inventory_levels", MODE_STALL, 2, 0, 50, false, "inventory", ""},
    {"ledger-report", "ledger.stuck ledger", MODE_CONSUME, 1, 0, 0, false, "report",
     "isolation.level=read_committed"},
    /* Restless. */
    {"flaky-workers", "payments", MODE_FLAP, 3, 0, 20, false, "flaky", ""},
    {"replayer", "audit.log", MODE_REWIND, 1, 0, 20, false, "replay", ""},
    {"too-many-workers", "audit.log", MODE_CONSUME, 4, 0, 10, false, "worker", ""},
    {"hot-key", "hot-partition", MODE_CONSUME, 2, 4, 0, false, "hot", ""},
    /* Looks inactive, is not. */
    {"mirror-assign", "invoices", MODE_ASSIGN, 1, 0, 10, false, "mirror", ""},
    /* A topic that an active group once read and no longer subscribes to. */
    {"orders-billing", "orders.dead-letter", MODE_INACTIVE, 0, 0, 12, false, NULL, ""},
    /* Inactive: backlog, caught up, commits below the log start, commits after the log end. */
    {"nightly-report", "orders payments shipments", MODE_INACTIVE, 0, 0, 400, false, NULL, ""},
    {"migration-2024", "legacy-import", MODE_INACTIVE, 0, 0, 0, false, NULL, ""},
    {"metrics-rollup", "metrics_5m", MODE_INACTIVE, 0, 0, 1800, false, NULL, ""},
    {"restored-from-backup", "a", MODE_INACTIVE, 0, 0, -500, false, NULL, ""},
    {"profiles-cache", "customer-profiles", MODE_CONSUME, 1, 0, NO_COMMIT, false, "cache",
     NEW_PROTOCOL " auto.offset.reset=earliest"},
    /* Ids that break screens, for the tests alone: a group id may be any string. */
    {ODD_GROUP, "a", MODE_INACTIVE, 0, 0, 1, false, NULL, ""},
    {"\xc3\x9cn\xc3\xaf"
     "c\xc3\xb6"
     "d\xc3\xa9-\xd0\xb3\xd1\x80\xd1\x83\xd0\xbf\xd0\xbf\xd0\xb0-\xe7\xbb\x84",
     "a", MODE_INACTIVE, 0, 0, 1, false, NULL, ""},
    {"escape\x1b[31mred\x1b[0m\x07", "a", MODE_INACTIVE, 0, 0, 1, false, NULL, ""},
    {"tab\there, line\nthere", "a", MODE_INACTIVE, 0, 0, 1, false, NULL, ""},
    {"right-to-left\xe2\x80\xae"
     "pihs",
     "a", MODE_INACTIVE, 0, 0, 1, false, NULL, ""},
};
size_t scenario_ngroups = sizeof scenario_groups / sizeof scenario_groups[0];

#define ALLOW RD_KAFKA_ACL_PERMISSION_TYPE_ALLOW
#define DENY RD_KAFKA_ACL_PERMISSION_TYPE_DENY
#define TOPIC RD_KAFKA_RESOURCE_TOPIC
#define GROUP RD_KAFKA_RESOURCE_GROUP
#define CLUSTER RD_KAFKA_RESOURCE_BROKER
#define TRANSACTION RD_KAFKA_RESOURCE_TRANSACTIONAL_ID
#define LITERAL RD_KAFKA_RESOURCE_PATTERN_LITERAL
#define PREFIXED RD_KAFKA_RESOURCE_PATTERN_PREFIXED
#define OP(name) RD_KAFKA_ACL_OPERATION_##name

const struct acl_plan scenario_acls[] = {
    /* alice: an application that reads and writes orders. */
    {"User:alice", "*", ALLOW, OP(READ), TOPIC, PREFIXED, "orders"},
    {"User:alice", "*", ALLOW, OP(WRITE), TOPIC, LITERAL, "orders"},
    {"User:alice", "*", ALLOW, OP(READ), GROUP, PREFIXED, "orders-"},
    {"User:alice", "*", ALLOW, OP(ALL), TRANSACTION, PREFIXED, "orders-"},
    {"User:alice", "*", ALLOW, OP(IDEMPOTENT_WRITE), CLUSTER, LITERAL, "kafka-cluster"},
    /* bob: reads everything but what he is denied. */
    {"User:bob", "*", ALLOW, OP(READ), TOPIC, LITERAL, "*"},
    {"User:bob", "*", ALLOW, OP(READ), GROUP, LITERAL, "*"},
    {"User:bob", "*", DENY, OP(READ), TOPIC, PREFIXED, "payments"},
    {"User:bob", "*", DENY, OP(ALL), TOPIC, LITERAL, "audit.log"},
    /* carol: sees the settings of the cluster and of one topic, from one host for more. */
    {"User:carol", "*", ALLOW, OP(DESCRIBE), CLUSTER, LITERAL, "kafka-cluster"},
    {"User:carol", "*", ALLOW, OP(DESCRIBE_CONFIGS), TOPIC, LITERAL, "orders"},
    {"User:carol", "10.1.2.3", ALLOW, OP(ALTER_CONFIGS), TOPIC, LITERAL, "orders"},
    /* Everyone may look at names; no one may delete the audit log. */
    {"User:*", "*", ALLOW, OP(DESCRIBE), TOPIC, LITERAL, "*"},
    {"User:*", "*", DENY, OP(DELETE), TOPIC, LITERAL, "audit.log"},
    /* As they look where certificates make the names; shadowed by nothing, used by no one. */
    {"User:CN=etl,OU=Data Platform,O=Example,C=DE", "*", ALLOW, OP(READ), TOPIC, PREFIXED, "click"},
    {"User:CN=etl,OU=Data Platform,O=Example,C=DE", "*", ALLOW, OP(READ), GROUP, LITERAL, "etl"},
    {"User:former-employee", "*", ALLOW, OP(ALL), TOPIC, LITERAL, "topic-long-gone"},
};
const size_t scenario_nacls = sizeof scenario_acls / sizeof scenario_acls[0];

const struct setting_plan scenario_settings[] = {
    {RD_KAFKA_RESOURCE_BROKER, "2", "log.cleaner.backoff.ms=20000"},
    {RD_KAFKA_RESOURCE_GROUP, "payments-fraud-check", "consumer.session.timeout.ms=50000"},
};
const size_t scenario_nsettings = sizeof scenario_settings / sizeof scenario_settings[0];

const struct transaction_plan scenario_transactions[] = {
    {"ledger-writer", "ledger", 3, 5},
    {"ledger-stuck-writer", "ledger.stuck", 840, 1},
};
const size_t scenario_ntransactions =
    sizeof scenario_transactions / sizeof scenario_transactions[0];

void scenario_leave_odd(void)
{
    for (size_t i = 0; i < scenario_ntopics; i++)
        if (strcmp(scenario_topics[i].name, ODD_TOPIC) == 0)
            scenario_ntopics = i;
    for (size_t i = 0; i < scenario_ngroups; i++)
        if (strcmp(scenario_groups[i].id, ODD_GROUP) == 0)
            scenario_ngroups = i;
}

const struct topic_plan *scenario_topic(const char *name)
{
    for (size_t i = 0; i < scenario_ntopics; i++) {
        if (strcmp(scenario_topics[i].name, name) == 0)
            return &scenario_topics[i];
    }
    return NULL;
}

bool scenario_word(const char **list, char *word, size_t size)
{
    const char *s = *list + strspn(*list, " ");
    size_t len = strcspn(s, " ");
    if (len >= size)
        abort();
    memcpy(word, s, len);
    word[len] = '\0';
    *list = s + len;
    return len > 0;
}

bool scenario_setting(const char **list, char *name, size_t name_size, char *value,
                      size_t value_size)
{
    char pair[256];
    if (!scenario_word(list, pair, sizeof pair))
        return false;
    char *equals = strchr(pair, '=');
    if (!equals || (size_t)(equals - pair) >= name_size || strlen(equals + 1) >= value_size)
        abort();
    memcpy(name, pair, (size_t)(equals - pair));
    name[equals - pair] = '\0';
    memcpy(value, equals + 1, strlen(equals + 1) + 1);
    return true;
}
