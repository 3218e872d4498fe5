/* One client and one queue; every call waits for its answer. What the brokers don't report fails
 * the test, because a state that is not known can't be compared. */
#include "tests/support/snapshot.h"

#include "core/base/clock.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <librdkafka/rdkafka.h>

enum { ANSWER_MS = 30000, MOST = 64 };

struct snapshot {
    rd_kafka_t *rk;
    rd_kafka_queue_t *queue;
    const char *mark;
    FILE *out;
};

struct names {
    char *of[MOST];
    size_t n;
};

static void add_name(const struct snapshot *s, struct names *l, const char *name)
{
    if (!strstr(name, s->mark))
        return;
    assert_true(l->n < MOST);
    l->of[l->n++] = strdup(name);
}

static void free_names(struct names *l)
{
    for (size_t i = 0; i < l->n; i++)
        free(l->of[i]);
}

static rd_kafka_event_t *answer(struct snapshot *s)
{
    rd_kafka_event_t *e = rd_kafka_queue_poll(s->queue, ANSWER_MS);

    if (!e || rd_kafka_event_error(e))
        fail_msg("%s", e ? rd_kafka_event_error_string(e) : "the cluster does not answer");
    return e;
}

static void must_be_fine(const rd_kafka_error_t *error)
{
    if (error)
        fail_msg("%s", rd_kafka_error_string(error));
}

/* ---- settings -------------------------------------------------------------------------------- */

static void write_own(struct snapshot *s, const rd_kafka_ConfigResource_t *r, const char *only)
{
    size_t n;
    const rd_kafka_ConfigEntry_t **list = rd_kafka_ConfigResource_configs(r, &n);

    if (rd_kafka_ConfigResource_error(r))
        fail_msg("%s", rd_kafka_ConfigResource_error_string(r));
    for (size_t i = 0; i < n; i++) {
        rd_kafka_ConfigSource_t from = rd_kafka_ConfigEntry_source(list[i]);
        const char *value = rd_kafka_ConfigEntry_value(list[i]);
        bool own = from == RD_KAFKA_CONFIG_SOURCE_DYNAMIC_TOPIC_CONFIG ||
                   from == RD_KAFKA_CONFIG_SOURCE_DYNAMIC_BROKER_CONFIG ||
                   from == RD_KAFKA_CONFIG_SOURCE_GROUP_CONFIG;

        if (own && (!only || strcmp(only, rd_kafka_ConfigEntry_name(list[i])) == 0))
            fprintf(s->out, "setting of %s %s: %s=%s\n",
                    rd_kafka_ResourceType_name(rd_kafka_ConfigResource_type(r)),
                    rd_kafka_ConfigResource_name(r), rd_kafka_ConfigEntry_name(list[i]),
                    value ? value : "(unknown)");
    }
}

static void settings(struct snapshot *s, rd_kafka_ResourceType_t type, const struct names *l,
                     const char *only)
{
    rd_kafka_ConfigResource_t *asked[MOST];
    const rd_kafka_ConfigResource_t **found;
    rd_kafka_event_t *e;
    size_t n;

    if (l->n == 0)
        return;
    for (size_t i = 0; i < l->n; i++)
        asked[i] = rd_kafka_ConfigResource_new(type, l->of[i]);
    rd_kafka_DescribeConfigs(s->rk, asked, l->n, NULL, s->queue);
    rd_kafka_ConfigResource_destroy_array(asked, l->n);
    e = answer(s);
    found = rd_kafka_DescribeConfigs_result_resources(rd_kafka_event_DescribeConfigs_result(e), &n);
    assert_int_equal(n, l->n);
    for (size_t i = 0; i < n; i++)
        write_own(s, found[i], only);
    rd_kafka_event_destroy(e);
}

/* ---- topics ---------------------------------------------------------------------------------- */

static void write_topic(struct snapshot *s, const rd_kafka_TopicDescription_t *t,
                        rd_kafka_topic_partition_list_t *all)
{
    const char *name = rd_kafka_TopicDescription_name(t);
    size_t n, nreplicas;
    const rd_kafka_TopicPartitionInfo_t **list = rd_kafka_TopicDescription_partitions(t, &n);

    must_be_fine(rd_kafka_TopicDescription_error(t));
    fprintf(s->out, "topic %s: id %s, %zu partitions\n", name,
            rd_kafka_Uuid_base64str(rd_kafka_TopicDescription_topic_id(t)), n);
    for (size_t i = 0; i < n; i++) {
        int id = rd_kafka_TopicPartitionInfo_partition(list[i]);
        const rd_kafka_Node_t **replicas =
            rd_kafka_TopicPartitionInfo_replicas(list[i], &nreplicas);
        const rd_kafka_Node_t *leader = rd_kafka_TopicPartitionInfo_leader(list[i]);

        rd_kafka_topic_partition_list_add(all, name, id);
        fprintf(s->out, "partition %s-%d: leader %d, replicas", name, id,
                leader ? rd_kafka_Node_id(leader) : -1);
        for (size_t k = 0; k < nreplicas; k++)
            fprintf(s->out, " %d", rd_kafka_Node_id(replicas[k]));
        fputc('\n', s->out);
    }
}

static void offsets(struct snapshot *s, const char *what, rd_kafka_OffsetSpec_t spec,
                    rd_kafka_topic_partition_list_t *all)
{
    const rd_kafka_ListOffsetsResultInfo_t **found;
    rd_kafka_event_t *e;
    size_t n;

    for (int i = 0; i < all->cnt; i++)
        all->elems[i].offset = spec;
    rd_kafka_ListOffsets(s->rk, all, NULL, s->queue);
    e = answer(s);
    found = rd_kafka_ListOffsets_result_infos(rd_kafka_event_ListOffsets_result(e), &n);
    assert_int_equal(n, all->cnt);
    for (size_t i = 0; i < n; i++) {
        const rd_kafka_topic_partition_t *p =
            rd_kafka_ListOffsetsResultInfo_topic_partition(found[i]);

        assert_int_equal(p->err, 0);
        fprintf(s->out, "log of %s-%" PRId32 ": %s %" PRId64 "\n", p->topic, p->partition, what,
                p->offset);
    }
    rd_kafka_event_destroy(e);
}

static bool all_known(const rd_kafka_TopicDescription_t **found, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const rd_kafka_error_t *error = rd_kafka_TopicDescription_error(found[i]);
        if (error && rd_kafka_error_code(error) == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART)
            return false;
    }
    return true;
}

/* The broker that is asked may not have heard yet of a topic that another one has listed. */
static rd_kafka_event_t *describe(struct snapshot *s, const struct names *l)
{
    rd_kafka_TopicCollection_t *asked =
        rd_kafka_TopicCollection_of_topic_names((const char **)(uintptr_t)l->of, l->n);
    int64_t until = clock_mono_ms() + ANSWER_MS;
    rd_kafka_event_t *e = NULL;
    for (bool known = false; !known;) {
        size_t n;
        if (e)
            rd_kafka_event_destroy(e);
        rd_kafka_DescribeTopics(s->rk, asked, NULL, s->queue);
        e = answer(s);
        const rd_kafka_TopicDescription_t **found =
            rd_kafka_DescribeTopics_result_topics(rd_kafka_event_DescribeTopics_result(e), &n);
        known = all_known(found, n) || clock_mono_ms() > until;
    }
    rd_kafka_TopicCollection_destroy(asked);
    return e;
}

static void topics(struct snapshot *s)
{
    rd_kafka_topic_partition_list_t *all = rd_kafka_topic_partition_list_new(8);
    const struct rd_kafka_metadata *md = NULL;
    const rd_kafka_TopicDescription_t **found;
    struct names l = {0};
    rd_kafka_event_t *e;
    size_t n;

    assert_int_equal(rd_kafka_metadata(s->rk, 1, NULL, &md, ANSWER_MS), 0);
    for (int i = 0; i < md->topic_cnt; i++)
        add_name(s, &l, md->topics[i].topic);
    rd_kafka_metadata_destroy(md);
    assert_true(l.n > 0);
    e = describe(s, &l);
    found = rd_kafka_DescribeTopics_result_topics(rd_kafka_event_DescribeTopics_result(e), &n);
    assert_int_equal(n, l.n);
    for (size_t i = 0; i < n; i++)
        write_topic(s, found[i], all);
    rd_kafka_event_destroy(e);
    offsets(s, "from", RD_KAFKA_OFFSET_SPEC_EARLIEST, all);
    offsets(s, "to", RD_KAFKA_OFFSET_SPEC_LATEST, all);
    rd_kafka_topic_partition_list_destroy(all);
    settings(s, RD_KAFKA_RESOURCE_TOPIC, &l, NULL);
    free_names(&l);
}

/* ---- groups ---------------------------------------------------------------------------------- */

static void commits(struct snapshot *s, const char *group)
{
    rd_kafka_ListConsumerGroupOffsets_t *asked = rd_kafka_ListConsumerGroupOffsets_new(group, NULL);
    const rd_kafka_topic_partition_list_t *list;
    const rd_kafka_group_result_t **found;
    rd_kafka_event_t *e;
    size_t n;

    rd_kafka_ListConsumerGroupOffsets(s->rk, &asked, 1, NULL, s->queue);
    rd_kafka_ListConsumerGroupOffsets_destroy(asked);
    e = answer(s);
    found = rd_kafka_ListConsumerGroupOffsets_result_groups(
        rd_kafka_event_ListConsumerGroupOffsets_result(e), &n);
    assert_int_equal(n, 1);
    must_be_fine(rd_kafka_group_result_error(found[0]));
    list = rd_kafka_group_result_partitions(found[0]);
    for (int i = 0; i < list->cnt; i++) {
        const rd_kafka_topic_partition_t *p = &list->elems[i];

        assert_int_equal(p->err, 0);
        if (strstr(p->topic, s->mark))
            fprintf(s->out, "commit of %s: %s-%" PRId32 " at %" PRId64 "\n", group, p->topic,
                    p->partition, p->offset);
    }
    rd_kafka_event_destroy(e);
}

static struct names list_groups(struct snapshot *s)
{
    const rd_kafka_ConsumerGroupListing_t **found;
    struct names l = {0};
    rd_kafka_event_t *e;
    size_t n;

    rd_kafka_ListConsumerGroups(s->rk, NULL, s->queue);
    e = answer(s);
    found =
        rd_kafka_ListConsumerGroups_result_valid(rd_kafka_event_ListConsumerGroups_result(e), &n);
    for (size_t i = 0; i < n; i++)
        add_name(s, &l, rd_kafka_ConsumerGroupListing_group_id(found[i]));
    rd_kafka_event_destroy(e);
    return l;
}

static void groups(struct snapshot *s)
{
    const rd_kafka_ConsumerGroupDescription_t **found;
    struct names l = list_groups(s);
    rd_kafka_event_t *e;
    size_t n;

    if (l.n == 0)
        return;
    rd_kafka_DescribeConsumerGroups(s->rk, (const char **)(uintptr_t)l.of, l.n, NULL, s->queue);
    e = answer(s);
    found = rd_kafka_DescribeConsumerGroups_result_groups(
        rd_kafka_event_DescribeConsumerGroups_result(e), &n);
    assert_int_equal(n, l.n);
    for (size_t i = 0; i < n; i++) {
        must_be_fine(rd_kafka_ConsumerGroupDescription_error(found[i]));
        fprintf(
            s->out, "group %s: %s, %zu members\n",
            rd_kafka_ConsumerGroupDescription_group_id(found[i]),
            rd_kafka_consumer_group_state_name(rd_kafka_ConsumerGroupDescription_state(found[i])),
            rd_kafka_ConsumerGroupDescription_member_count(found[i]));
    }
    rd_kafka_event_destroy(e);
    for (size_t i = 0; i < l.n; i++)
        commits(s, l.of[i]);
    settings(s, RD_KAFKA_RESOURCE_GROUP, &l, NULL);
    free_names(&l);
}

/* ---- rules, users, brokers ------------------------------------------------------------------- */

static void acls(struct snapshot *s)
{
    rd_kafka_AclBindingFilter_t *any = rd_kafka_AclBindingFilter_new(
        RD_KAFKA_RESOURCE_ANY, NULL, RD_KAFKA_RESOURCE_PATTERN_ANY, NULL, NULL,
        RD_KAFKA_ACL_OPERATION_ANY, RD_KAFKA_ACL_PERMISSION_TYPE_ANY, NULL, 0);
    const rd_kafka_AclBinding_t **found;
    rd_kafka_event_t *e;
    size_t n;

    rd_kafka_DescribeAcls(s->rk, any, NULL, s->queue);
    rd_kafka_AclBinding_destroy(any);
    e = answer(s);
    found = rd_kafka_DescribeAcls_result_acls(rd_kafka_event_DescribeAcls_result(e), &n);
    for (size_t i = 0; i < n; i++) {
        const char *name = rd_kafka_AclBinding_name(found[i]),
                   *who = rd_kafka_AclBinding_principal(found[i]);

        if (strstr(name, s->mark) || strstr(who, s->mark))
            fprintf(s->out, "acl: %s %s %s %s %s %s %s\n", who,
                    rd_kafka_AclPermissionType_name(rd_kafka_AclBinding_permission_type(found[i])),
                    rd_kafka_AclOperation_name(rd_kafka_AclBinding_operation(found[i])),
                    rd_kafka_ResourceType_name(rd_kafka_AclBinding_restype(found[i])),
                    rd_kafka_ResourcePatternType_name(
                        rd_kafka_AclBinding_resource_pattern_type(found[i])),
                    name, rd_kafka_AclBinding_host(found[i]));
    }
    rd_kafka_event_destroy(e);
}

static void users(struct snapshot *s)
{
    const rd_kafka_UserScramCredentialsDescription_t **found;
    rd_kafka_event_t *e;
    size_t n;

    rd_kafka_DescribeUserScramCredentials(s->rk, NULL, 0, NULL, s->queue);
    e = answer(s);
    found = rd_kafka_DescribeUserScramCredentials_result_descriptions(
        rd_kafka_event_DescribeUserScramCredentials_result(e), &n);
    for (size_t i = 0; i < n; i++) {
        const char *name = rd_kafka_UserScramCredentialsDescription_user(found[i]);
        size_t many = rd_kafka_UserScramCredentialsDescription_scramcredentialinfo_count(found[i]);

        for (size_t k = 0; strstr(name, s->mark) && k < many; k++) {
            const rd_kafka_ScramCredentialInfo_t *one =
                rd_kafka_UserScramCredentialsDescription_scramcredentialinfo(found[i], k);

            fprintf(s->out, "user %s: mechanism %d, %d iterations\n", name,
                    (int)rd_kafka_ScramCredentialInfo_mechanism(one),
                    (int)rd_kafka_ScramCredentialInfo_iterations(one));
        }
    }
    rd_kafka_event_destroy(e);
}

static void broker(struct snapshot *s)
{
    static char id[] = "1";
    struct names one = {{id}, 1};

    settings(s, RD_KAFKA_RESOURCE_BROKER, &one, SNAPSHOT_BROKER_KEY);
}

/* ---- as text --------------------------------------------------------------------------------- */

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The lines of a text, which is cut up; the list is malloc'd. */
static char **lines_of(char *text, size_t *n)
{
    char **list = calloc(strlen(text) + 1, sizeof *list);

    *n = 0;
    for (char *end; *text; text = end + 1) {
        list[(*n)++] = text;
        end = strchr(text, '\n');
        assert_non_null(end);
        *end = '\0';
    }
    return list;
}

static char *sorted(char *text)
{
    size_t n, size;
    char **list = lines_of(text, &n), *all;
    FILE *out = open_memstream(&all, &size);

    qsort(list, n, sizeof *list, by_text);
    for (size_t i = 0; i < n; i++)
        fprintf(out, "%s\n", list[i]);
    fclose(out);
    free(list);
    free(text);
    return all;
}

char *snapshot_of(const char *mark)
{
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    struct snapshot s = {.mark = mark};
    char *text, why[256];
    size_t size;

    rd_kafka_conf_set(conf, "bootstrap.servers", run_env("KLAMM_BOOTSTRAP"), why, sizeof why);
    rd_kafka_conf_set_log_cb(conf, NULL);
    s.rk = rd_kafka_new(RD_KAFKA_CONSUMER, conf, why, sizeof why);
    if (!s.rk)
        fail_msg("%s", why);
    s.queue = rd_kafka_queue_new(s.rk);
    s.out = open_memstream(&text, &size);
    topics(&s);
    groups(&s);
    acls(&s);
    users(&s);
    broker(&s);
    fclose(s.out);
    rd_kafka_queue_destroy(s.queue);
    rd_kafka_destroy(s.rk);
    return sorted(text);
}

char *snapshot_settled(const char *mark)
{
    char *last = snapshot_of(mark);

    for (int in_a_row = 1, turns = 0; in_a_row < 3; turns++) {
        char *now = snapshot_of(mark);

        assert_true(turns < 100);
        in_a_row = strcmp(last, now) == 0 ? in_a_row + 1 : 1;
        free(last);
        last = now;
    }
    return last;
}

char *snapshot_diff(const char *before, const char *after)
{
    char *a = strdup(before), *b = strdup(after), *text;
    size_t na, nb, size;
    char **x = lines_of(a, &na), **y = lines_of(b, &nb);
    FILE *out = open_memstream(&text, &size);

    for (size_t i = 0, k = 0; i < na || k < nb;) {
        int order = i == na ? 1 : k == nb ? -1 : strcmp(x[i], y[k]);

        if (order)
            fprintf(out, "%c %s\n", order < 0 ? '-' : '+', order < 0 ? x[i] : y[k]);
        i += order <= 0;
        k += order >= 0;
    }
    fclose(out);
    free(x);
    free(y);
    free(a);
    free(b);
    return text;
}
