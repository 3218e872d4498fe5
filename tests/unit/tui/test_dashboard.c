/* The layout of composite panes at every size, and the facts above their lists. */
#include "tests/support/test.h"
#include "tests/unit/made_up.h"
#include "tui/panes/broker_facts.h"
#include "tui/panes/cluster_facts.h"
#include "tui/panes/dashboard_place.h"
#include "tui/panes/group_chart.h"
#include "tui/panes/group_facts.h"
#include "tui/panes/leader_bars.h"
#include "tui/panes/overview_facts.h"
#include "tui/panes/topic_facts.h"
#include "tui/panes/what_if_facts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool within(struct rect in, struct rect r)
{
    return r.h >= 0 && r.w >= 0 && (!r.h || (r.y >= in.y && r.y + r.h <= in.y + in.h)) &&
           (!r.w || (r.x >= in.x && r.x + r.w <= in.x + in.w));
}

static bool meet(struct rect a, struct rect b)
{
    struct rect m = rect_meet(a, b);
    return m.h > 0 && m.w > 0;
}

static void every_size_is_possible(void **state)
{
    static const struct pane_wish size[] = {{90, 60, 20}, {50, 40, 6}, {70, 30, 40}};
    (void)state;
    for (int h = 0; h < 70; h++) {
        for (int w = 0; w < 220; w += 3) {
            struct rect r = {2, 5, h, w};
            for (int at = 0; at < 3; at++) {
                struct dashboard_plan p = dashboard_place(r, 5, size, 3, at, at == 1);
                assert_true(p.shown[at]);
                assert_true(within(r, p.facts) || p.facts.h == 0);
                for (int i = 0; i < 3; i++) {
                    assert_true(!p.shown[i] || within(r, p.part[i]));
                    assert_false(p.shown[i] && meet(p.part[i], p.facts));
                    for (int k = 0; k < i; k++)
                        assert_false(p.shown[i] && p.shown[k] && meet(p.part[i], p.part[k]));
                }
            }
        }
    }
}

static void a_small_screen_has_one_list_at_a_time(void **state)
{
    static const struct pane_wish size[] = {{70, 60, 20}, {50, 40, 6}};
    (void)state;
    struct dashboard_plan p = dashboard_place((struct rect){2, 0, 20, 80}, 3, size, 2, 1, false);
    assert_false(p.shown[0]);
    assert_true(p.shown[1]);
    assert_int_equal(p.strip.h, 1);
    assert_int_equal(p.part[1].h, 16);
}

static void the_first_list_keeps_its_width(void **state)
{
    static const struct pane_wish size[] = {{90, 60, 20}, {50, 40, 6}};
    (void)state;
    struct dashboard_plan p = dashboard_place((struct rect){0, 0, 36, 130}, 3, size, 2, 0, false);
    assert_true(p.shown[0] && p.shown[1]);
    assert_int_equal(p.strip.h, 0);
    assert_int_equal(p.part[0].w, 90);
    assert_int_equal(p.part[1].w, 40);
    p = dashboard_place((struct rect){0, 0, 36, 200}, 3, size, 2, 0, false);
    assert_int_equal(p.part[1].w, 50); /* no more than it needs */
    /* No room next to it: below. */
    static const struct pane_wish wide[] = {{140, 110, 9}, {50, 40, 6}};
    p = dashboard_place((struct rect){0, 0, 36, 120}, 3, wide, 2, 0, false);
    assert_int_equal(p.part[0].w, 120);
    assert_int_equal(p.part[0].h, 9);
    assert_int_equal(p.part[1].y, 12);
}

/* What is most worth reading is not cut above rows that stay empty. */
static void facts_take_rows_that_no_list_needs(void **state)
{
    static const struct pane_wish few[] = {{90, 60, 9}, {60, 40, 6}};
    static const struct pane_wish many[] = {{90, 60, 90}, {60, 40, 6}};
    const struct rect r = {2, 0, 24, 150};
    (void)state;
    struct dashboard_plan p = dashboard_place(r, 12, few, 2, 0, false);
    assert_true(p.shown[0] && p.shown[1]);
    assert_int_equal(p.facts.h, 12);
    assert_int_equal(p.part[0].h, 12);
    p = dashboard_place(r, 30, few, 2, 0, false);
    assert_int_equal(p.part[0].h, 9); /* a list that needs its rows has them */
    p = dashboard_place(r, 12, many, 2, 0, false);
    assert_int_equal(p.facts.h, 8);
}

static void a_sentence_wider_than_the_screen_is_broken(void **state)
{
    struct facts f;
    (void)state;
    facts_init(&f);
    facts_row(&f, "verdict");
    facts_add(&f, SEV_NONE, "five words of four each"); /* 23 columns */
    facts_add(&f, SEV_NONE, "short");
    assert_int_equal(facts_lines(&f, 12 + 23 + 3 + 5), 1);
    assert_int_equal(facts_lines(&f, 12 + 23), 2); /* the short one goes below */
    assert_int_equal(facts_lines(&f, 12 + 22), 2); /* the short one behind the rest of the long */
    assert_int_equal(facts_lines(&f, 12 + 10), 4);
    assert_true(facts_lines(&f, 5) > 0); /* less than a label is wide */
    facts_release(&f);
}

/* All items of all rows, "label: item | item; label: …". */
static const char *said(facts_of *of, const struct model *m, const char *scope)
{
    static char text[2000];
    struct facts f;
    size_t len = 0;
    facts_init(&f);
    of(&f, m, scope);
    text[0] = 0;
    for (size_t i = 0; i < f.rows.len; i++) {
        const struct fact_row *r = &f.rows.data[i];
        len += (size_t)snprintf(text + len, sizeof text - len, "%s:", r->label);
        for (size_t k = 0; k < r->items.len; k++)
            len += (size_t)snprintf(text + len, sizeof text - len, "%s %s", k ? " |" : "",
                                    r->items.data[k].text);
        len += (size_t)snprintf(text + len, sizeof text - len, "; ");
    }
    facts_release(&f);
    return text;
}

static void says(facts_of *of, const struct model *m, const char *scope, const char *what)
{
    const char *text = said(of, m, scope);
    if (!strstr(text, what))
        fail_msg("'%s' is not in '%s'", what, text);
}

static void fill(struct model *m)
{
    model_init(m, "test");
    struct metadata *md = made_metadata(3);
    made_topic(md, "orders");
    made_partition(md, 1, "1,2,3", "1,2");
    made_partition(md, 2, "1,2,3", "2");
    made_lose(md, 3);
    metadata_seal(md);
    model_take_metadata(m, md);
}

static void unknown_is_not_zero(void **state)
{
    struct model m;
    (void)state;
    model_init(&m, "test");
    says(overview_facts, &m, NULL, "connecting…");
    assert_null(strstr(said(overview_facts, &m, NULL), "offline"));
    says(topic_facts, &m, "orders", "waiting for the broker");
    says(group_facts, &m, "billing", "waiting for the broker");
    says(group_facts, &m, "billing", "waiting for the commits");
    says(broker_facts, &m, "1", "waiting for the broker");
    model_release(&m);
    fill(&m);
    says(overview_facts, &m, NULL, "under min ISR … | under-replicated");
    says(overview_facts, &m, NULL, "records: in … | out … | groups: waiting for the broker");
    says(topic_facts, &m, "orders", "settings: waiting for the broker");
    assert_null(strstr(said(topic_facts, &m, "orders"), "records"));
    model_release(&m);
}

static void troubles_are_counted(void **state)
{
    struct model m;
    (void)state;
    fill(&m);
    says(overview_facts, &m, NULL, "offline 0 | ");
    says(overview_facts, &m, NULL, "under-replicated 2 | not preferred 1");
    says(overview_facts, &m, NULL, "cluster: broker 3 lost, 2 of 3 up | 1 topic | 2 partitions; ");
    says(cluster_facts, &m, NULL, "brokers: 2 of 3 up | broker 3 lost");
    says(topic_facts, &m, "orders", "topic: orders | 2 partitions × 3");
    says(topic_facts, &m, "nope", "there is no topic nope, or you may not see it");
    says(topic_facts, &m, "orders", "in sync 3/6 | since before");
    says(broker_facts, &m, "2", "leader of 1 | preferred for 0 | 2 replicas | out of sync 0");
    says(broker_facts, &m, "2", "if it stops: 0 leaders move | offline 1");
    says(broker_facts, &m, "3", "✗ lost");
    assert_null(strstr(said(broker_facts, &m, "3"), "if it stops"));
    says(broker_facts, &m, "9", "✗ there is no such broker");
    model_release(&m);
}

/* Brokers that are down share nothing. */
static void who_leads_most_is_named(void **state)
{
    struct model m;
    struct arena a;
    (void)state;
    arena_init(&a);
    fill(&m);
    struct balance b = balance_make(m.metadata, NULL, &a);
    assert_string_equal(leader_words(&b, SIGHT_WHOLE, &a),
                        "leaders are even: 1 on each broker that is up");
    struct metadata *md = made_metadata(2);
    made_topic(md, "orders");
    for (int i = 0; i < 3; i++)
        made_partition(md, 2, "2,1", "2,1");
    made_partition(md, 1, "1,2", "1,2");
    metadata_seal(md);
    model_take_metadata(&m, md);
    b = balance_make(m.metadata, NULL, &a);
    assert_string_equal(leader_words(&b, SIGHT_WHOLE, &a),
                        "most leaders: broker 2 with 3; fewest: broker 1 with 1; even share 2");
    assert_string_equal(leader_words(&b, SIGHT_PART, &a),
                        "of the topics you may describe: most leaders: broker 2 with 3; fewest: "
                        "broker 1 with 1; even share 2");
    arena_release(&a);
    model_release(&m);
}

static void what_never_was_is_not_gone(void **state)
{
    struct model m;
    struct chart_view chart = {.shown = CHART_ON};
    (void)state;
    model_init(&m, "test");
    struct metadata *md = made_metadata(2);
    metadata_seal(md);
    model_take_metadata(&m, md);
    says(broker_facts, &m, "9", "broker: 9 | ✗ there is no such broker in this cluster");
    md = made_metadata(2);
    made_lose(md, 2);
    metadata_seal(md);
    model_take_metadata(&m, md);
    says(broker_facts, &m, "2", "broker: 2 | left the cluster");
    model_take_group(&m, made_group("nope", GROUP_DEAD));
    says(group_facts, &m, "nope", "group: nope | ✗ does not exist");
    assert_null(strstr(said(group_facts, &m, "nope"), "member"));
    assert_int_equal(group_chart_rows(&chart, &m, "nope", 50), 0);
    model_take_group(&m, made_group("there", GROUP_STABLE));
    assert_true(group_chart_rows(&chart, &m, "there", 50) > 0);
    model_release(&m);
}

static void an_inactive_group_says_why(void **state)
{
    struct model m;
    (void)state;
    fill(&m);
    struct group_desc *d = made_group("billing", GROUP_EMPTY);
    d->coordinator = 2;
    model_take_group(&m, d);
    says(group_facts, &m, "billing", "group: billing | ○ empty | unknown");
    says(group_facts, &m, "billing", "every consumer has left");
    says(group_facts, &m, "billing", "offsets expire offsets.retention.minutes after");
    struct config_set *c = made_config(CONFIG_BROKER, "2");
    made_entry(c, "offsets.retention.minutes", "10080", CONFIG_SOURCE_DEFAULT);
    config_set_sort(c);
    model_take_config(&m, c);
    says(group_facts, &m, "billing", "offsets are kept 7 d after the last member left");
    made_ends(&m, "orders", 0, 100, 500);
    struct group_offsets *o = made_offsets("billing");
    made_commit(o, "orders", 0, 40);
    model_take_group_offsets(&m, o);
    says(group_facts, &m, "billing", "behind: 400 records | worst partition 400");
    says(group_facts, &m, "billing", "data lost: 60 records");
    model_release(&m);
}

static void hostile_names_are_made_visible(void **state)
{
    struct model m;
    (void)state;
    model_init(&m, "test");
    struct group_desc *d = made_group("evil", GROUP_STABLE);
    d->assignor = "\033]0;pwn\a";
    model_take_group(&m, d);
    const char *text = said(group_facts, &m, "evil");
    assert_null(strchr(text, '\033'));
    assert_null(strchr(text, '\a'));
    model_release(&m);
}

static void rows_break_between_items(void **state)
{
    struct facts f;
    (void)state;
    facts_init(&f);
    facts_row(&f, "one");
    facts_add(&f, SEV_NONE, "0123456789");
    facts_add(&f, SEV_NONE, "0123456789");
    assert_int_equal(facts_lines(&f, 80), 1);
    assert_int_equal(facts_lines(&f, 12 + 23), 1);
    assert_int_equal(facts_lines(&f, 12 + 22), 1);
    assert_int_equal(facts_lines(&f, 12 + 21), 2);
    facts_row(&f, "two");
    facts_trouble(&f, "offline", 0, SEV_BAD);
    assert_int_equal(f.rows.data[1].items.data[0].sev, SEV_GOOD);
    assert_int_equal(facts_lines(&f, 12 + 21), 3);
    facts_release(&f);
}

/* A row takes a line more only when a narrower gap does not save it; what follows a long sentence
 * goes on behind it. */
static void rows_take_no_line_more_than_they_need(void **state)
{
    struct facts f;
    (void)state;
    facts_init(&f);
    facts_row(&f, "health");
    facts_trouble(&f, "offline", 1, SEV_BAD);
    facts_trouble(&f, "under min ISR", 1, SEV_BAD);
    facts_trouble(&f, "under-replicated", 139, SEV_WARN);
    facts_trouble(&f, "not preferred", 59, SEV_INFO);
    assert_int_equal(facts_lines(&f, 78), 1);
    assert_int_equal(facts_lines(&f, 77), 2);
    facts_release(&f);
    facts_init(&f);
    facts_row(&f, "verdict");
    facts_add(&f, SEV_BAD, "%s", "falling behind: 1.2/s of the 2.8/s that are written there");
    facts_add(&f, SEV_NONE, "%s", "for 28 s or longer");
    assert_int_equal(facts_lines(&f, 60), 2);
    facts_release(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_take_no_line_more_than_they_need),
        cmocka_unit_test(every_size_is_possible),
        cmocka_unit_test(a_small_screen_has_one_list_at_a_time),
        cmocka_unit_test(the_first_list_keeps_its_width),
        cmocka_unit_test(facts_take_rows_that_no_list_needs),
        cmocka_unit_test(a_sentence_wider_than_the_screen_is_broken),
        cmocka_unit_test(unknown_is_not_zero),
        cmocka_unit_test(troubles_are_counted),
        cmocka_unit_test(who_leads_most_is_named),
        cmocka_unit_test(what_never_was_is_not_gone),
        cmocka_unit_test(an_inactive_group_says_why),
        cmocka_unit_test(hostile_names_are_made_visible),
        cmocka_unit_test(rows_break_between_items),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
