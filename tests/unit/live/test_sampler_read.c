/* The one sample a command takes of a group, with its facts in whatever order they come. No
 * broker is there; the two functions of core/kafka below stand in for the real ones. */
#include "core/base/mem.h"
#include "core/kafka/handle.h"
#include "core/kafka/record_time.h"
#include "core/live/sampler_impl.h"
#include "core/live/sampler_wants.h"
#include "tests/support/test.h"
#include "tests/unit/made_up.h"

#include <stdlib.h>
#include <string.h>

enum { COMMITTED = 5, END = 6, PATIENCE_MS = 20000 };

struct fixture {
    uv_loop_t loop;
    struct model model;
    struct profile *profile;
    struct cluster *cluster;
    struct feed *feed;
    struct sampler *sampler;
};

static struct asked {
    int calls;
    request_done *done;
    void *user;
} asked;

struct request *kafka_record_times(struct cluster *c, const struct record_query *q, size_t n,
                                   int timeout_ms, request_done *done, void *user)
{
    static char request;
    (void)c;
    (void)timeout_ms;
    assert_int_equal(n, 1);
    assert_string_equal(q->topic, "orders");
    assert_int_equal(q->offset, COMMITTED);
    asked = (struct asked){asked.calls + 1, done, user};
    return (struct request *)(void *)&request;
}

void record_times_free(struct record_times *l)
{
    free(l);
}

static void changed(void *user)
{
    (void)user;
}

/* A command that wants verdicts, before it knows of any group. */
static void fixture_open(struct fixture *x)
{
    static const struct cluster_hooks hooks = {.link_changed = changed, .logged = changed};
    struct err err = {0};
    struct wants w;
    asked = (struct asked){0};
    assert_int_equal(uv_loop_init(&x->loop), 0);
    model_init(&x->model, "test");
    x->profile = profile_new("x", "test");
    properties_set(&x->profile->properties, "bootstrap.servers", PROPERTY_LITERAL, "127.0.0.1:1",
                   "test");
    x->cluster = cluster_new(&x->loop, x->profile, &x->model, &hooks, &err);
    assert_non_null(x->cluster);
    x->feed = feed_new(x->cluster, changed, NULL);
    x->sampler = sampler_new(x->cluster, x->feed, changed, NULL);
    x->sampler->no_file = true;
    sampler_mode(x->sampler, SAMPLING_READ);
    wants_init(&w);
    wants_add(&w, FACT_RECORDING, NULL, 0, 0);
    sampler_want(x->sampler, &w);
    wants_release(&w);
    struct metadata *md = made_metadata(3);
    made_topic(md, "orders");
    made_partition(md, 1, "1", "1");
    metadata_seal(md);
    model_take_metadata(&x->model, md);
}

static void fixture_close(struct fixture *x)
{
    sampler_free(x->sampler);
    feed_free(x->feed);
    cluster_free(x->cluster);
    uv_run(&x->loop, UV_RUN_DEFAULT);
    model_release(&x->model);
    profile_free(x->profile);
    assert_true(
        kafka_wait_gone(PATIENCE_MS)); /* its threads must not meet the end of the process */
    assert_int_equal(uv_loop_close(&x->loop), 0);
}

/* A group without members, one offset before the end: what a command learns of it, piece by piece. */
static void listed(struct model *m)
{
    struct group_listing *l = made_listing();
    made_listed(l, "billing", GROUP_EMPTY);
    model_take_group_list(m, l);
}

static void described(struct model *m)
{
    model_take_group(m, made_group("billing", GROUP_EMPTY));
}

static void read_offsets(struct model *m)
{
    struct group_offsets *o = made_offsets("billing");
    made_commit(o, "orders", 0, COMMITTED);
    model_take_group_offsets(m, o);
    made_ends(m, "orders", 0, 0, END);
}

typedef void learn(struct model *m);

static void asked_after(learn *first, learn *second, learn *third)
{
    struct fixture x = {0};
    learn *const facts[] = {first, second, third};
    fixture_open(&x);
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        facts[i](&x.model);
        sampler_observe(x.sampler);
    }
    assert_int_equal(asked.calls, 1);
    assert_true(sampler_rest_pending(x.sampler->rest));
    asked.done(asked.user, NULL, NULL);
    fixture_close(&x);
}

/* A broker that is late with the description is no reason to call a marker a record. */
static void what_is_left_is_looked_at_in_any_order(void **state)
{
    (void)state;
    asked_after(listed, described, read_offsets);
    asked_after(listed, read_offsets, described);
    asked_after(read_offsets, listed, described);
    asked_after(read_offsets, described, listed);
}

/* The overview of a small screen has no list of groups, but what it says of them must be as new. */
static void test_findings_are_sampled_for(void **state)
{
    static const struct {
        const char *name; /* of what is wanted of the recording */
        bool often;
    } cases[] = {{NULL, true}, {"", true}, {"billing", false}};
    struct fixture x = {0};
    (void)state;
    fixture_open(&x);
    sampler_mode(x.sampler, SAMPLING_CONSOLE);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct wants w;
        wants_init(&w);
        wants_add(&w, FACT_RECORDING, cases[i].name, -1, 0);
        sampler_want(x.sampler, &w);
        wants_release(&w);
        assert_int_equal(sampler_pace(x.sampler), cases[i].often
                                                      ? x.profile->limits.sample_ms
                                                      : x.profile->limits.sample_idle_ms);
    }
    fixture_close(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_findings_are_sampled_for),
        cmocka_unit_test(what_is_left_is_looked_at_in_any_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
