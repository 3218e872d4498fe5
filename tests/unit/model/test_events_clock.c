/* Events while the wall clock is set: their moments stay right, and in order. */
#include "core/base/clock.h"
#include "core/model/acl_text.h"
#include "core/model/events.h"
#include "tests/support/test.h"
#include "tests/unit/made_up.h"

#include <stdlib.h>

#define RECENT INT64_C(1760000000000)

static const int64_t hour = 3600000;

static struct acl_list *rules(size_t n)
{
    static const char *const words[] = {"allow Read topic literal a User:a *",
                                        "allow Read topic literal b User:b *"};
    struct acl_list *l = acl_list_new();
    l->proof = ACL_PROOF_SEEN;
    l->acls = arena_array(&l->arena, n, sizeof *l->acls);
    for (; l->n < n; l->n++)
        assert_true(acl_parse(&l->arena, words[l->n], &l->acls[l->n], NULL));
    return l;
}

static struct metadata *led_by(int32_t leader)
{
    struct metadata *md = made_metadata(3);
    made_topic(md, "orders");
    made_partition(md, leader, "1,2,3", "1,2,3");
    metadata_seal(md);
    return md;
}

static struct group_listing *listed(enum group_state state)
{
    struct group_listing *l = made_listing();
    made_listed(l, "billing", state);
    return l;
}

/* Both moments are by the clock as it is set when the event is: the answer before came under
 * another one, an hour ahead. */
static void a_clock_set_back_between_two_answers(void **state)
{
    (void)state;
    struct model m;
    model_init(&m, "test");
    struct config_set *c = made_config(CONFIG_TOPIC, "orders");
    made_entry(c, "retention.ms", "1000", CONFIG_SOURCE_TOPIC);
    model_take_config(&m, c);
    c->fact.wall_ms += hour;
    model_take_acls(&m, rules(1));
    m.acls_fact.wall_ms += hour;
    model_take_metadata(&m, led_by(1));
    m.metadata_fact.wall_ms += hour;
    model_take_group_list(&m, listed(GROUP_STABLE));
    m.group_list_fact.wall_ms += hour;
    c = made_config(CONFIG_TOPIC, "orders");
    made_entry(c, "retention.ms", "2000", CONFIG_SOURCE_TOPIC);
    model_take_config(&m, c);
    model_take_acls(&m, rules(2));
    model_take_group_list(&m, listed(GROUP_EMPTY));
    model_take_metadata(&m, led_by(2));
    model_take_metadata(&m, led_by(2));
    assert_int_equal(m.events.len, 4);
    for (size_t i = 0; i < m.events.len; i++) {
        const struct event *e = events_at(&m.events, i);
        if (e->earliest_ms > e->wall_ms || e->wall_ms - e->earliest_ms > hour / 2 ||
            llabs(e->wall_ms - clock_wall_ms()) > hour / 2)
            fail_msg("%s: from %+lld to %+lld ms", event_kind_id(e->kind),
                     (long long)(e->earliest_ms - clock_wall_ms()),
                     (long long)(e->wall_ms - clock_wall_ms()));
    }
    model_release(&m);
}

/* What this run saw goes along with the clock; what others wrote, perhaps by a right one, stays. */
static void events_go_along_when_the_clock_is_set(void **state)
{
    (void)state;
    struct events e, past;
    struct event one = {.kind = EVENT_TOPIC_CREATED, .object = (char[]){"t"}};
    events_init(&e, 10);
    events_init(&past, 10);
    one.wall_ms = one.earliest_ms = RECENT;
    events_add(&past, &one);
    one.wall_ms += 60000;
    events_add(&e, &one);
    events_restore(&e, &past, 0);
    int64_t ahead = clock_wall_ms() - clock_mono_ms();
    events_clock_set(&e, ahead - hour);
    events_clock_set(&e, ahead - hour); /* once */
    assert_int_equal(events_at(&e, 0)->wall_ms, RECENT);
    assert_true(llabs(events_at(&e, 1)->wall_ms - (RECENT + 60000 - hour)) < 1000);
    assert_int_equal(events_at(&e, 1)->wall_ms - events_at(&e, 1)->earliest_ms, 60000);
    events_clock_set(&e, ahead);
    assert_true(llabs(events_at(&e, 1)->wall_ms - (RECENT + 60000)) < 1000);
    events_release(&e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_clock_set_back_between_two_answers),
        cmocka_unit_test(events_go_along_when_the_clock_is_set),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
