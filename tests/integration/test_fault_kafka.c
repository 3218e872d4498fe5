/* Brokers that die, hang and come back while a connection looks on. Harms the cluster, repairs
 * it. */
#include "core/base/clock.h"
#include "core/config/profile.h"
#include "core/kafka/commits.h"
#include "core/kafka/configs.h"
#include "core/kafka/convert.h"
#include "core/kafka/groups.h"
#include "core/kafka/internal.h"
#include "core/kafka/metadata.h"
#include "core/kafka/offsets.h"
#include "core/resource/resource.h"
#include "tests/support/admin.h"
#include "tests/support/client.h"
#include "tests/support/harness.h"
#include "tests/support/nodes.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum {
    DETECTED_MS = 30000,
    NEWS_MS = 300, /* an older answer is none that a change relies on */
};

#define PROPS(...) ((const char *const[]){__VA_ARGS__, NULL})

static struct harness *watch_brokers(void)
{
    struct harness *r =
        harness_open_session(PROPS("bootstrap.servers", run_env("KLAMM_BOOTSTRAP")));
    if (!r->session)
        fail_msg("%s", r->err.msg);
    dataset_open(r->session, resource_find("brokers"), NULL);
    harness_wait_link(r, LINK_UP, DETECTED_MS);
    return r;
}

static bool alive(struct harness *r, int32_t id)
{
    const struct broker_seen *b = model_broker_seen(&r->session->model, id);
    return b && b->alive;
}

static bool has_all(struct harness *r)
{
    return alive(r, 1) && alive(r, 2) && alive(r, 3);
}

static bool lost_two(struct harness *r)
{
    return alive(r, 1) && !alive(r, 2) && alive(r, 3);
}

/* What the link did on the way, so that "stayed up" can be distinguished from "came up again". */
static bool went_down(struct harness *r)
{
    const struct log *l = &r->session->model.log;
    for (size_t i = 0; i < l->len; i++)
        if (strstr(log_at(l, i)->text, "not connected"))
            return true;
    return false;
}

static void test_one_of_three_dies(void **state)
{
    (void)state;
    struct harness *r = watch_brokers();
    assert_true(harness_wait(r, has_all, DETECTED_MS));
    cluster_does("kill 2");
    assert_true(harness_wait(r, lost_two, DETECTED_MS));
    assert_int_equal(r->session->model.link, LINK_UP);
    cluster_does("start 2");
    assert_true(harness_wait(r, has_all, DETECTED_MS));
    assert_false(went_down(r));
    harness_close(r);
}

static void test_one_of_three_hangs(void **state)
{
    (void)state;
    struct harness *r = watch_brokers();
    cluster_does("pause 2");
    assert_true(harness_wait(r, lost_two, DETECTED_MS));
    cluster_does("resume 2");
    assert_true(harness_wait(r, has_all, DETECTED_MS));
    assert_false(went_down(r));
    harness_close(r);
}

static bool is_down(struct harness *r)
{
    return harness_model(r)->link == LINK_DOWN;
}

static struct harness *patient_for_seconds(void)
{
    struct harness *r = harness_open_session(
        PROPS("bootstrap.servers", run_env("KLAMM_BOOTSTRAP"), "socket.timeout.ms", "6000"));
    dataset_open(r->session, resource_find("brokers"), NULL);
    harness_wait_link(r, LINK_UP, DETECTED_MS);
    assert_true(harness_wait(r, has_all, DETECTED_MS));
    return r;
}

/* Each new connection has librdkafka ask who the "controller" is: it gets a new answer then. */
static bool all_heard(struct harness *r)
{
    const struct link *l = &r->cluster->link;
    for (int i = 1; i <= 3; i++)
        if (l->nprobes < 3 || !l->probe[i].heard_ms)
            return false;
    return rd_kafka_controllerid(r->cluster->handle->rk, 0) >= 1;
}

/* A connection whose "controller", to librdkafka a broker at random, is another one. */
static struct harness *controller_other_than(int leader, int *controller)
{
    for (int i = 0;; i++) {
        struct harness *r = patient_for_seconds();
        link_probe_all(r->cluster);
        assert_true(harness_wait(r, all_heard, DETECTED_MS));
        *controller = rd_kafka_controllerid(r->cluster->handle->rk, 0);
        if (*controller != leader)
            return r;
        harness_close(r);
        if (i == 60)
            fail_msg("always broker %d", leader);
    }
}

static void verbs_can_connect(void)
{
    for (int i = 0; i < 3; i++) {
        struct harness *r = harness_open(PROPS("bootstrap.servers", run_env("KLAMM_BOOTSTRAP")));
        kafka_get_metadata(r->cluster, harness_done, r);
        struct metadata *md = harness_answer(r);
        bool answered = md && r->asked.kind == ERR_NONE;
        metadata_free(md);
        harness_close(r);
        assert_true(answered);
    }
}

static bool no_one_answered_just_now(struct harness *r)
{
    const struct link *l = &r->cluster->link;
    for (int i = 0; i < PROBES; i++)
        if (clock_mono_ms() - l->probe[i].heard_ms < NEWS_MS)
            return false;
    return true;
}

/* Nothing may happen until then: the time is over when it is so. */
static void answers_get_old(struct harness *r)
{
    assert_true(harness_wait(r, no_one_answered_just_now, 2 * NEWS_MS));
}

/* What was seen of a broker that said nothing, other than the quorum's leader. */
struct silence {
    int node;
    struct outcome_list *changed;
    struct offset_answers *ends;
    struct err changed_err, ends_err;
    bool down;
};

static struct silence silence_of_one(const char *topic, const char *spread, int leader)
{
    struct silence s = {0};
    struct harness *r = controller_other_than(leader, &s.node);
    admin_wake_forwarders(topic);
    feed_pause(r->session->feed, true);
    node_does("pause", s.node);
    answers_get_old(r);
    const struct config_change change = {.key = "retention.ms", .value = "7200000"};
    kafka_alter_config(r->cluster, CONFIG_TOPIC, topic, &change, 1, false, harness_done, r);
    s.changed = harness_answer(r);
    s.changed_err = r->asked;
    const struct offset_query ends[] = {{spread, s.node - 1, OFFSET_SPEC_LATEST},
                                        {spread, s.node % 3, OFFSET_SPEC_LATEST}};
    kafka_list_offsets(r->cluster, ends, 2, false, harness_done, r);
    s.ends = harness_answer(r);
    s.ends_err = r->asked;
    s.down = is_down(r) || went_down(r);
    node_does("resume", s.node);
    node_does("pause", s.node); /* its session with the controller starts again */
    verbs_can_connect();
    node_does("resume", s.node);
    harness_close(r);
    return s;
}

/* A change is handed on by a broker that answers, whichever broker the "controller" is; what only
 * the unresponsive one knows is unknown; and klamm does not take it for the whole cluster, though
 * for seconds nothing but that is asked. An election at the same time, on a busy machine, proves
 * nothing: then once more. */
static void test_silence_of_one_while_nothing_else_is_asked(void **state)
{
    (void)state;
    const char *topic = run_name("paused-alter");
    const char *spread = run_name("paused-spread");
    admin_create_topic(topic, 1, 3, NULL);
    admin_create_topic_spread(spread, 3); /* partition 0 on broker 1 alone, and so on */
    struct quorum before = quorum_now(), after;
    struct silence s = silence_of_one(topic, spread, before.leader);
    for (int i = 0; !s.changed && i < 4; i++, before = after) {
        after = quorum_now();
        if (after.epoch == before.epoch)
            break;
        offset_answers_free(s.ends);
        s = silence_of_one(topic, spread, after.leader);
    }
    if (!s.changed)
        fail_msg("%s", s.changed_err.msg);
    assert_null(s.changed->o[0].err);
    outcome_list_free(s.changed);
    if (!s.ends)
        fail_msg("%s", s.ends_err.msg);
    for (size_t i = 0; i < s.ends->n; i++)
        assert_int_equal(s.ends->a[i].err != NULL, s.ends->a[i].partition == s.node - 1);
    offset_answers_free(s.ends);
    assert_false(s.down);
}

static void test_all_hang(void **state)
{
    (void)state;
    struct harness *r = watch_brokers();
    assert_true(harness_wait(r, has_all, DETECTED_MS));
    cluster_does("pause 1");
    cluster_does("pause 2");
    cluster_does("pause 3");
    harness_wait_link(r, LINK_DOWN, DETECTED_MS);
    assert_int_equal(r->session->model.link_err.kind, ERR_TIMEOUT);
    struct dataset *d = r->session->datasets.v.data[0];
    assert_int_equal(d->table->nrows, 3); /* what was known stays */
    cluster_does("resume 1");
    cluster_does("resume 2");
    cluster_does("resume 3");
    harness_wait_link(r, LINK_UP, DETECTED_MS);
    assert_true(harness_wait(r, has_all, DETECTED_MS));
    harness_close(r);
}

/* ---- a group of which one broker alone may know ---------------------------------------------- */

static struct group_desc_list *describe(struct harness *r, const char *group)
{
    kafka_describe_groups(r->cluster, &group, 1, harness_done, r);
    return harness_answer(r);
}

/* Its coordinator says that there is none. It may be of another type, as which it is in the listing
 * of one broker: while one of them does not respond it is unknown. */
static void test_no_group_is_not_an_unknown_one(void **state)
{
    (void)state;
    const char *group = run_name("fault-nosuch");
    struct harness *r = harness_open(PROPS("bootstrap.servers", run_env("KLAMM_BOOTSTRAP")));
    struct group_desc_list *l = describe(r, group);
    if (!l)
        fail_msg("%s", r->asked.msg);
    assert_int_equal(l->g[0]->state, GROUP_DEAD);
    int other = l->g[0]->coordinator % 3 + 1;
    group_desc_list_free(l);
    node_does("pause", other);
    l = describe(r, group);
    node_does("resume", other);
    bool called_dead = l != NULL;
    group_desc_list_free(l);
    assert_false(called_dead);
    assert_int_equal(r->asked.kind, ERR_TIMEOUT);
    assert_non_null(strstr(r->asked.msg, "not every broker said"));
    harness_close(r);
}

/* ---- a change that got no answer must not be sent later -------------------------------------- */

static struct harness *patient_for(const char *ms)
{
    struct harness *r = harness_open(
        PROPS("bootstrap.servers", run_env("KLAMM_BOOTSTRAP"), "socket.timeout.ms", ms));
    if (!r->cluster)
        fail_msg("%s", r->err.msg);
    kafka_get_metadata(r->cluster, harness_done, r);
    metadata_free(harness_answer(r));
    return r;
}

static struct harness *impatient(void)
{
    return patient_for("3000");
}

static int64_t committed(struct harness *r, const char *group)
{
    kafka_group_offsets(r->cluster, group, harness_done, r);
    struct group_offsets *o = harness_answer(r);
    if (!o)
        fail_msg("%s: %s", err_kind_name(r->asked.kind), r->asked.msg);
    assert_int_equal(o->n, 1);
    int64_t offset = o->o[0].committed;
    group_offsets_free(o);
    return offset;
}

/* No broker said who the coordinator is, so nothing could be sent; librdkafka would go on asking
 * and send it as soon as the brokers are back. */
static void test_no_change_is_sent_after_its_deadline(void **state)
{
    (void)state;
    const char *topic = run_name("fault-late"), *group = run_name("fault-late-group");
    struct offset_commit five = {topic, 0, 5};
    admin_create_topic(topic, 1, 3, NULL);
    client_produce(topic, 0, 10, 0, 0);
    client_commit(group, topic, 0, 2);
    struct harness *r = impatient();
    cluster_does("pause 1");
    cluster_does("pause 2");
    cluster_does("pause 3");
    kafka_commit_offsets(r->cluster, group, &five, 1, harness_done, r);
    struct outcome_list *answer = harness_answer(r);
    cluster_does("resume 1");
    cluster_does("resume 2");
    cluster_does("resume 3");
    assert_null(answer);
    assert_int_equal(r->asked.kind, ERR_TIMEOUT);
    harness_wait_link(r, LINK_UP, DETECTED_MS);
    /* The barrier: what is asked later of the same coordinator has been answered. */
    for (int i = 0; i < 20; i++)
        assert_int_equal(committed(r, group), 2);
    harness_close(r);
}

static void all_do(const char *what)
{
    for (int node = 1; node <= 3; node++)
        node_does(what, node);
}

/* It found no broker that could take it: it did not leave, and its outcome is known. */
static void test_a_change_that_finds_no_broker_is_not_sent(void **state)
{
    (void)state;
    const char *topic = run_name("fault-unsent");
    const struct config_change change = {.key = "retention.ms", .value = "7200000"};
    admin_create_topic(topic, 1, 3, NULL);
    struct harness *r = patient_for("2000"); /* reported before the link counts as down */
    all_do("pause");
    answers_get_old(r);
    kafka_alter_config(r->cluster, CONFIG_TOPIC, topic, &change, 1, false, harness_done, r);
    struct outcome_list *l = harness_answer(r);
    struct err err = r->asked;
    all_do("resume");
    assert_null(l);
    assert_int_equal(err.kind, ERR_TIMEOUT);
    assert_true(err.unsent);
    assert_non_null(strstr(err.msg, "nothing was sent"));
    harness_wait_link(r, LINK_UP, DETECTED_MS);
    harness_close(r);
}

/* From here on no descriptor can be opened, also when others are closed; returns the limit to be put
 * back. */
static struct rlimit no_more_descriptors(void)
{
    struct rlimit was, none;
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &was), 0);
    none = was;
    none.rlim_cur = STDERR_FILENO + 1;
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
    return was;
}

static bool knows_brokers(struct harness *r)
{
    return handle_knows_brokers(r->cluster->handle);
}

/* The client is given up while the process has no descriptor left for a new one: that is a reason,
 * not the end, and as soon as there are some it goes on. */
static void test_a_client_that_can_not_be_opened_again(void **state)
{
    (void)state;
    const char *topic = run_name("fault-fd"), *group = run_name("fault-fd-group");
    struct offset_commit five = {topic, 0, 5};
    admin_create_topic(topic, 1, 3, NULL);
    client_produce(topic, 0, 10, 0, 0);
    client_commit(group, topic, 0, 2);
    struct harness *r = impatient();
    link_probe_all(r->cluster); /* a change for a coordinator does not leave before one is known */
    assert_true(harness_wait(r, knows_brokers, DETECTED_MS));
    cluster_does("pause 1");
    cluster_does("pause 2");
    cluster_does("pause 3");
    struct rlimit was = no_more_descriptors();
    kafka_commit_offsets(r->cluster, group, &five, 1, harness_done, r);
    struct outcome_list *answer = harness_answer(r);
    int back = setrlimit(RLIMIT_NOFILE, &was);
    enum link_state link = harness_model(r)->link;
    cluster_does("resume 1");
    cluster_does("resume 2");
    cluster_does("resume 3");
    assert_int_equal(back, 0);
    assert_null(answer);
    if (link != LINK_DOWN)
        fail_msg("the link is not down after: %s", r->asked.msg);
    harness_wait_link(r, LINK_UP, DETECTED_MS);
    assert_int_equal(committed(r, group), 2);
    harness_close(r);
}

#define ON_WHOLE(test) cmocka_unit_test_setup(test, nodes_whole)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_WHOLE(test_one_of_three_dies),
        ON_WHOLE(test_one_of_three_hangs),
        ON_WHOLE(test_silence_of_one_while_nothing_else_is_asked),
        ON_WHOLE(test_all_hang),
        ON_WHOLE(test_no_group_is_not_an_unknown_one),
        ON_WHOLE(test_no_change_is_sent_after_its_deadline),
        ON_WHOLE(test_a_change_that_finds_no_broker_is_not_sent),
        ON_WHOLE(test_a_client_that_can_not_be_opened_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
