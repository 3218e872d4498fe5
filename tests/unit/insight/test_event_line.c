/* Lines of events: what a lost broker brings is in its line, its return is one line that says for
 * how long, and what has another reason stays outside. */
#include "core/insight/event_cause.h"
#include "core/insight/event_line.h"
#include "core/insight/event_text.h"
#include "tests/support/test.h"
#include "tests/unit/made_up.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define T0 1700000000000LL

static struct events ev;
static struct arena a;

static int set_up(void **state)
{
    (void)state;
    events_init(&ev, 5000);
    arena_init(&a);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    events_release(&ev);
    arena_release(&a);
    return 0;
}

#define TEXT(literal) ((char[]){literal})

static void add(int second, struct event e)
{
    e.of = event_kind_object(e.kind);
    e.wall_ms = T0 + second * 1000LL;
    e.earliest_ms = e.wall_ms - 3000;
    if (e.of != EVENT_OF_TOPIC || e.kind == EVENT_TOPIC_CREATED)
        e.partition = -1;
    events_add(&ev, &e);
}

static void broker(int second, enum event_kind kind, char *id)
{
    add(second, (struct event){.kind = kind,
                               .object = id,
                               .sev = kind == EVENT_BROKER_LOST ? SEV_BAD : SEV_GOOD});
}

static void leader(int second, char *topic, int32_t partition, char *before, char *after)
{
    add(second, (struct event){.kind = EVENT_LEADER_MOVED,
                               .object = topic,
                               .partition = partition,
                               .before = before,
                               .after = after});
}

static void isr(int second, char *topic, int32_t partition, char *what, char *after)
{
    bool grew = strstr(what, " in") != NULL;
    add(second, (struct event){.kind = grew ? EVENT_ISR_GREW : EVENT_ISR_SHRANK,
                               .object = topic,
                               .partition = partition,
                               .what = what,
                               .after = after});
}

static void broker_3_goes(void)
{
    broker(0, EVENT_BROKER_LOST, TEXT("3"));
    leader(0, TEXT("legacy"), 0, TEXT("3"), TEXT("none"));
    leader(0, TEXT("orders"), 0, TEXT("3"), TEXT("1"));
    leader(0, TEXT("orders"), 1, TEXT("3"), TEXT("2"));
    isr(3, TEXT("orders"), 0, TEXT("broker 3 out"), TEXT("1,2"));
    isr(3, TEXT("orders"), 1, TEXT("broker 3,1 out"), TEXT("2"));
    isr(3, TEXT("payments"), 0, TEXT("broker 3 out"), TEXT("1,2"));
}

static void broker_3_returns(void)
{
    broker(52, EVENT_BROKER_BACK, TEXT("3"));
    leader(55, TEXT("legacy"), 0, TEXT("none"), TEXT("3"));
    isr(55, TEXT("orders"), 0, TEXT("broker 3 in"), TEXT("1,2,3"));
    isr(55, TEXT("orders"), 1, TEXT("broker 3 in"), TEXT("2,3"));
}

static void a_lost_broker_is_one_line(void **state)
{
    (void)state;
    broker_3_goes();
    add(5, (struct event){.kind = EVENT_TOPIC_CREATED,
                          .object = TEXT("new"),
                          .after = TEXT("2 partitions × 2")});
    struct event_lines l = event_lines(&ev, &a);
    assert_int_equal(l.n, 2);
    assert_string_equal(l.l[0].text, "topic new created: 2 partitions × 2");
    assert_string_equal(l.l[1].text, "broker 3 lost: 1 partition of legacy without a leader; "
                                     "2 leaders moved; ISR shrank on 3 partitions of 2 topics");
    assert_int_equal(l.l[1].folded, 6);
    l = event_lines_each(&ev, &a);
    assert_int_equal(l.n, 8);
    assert_null(l.l[0].cause);
    assert_int_equal(l.l[1].cause->kind, EVENT_BROKER_LOST);
    assert_string_equal(l.l[1].text, "payments-0: broker 3 out of sync, ISR 1,2");
    l = event_lines_of(&ev, events_at(&ev, 0)->seq, &a);
    assert_int_equal(l.n, 7);
    assert_string_equal(l.l[0].text, "broker 3 lost");
    assert_string_equal(l.l[1].text, "legacy-0: no leader, it was 3");
    assert_string_equal(l.l[2].text, "orders-0: leader 3 → 1");
    assert_int_equal(event_lines_of(&ev, events_at(&ev, 2)->seq, &a).n, 0);
}

static void its_return_says_how_long_it_was(void **state)
{
    (void)state;
    broker_3_goes();
    broker_3_returns();
    struct event_lines l = event_lines(&ev, &a);
    assert_int_equal(l.n, 2);
    assert_string_equal(l.l[0].text, "broker 3 back after 52 s: legacy has leaders again, offline "
                                     "for 55 s; in sync again on 2 of 3 partitions");
    isr(58, TEXT("payments"), 0, TEXT("broker 3 in"), TEXT("1,2,3"));
    l = event_lines(&ev, &a);
    assert_int_equal(l.n, 2);
    assert_string_equal(l.l[0].text, "broker 3 back after 52 s: legacy has leaders again, offline "
                                     "for 55 s; ISR whole after 58 s");
    assert_int_equal(l.l[0].folded, 4);
}

/* After the return an election moves leaders, and a slow replica comes and goes. */
static void what_follows_a_return_is_not_its_doing(void **state)
{
    (void)state;
    broker_3_goes();
    broker_3_returns();
    for (int32_t i = 0; i < 3; i++)
        leader(70, TEXT("orders"), i, TEXT("1"), TEXT("3"));
    isr(600, TEXT("orders"), 0, TEXT("broker 3 out"), TEXT("1,2"));
    isr(610, TEXT("orders"), 0, TEXT("broker 3 in"), TEXT("1,2,3"));
    isr(611, TEXT("payments"), 0, TEXT("broker 3 in"), TEXT("1,2,3")); /* out since the loss */
    struct event_lines l = event_lines(&ev, &a);
    assert_int_equal(l.n, 5);
    assert_string_equal(l.l[0].text, "orders-0: broker 3 in sync again, ISR 1,2,3");
    assert_string_equal(l.l[1].text, "orders-0: broker 3 out of sync, ISR 1,2");
    assert_string_equal(l.l[2].text, "3 leaders moved to broker 3");
    assert_non_null(strstr(l.l[3].text, "ISR whole after"));
    assert_null(strstr(l.l[3].text, "moved"));
}

static void rules_of_access_name_their_principal_once(void **state)
{
    (void)state;
    add(0, (struct event){.kind = EVENT_ACL_ADDED,
                          .object = TEXT("User:alice"),
                          .what = TEXT("allow User:alice Read on topic payments")});
    add(1, (struct event){.kind = EVENT_ACL_REMOVED, .object = TEXT("User:alice")});
    struct event_lines l = event_lines(&ev, &a);
    assert_string_equal(l.l[1].text, "ACL added: allow User:alice Read on topic payments");
    assert_string_equal(l.l[0].text, "ACL removed: User:alice");
}

static void it_goes_twice_and_each_time_counts(void **state)
{
    (void)state;
    broker_3_goes();
    broker_3_returns();
    broker(100, EVENT_BROKER_LOST, TEXT("3"));
    leader(100, TEXT("orders"), 0, TEXT("3"), TEXT("1"));
    struct event_lines l = event_lines(&ev, &a);
    assert_int_equal(l.n, 3);
    assert_string_equal(l.l[0].text, "broker 3 lost: 1 leader moved");
}

/* What another broker does, and what happens long after, is not of this one. */
static void what_has_another_reason_stays_outside(void **state)
{
    (void)state;
    broker_3_goes();
    leader(4, TEXT("orders"), 2, TEXT("1"), TEXT("2"));
    isr(4, TEXT("orders"), 2, TEXT("broker 1 out"), TEXT("2"));
    broker_3_returns();
    leader(1000, TEXT("orders"), 0, TEXT("1"), TEXT("3"));
    struct event_lines l = event_lines(&ev, &a);
    assert_int_equal(l.n, 5);
    assert_string_equal(l.l[0].text, "orders-0: leader 1 → 3");
    assert_string_equal(l.l[2].text, "orders-2: broker 1 out of sync, ISR 2");
    assert_string_equal(l.l[3].text, "orders-2: leader 1 → 2");
}

static void many_alike_are_one_line(void **state)
{
    (void)state;
    for (int i = 0; i < 4; i++)
        leader(i, TEXT("orders"), i, TEXT("1"), TEXT("2"));
    leader(2, TEXT("orders"), 9, TEXT("1"), TEXT("3"));
    isr(3, TEXT("a"), 0, TEXT("broker 2 out"), TEXT("1"));
    isr(3, TEXT("b"), 0, TEXT("broker 2 out"), TEXT("1"));
    struct event_lines l = event_lines(&ev, &a);
    assert_int_equal(l.n, 4); /* two are not many */
    assert_string_equal(l.l[3].text, "4 leaders moved to broker 2");
    isr(3, TEXT("b"), 1, TEXT("broker 2 out"), TEXT("1"));
    l = event_lines(&ev, &a);
    assert_int_equal(l.n, 3);
    assert_string_equal(l.l[0].text, "broker 2 out of sync on 3 partitions of 2 topics");
    leader(30, TEXT("orders"), 8, TEXT("1"), TEXT("2")); /* too late for the first */
    assert_int_equal(event_lines(&ev, &a).n, 4);
}

static const char *sentence(struct event e)
{
    e.partition = e.kind == EVENT_LEADER_MOVED ? e.partition : -1;
    events_add(&ev, &e);
    return event_sentence(&ev, ev.len - 1, &a);
}

static void every_kind_has_a_sentence(void **state)
{
    (void)state;
    for (int k = 0; k < EVENT_KINDS; k++) {
        enum event_kind kind = (enum event_kind)k;
        struct event e = {.kind = kind, .of = event_kind_object(kind), .object = TEXT("x")};
        assert_non_null(strstr(sentence(e), "x"));
    }
    assert_string_equal(sentence((struct event){.kind = EVENT_CONFIG_CHANGED,
                                                .of = EVENT_OF_TOPIC,
                                                .object = TEXT("orders"),
                                                .what = TEXT("retention.ms"),
                                                .before = TEXT("604800000"),
                                                .after = TEXT("7200000")}),
                        "topic orders: retention.ms 604800000 → 7200000");
    assert_string_equal(sentence((struct event){.kind = EVENT_CONFIG_CHANGED,
                                                .of = EVENT_OF_BROKER,
                                                .object = TEXT("2"),
                                                .what = TEXT("num.io.threads"),
                                                .after = TEXT("16")}),
                        "broker 2: num.io.threads none → 16");
    assert_string_equal(sentence((struct event){.kind = EVENT_GROUP_STATE,
                                                .of = EVENT_OF_GROUP,
                                                .object = TEXT("billing"),
                                                .before = TEXT("stable"),
                                                .after = TEXT("empty")}),
                        "group billing: stable → empty");
    assert_string_equal(sentence((struct event){.kind = EVENT_MEMBER_JOINED,
                                                .of = EVENT_OF_GROUP,
                                                .object = TEXT("billing"),
                                                .what = TEXT("app at 10.0.0.7")}),
                        "group billing: app at 10.0.0.7 joined");
    assert_string_equal(sentence((struct event){.kind = EVENT_OFFSETS_BACK,
                                                .of = EVENT_OF_GROUP,
                                                .object = TEXT("billing"),
                                                .what = TEXT("orders-0"),
                                                .before = TEXT("100"),
                                                .after = TEXT("50")}),
                        "group billing: orders-0 100 → 50");
}

static void names_in_texts_are_whole_numbers(void **state)
{
    (void)state;
    struct event e = {.kind = EVENT_ISR_SHRANK, .what = TEXT("broker 31,2 out")};
    assert_false(event_names_broker(&e, 3, true));
    assert_false(event_names_broker(&e, 1, true));
    assert_true(event_names_broker(&e, 2, true));
    assert_true(event_names_broker(&e, 31, true));
    assert_false(event_names_broker(&e, 31, false));
    e = (struct event){.kind = EVENT_LEADER_MOVED, .before = TEXT("none"), .after = TEXT("31")};
    assert_false(event_names_broker(&e, 0, true));
    assert_false(event_names_broker(&e, 3, false));
    assert_true(event_names_broker(&e, 31, false));
}

int main(void)
{
#define CLEAN(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CLEAN(a_lost_broker_is_one_line),
        CLEAN(its_return_says_how_long_it_was),
        CLEAN(what_follows_a_return_is_not_its_doing),
        CLEAN(rules_of_access_name_their_principal_once),
        CLEAN(it_goes_twice_and_each_time_counts),
        CLEAN(what_has_another_reason_stays_outside),
        CLEAN(many_alike_are_one_line),
        CLEAN(every_kind_has_a_sentence),
        CLEAN(names_in_texts_are_whole_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
