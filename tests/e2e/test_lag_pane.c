/* What a person sees of lag over time: the verdict in words, charts with a zoom, trends and
 * verdicts in the list, worst first; and that the next console has it at once. */
#include "tests/e2e/console.h"
#include "tests/e2e/term.h"
#include "tests/support/admin.h"
#include "tests/support/client.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char *const bars[] = {"█", "▅", "▂", NULL};
static char topic[64], group[64], moving[64], marked_topic[64], marked[64];
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
    snprintf(marked_topic, sizeof marked_topic, "%s", run_name("lag-marked"));
    snprintf(marked, sizeof marked, "%s", run_name("lag-marked-group"));
    admin_create_topic(marked_topic, 1, 1, NULL);
    client_produce(marked_topic, 0, 1000, 0, 0);
    committer = client_keep_committing(moving, topic, 0, 5);
    return 0;
}

static int unmake(void **state)
{
    (void)state;
    client_stop_committing(committer);
    admin_delete_topic(topic);
    admin_delete_topic(marked_topic);
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
    term_wait(t, "2,900 records · oldest");
    term_wait(t, " or longer");
    term_wait(t, "lag · last 10 min · max 2,900");
    term_wait(t, "read (area) and written (line)");
    term_wait_for(t, "an area of dots", has_glyph, (void *)(uintptr_t)braille);
    term_keys(t, "-");
    term_wait(t, "lag · last 30 min");
    term_keys(t, "++");
    term_wait(t, "lag · last 5 min");
    for (int i = 0; i < 9; i++)
        term_keys(t, "-");
    term_wait(t, "lag · last 7 d");
    term_keys(t, "tt"); /* on, then off */
    term_wait_gone(t, "lag · last 7 d");
    term_keys(t, "<M-t>");
    term_wait(t, "the oldest unread record is");
    term_wait(t, " at 100, written ");
    open_group(t, moving);
    term_wait(t, "empty but committing");
    term_wait(t, "a reset would be overwritten");
    console_quit(t);
    home_release(&h);
}

/* Two changes of the topic, one of the commits: marked, named and read one by one; the zoom and the
 * rendering stay for the next console. */
static void test_events_in_the_charts(void **state)
{
    (void)state;
    char line[96];
    struct home h = home_new();
    struct term *t = console_start_as(&h, 24, 80, "sample: 1s\nrefresh: 500ms");
    client_commit(marked, marked_topic, 0, 900);
    snprintf(line, sizeof line, "topic %s", marked_topic);
    console_command(t, line);
    term_wait_match(t, "retention +7 d"); /* known as they were */
    open_group(t, marked);
    term_wait(t, "100 records");
    term_keys(t, "t+<M-c>");
    term_wait(t, "lag · last 5 min · max 100");
    term_wait_for(t, "an area of bars", has_glyph, (void *)(uintptr_t)bars);
    term_wait(t, "no events");
    client_commit(marked, marked_topic, 0, 400);
    term_wait(t, "600 records");
    term_wait_row(t, "O 1 offset event", NULL);
    admin_set("topic", marked_topic, "retention.ms", "3600000");
    term_wait_match(t, "C [0-9:]{8} config changed .* → 1 h");
    term_keys(t, "[");
    term_wait_match(t, "C [0-9:]{8} config changed");
    term_keys(t, "[");
    term_wait_match(t, "O [0-9:]{8} offsets .*1 of 2");
    term_wait(t, "C 1 config");
    console_quit(t);
    t = console_start_in(&h, 60, 200, "-c test", NULL);
    open_group(t, marked);
    term_wait(t, "lag · last 5 min · max 600");
    term_wait_for(t, "an area of bars", has_glyph, (void *)(uintptr_t)bars);
    term_wait_match(t, "C [0-9:]{8} config changed retention.ms"); /* seen by the one before */
    term_wait_match(t, "O [0-9:]{8} offsets back");
    console_quit(t);
    struct run r = run_shell("HOME=%s XDG_STATE_HOME=%s/state %s -b %s get events -o jsonl "
                             "--filter object=%s",
                             h.dir, h.dir, run_program(), run_env("KLAMM_BOOTSTRAP"), marked_topic);
    must_contain(r.out, "config-changed");
    must_contain(r.out, "3600000");
    run_release(&r);
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
    term_wait(t, "lag . last 10 min");
    term_wait_for(t, "an area of signs", has_glyph, (void *)(uintptr_t)signs);
    console_quit(t);
    home_release(&h);
}

/* A command run later reports what the console saw: not since now, but since it was first seen.
 */
static void expect_known_since(const struct home *h)
{
    char now[32];
    time_t t = time(NULL);
    struct tm tm;
    strftime(now, sizeof now, "%Y-%m-%dT%H:%M:%S", gmtime_r(&t, &tm));
    struct run r = run_shell("HOME=%s XDG_STATE_HOME=%s/state %s -b %s get groups -o jsonl "
                             "--filter group=%s",
                             h->dir, h->dir, run_program(), run_env("KLAMM_BOOTSTRAP"), group);
    json_t *one = json_loads(r.out, 0, NULL);
    const char *since = json_string_value(json_object_get(one, "since"));
    if (!since || strncmp(since, now, strlen(now)) >= 0)
        fail_msg("since %s, now %s: %s", since ? since : "-", now, r.out);
    assert_true(json_is_false(json_object_get(one, "since_exact")));
    json_decref(one);
    run_release(&r);
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
    expect_known_since(&h);
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
        cmocka_unit_test(test_events_in_the_charts),
        cmocka_unit_test(test_small_screens_have_it_on_demand),
        cmocka_unit_test(test_list_has_verdicts_and_the_next_console_knows),
    };
    return cmocka_run_group_tests(tests, make, unmake);
}
