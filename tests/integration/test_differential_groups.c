/* Generated groups, described by klamm and by kafka-consumer-groups --describe: the same commits,
 * log ends, lag, owners, members, states, coordinators and assignors. Random as
 * test_differential_offsets.c (KLAMM_SEED=n repeats one).
 *
 * Where klamm differs on purpose: the lag is counted in records that are there, so it is not below
 * zero, and counts from the log start where the commit lies before it; the rest is reported as
 * lost. */
#include "core/base/buf.h"
#include "core/base/clock.h"
#include "tests/support/admin.h"
#include "tests/support/client.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { GROUPS = 14, CLASSIC = 0, NEW = 1, PARTITIONS = 3 };

static char topics[2][100], groups[GROUPS][100];
static int64_t ends[2][PARTITIONS], starts[2][PARTITIONS];
static struct client_member *members[4];
static uint64_t dice;
static size_t compared;

static int64_t some(int64_t from, int64_t to)
{
    dice ^= dice << 13;
    dice ^= dice >> 7;
    dice ^= dice << 17;
    return from + (int64_t)(dice % (uint64_t)(to - from + 1));
}

static void make_topics(void)
{
    for (int t = 0; t < 2; t++) {
        snprintf(topics[t], sizeof topics[t], "%s", run_name(t ? "dg.dotted" : "dg-plain"));
        admin_create_topic(topics[t], PARTITIONS, 1, NULL);
        for (int p = 0; p < PARTITIONS; p++) {
            int n = t && p == 2 ? 0 : (int)some(5, 60);

            if (n)
                client_produce(topics[t], p, n, 0, 0);
            ends[t][p] = n;
            starts[t][p] = n > 4 && some(0, 1) ? some(1, 4) : 0;
            if (starts[t][p])
                admin_delete_records(topics[t], p, starts[t][p]);
        }
    }
}

static void make_groups(void)
{
    struct admin_offset list[GROUPS * 2 * PARTITIONS];
    size_t n = 0;

    for (int g = 0; g < GROUPS; g++) {
        snprintf(groups[g], sizeof groups[g], "%s", run_name("dg-g"));
        for (int t = 0; t < 2; t++) {
            for (int p = 0; p < PARTITIONS; p++) {
                if (some(0, 2) || (t == 0 && p == 0))
                    list[n++] =
                        (struct admin_offset){groups[g], topics[t], p, some(0, ends[t][p] + 9)};
            }
        }
    }
    admin_commit(list, n);
}

static int set_up(void **state)
{
    const char *seed = getenv("KLAMM_SEED");

    (void)state;
    dice = seed ? strtoull(seed, NULL, 10) : (uint64_t)clock_wall_ms();
    print_message("KLAMM_SEED=%" PRIu64 "\n", dice);
    dice = dice * 2862933555777941757u + 3037000493u;
    make_topics();
    make_groups();
    members[0] = client_join(groups[CLASSIC], topics[0], "dg-classic-1", "classic");
    members[1] = client_join(groups[NEW], topics[0], "dg-new-1", "consumer");
    members[2] = client_join(groups[NEW], topics[0], "dg-new-2", "consumer");
    members[3] = client_join(groups[CLASSIC], topics[0], "dg-classic-2", "classic");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    print_message("%zu facts compared\n", compared);
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        client_leave(members[i]);
    for (int t = 0; t < 2; t++)
        admin_delete_topic(topics[t]);
    return 0;
}

/* ---- the two tables -------------------------------------------------------------------------- */

/* Kafka's table, all groups at once: words of the lines that begin with one of them. */
struct kafka_group {
    char *text;
    struct line {
        char *word[12];
        size_t n;
    } lines[200];
    size_t n;
};

static void kafka_says(struct kafka_group *t, const char *options)
{
    char *line, *rest;
    struct buf b;

    buf_init(&b, 0);
    for (int g = 0; g < GROUPS; g++)
        buf_addf(&b, " --group %s", groups[g]);
    t->n = 0;
    t->text = run_tool("groups --timeout 30000 --describe %s%s 2>/dev/null", options, buf_str(&b));
    buf_release(&b);
    rest = t->text;
    while ((line = strsep(&rest, "\n"))) {
        struct line *l = &t->lines[t->n];
        char *word;

        if (strncmp(line, "dg-g-", 5) != 0)
            continue;
        assert_true(t->n < sizeof t->lines / sizeof *t->lines);
        for (l->n = 0; (word = strsep(&line, " ")) && l->n < sizeof l->word / sizeof *l->word;) {
            if (*word)
                l->word[l->n++] = word;
        }
        t->n++;
    }
}

static json_t *klamm_says(const char *list, const char *scope)
{
    struct run r = run_klamm("-b %s get %s %s -o json", run_env("KLAMM_BOOTSTRAP"), list, scope);
    json_error_t e;
    json_t *v = json_loads(r.out, 0, &e);

    if (!v)
        fail_msg("%s %s: %s: %s", list, scope, e.text, r.err);
    run_release(&r);
    return v;
}

/* Kafka writes "-" for nothing, and "/" before an address; a member's id may begin with one too. */
static void same_text(const char *what, const char *kafka, const json_t *ours)
{
    char number[32];
    const char *mine = json_string_value(ours);

    if (json_is_integer(ours)) {
        snprintf(number, sizeof number, "%" JSON_INTEGER_FORMAT, json_integer_value(ours));
        mine = number;
    }
    if (strcmp(kafka, "-") == 0)
        kafka = NULL;
    else if (*kafka == '/' && strcmp(what, "host") == 0)
        kafka++;
    if (kafka != mine && (!kafka || !mine || strcasecmp(kafka, mine) != 0))
        fail_msg("%s: Kafka says %s, klamm %s", what, kafka ? kafka : "nothing",
                 mine ? mine : "nothing");
    compared++;
}

static const json_t *field(const json_t *row, const char *name)
{
    const json_t *v = json_object_get(row, name);

    assert_non_null(v);
    return v;
}

/* ---- offsets --------------------------------------------------------------------------------- */

static const json_t *row_of(const json_t *rows, const char *topic, const char *partition)
{
    size_t i;
    json_t *row;

    json_array_foreach((json_t *)rows, i, row)
    {
        if (strcmp(json_string_value(field(row, "topic")), topic) == 0 &&
            json_integer_value(field(row, "partition")) == strtoll(partition, NULL, 10))
            return row;
    }
    fail_msg("klamm has no row for %s-%s", topic, partition);
    return NULL;
}

/* GROUP TOPIC PARTITION CURRENT-OFFSET LOG-END-OFFSET LAG CONSUMER-ID HOST CLIENT-ID */
static void same_row(const struct line *l, const json_t *row)
{
    int64_t committed, end, start, lag;

    same_text("committed", l->word[3], field(row, "committed"));
    same_text("end", l->word[4], field(row, "end"));
    same_text("member", l->word[6], field(row, "member"));
    same_text("host", l->word[7], field(row, "host"));
    same_text("owner", l->word[8], field(row, "owner"));
    if (strcmp(l->word[3], "-") == 0) {
        assert_true(json_is_null(field(row, "lag")));
        return;
    }
    committed = strtoll(l->word[3], NULL, 10);
    end = strtoll(l->word[4], NULL, 10);
    start = json_integer_value(field(row, "start"));
    lag = json_integer_value(field(row, "lag"));
    assert_int_equal(strtoll(l->word[5], NULL, 10), end - committed);
    if (committed > end)
        assert_int_equal(lag, 0);
    else
        assert_int_equal(lag + json_integer_value(field(row, "lost")), end - committed);
    assert_int_equal(json_integer_value(field(row, "lost")),
                     committed < start ? start - committed : 0);
    compared += 2;
}

static void test_offsets(void **state)
{
    static struct kafka_group t;

    (void)state;
    kafka_says(&t, "--offsets");
    for (int g = 0; g < GROUPS; g++) {
        json_t *rows = klamm_says("group-partitions", groups[g]);
        size_t seen = 0;

        for (size_t i = 0; i < t.n; i++) {
            if (strcmp(t.lines[i].word[0], groups[g]) != 0)
                continue;
            same_row(&t.lines[i], row_of(rows, t.lines[i].word[1], t.lines[i].word[2]));
            seen++;
        }
        assert_int_equal(json_array_size(rows), seen);
        json_decref(rows);
    }
    free(t.text);
}

/* ---- members and states ---------------------------------------------------------------------- */

/* "topic:0,1" as Kafka's tool has it, "-" for nothing. */
static void same_assignment(const char *kafka, const json_t *ours)
{
    const char *topic;
    json_t *numbers, *one;
    struct buf b;
    size_t i;

    buf_init(&b, 0);
    json_object_foreach((json_t *)ours, topic, numbers)
    {
        buf_addf(&b, "%s%s:", b.len ? ";" : "", topic);
        json_array_foreach(numbers, i, one)
            buf_addf(&b, "%s%" JSON_INTEGER_FORMAT, i ? "," : "", json_integer_value(one));
    }
    if (strcmp(kafka, b.len ? buf_str(&b) : "-") != 0)
        fail_msg("assignment: Kafka says %s, klamm %s", kafka, buf_str(&b));
    buf_release(&b);
    compared++;
}

/* GROUP CONSUMER-ID HOST CLIENT-ID #PARTITIONS CURRENT-EPOCH CURRENT-ASSIGNMENT … */
static void same_member(const struct line *l, const json_t *rows)
{
    size_t i;
    json_t *row;

    json_array_foreach((json_t *)rows, i, row)
    {
        if (strcmp(json_string_value(field(row, "member")), l->word[1]) != 0)
            continue;
        same_text("host", l->word[2], field(row, "host"));
        same_text("client", l->word[3], field(row, "client"));
        same_text("partitions", l->word[4], field(row, "partitions"));
        same_assignment(l->word[6], field(row, "assignment"));
        return;
    }
    fail_msg("klamm does not know member %s", l->word[1]);
}

static void test_members(void **state)
{
    static struct kafka_group t;

    (void)state;
    kafka_says(&t, "--members --verbose");
    assert_int_equal(t.n, 4);
    for (int g = CLASSIC; g <= NEW; g++) {
        json_t *rows = klamm_says("members", groups[g]);

        assert_int_equal(json_array_size(rows), 2);
        for (size_t i = 0; i < t.n; i++) {
            if (strcmp(t.lines[i].word[0], groups[g]) == 0)
                same_member(&t.lines[i], rows);
        }
        json_decref(rows);
    }
    free(t.text);
}

static const json_t *group_of(const json_t *rows, const char *group)
{
    size_t i;
    json_t *row;

    json_array_foreach((json_t *)rows, i, row)
    {
        if (strcmp(json_string_value(field(row, "group")), group) == 0)
            return row;
    }
    fail_msg("klamm does not list %s", group);
    return NULL;
}

/* GROUP COORDINATOR (ID) ASSIGNMENT-STRATEGY STATE #MEMBERS */
static void test_states(void **state)
{
    json_t *rows = klamm_says("groups", "--filter 'group~^dg-g-'");
    static struct kafka_group t;
    char id[16];

    (void)state;
    kafka_says(&t, "--state");
    assert_int_equal(t.n, GROUPS);
    for (size_t i = 0; i < t.n; i++) {
        const struct line *l = &t.lines[i];
        const json_t *row = group_of(rows, l->word[0]);

        snprintf(id, sizeof id, "%.*s", (int)strlen(l->word[2]) - 2, l->word[2] + 1);
        same_text("coordinator", id, field(row, "coordinator"));
        same_text("assignor", l->word[3], field(row, "assignor"));
        same_text("state", l->word[4], field(row, "state"));
        same_text("members", l->word[5], field(row, "members"));
    }
    json_decref(rows);
    free(t.text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_offsets),
        cmocka_unit_test(test_members),
        cmocka_unit_test(test_states),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
