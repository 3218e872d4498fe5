/* Topics and groups that are deleted while klamm reads: what a broker does not know any more is left
 * out, after the list of all was read again. It is never an error, and never a number. */
#include "tests/support/admin.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RUNS = 12 };

static char prefix[80];

static int set_up(void **state)
{
    snprintf(prefix, sizeof prefix, "%s", run_name("deleted"));
    *state = admin_churn_groups(prefix);
    return 0;
}

static int tear_down(void **state)
{
    admin_churn_stop(*state);
    return 0;
}

static void fine(const struct run *r, const char *what)
{
    if (r->status != 0 || strstr(r->err, "unknown"))
        fail_msg("%s: exit %d: %s\n%s", what, r->status, r->err, r->out);
}

/* Calls check(row) for each. */
static void each_row(const struct run *r, void (*check)(const json_t *row))
{
    json_error_t e;
    json_t *rows = json_loads(r->out, 0, &e), *row;
    size_t i;
    if (!rows)
        fail_msg("%s: %s", e.text, r->out);
    json_array_foreach(rows, i, row) check(row);
    json_decref(rows);
}

static void is_number(const json_t *row, const char *key, json_int_t expected)
{
    const json_t *v = json_object_get(row, key);
    if (!json_is_integer(v) || json_integer_value(v) != expected) {
        char *text = json_dumps(row, 0);
        fail_msg("%s is not %lld: %s", key, (long long)expected, text);
    }
}

static void topic_row(const json_t *row)
{
    is_number(row, "partitions", 3);
}

static void group_row(const json_t *row)
{
    if (!json_is_null(json_object_get(row, "lag"))) /* all it had commits of was deleted */
        is_number(row, "lag", 0);
    is_number(row, "lost", 0);
}

static void partition_row(const json_t *row)
{
    is_number(row, "lag", 0);
}

static void lists(const char *list, const char *filter, void (*check)(const json_t *row))
{
    for (int i = 0; i < RUNS; i++) {
        struct run r =
            run_klamm("-b %s get %s%s -o json", run_env("KLAMM_BOOTSTRAP"), list, filter);
        fine(&r, list);
        each_row(&r, check);
        run_release(&r);
    }
}

static void get_topics(void **state)
{
    (void)state;
    char filter[120];
    snprintf(filter, sizeof filter, " --filter 'topic~%s'", prefix);
    lists("topics", filter, topic_row);
}

static void get_groups(void **state)
{
    (void)state;
    char filter[120];
    snprintf(filter, sizeof filter, " --filter 'group~%s'", prefix);
    lists("groups", filter, group_row);
}

static void get_group_partitions(void **state)
{
    (void)state;
    char name[120];
    snprintf(name, sizeof name, " %s", prefix);
    lists("group-partitions", name, partition_row);
}

static void health(void **state)
{
    (void)state;
    for (int i = 0; i < RUNS; i++) {
        struct run r = run_klamm("-b %s health --filter where=none", run_env("KLAMM_BOOTSTRAP"));
        if (r.status > 2 ||
            strstr(r.err, "unknown")) /* what else is wrong there is another matter */
            fail_msg("health: exit %d: %s\n%s", r.status, r.err, r.out);
        run_release(&r);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(get_topics),
        cmocka_unit_test(get_groups),
        cmocka_unit_test(get_group_partitions),
        cmocka_unit_test(health),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
