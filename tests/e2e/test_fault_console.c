/* The console while brokers die, hang and come back: what is lost is shown as lost, what is known
 * stays on the screen marked as old, and leaving is immediate all the while. Runs alone, because it
 * harms the cluster; every test leaves it whole. */
#include "tests/e2e/fixture.h"

#include "tests/e2e/term_impl.h"
#include "tests/support/admin.h"
#include "tests/support/client.h"
#include "tests/support/coordinator.h"
#include "tests/support/run.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

enum { LEAVE_MS = 3000 };

/* The topic that is on the screen whatever other tests have left: lists begin with it. */
#define FIRST "0042"

static void harm(const char *verb, int node)
{
    struct run r = run_shell("tests/cluster/cluster %s %d", verb, node);
    if (r.status != 0)
        fail_msg("%s %d: %s%s", verb, node, r.out, r.err);
    run_release(&r);
}

/* All at once: a node waits for the others. */
static void start_all(void)
{
    struct run r = run_shell("for n in 1 2 3; do tests/cluster/cluster start $n & done; wait");
    assert_int_equal(r.status, 0);
    run_release(&r);
}

static int set_up(void **state)
{
    fixture_set_up(state);
    struct fixture *f = *state;
    f->t = console_start_as(&f->home, 40, 150, "connect-timeout: 2s\nrequest-timeout: 3s");
    term_wait(f->t, "3 brokers");
    return 0;
}

/* Whatever a test that failed left behind. */
static int tear_down(void **state)
{
    fixture_tear_down(state);
    struct run r = run_shell("for n in 1 2 3; do tests/cluster/cluster resume $n; done; "
                             "tests/cluster/cluster status");
    bool whole = r.status == 0;
    run_release(&r);
    if (!whole)
        start_all();
    return 0;
}

static void leave_at_once(struct fixture *f)
{
    int64_t start = term_now_ms();
    term_keys(f->t, "q");
    term_expect_exit(f->t, 0);
    assert_true(term_now_ms() - start < LEAVE_MS);
    assert_true(term_tty_restored(f->t));
}

/* What other tests left with one replica can be offline with it. */
#define OFFLINE "legacy-import"

static void lost_broker_is_shown_and_comes_back(void **state)
{
    struct fixture *f = *state;
    struct term *t = f->t;
    console_command(t, "brokers");
    term_wait_match(t, "^. *3 +127\\.0\\.0\\.1:[0-9]+.* up ");
    term_wait_match(t, "URP 0 +offline 0");
    harm("kill", 3);
    term_wait_match(t, "^. *3 .* lost ");
    term_wait_match(t, "URP [1-9][0-9]*");
    term_wait_match(t, "offline [1-9]"); /* legacy-import has one copy only */
    term_wait(t, "2/3 brokers");
    /* Absent from the metadata, but its partitions are still known. */
    console_command(t, "broker 3");
    term_wait_row(t, "broker ", "3 ", "lost", "rack-3", NULL);
    term_wait_row(t, "0042", "lost", "out of sync: 3", NULL);
    term_keys(t, "/topic=legacy-import<Enter>");
    term_wait(t, "1 shown");
    term_wait_row(t, "legacy-import", "lost", "no leader", NULL);
    term_keys(t, "<Esc>");
    term_wait_row(t, "0042", "lost", NULL);
    /* The cause, with what it brings; Enter shows each of it. */
    console_command(t, "findings");
    term_wait_match(t, "broker lost .* [0-9]+ partitions? offline, shipments refuses acks=all");
    term_keys(t, "<Home><Enter>");
    term_wait_row(t, "legacy-import", "offline", NULL);
    term_wait_row(t, "under min ISR", "shipments", NULL);
    term_keys(t, "<Esc>");
    term_wait_row(t, "broker lost", "shipments refuses acks=all", NULL);
    console_command(t, "topic invoices");
    term_wait_match(t, " o\\*? .* 2/3 .*out of sync: 3");
    harm("start", 3);
    term_wait_match(t, "(" OFFLINE " has|topics have) leaders again, offline for ");
    term_wait_match(t, "URP 0 +offline 0");
    console_command(t, "events");
    term_wait_row(t, "broker 3 lost: ", "leaders moved", NULL);
    term_wait_match(t, "broker 3 back after .*(" OFFLINE
                       " has|topics have) leaders again, offline for ");
    console_command(t, "brokers");
    term_wait_match(t, "^. *3 +127\\.0\\.0\\.1:[0-9]+.* up ");
    term_wait(t, "3 brokers");
    leave_at_once(f);
}

/* It accepts and does not answer: the others' answers still come, and nothing waits for it. */
static void a_hanging_broker_keeps_no_one_waiting(void **state)
{
    struct fixture *f = *state;
    struct term *t = f->t;
    /* Which groups there are, every broker must say, and one that has just come back says so later:
     * what is waited for afterwards has to be known now. */
    console_list(t, "groups");
    console_command(t, "topics");
    term_wait(t, FIRST);
    harm("pause", 2);
    int64_t start = term_now_ms();
    console_list(t, "groups");
    term_keys(t, "3");
    term_wait(t, FIRST);
    assert_true(term_now_ms() - start < 5000);
    console_command(t, "brokers");
    term_wait_match(t, "^. *2 .* (lost|does not answer|hangs|no answer) ");
    term_wait_match(t, "URP [1-9]");
    leave_at_once(f);
    harm("resume", 2);
    f->t = (term_free(t), console_start(&f->home, 40, 150));
    term_wait_match(f->t, "URP 0 +offline 0");
    leave_at_once(f);
}

static void all_gone_what_is_known_stays(void **state)
{
    struct fixture *f = *state;
    struct term *t = f->t;
    console_command(t, "topics");
    term_wait(t, FIRST);
    for (int node = 1; node <= 3; node++)
        harm("kill", node);
    term_wait_match(t, "unreachable since [0-9][0-9]:[0-9][0-9]");
    term_wait(t, FIRST);
    term_wait(t, "stale");
    /* What was never asked for says so. */
    console_command(t, "topic-configs orders");
    term_wait_match(t, "[Nn]ot (connected|answered|reachable)|unreachable");
    /* No plan is made of what can't be read. */
    console_command(t, "topic-create e2e-unreachable --partitions 1");
    term_wait_match(t, "not connected|unreachable|no answer|refused|not reachable|does not answer");
    assert_false(term_has(t, "[ y send ]"));
    console_escape(t, "┌ create topic");
    start_all();
    term_wait_match(t, "3 brokers.*URP 0 +offline 0");
    console_command(t, "topics");
    term_wait(t, FIRST);
    term_wait_gone(t, "stale");
    leave_at_once(f);
}

static void leaving_does_not_wait_for_the_dead(void **state)
{
    struct fixture *f = *state;
    struct term *t = f->t;
    console_list(t, "groups");
    for (int node = 1; node <= 3; node++)
        harm("pause", node);
    term_keys(t, "r");
    term_wait(t, "unreachable since");
    term_keys(t, "r");
    leave_at_once(f);
    for (int node = 1; node <= 3; node++)
        harm("resume", node);
}

static void another_broker_coordinates(void **state)
{
    struct fixture *f = *state;
    struct term *t = f->t;
    int node = coordinator_node();
    char group[96], topic[96], line[256];
    snprintf(group, sizeof group, "%s", coordinator_group("e2e-moves", node));
    snprintf(topic, sizeof topic, "%s", run_name("e2e-moves-topic"));
    admin_create_topic(topic, 1, 3, NULL);
    client_produce(topic, 0, 20, 0, 0);
    client_commit(group, topic, 0, 5);
    snprintf(line, sizeof line, "group %s", group);
    console_command(t, line);
    snprintf(line, sizeof line, "coordinator broker %d", node);
    term_wait(t, line);
    term_wait_match(t, " 0 +5 .* 20 +15 ");
    harm("kill", node);
    term_wait_gone(t, line);
    term_wait_match(t, "coordinator broker [123]");
    assert_false(term_has(t, line));
    client_commit(group, topic, 0, 7);
    term_wait_match(t, " 0 +7 .* 20 +13 "); /* the new one answers */
    harm("start", node);
    term_wait_match(t, "URP 0 +offline 0");
    leave_at_once(f);
    admin_drop_topic(topic);
}

int main(void)
{
#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(lost_broker_is_shown_and_comes_back),
        WITH_FIXTURE(a_hanging_broker_keeps_no_one_waiting),
        WITH_FIXTURE(another_broker_coordinates),
        WITH_FIXTURE(leaving_does_not_wait_for_the_dead),
        WITH_FIXTURE(all_gone_what_is_known_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
