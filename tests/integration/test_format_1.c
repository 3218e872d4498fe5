/* Files of format 1, which klamm wrote before the facts of a plan had ids: a change in the journal
 * is undone and sent on, and a saved plan is sent, as those of today are. */
#include "core/base/buf.h"
#include "core/base/file.h"
#include "core/journal/journal.h"
#include "core/journal/journal_impl.h"
#include "tests/support/act.h"
#include "tests/support/admin.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>

static const char OLD_TOPIC[] = "old-orders", OLD_TOPIC_ID[] = "WBRK54WtQOqtPKxpEEgVHQ",
                  OLD_CHANGE[] = "20261130-203356-cf8df4"; /* of retention.ms, from 7 d to 1 d */

static struct act act;
static char topic[64], change[64];

static int set_up(void **state)
{
    static const char *const settings[] = {"retention.ms=86400000", NULL};

    (void)state;
    snprintf(topic, sizeof topic, "%s", run_name("format-1"));
    snprintf(change, sizeof change, "%s", run_name("20261130-203356"));
    admin_create_topic(topic, 2, 1, settings);
    act_open(&act, NULL);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    admin_delete_topic(topic);
    act_close(&act);
    return 0;
}

static void replace(struct buf *b, const char *from, const char *to)
{
    for (char *at = b->data; (at = strstr(at, from));) {
        size_t offset = (size_t)(at - b->data);

        buf_erase(b, offset, strlen(from));
        buf_insert(b, offset, to, strlen(to));
        at = b->data + offset + strlen(to);
    }
}

static void append(const char *line, size_t len, const char *topic_id)
{
    char *path = journal_path(run_env("KLAMM_CLUSTER_ID"), NULL);
    struct err err = {0};
    struct buf b;

    buf_init(&b, 0);
    buf_add(&b, line, len);
    buf_addc(&b, '\n');
    replace(&b, OLD_CHANGE, change);
    replace(&b, OLD_TOPIC, topic);
    replace(&b, OLD_TOPIC_ID, topic_id);
    if (!journal_append(path, buf_str(&b), &err))
        fail_msg("%s", err.msg);
    buf_release(&b);
    free(path);
}

/* Puts the old change, made of this topic, into the journal of this cluster. */
static void write_change(const char *topic_id, bool with_result)
{
    struct err err = {0};
    struct buf b;
    bool result = false;

    buf_init(&b, 0);
    if (!file_read("tests/fixtures/format-1/journal.jsonl", 1 << 20, &b, &err))
        fail_msg("%s", err.msg);
    for (const char *at = buf_str(&b), *end; (end = strchr(at, '\n')); at = end + 1) {
        const char *id = strstr(at, OLD_CHANGE);

        if (!id || id > end)
            continue;
        if (!result || with_result)
            append(at, (size_t)(end - at), topic_id);
        result = true;
    }
    buf_release(&b);
}

static const char *id_now(void)
{
    static char id[64];
    struct plan *p =
        act_plan_ok(&act, "config-alter", "name", topic, "set", "retention.ms=1h", NULL);
    const struct plan_fact *f =
        plan_fact_find(p, &(struct plan_fact){.id = PLAN_FACT_TOPIC_ID, .object = topic});

    assert_non_null(f);
    snprintf(id, sizeof id, "%s", f->value);
    plan_free(p);
    return id;
}

static void test_undo(void **state)
{
    struct plan *p;

    (void)state;
    write_change(id_now(), true);
    p = act_plan_ok(&act, "undo", "id", change, NULL);
    if (p->blocked)
        fail_msg("%s", p->blocked);
    assert_int_equal(p->nsteps, 1);
    assert_int_equal(act_apply(&act, p).status, APPLY_DONE);
    plan_free(p);
    act_wait_setting(&act, topic, "retention.ms", "604800000");
}

/* The topic of that name is another one: only the fact in the entry shows it. */
static void test_undo_of_a_topic_that_was_created_again(void **state)
{
    struct plan *p;

    (void)state;
    write_change("AAAAAAAAQOqtPKxpEEgVHQ", true);
    p = act_plan_ok(&act, "undo", "id", change, NULL);
    assert_non_null(p->blocked);
    assert_non_null(strstr(p->blocked, "its id was AAAAAAAAQOqtPKxpEEgVHQ"));
    plan_free(p);
}

static void test_resume(void **state)
{
    struct plan *p;

    (void)state;
    admin_set("topic", topic, "retention.ms", "3600000");
    act_wait_setting(&act, topic, "retention.ms", "3600000");
    write_change(id_now(), false);
    p = act_plan_ok(&act, "resume", "id", change, NULL);
    if (p->blocked)
        fail_msg("%s", p->blocked);
    assert_int_equal(p->nsteps, 1);
    assert_int_equal(act_apply(&act, p).status, APPLY_DONE);
    plan_free(p);
    act_wait_setting(&act, topic, "retention.ms", "86400000");
}

/* The test cluster's id is always the same, so the file fits. */
static void test_plan_in(void **state)
{
    const char *brokers = run_env("KLAMM_BOOTSTRAP");
    struct run r;

    (void)state;
    r = run_klamm("-b %s topic-create --plan-in tests/fixtures/format-1/topic-create.json --yes",
                  brokers);
    if (r.status)
        fail_msg("%s%s", r.out, r.err);
    run_release(&r);
    r = run_klamm("-b %s topic-create --plan-in tests/fixtures/format-1/topic-create.json --yes",
                  brokers);
    assert_int_not_equal(r.status, 0); /* it is there now */
    run_release(&r);
    admin_delete_topic("old-new");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_undo, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_undo_of_a_topic_that_was_created_again, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_resume, set_up, tear_down),
        cmocka_unit_test(test_plan_in),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
