/* undo against the real cluster: what was written is undone as long as it is still there, and
 * nothing at all is sent once another user has changed it, the topic is another one, the group is
 * active, or it was undone already. */
#include "core/action/apply.h"
#include "core/base/clock.h"
#include "core/journal/journal_read.h"
#include "core/journal/journal_write.h"
#include "tests/support/act.h"
#include "tests/support/admin.h"
#include "tests/support/client.h"
#include "tests/support/journalled.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static struct act act;
static char topic[64], group[64];

static int set_up(void **state)
{
    static const char *const settings[] = {"retention.ms=604800000", NULL};

    (void)state;
    snprintf(topic, sizeof topic, "%s", run_name("act-undo"));
    snprintf(group, sizeof group, "%s", run_name("act-undo-g"));
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

static struct journal journal_now(void)
{
    struct journal j;
    struct err err = {0};

    if (!journal_read(&j, run_env("KLAMM_CLUSTER_ID"), &err))
        fail_msg("%s", err.msg);
    return j;
}

static size_t entries(void)
{
    struct journal j = journal_now();
    size_t n = j.n;

    journal_release(&j);
    return n;
}

/* Does it and gives the entry's id. */
static const char *did(struct plan *p)
{
    static char ids[8][JOURNAL_ID];
    static int next;
    struct apply_result r = act_apply(&act, p);
    char *id = ids[next++ % 8];

    if (r.status != APPLY_DONE)
        fail_msg("%s: %s: %s", p->title, apply_status_name(r.status), r.err.msg);
    snprintf(id, JOURNAL_ID, "%s", r.journal_id);
    plan_free(p);
    return id;
}

/* Whichever broker is asked next knows what was done. */
static const char *known(const char *id)
{
    admin_await_settings(topic);
    return id;
}

static const char *set_config(const char *what)
{
    return known(did(act_plan_ok(&act, "config-alter", "name", topic, "set", what, NULL)));
}

static void assert_now(const char *key, const char *value)
{
    struct plan *p = act_plan_ok(&act, "config-alter", "name", topic, "revert", key, NULL);

    assert_string_equal(act_cell(p, key, "now"), value);
    plan_free(p);
}

/* Brokers learn of a change a moment after the controller said yes. */
static void set_by_hand(const char *key, const char *value, const char *shown)
{
    bool there = false;

    admin_set("topic", topic, key, value);
    for (int i = 0; !there; i++) {
        struct plan *p = act_plan_ok(&act, "config-alter", "name", topic, "revert", key, NULL);

        assert_true(i < 2000);
        there = strcmp(act_cell(p, key, "now"), shown) == 0;
        plan_free(p);
    }
}

/* The plan is shown with the reason, and sending it sends and writes nothing. */
static void assert_blocked(struct plan *p, const char *why)
{
    size_t before = entries();

    assert_non_null(p->blocked);
    if (!strstr(p->blocked, why))
        fail_msg("blocked by: %s", p->blocked);
    assert_int_equal(act_apply(&act, p).status, APPLY_GUARD);
    for (size_t i = 0; i < p->nsteps; i++)
        assert_int_equal(p->steps[i].state, STEP_PLANNED);
    assert_int_equal(entries(), before);
    plan_free(p);
}

static void assert_refused(const char *id, const char *why)
{
    struct err err = {0};

    assert_null(act_plan(&act, &err, "undo", "id", id, NULL));
    assert_int_equal(err.kind, ERR_GUARD);
    if (!strstr(err.msg, why))
        fail_msg("%s", err.msg);
}

/* There, back, and there again: each is an entry of its own that names the one it undoes. */
static void test_back_and_forth(void **state)
{
    const char *id = set_config("retention.ms=1h"), *back, *again;
    const struct journal_entry *e;
    struct journal j;
    struct plan *p;
    char *seen;

    (void)state;
    p = act_plan_ok(&act, "undo", "id", id, NULL);
    assert_null(p->blocked);
    assert_int_equal(p->nsteps, 1);
    assert_string_equal(p->steps[0].before, "3600000");
    assert_string_equal(p->steps[0].after, "604800000");
    assert_string_equal(act_cell(p, "0", "now"), "1 h (3600000)");
    assert_string_equal(act_cell(p, "0", "will"), "7 d (604800000)");
    assert_int_equal(p->danger, DANGER_LOW); /* more is retained: nothing can be lost */
    assert_non_null(strstr(p->command, "--add-config retention.ms=604800000"));
    back = known(did(p));
    seen = run_tool("configs --describe --topic '%s'", topic);
    assert_non_null(strstr(seen, "retention.ms=604800000"));
    free(seen);

    j = journal_now();
    e = journal_find(&j, back);
    assert_string_equal(e->undoes, id);
    assert_string_equal(journal_find(&j, id)->undone_by, back);
    journal_release(&j);
    assert_refused(id, back);

    again = did(act_plan_ok(&act, "undo", "id", back, NULL));
    assert_now("retention.ms", "1 h (3600000)");
    j = journal_now();
    assert_null(journal_find(&j, id)->undone_by); /* it counts again, and can be undone again */
    assert_string_equal(journal_find(&j, back)->undone_by, again);
    journal_release(&j);
    did(act_plan_ok(&act, "undo", "id", id, NULL));
    assert_now("retention.ms", "7 d (604800000)");
}

/* A key that had no value of its own gets none again; what another user changed stays. */
static bool warns(const struct plan *p, const char *words)
{
    bool found = false;

    for (size_t i = 0; i < p->nwarnings; i++)
        found = found || strstr(p->warnings[i], words);
    return found;
}

/* Back to what was there before is a shorter retention, which deletes. */
static void test_warns_as_the_verb_does(void **state)
{
    const char *id = set_config("retention.ms=30d");
    struct plan *p;

    (void)state;
    client_produce(topic, 1, 6, clock_wall_ms() - 10 * INT64_C(86400000), 0);
    p = act_plan_ok(&act, "undo", "id", id, NULL);
    assert_true(warns(p, "about 6 records older than"));
    assert_int_equal(p->danger, DANGER_HIGH);
    plan_free(p);
    did(act_plan_ok(&act, "records-delete", "topic", topic, NULL));
    p = act_plan_ok(&act, "undo", "id", id, NULL);
    assert_false(warns(p, "older than"));
    did(p);
    set_config("cleanup.policy=[]");
    act_wait_setting(&act, topic, "cleanup.policy", "");
    id = set_config("cleanup.policy=delete");
    act_wait_setting(&act, topic, "cleanup.policy", "delete");
    p = act_plan_ok(&act, "undo", "id", id, NULL);
    assert_true(warns(p, "grow without limit"));
    assert_int_equal(p->danger, DANGER_HIGH);
    plan_free(p);
}

static void test_someone_else_changed_it(void **state)
{
    struct plan *p = act_plan_ok(&act, "config-alter", "name", topic, "set", "retention.ms=1h",
                                 "set", "flush.ms=5000", NULL);
    const char *id = did(p);

    (void)state;
    set_by_hand("retention.ms", "7200000", "2 h (7200000)");
    assert_blocked(act_plan_ok(&act, "undo", "id", id, NULL),
                   "is now 7200000, and was written as 3600000");
    assert_now("flush.ms", "5 s (5000)");

    p = act_plan_ok(&act, "undo", "id", id, "keep-moved", "true", NULL);
    assert_null(p->blocked);
    assert_int_equal(p->nsteps, 1);
    assert_true(act_warns(p, "is now 7200000"));
    did(p);
    assert_now("retention.ms", "2 h (7200000)");
    p = act_plan_ok(&act, "config-alter", "name", topic, "revert", "flush.ms", NULL);
    assert_string_equal(act_cell(p, "flush.ms", "note"), "has no value of its own");
    plan_free(p);
}

/* Put back by hand: there is nothing to do. It is said only when each broker has had time to learn of
 * the change, as one that has not would answer the same. */
static void test_put_back_by_hand(void **state)
{
    enum { KNOWN_MS = 3000 };
    int64_t start = clock_mono_ms();
    const char *id = set_config("retention.ms=1h");
    struct plan *p;
    size_t before;

    (void)state;
    set_by_hand("retention.ms", "604800000", "7 d (604800000)");
    p = act_plan_ok(&act, "undo", "id", id, NULL);
    assert_true(clock_mono_ms() - start >= KNOWN_MS);
    assert_true(plan_is_empty(p));
    assert_string_equal(act_cell(p, "0", "note"), "is as it was before");
    before = entries();
    assert_int_equal(act_apply(&act, p).status, APPLY_DONE);
    assert_int_equal(entries(), before);
    plan_free(p);
}

/* Two people undo the same: the second one is refused, and nothing is sent twice. */
static void test_undone_meanwhile(void **state)
{
    const char *id = set_config("retention.ms=1h");
    struct plan *first = act_plan_ok(&act, "undo", "id", id, NULL);
    struct plan *second = act_plan_ok(&act, "undo", "id", id, NULL);
    struct apply_result r;
    size_t before;

    (void)state;
    did(first);
    before = entries();
    r = act_apply(&act, second);
    assert_int_equal(r.status, APPLY_MOVED);
    assert_non_null(strstr(r.err.msg, "it was undone by"));
    assert_int_equal(entries(), before);
    plan_free(r.again);
    plan_free(second);
}

static void test_topic_created_again(void **state)
{
    const char *id = set_config("retention.ms=1h");
    static const char *const settings[] = {"retention.ms=3600000", NULL};

    (void)state;
    admin_delete_topic(topic);
    assert_blocked(act_plan_ok(&act, "undo", "id", id, NULL), "no longer exists");
    admin_create_topic(topic, 1, 1, settings); /* looks the same, and is not */
    assert_blocked(act_plan_ok(&act, "undo", "id", id, NULL), "deleted and created again");
}

static void test_offsets(void **state)
{
    struct client_member *m;
    struct plan *p;
    char row[100];
    const char *id;

    (void)state;
    client_produce(topic, 0, 20, 0, 0);
    client_produce(topic, 1, 20, 0, 0);
    client_commit(group, topic, 0, 4);
    client_commit(group, topic, 1, 5);
    id = did(act_plan_ok(&act, "offsets-reset", "watch-commits", "0", "group", group, "to",
                         "latest", NULL));

    m = client_join(group, topic, "act-undo-7", "classic");
    assert_blocked(act_plan_ok(&act, "undo", "id", id, NULL), "is active");
    client_leave(m);

    client_commit(group, topic, 1, 20);
    p = act_plan_ok(&act, "undo", "id", id, NULL);
    assert_null(p->blocked);
    snprintf(row, sizeof row, "%s-1", topic);
    assert_string_equal(act_step(p, row)->before, "20");
    assert_string_equal(act_step(p, row)->after, "5");
    did(p);
    p = act_plan_ok(&act, "offsets-reset", "watch-commits", "0", "group", group, "to", "earliest",
                    NULL);
    assert_string_equal(act_cell(p, row, "committed"), "5");
    plan_free(p);

    id = did(act_plan_ok(&act, "offsets-reset", "watch-commits", "0", "group", group, "to",
                         "latest", NULL));
    client_produce(topic, 1, 5, 0, 0);
    client_commit(group, topic, 1, 23); /* went on reading */
    assert_blocked(act_plan_ok(&act, "undo", "id", id, NULL), "is now 23, and was written as 20");
}

static void test_cant_be_undone(void **state)
{
    const char *name = run_name("act-undo-new");
    const char *id = did(act_plan_ok(&act, "topic-create", "name", name, "partitions", "1", NULL));
    struct err err = {0};

    (void)state;
    assert_refused(id, "delete the topic instead");
    admin_delete_topic(name);
    assert_null(act_plan(&act, &err, "undo", "id", "20200101-000000-abcdef", NULL));
    assert_int_equal(err.kind, ERR_NOT_FOUND);
}

/* A klamm that writes down what it is about to do and is killed before an answer comes. */
static void write_intent_and_die(const struct plan *p)
{
    struct journal_where where = {.cluster_id = run_env("KLAMM_CLUSTER_ID"), .cluster_name = "x"};
    char id[JOURNAL_ID];
    int status;
    pid_t pid = fork();

    if (pid == 0)
        _exit(journalled_intent(&where, p, id, NULL) ? 0 : 1);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
}

/* Of a change without a result only that is offered which is there as asked. */
static void test_interrupted(void **state)
{
    struct plan *p = act_plan_ok(&act, "config-alter", "name", topic, "set", "retention.ms=1h",
                                 "set", "flush.ms=5000", NULL);
    const struct journal_entry *e;
    struct journal j;
    size_t at;

    (void)state;
    write_intent_and_die(p);
    plan_free(p);
    j = journal_now();
    at = j.n;
    e = journal_open(&j, "config-alter", &at);
    assert_non_null(e);
    assert_true(journal_interrupted(e));
    assert_int_equal(e->counts.unknown, 2);

    p = act_plan_ok(&act, "undo", "id", e->id, NULL);
    assert_true(plan_is_empty(p)); /* it had not arrived */
    plan_free(p);
    set_by_hand("retention.ms", "3600000", "1 h (3600000)"); /* or half of it had */
    p = act_plan_ok(&act, "undo", "id", e->id, NULL);
    assert_int_equal(p->nsteps, 1);
    assert_string_equal(act_cell(p, "1", "note"), "no answer came then; it is as requested now");
    did(p);
    assert_now("retention.ms", "7 d (604800000)");
    journal_release(&j);
    j = journal_now();
    at = j.n;
    assert_null(journal_open(&j, NULL, &at));
    journal_release(&j);
}

/* Sending the rest warns of what the verb itself would have warned of, and says no more than is known
 * of the outcome. */
static void test_resume_warns_as_the_verb_does(void **state)
{
    const struct journal_entry *e;
    struct journal j;
    struct plan *p;
    size_t at;

    (void)state;
    set_config("retention.ms=30d");
    client_produce(topic, 1, 6, clock_wall_ms() - 10 * INT64_C(86400000), 0);
    p = act_plan_ok(&act, "config-alter", "name", topic, "set", "retention.ms=1d", NULL);
    write_intent_and_die(p);
    plan_free(p);
    j = journal_now();
    at = j.n;
    e = journal_open(&j, "config-alter", &at);
    assert_non_null(e);
    p = act_plan_ok(&act, "resume", "id", e->id, NULL);
    assert_null(p->blocked);
    assert_true(warns(p, "about 6 records older than"));
    assert_int_equal(p->danger, DANGER_HIGH);
    assert_string_equal(act_cell(p, "0", "note"),
                        "no answer came then; it is not as requested now");
    did(p);
    assert_now("retention.ms", "1 d (86400000)");
    p = act_plan_ok(&act, "resume", "id", e->id, NULL);
    assert_true(plan_is_empty(p));
    assert_int_equal(p->nwarnings, 0);
    assert_string_equal(act_cell(p, "0", "note"), "is as requested");
    plan_free(p);
    journal_release(&j);
}

/* The klamm that writes the intent lives still: it may yet write the result. */
static void test_being_sent(void **state)
{
    struct journal_where where = {.cluster_id = run_env("KLAMM_CLUSTER_ID"), .cluster_name = "x"};
    struct plan *p =
        act_plan_ok(&act, "config-alter", "name", topic, "set", "retention.ms=1h", NULL);
    char id[JOURNAL_ID];
    struct journal j;

    (void)state;
    assert_true(journalled_intent(&where, p, id, NULL));
    plan_free(p);
    assert_refused(id, "it is being sent right now");
    j = journal_now();
    assert_true(journal_find(&j, id)->running);
    assert_false(journal_interrupted(journal_find(&j, id)));
    journal_release(&j);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_back_and_forth, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_warns_as_the_verb_does, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_someone_else_changed_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_put_back_by_hand, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_undone_meanwhile, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_topic_created_again, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_offsets, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_cant_be_undone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_interrupted, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_resume_warns_as_the_verb_does, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_being_sent, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
