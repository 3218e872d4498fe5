/* Events are what two answers show by their difference, and nothing else: what fails, what is left
 * out and what one broker knows later than another is no event. */
#include "core/model/events.h"
#include "core/model/model_fact.h"
#include "tests/support/test.h"
#include "tests/unit/made_up.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- saying what was noticed ----------------------------------------------------------------- */

static struct model m;
static size_t read_so_far;

static int set_up(void **state)
{
    (void)state;
    model_init(&m, "test");
    read_so_far = 0;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    model_release(&m);
    return 0;
}

/* "leader-moved orders/0 1>2": the events since the last call. */
static const char *detected(void)
{
    static char text[2000];
    size_t n = 0;
    text[0] = '\0';
    for (; read_so_far < m.events.len; read_so_far++) {
        const struct event *e = events_at(&m.events, read_so_far);
        n += (size_t)snprintf(text + n, sizeof text - n, "%s%s %s", n ? "; " : "",
                              event_kind_id(e->kind), e->object);
        if (e->partition >= 0)
            n += (size_t)snprintf(text + n, sizeof text - n, "/%d", e->partition);
        if (e->what)
            n += (size_t)snprintf(text + n, sizeof text - n, " [%s]", e->what);
        if (e->before || e->after)
            n += (size_t)snprintf(text + n, sizeof text - n, " %s>%s", e->before ? e->before : "",
                                  e->after ? e->after : "");
        assert_true(e->wall_ms >= e->earliest_ms);
    }
    return text;
}

#define DETECTED(words) assert_string_equal(detected(), words)

/* ---- metadata -------------------------------------------------------------------------------- */

/* Three brokers and topic orders with one partition. */
static struct metadata *answer(int32_t leader, const char *isr)
{
    struct metadata *md = made_metadata(3);
    made_topic(md, "orders");
    made_partition(md, leader, "1,2,3", isr);
    return md;
}

static void take(struct metadata *md)
{
    metadata_seal(md);
    model_take_metadata(&m, md);
}

static void two_answers_that_agree_tell(void **state)
{
    (void)state;
    take(answer(1, "1,2,3"));
    take(answer(1, "3,1,2")); /* another order is no change */
    assert_false(model_unsure(&m));
    take(answer(2, "2,3"));
    DETECTED("");
    assert_true(model_unsure(&m));
    take(answer(2, "2,3"));
    DETECTED("leader-moved orders/0 1>2; isr-shrank orders/0 [broker 1 out] 3,1,2>2,3");
    assert_false(model_unsure(&m));
    take(answer(2, "2,3,1"));
    take(answer(2, "2,3,1"));
    DETECTED("isr-grew orders/0 [broker 1 in] 2,3>2,3,1");
    take(answer(-1, "2"));
    take(answer(-1, "2"));
    DETECTED("leader-moved orders/0 2>none; "
             "isr-shrank orders/0 [broker 3,1 out] 2,3,1>2");
}

/* A broker that lags behind answers what was so before. */
static void an_old_answer_in_between_is_no_event(void **state)
{
    (void)state;
    take(answer(1, "1,2,3"));
    take(answer(2, "2,3"));
    take(answer(1, "1,2,3"));
    take(answer(2, "2,3"));
    DETECTED("");
    take(answer(2, "2,3"));
    DETECTED("leader-moved orders/0 1>2; isr-shrank orders/0 [broker 1 out] 1,2,3>2,3");
    take(answer(1, "1,2,3"));
    take(answer(2, "2,3"));
    take(answer(2, "2,3"));
    DETECTED("");
    assert_false(model_unsure(&m));
}

/* The message line says that it is over, and for how long it was. */
static void the_end_of_an_outage_is_said(void **state)
{
    (void)state;
    take(answer(1, "1,2,3"));
    take(answer(-1, "2"));
    assert_string_equal(log_last(&m.log)->text, "topic orders has partitions without a leader");
    struct topic_trouble *t = map_get(&m.trouble, "orders");
    t->offline -= 55000;
    take(answer(2, "2"));
    assert_string_equal(log_last(&m.log)->text, "topic orders has leaders again, offline for 55 s");
    assert_int_equal(log_last(&m.log)->sev, SEV_GOOD);
}

static void brokers_come_and_go(void **state)
{
    (void)state;
    take(answer(1, "1,2,3"));
    for (int i = 0; i < 2; i++) {
        struct metadata *md = answer(1, "1,2,3");
        made_lose(md, 3);
        take(md);
    }
    DETECTED("broker-lost 3");
    take(answer(1, "1,2,3"));
    take(answer(1, "1,2,3"));
    DETECTED("broker-back 3");
    for (int i = 0; i < 2; i++) {
        struct metadata *md = made_metadata(4);
        made_topic(md, "orders");
        made_partition(md, 1, "1,2,3", "1,2,3");
        take(md);
    }
    DETECTED("broker-new 4");
    take(answer(1, "1,2,3")); /* 4 held nothing: it is not even in the replica lists */
    take(answer(1, "1,2,3"));
    DETECTED("broker-lost 4");
    assert_false(model_unsure(&m));
}

static void failed(enum fact_kind kind, const char *name, enum err_kind why)
{
    struct err e = {0};
    err_set(&e, why, "no");
    model_failed(&m, kind, name, &e);
}

static struct metadata *empty(void)
{
    return made_metadata(3);
}

static void topics_are_deleted_when_the_cluster_says_so(void **state)
{
    (void)state;
    take(answer(1, "1,2,3"));
    take(empty());
    take(empty());
    DETECTED("");
    failed(FACT_TOPIC_ID, "orders", ERR_TIMEOUT);
    DETECTED("");
    failed(FACT_TOPIC_ID, "orders", ERR_NOT_FOUND);
    DETECTED("topic-deleted orders 1 partition>");
    failed(FACT_TOPIC_ID, "orders", ERR_NOT_FOUND);
    DETECTED("");
    take(answer(1, "1,2,3"));
    DETECTED("");
    take(answer(2, "1,2,3")); /* who leads first is no news of its own */
    DETECTED("topic-created orders >1 partition × 3");
}

static void a_topic_out_of_sight_is_not_deleted(void **state)
{
    (void)state;
    take(answer(1, "1,2,3"));
    take(empty());
    failed(FACT_TOPIC_ID, "orders", ERR_DENIED);
    DETECTED("topic-hidden orders");
    failed(FACT_TOPIC_ID, "orders", ERR_DENIED);
    take(answer(1, "1,2,3")); /* and when it may be seen again it is not new */
    take(answer(1, "1,2,3"));
    DETECTED("");
}

static void a_topic_left_out_once_is_no_event(void **state)
{
    (void)state;
    take(answer(1, "1,2,3"));
    model_take_topic_id(&m, "orders", "id-1");
    take(empty());
    take(answer(1, "1,2,3"));
    take(answer(1, "1,2,3"));
    model_take_topic_id(&m, "orders", "id-1");
    DETECTED("");
    take(empty());
    take(answer(1, "1,2,3"));
    model_take_topic_id(&m, "orders", "id-2");
    DETECTED("topic-recreated orders [topic id] id-1>id-2");
}

static void a_topic_that_only_one_answer_has_is_no_event(void **state)
{
    (void)state;
    take(empty());
    take(answer(1, "1,2,3"));
    take(empty());
    failed(FACT_TOPIC_ID, "orders", ERR_NOT_FOUND);
    DETECTED("");
}

static void deleted_and_made_again_are_two_events(void **state)
{
    (void)state;
    take(answer(1, "1,2,3"));
    model_take_topic_id(&m, "orders", "id-1");
    take(empty());
    failed(FACT_TOPIC_ID, "orders", ERR_NOT_FOUND);
    take(answer(1, "1,2,3"));
    take(answer(1, "1,2,3"));
    model_take_topic_id(&m, "orders", "id-2");
    DETECTED("topic-deleted orders 1 partition>; topic-created orders >1 partition × 3");
}

static void partitions_are_added(void **state)
{
    (void)state;
    take(answer(1, "1,2,3"));
    for (int i = 0; i < 2; i++) {
        struct metadata *md = answer(1, "1,2,3");
        made_partition(md, 2, "2,3,1", "2,3,1");
        take(md);
    }
    DETECTED("partitions-added orders [partitions] 1>2");
    take(answer(1, "1,2,3"));
    take(answer(1, "1,2,3"));
    DETECTED("topic-recreated orders [partitions] 2>1");
}

/* ---- groups ---------------------------------------------------------------------------------- */

static void list(const char *id, enum group_state s, size_t errors)
{
    struct group_listing *l = made_listing();
    made_listed(l, "always", GROUP_STABLE);
    if (id)
        made_listed(l, id, s);
    l->nerrors = errors;
    model_take_group_list(&m, l);
}

static void groups_come_change_and_go(void **state)
{
    (void)state;
    list(NULL, 0, 0);
    list("g", GROUP_STABLE, 0);
    DETECTED("group-new g >stable");
    list("g", GROUP_UNKNOWN, 0);
    list("g", GROUP_EMPTY, 0);
    DETECTED("group-state g stable>rebalancing; group-state g rebalancing>empty");
    list(NULL, 0, 1); /* one broker did not answer */
    list("g", GROUP_EMPTY, 0);
    DETECTED("");
    list(NULL, 0, 0); /* its coordinator moves: no broker lists it for a moment */
    model_take_group(&m, made_group("g", GROUP_EMPTY));
    list("g", GROUP_EMPTY, 0);
    DETECTED("");
    list(NULL, 0, 0);
    failed(FACT_GROUP, "g", ERR_TIMEOUT);
    DETECTED("");
    model_take_group(&m, made_group("g", GROUP_DEAD));
    DETECTED("group-gone g");
    list("g", GROUP_EMPTY, 0);
    DETECTED("group-new g >empty");
    list(NULL, 0, 0);
    failed(FACT_GROUP, "g", ERR_DENIED);
    DETECTED("group-hidden g");
}

static struct group_desc *with_members(const char *one, const char *two, const char *two_id)
{
    struct group_desc *g = made_group("g", GROUP_STABLE);
    if (one)
        made_member(g, one);
    if (two) {
        struct member *w = made_member(g, two);
        w->instance_id = "seat-2";
        w->member_id = two_id;
    }
    return g;
}

static void members_come_and_go(void **state)
{
    (void)state;
    model_take_group(&m, with_members("a", NULL, NULL));
    DETECTED("");
    model_take_group(&m, with_members("a", "b", "b-1"));
    DETECTED("member-joined g [b at 10.0.0.7 as seat-2]");
    model_take_group(&m, with_members("a", "b", "b-2")); /* a static member that was restarted */
    DETECTED("");
    model_take_group(&m, with_members(NULL, "b", "b-2"));
    DETECTED("member-left g [a at 10.0.0.7]");
    failed(FACT_GROUP, "g", ERR_UNREACHABLE);
    model_take_group(&m, with_members(NULL, "b", "b-2"));
    DETECTED("");
}

static void commit(int64_t first, int64_t second)
{
    struct group_offsets *o = made_offsets("g");
    made_commit(o, "t", 0, first);
    if (second != OFFSET_UNKNOWN)
        made_commit(o, "t", 1, second);
    model_take_group_offsets(&m, o);
}

static void offsets_that_went_back(void **state)
{
    (void)state;
    commit(10, 20);
    commit(15, OFFSET_UNKNOWN);
    commit(15, 5); /* it had none in the answer before */
    DETECTED("");
    commit(9, 5);
    DETECTED("offsets-back g [t-0] 15>9");
}

/* ---- settings and ACLs ----------------------------------------------------------------------- */

static void topic_config(const char *retention, enum config_source source, const char *secret)
{
    struct config_set *c = made_config(CONFIG_TOPIC, "orders");
    struct config_entry *e = made_entry(c, "a.secret", secret, CONFIG_SOURCE_TOPIC);
    e->sensitive = true;
    made_entry(c, "retention.ms", retention, source);
    config_set_sort(c);
    model_take_config(&m, c);
}

static void settings_of_topics_are_those_set_on_them(void **state)
{
    (void)state;
    topic_config("100", CONFIG_SOURCE_DEFAULT, "x");
    topic_config("200", CONFIG_SOURCE_BROKER_DEFAULT, "y"); /* reported for the broker, once */
    DETECTED("");
    topic_config("300", CONFIG_SOURCE_TOPIC, "y");
    DETECTED("config-changed orders [retention.ms] 200>300");
    failed(FACT_TOPIC_CONFIG, "orders", ERR_DENIED);
    topic_config("300", CONFIG_SOURCE_TOPIC, "z");
    DETECTED("");
    topic_config("200", CONFIG_SOURCE_BROKER_DEFAULT, "z");
    DETECTED("config-changed orders [retention.ms] 300>200");
}

static void broker_config(const char *throttle)
{
    struct config_set *c = made_config(CONFIG_BROKER, "1");
    if (throttle)
        made_entry(c, "leader.replication.throttled.rate", throttle, CONFIG_SOURCE_BROKER);
    made_entry(c, "num.io.threads", "8", CONFIG_SOURCE_STATIC);
    model_take_config(&m, c);
}

static void settings_of_brokers_come_and_go(void **state)
{
    (void)state;
    broker_config(NULL);
    broker_config("1000");
    broker_config("1000");
    broker_config(NULL);
    DETECTED("config-changed 1 [leader.replication.throttled.rate] >1000; "
             "config-changed 1 [leader.replication.throttled.rate] 1000>");
}

static void acls(enum acl_proof proof, size_t n)
{
    struct acl_list *l = acl_list_new();
    static const char *const who[] = {"User:b", "User:a"};
    l->acls = arena_array(&l->arena, n, sizeof *l->acls);
    l->proof = proof;
    for (; l->n < n; l->n++)
        l->acls[l->n] = (struct acl){.resource = ACL_TOPIC,
                                     .name = "orders",
                                     .pattern = ACL_LITERAL,
                                     .principal = who[l->n],
                                     .host = "*",
                                     .operation = ACL_READ,
                                     .permission = ACL_ALLOW};
    model_take_acls(&m, l);
}

static void rules_of_access(void **state)
{
    (void)state;
    acls(ACL_PROOF_SEEN, 1);
    acls(ACL_PROOF_SEEN, 2);
    const char *said = detected();
    assert_non_null(strstr(said, "acl-added User:a ["));
    assert_null(strstr(said, "User:b"));
    acls(ACL_PROOF_NONE, 0); /* an empty list may be a refusal */
    acls(ACL_PROOF_DENIED, 0);
    acls(ACL_PROOF_SEEN, 2);
    DETECTED("");
    acls(ACL_PROOF_SEEN, 1);
    assert_non_null(strstr(detected(), "acl-removed User:a ["));
}

/* ---- the ring and the list ------------------------------------------------------------------- */

static void the_oldest_give_way(void **state)
{
    (void)state;
    struct events e;
    events_init(&e, 3);
    for (int i = 0; i < 8; i++) {
        char name[16];
        snprintf(name, sizeof name, "t%d", i);
        events_add(&e, &(struct event){.kind = EVENT_TOPIC_CREATED, .object = name});
    }
    assert_int_equal(e.len, 3);
    assert_string_equal(events_at(&e, 0)->object, "t5");
    assert_string_equal(events_at(&e, 2)->object, "t7");
    assert_int_equal(events_at(&e, 2)->seq, EVENTS_FIRST_SEQ + 7);
    assert_null(events_at(&e, 3));
    events_release(&e);
}

static void the_list_is_safe_and_leads_there(void **state)
{
    (void)state;
    list(NULL, 0, 0);
    list("od\nd\x1b[31m", GROUP_STABLE, 0);
    take(answer(1, "1,2,3"));
    take(answer(2, "1,2,3"));
    take(answer(2, "1,2,3"));
    struct table *t = made_table(&m, "events", NULL);
    const char *place, *scope;
    assert_int_equal(t->nrows, 2);
    assert_string_equal(shown(t, t->rows[0].key, "where"), "orders-0"); /* newest first */
    assert_string_equal(shown(t, t->rows[0].key, "before"), "1");
    assert_null(strchr(shown(t, t->rows[1].key, "where"), '\x1b'));
    assert_true(resource_find("events")->open(t, &t->rows[1], &place, &scope));
    assert_string_equal(place, "group");
    assert_string_equal(scope, "od\nd\x1b[31m");
    table_free(t);
}

static void every_kind_has_its_words(void **state)
{
    (void)state;
    for (int i = 0; i < EVENT_KINDS; i++) {
        assert_non_null(event_kind_name((enum event_kind)i));
        assert_true(strlen(event_kind_meaning((enum event_kind)i)) > 10);
        for (int k = 0; k < i; k++)
            assert_string_not_equal(event_kind_id((enum event_kind)i),
                                    event_kind_id((enum event_kind)k));
    }
}

int main(void)
{
#define TEST(t) cmocka_unit_test_setup_teardown(t, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(two_answers_that_agree_tell),
        TEST(an_old_answer_in_between_is_no_event),
        TEST(the_end_of_an_outage_is_said),
        TEST(brokers_come_and_go),
        TEST(topics_are_deleted_when_the_cluster_says_so),
        TEST(a_topic_out_of_sight_is_not_deleted),
        TEST(a_topic_left_out_once_is_no_event),
        TEST(a_topic_that_only_one_answer_has_is_no_event),
        TEST(deleted_and_made_again_are_two_events),
        TEST(partitions_are_added),
        TEST(groups_come_change_and_go),
        TEST(members_come_and_go),
        TEST(offsets_that_went_back),
        TEST(settings_of_topics_are_those_set_on_them),
        TEST(settings_of_brokers_come_and_go),
        TEST(rules_of_access),
        TEST(the_oldest_give_way),
        TEST(the_list_is_safe_and_leads_there),
        TEST(every_kind_has_its_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
