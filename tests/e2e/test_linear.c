/* The console in lines: everything is said in words, nothing drives the terminal, and a change is
 * planned, confirmed and sent as everywhere. On the real cluster. */
#include "tests/e2e/fixture.h"

#include "tests/e2e/term_impl.h"
#include "tests/support/admin.h"
#include "tests/support/run.h"

#include <stdlib.h>
#include <string.h>

static struct term *start(struct fixture *f, const char *option, const char *term)
{
    char args[512], env[64];
    snprintf(args, sizeof args, "%s -b %s", option, run_env("KLAMM_BOOTSTRAP"));
    snprintf(env, sizeof env, "TERM=%s", term);
    f->t = console_start_in(&f->home, 50, 200, args, (const char *const[]){env, NULL});
    term_wait(f->t, "klamm, line by line.");
    term_wait_match(f->t, "^3 brokers, [0-9]+ topics\\.");
    term_wait(f->t, "Type help for what you can type.");
    return f->t;
}

static void type(struct term *t, const char *line)
{
    console_type(t, line);
    term_keys(t, "<Enter>");
}

static void end(struct fixture *f)
{
    type(f->t, "quit");
    term_expect_exit(f->t, 0);
    assert_true(term_tty_restored(f->t));
    assert_false(term_output_has(f->t, "\033", 1)); /* a line is all that was ever written */
    term_free(f->t);
    f->t = NULL;
}

static void rows_are_said_in_words(void **state)
{
    struct fixture *f = *state;
    struct term *t = start(f, "--linear", "xterm-256color");
    type(t, "topics topic=orders");
    term_wait(t, "topics: 1 row, filtered");
    term_wait_match(t, "^orders: partitions 6, replicas 3, in sync 18/18, ");
    type(t, "topic orders");
    term_wait_match(t, "^partition 5: ");
    term_wait_match(t, "^Retention: 2 d");
    type(t, "more");
    term_wait(t, "retention.ms: value 172800000, that is 2 d, source this topic");
    type(t, "findings shipments");
    term_wait_match(t, "^warning, min ISR = replicas, shipments, 3 of 3 partitions");
    term_wait(t, "or add a replica");
    type(t, "partitions sensor-readings");
    term_wait(t, "more; type more.");
    type(t, "more");
    term_wait_match(t, "^partition 25: ");
    type(t, "group orders-billing");
    term_wait_match(t, "^State: ");
    term_wait_match(t, "^Reads: 7 partitions of 2 topics$");
    assert_false(term_has(t, "verdict id"));
    type(t, "findings no-such-word");
    term_wait_match(t, "findings: none of [0-9]+ matches the filter");
    type(t, "topik");
    term_wait(t, "There is nothing called \"topik\"; help says what can be typed.");
    end(f);
}

/* Enter asks what is new until it is there: a broker learns of a topic a moment later. */
static void hear(struct term *t, const char *news)
{
    for (int tries = 0; tries < 15; tries++) {
        term_keys(t, "<Enter>");
        if (term_sees(t, news, 1500))
            return;
    }
    term_wait(t, news);
}

static int count(struct term *t, const char *text)
{
    int n = 0;
    for (int i = 0; i < term_rows(t); i++)
        n += strstr(term_row(t, i), text) != NULL;
    return n;
}

static void what_is_new_is_said_once(void **state)
{
    struct fixture *f = *state;
    const char *name = run_name("e2e-linear-new");
    char news[200], over[200];
    struct term *t = start(f, "", "dumb");
    term_wait(t, "This terminal can't place its cursor.");
    snprintf(news, sizeof news, "New: warning, one replica only, %s", name);
    snprintf(over, sizeof over, "No longer: one replica only, %s", name);
    admin_create_topic(name, 1, 1, NULL);
    hear(t, news);
    admin_delete_topic(name);
    hear(t, over);
    assert_int_equal(count(t, news), 1);
    end(f);
}

static void a_change_is_planned_confirmed_and_sent(void **state)
{
    struct fixture *f = *state;
    const char *name = run_name("e2e-linear-set");
    char line[300];
    admin_create_topic(name, 1, 1, NULL);
    struct term *t = start(f, "--linear", "dumb");
    snprintf(line, sizeof line, "config-alter %s retention.ms=3d", name);
    type(t, line);
    term_wait_match(t, "^retention\\.ms: .*new 3 d \\(259200000\\)");
    term_wait(t, "send this? y/N");
    assert_int_equal(count(t, "SOURCE"), 0); /* no table */
    type(t, "n");
    term_wait(t, "nothing was sent");
    snprintf(line, sizeof line, ":config-alter %s retention.ms=4d", name); /* as in the console */
    type(t, line);
    term_wait(t, "4 d (345600000)");
    term_wait_match(t, "send this\\? y/N $|send this\\? y/N$");
    type(t, "y");
    term_wait_match(t, "^done: 1 of 1 step");
    char *journal = home_journal(&f->home);
    must_contain(journal, "345600000");
    must_lack(journal, "259200000");
    free(journal);
    end(f);
    admin_delete_topic(name);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(rows_are_said_in_words, fixture_set_up, fixture_tear_down),
        cmocka_unit_test_setup_teardown(what_is_new_is_said_once, fixture_set_up,
                                        fixture_tear_down),
        cmocka_unit_test_setup_teardown(a_change_is_planned_confirmed_and_sent, fixture_set_up,
                                        fixture_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
