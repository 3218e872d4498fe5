/* Lists that fold: a filter that takes a line leaves it folded; what it takes of a line that it does
 * not take stands alone. */
#include "core/base/match.h"
#include "core/base/table_order.h"
#include "core/model/model.h"
#include "tests/support/test.h"
#include "tests/unit/made_up.h"

#include <stdio.h>
#include <string.h>

static struct model m;

static struct table *list(const char *resource, bool within)
{
    return resource_build(resource_find(resource), &(struct view){.model = &m, .within = within});
}

/* What the given column says of the rows that pass, joined by "|". */
static const char *found(const struct table *t, const char *filter, const char *column)
{
    static char out[1000];
    struct err err = {0};
    struct table_order o;
    struct match *match = table_match(t, filter, NULL, &err);
    int col = table_column(t, column);
    out[0] = '\0';
    assert_non_null(match);
    assert_true(table_order_make(&o, t, match, -1, false, &err));
    for (size_t i = 0; i < o.n; i++)
        snprintf(out + strlen(out), sizeof out - strlen(out), "%s%s", i ? "|" : "",
                 t->rows[o.index[i]].cells[col].value.text);
    table_order_release(&o);
    match_free(match);
    return out;
}

static int tear_down(void **state)
{
    (void)state;
    model_release(&m);
    return 0;
}

static void findings_in_a_line_are_found_alone(void **state)
{
    (void)state;
    model_init(&m, "test");
    struct metadata *md = made_metadata(3);
    made_topic(md, "orders");
    made_partition(md, -1, "3", "3");
    made_topic(md, "payments");
    made_partition(md, 1, "1,2", "1,2");
    made_lose(md, 3);
    metadata_seal(md);
    model_take_metadata(&m, md);
    struct table *t = list("findings", true);
    assert_true(t->nrows >= 2);
    assert_non_null(strstr(found(t, "orders", "id"), "partition-offline/orders"));
    assert_null(strstr(found(t, "orders", "id"), "broker-lost"));
    assert_non_null(strstr(found(t, "lost", "id"), "broker-lost/3"));
    assert_null(strstr(found(t, "lost", "id"), "partition-offline"));
    assert_string_equal(found(t, "offline", "id"), "broker-lost/3");
    assert_string_equal(found(t, "id=partition-offline/orders", "id"), "partition-offline/orders");
    assert_string_equal(found(t, "orders offline !lost", "id"), "");
    table_free(t);
    t = list("findings", false);
    assert_string_equal(found(t, "id=partition-offline/orders", "id"), "");
    table_free(t);
}

static void shrank(const char *topic, int32_t partition)
{
    struct event e = {.kind = EVENT_ISR_SHRANK,
                      .of = EVENT_OF_TOPIC,
                      .partition = partition,
                      .what = (char[]){"broker 3 out"},
                      .before = (char[]){"1,2,3"},
                      .after = (char[]){"1,2"},
                      .wall_ms = 1700000000000,
                      .earliest_ms = 1699999999000};
    char name[40];
    snprintf(name, sizeof name, "%s", topic);
    e.object = name;
    events_add(&m.events, &e);
}

static void events_in_a_line_are_found_alone(void **state)
{
    (void)state;
    model_init(&m, "test");
    struct metadata *md = made_metadata(3);
    metadata_seal(md);
    model_take_metadata(&m, md);
    struct event lost = {.kind = EVENT_BROKER_LOST,
                         .of = EVENT_OF_BROKER,
                         .object = (char[]){"3"},
                         .partition = -1,
                         .wall_ms = 1700000000000,
                         .earliest_ms = 1699999999000};
    events_add(&m.events, &lost);
    for (int32_t p = 0; p < 3; p++)
        shrank("shipments", p);
    shrank("orders", 0);
    struct table *t = list("events", true);
    assert_int_equal(t->nrows, 1);
    assert_string_equal(found(t, "lost", "event"), "broker lost");
    assert_string_equal(found(t, "shipments", "event"), "ISR shrank|ISR shrank|ISR shrank");
    assert_string_equal(found(t, "where=orders-0", "event"), "ISR shrank");
    assert_string_equal(found(t, "payments", "id"), "");
    table_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(findings_in_a_line_are_found_alone, tear_down),
        cmocka_unit_test_teardown(events_in_a_line_are_found_alone, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
