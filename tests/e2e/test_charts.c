/* The charts of a group as they are drawn from a recording made up here: all kinds of marks at once
 * are named at every width, times stand where they belong, and a time at which no one watched is a
 * gap. */
#include "core/base/buf.h"
#include "core/base/clock.h"
#include "core/base/file.h"
#include "core/base/text_human.h"
#include "core/recording/recording_add.h"
#include "core/recording/recording_write.h"
#include "tests/e2e/console.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STEP_MS = 10000, STEPS = 720, GAP_FROM = 360, GAP_TO = 540 }; /* of two hours */

static char group[64];
static struct home home;
static int64_t now;

static void sample(struct recording *r, int i)
{
    int64_t at = now - (int64_t)(STEPS - i) * STEP_MS;
    struct recording_sample s = {
        .commit_ms = at, .ends_ms = at + 20, .state_ms = at + 30, .state = GROUP_EMPTY};
    struct recording_value v = {
        .topic = "charted", .partition = 0, .committed = 0, .start = 0, .end = 100 * (i + 1)};
    recording_add(r, group, &s, &v, 1);
}

/* One of each kind of mark, ten minutes ago and a minute apart. */
static void add_events(struct events *e)
{
    const struct event all[] = {
        {.kind = EVENT_BROKER_LOST, .of = EVENT_OF_BROKER, .object = (char *)"2"},
        {.kind = EVENT_PARTITIONS_ADDED, .of = EVENT_OF_TOPIC, .object = (char *)"charted"},
        {.kind = EVENT_CONFIG_CHANGED, .of = EVENT_OF_TOPIC, .object = (char *)"charted"},
        {.kind = EVENT_OFFSETS_BACK, .of = EVENT_OF_GROUP, .object = group},
        {.kind = EVENT_LEADER_MOVED, .of = EVENT_OF_TOPIC, .object = (char *)"charted"},
        {.kind = EVENT_GROUP_STATE, .of = EVENT_OF_GROUP, .object = group},
        {.kind = EVENT_MEMBER_JOINED, .of = EVENT_OF_GROUP, .object = group},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct event one = all[i];
        one.partition = -1;
        one.sev = SEV_INFO;
        one.wall_ms = one.earliest_ms = now - 600000 + (int64_t)i * 60000;
        events_add(e, &one);
    }
}

static void write_recording(void)
{
    struct recording r;
    struct events e;
    struct buf out;
    struct err err = {0};
    char path[512];
    recording_init(&r, STEP_MS);
    events_init(&e, EVENTS_KEPT);
    r.seen = &e;
    r.written_seq = e.next_seq - 1;
    add_events(&e);
    for (int i = 0; i < STEPS; i++)
        if (i < GAP_FROM || i >= GAP_TO)
            sample(&r, i);
    buf_init(&out, 0);
    recording_write_head(&r, &out);
    recording_write_events(&r, true, &out);
    recording_write_group(map_get(&r.groups, group), 0, &out);
    home_write(&home, "state/klamm/recordings/empty", "");
    snprintf(path, sizeof path, "%s/state/klamm/recordings/%s.klr", home.dir,
             run_env("KLAMM_CLUSTER_ID"));
    if (!file_write(path, buf_str(&out), out.len, 0600, &err))
        fail_msg("%s", err.msg);
    buf_release(&out);
    events_release(&e);
    recording_release(&r);
}

static int make(void **state)
{
    (void)state;
    home = home_new();
    now = clock_wall_ms();
    snprintf(group, sizeof group, "%s", run_name("charted"));
    write_recording();
    return 0;
}

static int unmake(void **state)
{
    (void)state;
    home_release(&home);
    return 0;
}

static struct term *open_chart(int rows, int cols, const char *title)
{
    char line[96];
    struct term *t = console_start(&home, rows, cols);
    snprintf(line, sizeof line, "group %s", group);
    console_command(t, line);
    term_keys(t, "t");
    for (int i = 0; i < 8; i++)
        term_keys(t, "+"); /* whatever the one before has left */
    term_wait(t, "lag · last 5 min");
    for (int i = 0; i < 3; i++)
        term_keys(t, "-");
    term_wait(t, title);
    return t;
}

static void test_the_legend_names_all_at_every_width(void **state)
{
    char first[TEXT_NUM];
    (void)state;
    struct term *t = open_chart(24, 80, "lag · last 2 h · max 72,000");
    int row = term_wait_row(t, "Broker Topic Config Offsets Leader Rebalance Members", NULL);
    text_clock(first, clock_wall_ms() - 7200000 - 60000);
    assert_true(strncmp(term_row(t, row) + strlen("└"), first, 3) == 0); /* "14:" */
    assert_non_null(strstr(term_row(t, row), "now"));
    term_keys(t, "--");
    term_wait_row(t, "Broker Topic Config Offsets Leader Rebalance Members",
                  NULL); /* with a date */
    term_keys(t, "+++");
    term_wait(t, "lag · last 30 min");
    term_wait_match(t, " B +T +C +O +L +R +M ");
    term_resize(t, 24, 60);
    term_wait_row(t, "Brok Topi Conf Offs Lead Reba Memb", NULL);
    term_resize(t, 40, 120);
    term_wait_row(t, "B 1 broker  T 1 topic  C 1 config  O 1 offsets",
                  "L 1 leader, ISR  R 1 rebalance  M 1 members", NULL);
    term_resize(t, 60, 200);
    term_wait_row(t, "7 events", NULL);
    console_quit(t);
}

/* From half an hour before now to an hour before: cells of the chart's lowest row. */
static void test_a_break_in_watching_is_a_gap(void **state)
{
    (void)state;
    struct term *t = open_chart(24, 80, "lag · last 2 h · max 72,000");
    int marks = term_wait_row(t, "Broker Topic Config", NULL) - 1;
    assert_true(term_cell(t, marks - 1, 20).ch > 0x2800); /* braille */
    assert_true(term_cell(t, marks - 1, 75).ch > 0x2800);
    for (int x = 45; x < 59; x++)
        assert_true(term_cell(t, marks - 1, x).ch <= ' ');
    console_quit(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_legend_names_all_at_every_width),
        cmocka_unit_test(test_a_break_in_watching_is_a_gap),
    };
    return cmocka_run_group_tests(tests, make, unmake);
}
