/* The panes of events and of what-if: what changes appears while one looks, and leads to its place.
 */
#include "tests/e2e/console_desk.h"
#include "tests/support/admin.h"
#include "tests/support/run.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static int open_desk(void **state)
{
    desk_set_up(state);
    desk_start(*state, 30, 150);
    return 0;
}

static void what_changes_appears(void **state)
{
    struct desk *d = *state;
    const char *name = run_name("e2e-event");
    char where[100];
    int tries = 0;
    console_command(d->t, "events");
    term_wait_match(d->t, "events ─ [0-9]+");
    term_keys(d->t, "/");
    console_type(d->t, name);
    term_keys(d->t, "<Enter>");
    term_wait(d->t, "filter: e2e-event");
    admin_create_topic(name, 2, 2, NULL);
    term_wait_row(d->t, "topic created", name, "2 partitions × 2", NULL);
    /* A change is seen between two answers: the first one must have been there. */
    snprintf(where, sizeof where, "topic %s", name);
    console_command(d->t, where);
    term_wait(d->t, "retention 7 d");
    console_escape(d->t, "retention 7 d");
    admin_set("topic", name, "retention.ms", "7200000");
    do /* the broker that is asked may learn of it a moment later than the one that was told */
        term_keys(d->t, "r");
    while (!term_sees(d->t, "config changed", 2000) && tries++ < 10);
    term_wait_row(d->t, "config changed", name, "retention.ms", "604800000", "7200000", NULL);
    /* Enter goes there. */
    term_keys(d->t, "<Enter>");
    snprintf(where, sizeof where, "topics/%s", name);
    term_wait(d->t, where);
    term_keys(d->t, "<Esc>");
    term_wait_row(d->t, "topic created", name, NULL);
    admin_delete_topic(name);
    term_wait_row(d->t, "topic deleted", name, NULL);
    desk_leave(d);
}

static void what_if_a_broker_stopped(void **state)
{
    struct desk *d = *state;
    console_command(d->t, "brokers");
    term_wait_match(d->t, "^. *2 +127\\.0\\.0\\.1:[0-9]+.* up ");
    term_keys(d->t, "<Down>");
    term_wait(d->t, "W what-if");
    term_keys(d->t, "W");
    term_wait(d->t, "brokers/2/what-if");
    term_wait_match(d->t, "broker 1 [0-9]+ → [0-9]+ +broker 3 [0-9]+ → [0-9]+");
    /* Three copies, and three must be in sync: any loss refuses writes. */
    term_wait_row(d->t, "shipments", "under min ISR", "acks=all is refused", NULL);
    console_command(d->t, "what-if 77");
    term_wait(d->t, "there is no broker 77");
    desk_leave(d);
}

int main(void)
{
#define AT_DESK(test) cmocka_unit_test_setup_teardown(test, open_desk, desk_tear_down)
    const struct CMUnitTest tests[] = {
        AT_DESK(what_changes_appears),
        AT_DESK(what_if_a_broker_stopped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
