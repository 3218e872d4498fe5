/* Events in the recording's file: they come back whole the next morning, once when two klamms saw
 * them, and before what this run has seen. */
#include "core/model/events_code.h"
#include "core/recording/recording_parse.h"
#include "core/recording/recording_write.h"
#include "tests/support/test.h"

#include <stdio.h>
#include <string.h>

#define START 1700000000000LL

static void add(struct events *e, int64_t at_ms, enum event_kind kind, const char *object,
                const char *after)
{
    events_add(e, &(struct event){.wall_ms = START + at_ms,
                                  .earliest_ms = START + at_ms - 1000,
                                  .kind = kind,
                                  .of = event_kind_object(kind),
                                  .sev = SEV_WARN,
                                  .object = (char *)(uintptr_t)object,
                                  .partition = kind == EVENT_LEADER_MOVED ? 7 : -1,
                                  .after = (char *)(uintptr_t)after});
}

/* "leader-moved orders 2; …" */
static const char *listed(const struct events *e)
{
    static char text[4000];
    size_t n = 0;
    const struct event *one;
    text[0] = '\0';
    for (size_t i = 0; (one = events_at(e, i)); i++)
        n += (size_t)snprintf(text + n, sizeof text - n, "%s%s %s %s", i ? "; " : "",
                              event_kind_id(one->kind), one->object, one->after ? one->after : "-");
    return text;
}

static void write_all(struct events *e, struct buf *out)
{
    struct recording h;
    recording_init(&h, 10000);
    h.seen = e;
    recording_write_head(&h, out);
    assert_int_equal(recording_write_events(&h, true, out), e->len > 0);
    recording_release(&h);
}

static void test_written_is_read(void **state)
{
    (void)state;
    struct events e;
    struct buf b;
    struct recording h;
    struct recording_read how;
    char longest[3000];
    memset(longest, 'x', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    events_init(&e, 10);
    buf_init(&b, 0);
    add(&e, 0, EVENT_LEADER_MOVED, "orders", "2");
    add(&e, 9, EVENT_CONFIG_CHANGED, "orders", longest);
    add(&e, 20, EVENT_BROKER_LOST, "3", NULL);
    write_all(&e, &b);
    recording_init(&h, 10000);
    recording_read(&h, buf_str(&b), b.len, &how);
    assert_int_equal(how.damaged, 0);
    assert_int_equal(h.past.len, 3);
    const struct event *one = events_at(&h.past, 0);
    assert_true(one->wall_ms == START && one->earliest_ms == START - 1000);
    assert_true(one->kind == EVENT_LEADER_MOVED && one->partition == 7 && one->sev == SEV_WARN);
    assert_string_equal(one->after, "2");
    assert_null(one->before);
    assert_int_equal(strlen(events_at(&h.past, 1)->after), 400); /* a file is no place for novels */
    assert_null(events_at(&h.past, 2)->after);
    recording_release(&h);
    events_release(&e);
    buf_release(&b);
}

static void test_only_what_is_new_is_appended(void **state)
{
    (void)state;
    struct events e;
    struct recording h;
    struct buf b;
    events_init(&e, 10);
    buf_init(&b, 0);
    recording_init(&h, 10000);
    h.seen = &e;
    assert_false(recording_write_events(&h, false, &b));
    add(&e, 0, EVENT_BROKER_LOST, "3", NULL);
    assert_true(recording_write_events(&h, false, &b));
    size_t len = b.len;
    assert_false(recording_write_events(&h, false, &b));
    assert_int_equal(b.len, len);
    add(&e, 5, EVENT_BROKER_BACK, "3", NULL);
    assert_true(recording_write_events(&h, false, &b));
    recording_release(&h);
    recording_init(&h, 10000);
    struct recording_read how;
    recording_read(&h, buf_str(&b), b.len, &how);
    assert_string_equal(listed(&h.past), "broker-lost 3 -; broker-back 3 -");
    recording_release(&h);
    events_release(&e);
    buf_release(&b);
}

static void test_seen_by_two_is_reported_once(void **state)
{
    (void)state;
    struct events one, two;
    struct recording h;
    struct recording_read how;
    struct buf b;
    buf_init(&b, 0);
    events_init(&one, 10);
    events_init(&two, 10);
    add(&one, 5000, EVENT_BROKER_LOST, "3", NULL);
    add(&one, 9000, EVENT_LEADER_MOVED, "orders", "1");
    add(&two, 5900, EVENT_BROKER_LOST, "3", NULL);       /* the same, a moment later */
    add(&two, 1000, EVENT_LEADER_MOVED, "orders", "2");  /* before the other one looked */
    add(&two, 60000, EVENT_LEADER_MOVED, "orders", "1"); /* again, much later */
    write_all(&one, &b);
    write_all(&two, &b);
    recording_init(&h, 10000);
    recording_read(&h, buf_str(&b), b.len, &how);
    struct events now;
    events_init(&now, 10);
    events_restore(&now, &h.past, 0);
    assert_string_equal(listed(&now), "leader-moved orders 2; broker-lost 3 -; "
                                      "leader-moved orders 1; leader-moved orders 1");
    events_release(&now);
    recording_release(&h);
    events_release(&one);
    events_release(&two);
    buf_release(&b);
}

static void test_past_comes_before_what_this_run_saw(void **state)
{
    (void)state;
    struct events past, now;
    events_init(&past, 100);
    events_init(&now, 4);
    for (int i = 0; i < 10; i++)
        add(&past, i * 1000, EVENT_BROKER_BACK, (char[]){(char)('0' + i), '\0'}, NULL);
    add(&now, 90000, EVENT_BROKER_LOST, "9", NULL);
    uint64_t seq = events_at(&now, 0)->seq;
    events_restore(&now, &past, START + 8000); /* what is too old is left out */
    assert_string_equal(listed(&now), "broker-back 8 -; broker-back 9 -; broker-lost 9 -");
    assert_true(events_at(&now, 0)->seq < events_at(&now, 1)->seq);
    assert_true(events_at(&now, 1)->seq < seq && events_at(&now, 2)->seq == seq);
    assert_int_equal(past.len, 0);
    for (int i = 0; i < 3; i++) /* the ring goes on as it was: the oldest go */
        add(&now, 91000 + i, EVENT_BROKER_NEW, "x", NULL);
    assert_string_equal(listed(&now),
                        "broker-lost 9 -; broker-new x -; broker-new x -; broker-new x -");
    events_init(&past, 100);
    add(&past, 0, EVENT_BROKER_LOST, "1", NULL);
    events_restore(&now, &past, 0); /* no room: what was seen just now counts more */
    assert_int_equal(now.len, 4);
    events_release(&now);
}

static void test_bad_bytes_make_no_events(void **state)
{
    (void)state;
    struct events e, read;
    struct buf b;
    events_init(&e, 10);
    events_init(&read, 10);
    buf_init(&b, 0);
    add(&e, 0, EVENT_LEADER_MOVED, "orders", "2");
    assert_true(events_pack(&e, 0, &b));
    for (size_t len = 0; len < b.len; len++) { /* torn anywhere */
        struct unpack u = {.at = (const unsigned char *)b.data,
                           .end = (const unsigned char *)b.data + len};
        events_unpack(&u, &read);
        assert_true(u.bad);
        assert_int_equal(read.len, 0);
    }
    b.data[2] = '?'; /* a kind that this klamm does not know */
    struct unpack u = {.at = (const unsigned char *)b.data,
                       .end = (const unsigned char *)b.data + b.len};
    events_unpack(&u, &read);
    assert_false(u.bad);
    assert_int_equal(read.len, 0);
    events_release(&e);
    events_release(&read);
    buf_release(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_written_is_read),
        cmocka_unit_test(test_only_what_is_new_is_appended),
        cmocka_unit_test(test_seen_by_two_is_reported_once),
        cmocka_unit_test(test_past_comes_before_what_this_run_saw),
        cmocka_unit_test(test_bad_bytes_make_no_events),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
