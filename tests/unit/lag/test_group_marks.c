/* What happened to a group as it is marked in its charts: what concerns it and what does not, what
 * is reported once though seen twice, and how the marks are read. */
#include "core/insight/lag/group_marks.h"
#include "tests/support/test.h"
#include "tests/unit/made_up.h"
#include "tests/unit/model_fixture.h"
#include "tui/panes/chart_marks.h"

#include <stdio.h>
#include <string.h>

static void open_fixture(struct model_fixture *f)
{
    model_fixture_open(f);
    recorded_run(&f->r, "billing", 30);
}

static char *text(const char *s)
{
    return (char *)(uintptr_t)s;
}

static void happened(struct model_fixture *f, int64_t after_ms, enum event_kind kind,
                     const char *object, int32_t partition, const char *what, const char *before,
                     const char *after)
{
    int64_t at = RECORDED_START + after_ms;
    events_add(&f->m.events, &(struct event){.wall_ms = at,
                                             .earliest_ms = at - 5000,
                                             .kind = kind,
                                             .of = event_kind_object(kind),
                                             .sev = SEV_INFO,
                                             .object = text(object),
                                             .partition = partition,
                                             .what = text(what),
                                             .before = text(before),
                                             .after = text(after)});
}

static struct group_marks marks_of(struct model_fixture *f)
{
    return group_marks_make(&f->m, "billing", RECORDED_START, RECORDED_START + 600000, &f->a);
}

/* "L leader moved orders-1 1 → 2|…" */
static const char *words_of(struct model_fixture *f)
{
    static char out[2000];
    struct group_marks k = marks_of(f);
    size_t n = 0;
    out[0] = '\0';
    for (size_t i = 0; i < k.n; i++)
        n += (size_t)snprintf(out + n, sizeof out - n, "%s%c %s", i ? "|" : "",
                              group_mark_letter(k.m[i].kind), k.m[i].text);
    return out;
}

static void test_what_concerns_the_group(void **state)
{
    (void)state;
    struct model_fixture f;
    open_fixture(&f);
    happened(&f, 1000, EVENT_LEADER_MOVED, "orders", 1, NULL, "1", "2");
    happened(&f, 2000, EVENT_LEADER_MOVED, "other", 1, NULL, "1", "2");
    happened(&f, 3000, EVENT_BROKER_LOST, "3", -1, NULL, NULL, NULL);
    happened(&f, 4000, EVENT_MEMBER_LEFT, "other", -1, "a at b", NULL, NULL);
    happened(&f, 5000, EVENT_PARTITIONS_ADDED, "orders", -1, NULL, "3", "6");
    happened(&f, 6000, EVENT_ACL_ADDED, "User:eve", -1, "rule", NULL, NULL);
    happened(&f, 600000, EVENT_BROKER_BACK, "3", -1, NULL, NULL, NULL); /* after the chart's end */
    happened(&f, -1, EVENT_BROKER_BACK, "2", -1, NULL, NULL, NULL);
    assert_string_equal(words_of(&f), "L leader moved 1 → 2 of orders-1|B broker lost 3|"
                                      "T partitions added 3 → 6 of orders");
    model_fixture_close(&f);
}

static void test_settings_read_as_people_write_them(void **state)
{
    (void)state;
    struct model_fixture f;
    open_fixture(&f);
    happened(&f, 1000, EVENT_CONFIG_CHANGED, "orders", -1, "retention.ms", "604800000", "3600000");
    happened(&f, 2000, EVENT_CONFIG_CHANGED, "orders", -1, "x\033[2J", NULL, "\033]0;evil\a");
    struct group_marks k = marks_of(&f);
    assert_string_equal(k.m[0].text, "config changed retention.ms 7 d → 1 h of orders");
    assert_null(strchr(k.m[1].text, '\033')); /* a setting must not drive the terminal */
    assert_non_null(strstr(k.m[1].text, "none → "));
    model_fixture_close(&f);
}

static void test_one_answer_is_one_mark(void **state)
{
    (void)state;
    struct model_fixture f;
    open_fixture(&f);
    for (int32_t i = 0; i < 3; i++) {
        happened(&f, 7000, EVENT_ISR_SHRANK, "orders", i, "3", NULL, NULL);
        happened(&f, 7000, EVENT_LEADER_MOVED, "orders", i, NULL, "3", "1");
    }
    assert_string_equal(words_of(&f), "L leader moved 3 → 1 of orders-0, and 2 more|"
                                      "L ISR shrank 3 of orders-0, and 2 more");
    assert_int_equal(marks_of(&f).count[GROUP_MARK_LEADER], 2);
    model_fixture_close(&f);
}

/* Samples and events see the same thing at different moments: it is reported once. */
static void test_samples_and_events_together(void **state)
{
    (void)state;
    struct model_fixture f;
    open_fixture(&f);
    f.r.member_set = 8;
    recorded_run(&f.r, "billing", 1); /* at 300 s */
    assert_string_equal(words_of(&f), "M members changed: 2 now");
    happened(&f, 325000, EVENT_MEMBER_JOINED, "billing", -1, "app at h", NULL, NULL);
    assert_string_equal(words_of(&f), "M member joined app at h");
    f.r.state = GROUP_EMPTY;
    f.r.members = f.r.member_set = 0;
    recorded_run(&f.r, "billing", 2);
    f.r.done += 5000;
    recorded_run(&f.r, "billing", 1);
    assert_non_null(strstr(words_of(&f), "O offsets reset by 15,000 while it had no members"));
    model_fixture_close(&f);
}

static void test_since_when_events_are_known(void **state)
{
    (void)state;
    struct model_fixture f;
    open_fixture(&f);
    assert_int_equal(marks_of(&f).since_ms, 0);
    f.m.looking_since_wall_ms = RECORDED_START + 50000;
    assert_int_equal(marks_of(&f).since_ms, RECORDED_START + 50000);
    happened(&f, 20000, EVENT_BROKER_LOST, "3", -1, NULL, NULL, NULL);
    assert_int_equal(marks_of(&f).since_ms, RECORDED_START + 20000);
    assert_int_equal(group_marks_make(&f.m, "unheard", 0, 1, &f.a).n, 0);
    model_fixture_close(&f);
}

static void test_cursor(void **state)
{
    (void)state;
    struct model_fixture f;
    open_fixture(&f);
    happened(&f, 1000, EVENT_BROKER_LOST, "3", -1, NULL, NULL, NULL);
    happened(&f, 1000, EVENT_LEADER_MOVED, "orders", 0, NULL, "3", "1");
    happened(&f, 599999, EVENT_BROKER_BACK, "3", -1, NULL, NULL, NULL);
    struct group_marks k = marks_of(&f);
    struct mark_cursor cursor = {0};
    size_t at[6];
    for (int i = 0; i < 6; i++) { /* back to the first, where it stays, and forward again */
        struct mark_view v = mark_view_of(&k, &cursor, RECORDED_START, RECORDED_START + 600000);
        mark_cursor_move(&cursor, &v, i < 4 ? -1 : 1);
        at[i] = mark_view_of(&k, &cursor, RECORDED_START, RECORDED_START + 600000).at;
    }
    assert_memory_equal(at, ((size_t[]){2, 1, 0, 0, 1, 2}), sizeof at);
    struct mark_view v = mark_view_of(&k, &cursor, RECORDED_START, RECORDED_START + 600000);
    assert_int_equal(mark_column(&v, 60, k.m[0].at_ms), 0);
    assert_int_equal(mark_column(&v, 60, k.m[2].at_ms), 59);
    assert_int_equal(mark_column(&v, 60, RECORDED_START + 600000), -1);
    mark_cursor_move(&cursor, &v, 1); /* beyond the newest: nothing is read */
    assert_false(cursor.on);
    k.n = 0; /* what was read has gone */
    cursor.on = true;
    v = mark_view_of(&k, &cursor, 0, 1);
    assert_int_equal(v.at, 0);
    mark_cursor_move(&cursor, &v, -1);
    assert_false(cursor.on);
    model_fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_concerns_the_group),
        cmocka_unit_test(test_settings_read_as_people_write_them),
        cmocka_unit_test(test_one_answer_is_one_mark),
        cmocka_unit_test(test_samples_and_events_together),
        cmocka_unit_test(test_since_when_events_are_known),
        cmocka_unit_test(test_cursor),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
