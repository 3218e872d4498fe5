/* The panes of events and of what-if: what changes appears while one looks, and leads to its place.
 */
#include "tests/e2e/fixture.h"
#include "tests/support/admin.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <stdio.h>

static int set_up(void **state)
{
    fixture_set_up(state);
    fixture_start(*state, 30, 150);
    return 0;
}

static void what_changes_appears(void **state)
{
    struct fixture *f = *state;
    const char *name = run_name("e2e-event");
    char where[100];
    int tries = 0;
    console_command(f->t, "events");
    term_wait_match(f->t, "events ─ [0-9]+");
    term_keys(f->t, "/");
    console_type(f->t, name);
    term_keys(f->t, "<Enter>");
    term_wait(f->t, "filter: e2e-event");
    admin_create_topic(name, 2, 2, NULL);
    term_wait_row(f->t, name, "created: 2 partitions × 2", NULL);
    /* A change is seen between two answers: the first one must have been there. */
    snprintf(where, sizeof where, "topic %s", name);
    console_command(f->t, where);
    term_wait(f->t, "retention 7 d");
    console_escape(f->t, "retention 7 d");
    admin_set("topic", name, "retention.ms", "7200000");
    do /* the broker that is asked may learn of it a moment after the one that made it */
        term_keys(f->t, "r");
    while (!term_sees(f->t, "retention.ms 604800000 → 7200000", 2000) && tries++ < 10);
    term_wait_row(f->t, name, "retention.ms 604800000 → 7200000", NULL);
    /* Enter goes there. */
    term_keys(f->t, "<Enter>");
    snprintf(where, sizeof where, "journal +%s$", name);
    term_wait_match(f->t, where);
    term_keys(f->t, "<Esc>");
    term_wait_row(f->t, name, "created", NULL);
    admin_delete_topic(name);
    term_wait_row(f->t, name, "deleted", NULL);
    fixture_leave(f);
}

static void what_if_a_broker_stopped(void **state)
{
    struct fixture *f = *state;
    console_command(f->t, "brokers");
    term_wait_match(f->t, "^. *2 +127\\.0\\.0\\.1:[0-9]+.* up ");
    term_keys(f->t, "<Down>");
    term_wait(f->t, "W what-if");
    term_keys(f->t, "W");
    term_wait_match(f->t, "journal +broker 2/what-if$");
    term_wait_match(f->t, "broker 1 [0-9]+ → [0-9]+ +broker 3 [0-9]+ → [0-9]+");
    /* Three copies, and three must be in sync: any loss refuses writes. */
    term_wait_row(f->t, "shipments", "under min ISR", "acks=all is refused", NULL);
    console_command(f->t, "what-if 77");
    term_wait(f->t, "there is no broker 77");
    fixture_leave(f);
}

int main(void)
{
#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, set_up, fixture_tear_down)
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(what_changes_appears),
        WITH_FIXTURE(what_if_a_broker_stopped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
