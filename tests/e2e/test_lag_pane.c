/* What a person sees of lag over time: the verdict in words, charts with a zoom, trends and
 * verdicts in the list, worst first; and that the next console has it at once. */
#include "tests/e2e/console.h"
#include "tests/e2e/term.h"
#include "tests/support/admin.h"
#include "tests/support/client.h"
#include "tests/support/run.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static char topic[64], group[64], moving[64];
static struct client_committer *committer;

static int make(void **state)
{
    (void)state;
    snprintf(topic, sizeof topic, "%s", run_name("lag-pane"));
    snprintf(group, sizeof group, "%s", run_name("lag-pane-idle"));
    snprintf(moving, sizeof moving, "%s", run_name("lag-pane-moving"));
    admin_create_topic(topic, 2, 2, NULL);
    client_produce(topic, 0, 3000, 0, 0);
    client_commit(group, topic, 0, 100);
    committer = client_keep_committing(moving, topic, 0, 5);
    return 0;
}

static int unmake(void **state)
{
    (void)state;
    client_stop_committing(committer);
    admin_delete_topic(topic);
    return 0;
}

static bool has_glyph(struct term *t, void *glyphs)
{
    for (int i = 0; i < term_rows(t); i++)
        for (const char *const *g = glyphs; *g; g++)
            if (strstr(term_row(t, i), *g))
                return true;
    return false;
}

static void open_group(struct term *t, const char *name)
{
    char line[96];
    snprintf(line, sizeof line, "group %s", name);
    console_command(t, line);
}

static void test_charts_and_words(void **state)
{
    (void)state;
    static const char *const braille[] = {"⣿", "⣀", "⣤", "⣶", NULL};
    struct home h = home_new();
    struct term *t = console_start_as(&h, 48, 140, "sample: 1s");
    open_group(t, group);
    term_wait(t, "no active members");
    term_wait(t, "2,900 unread");
    term_wait(t, "lag of 10 min, at most 2,900");
    term_wait(t, "read (area) and written (line)");
    term_wait_for(t, "an area of dots", has_glyph, (void *)(uintptr_t)braille);
    term_keys(t, "-");
    term_wait(t, "lag of 30 min");
    term_keys(t, "++");
    term_wait(t, "lag of 5 min");
    for (int i = 0; i < 9; i++)
        term_keys(t, "-");
    term_wait(t, "lag of 7 d");
    term_keys(t, "tt"); /* on, then off */
    term_wait_gone(t, "lag of 7 d");
    term_keys(t, "<M-t>");
    term_wait(t, "the oldest unread record is");
    term_wait(t, " at 100, written ");
    open_group(t, moving);
    term_wait(t, "empty but committing");
    term_wait(t, "a reset would be overwritten");
    console_quit(t);
    home_release(&h);
}

static void test_small_screens_have_it_on_demand(void **state)
{
    (void)state;
    static const char *const signs[] = {"###", NULL};
    struct home h = home_new();
    struct term *t = console_start_as(&h, 24, 80, "sample: 1s");
    console_quit(t); /* leaves its configuration */
    t = console_start_in(&h, 24, 80, "-c test", (const char *const[]){"LC_ALL=C", NULL});
    open_group(t, group);
    term_wait(t, "no active members");
    term_keys(t, "t");
    term_wait(t, "lag of 10 min");
    term_wait_for(t, "an area of signs", has_glyph, (void *)(uintptr_t)signs);
    console_quit(t);
    home_release(&h);
}

static void test_list_has_verdicts_and_the_next_console_knows(void **state)
{
    (void)state;
    char filter[96];
    struct home h = home_new();
    struct term *t = console_start_as(&h, 30, 160, "sample: 1s");
    console_command(t, "groups");
    term_keys(t, "|"); /* the list alone */
    snprintf(filter, sizeof filter, "/%s<Enter>", "lag-pane");
    term_keys(t, filter);
    term_wait_row(t, "TREND", "IN/S", "OUT/S", "VERDICT", NULL);
    term_wait_row(t, group, "▄▄▄▄", "no active members", NULL);
    term_wait_row(t, moving, "empty but comm", NULL);
    console_quit(t);
    t = console_start_as(&h, 30, 160, "sample: 1s");
    console_command(t, "groups");
    term_keys(t, "|"); /* the list alone */
    term_keys(t, filter);
    term_wait_row(t, group, "▄▄▄▄▄▄▄▄", "no active members", NULL);
    console_quit(t);
    home_release(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_charts_and_words),
        cmocka_unit_test(test_small_screens_have_it_on_demand),
        cmocka_unit_test(test_list_has_verdicts_and_the_next_console_knows),
    };
    return cmocka_run_group_tests(tests, make, unmake);
}
