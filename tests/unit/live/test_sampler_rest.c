/* Whether what a stopped group has left is a record: what each kind of answer means, and what got
 * no answer is asked again, but not at once. The brokers are played here: the two functions of
 * core/kafka below stand in for those of the library. */
#include "core/live/sampler_rest.h"

#include "core/base/mem.h"
#include "core/kafka/record_time.h"
#include "core/kafka/request.h"
#include "tests/support/test.h"
#include "tests/unit/made_up.h"
#include "tests/unit/model_fixture.h"

#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { LEFT = 5, PARTS = 3, SOON_MS = 50000, LATER_MS = 70000 };

static int64_t slept_ms; /* the monotonic clock is further by this */

int clock_gettime(clockid_t id, struct timespec *t)
{
    int rc = (int)syscall(SYS_clock_gettime, id, t);
    t->tv_sec += slept_ms / 1000;
    return rc;
}

static struct asked {
    int calls;
    size_t n;
    request_done *done;
    void *user;
} asked;

struct request *kafka_record_times(struct cluster *c, const struct record_query *q, size_t n,
                                   int timeout_ms, request_done *done, void *user)
{
    static char request;
    (void)c;
    (void)q;
    (void)timeout_ms;
    asked = (struct asked){asked.calls + 1, n, done, user};
    return (struct request *)(void *)&request;
}

void record_times_free(struct record_times *l)
{
    if (l)
        free(l->r);
    free(l);
}

struct bench {
    struct model_fixture f;
    struct sampler_rest *rest;
    int answered;
};

static void on_answers(void *user, const char *group)
{
    struct bench *b = user;
    assert_string_equal(group, "billing");
    b->answered++;
}

/* No one reads, and each of three partitions has five left. */
static void bench_open(struct bench *b)
{
    model_fixture_open(&b->f);
    b->answered = 0;
    struct group_listing *l = made_listing();
    made_listed(l, "billing", GROUP_EMPTY);
    model_take_group_list(&b->f.m, l);
    model_fixture_describe(&b->f, "billing", GROUP_EMPTY);
    b->f.r.state = GROUP_EMPTY;
    b->f.r.members = 0;
    b->f.r.end = b->f.r.done + LEFT;
    for (int i = 0; i < 8; i++)
        model_fixture_sample(&b->f, "billing");
    asked = (struct asked){0};
    slept_ms = 0;
    b->rest = sampler_rest_new(NULL, on_answers, b);
}

static void bench_close(struct bench *b)
{
    sampler_rest_free(b->rest);
    model_fixture_close(&b->f);
}

static void ask(struct bench *b)
{
    sampler_rest_request(b->rest, &b->f.verdicts, &b->f.r.h);
}

/* All but the first answer that there is nothing more. */
static void answer(struct record_time first)
{
    struct record_times *l = xcalloc(1, sizeof *l);
    l->r = xcalloc(PARTS, sizeof *l->r);
    for (l->n = 0; l->n < PARTS; l->n++) {
        if (l->n == 0)
            l->r[0] = first;
        else
            l->r[l->n].at_end = true;
        l->r[l->n].topic = "orders";
        l->r[l->n].partition = (int32_t)l->n;
    }
    asked.done(asked.user, l, NULL);
}

static int64_t nothing_in(const struct bench *b, int32_t partition)
{
    return recording_no_records(&b->f.r.h, "billing", "orders", partition, (int64_t)b->f.r.done,
                                (int64_t)b->f.r.end);
}

/* One answer of the first partition; returns how many calls there were after a minute. */
static int calls_after(struct record_time first, int64_t nothing)
{
    struct bench b;
    bench_open(&b);
    ask(&b);
    assert_int_equal(asked.n, PARTS);
    answer(first);
    assert_int_equal(b.answered, 1);
    assert_int_equal(nothing_in(&b, 0), nothing);
    assert_int_equal(nothing_in(&b, 1), LEFT);
    slept_ms = SOON_MS;
    ask(&b);
    assert_int_equal(asked.calls, 1);
    slept_ms = LATER_MS;
    ask(&b);
    int calls = asked.calls;
    if (calls > 1) { /* of that partition alone, and now there is an answer */
        assert_int_equal(asked.n, 1);
        answer((struct record_time){.at_end = true});
        assert_int_equal(nothing_in(&b, 0), LEFT);
    }
    bench_close(&b);
    return calls;
}

static struct reported offset(const struct model_fixture *f, int64_t further)
{
    return (struct reported){.known = true, .n = (int64_t)f->r.done + further};
}

static void test_an_answer_is_kept(void **state)
{
    (void)state;
    struct model_fixture f;
    model_fixture_open(&f); /* for its offsets: all begin alike */
    struct record_time at_end = {.kind = ERR_NOT_FOUND, .at_end = true};
    struct record_time behind = {.offset = offset(&f, LEFT)}, before = {.offset = offset(&f, 3)};
    struct record_time denied = {.kind = ERR_DENIED};
    model_fixture_close(&f);
    assert_int_equal(calls_after(at_end, LEFT), 1);
    assert_int_equal(calls_after(behind, LEFT), 1); /* written since */
    assert_int_equal(calls_after(before, 0), 1);
    assert_int_equal(calls_after(denied, 0), 1);
}

/* A broker that did not respond, and a partition on the move, which its old leader does not
 * know. */
static void test_no_answer_is_asked_for_again(void **state)
{
    (void)state;
    assert_int_equal(calls_after((struct record_time){.kind = ERR_TIMEOUT}, 0), 2);
    assert_int_equal(calls_after((struct record_time){.kind = ERR_NOT_FOUND}, 0), 2);
}

static void test_a_call_that_failed_is_made_again(void **state)
{
    (void)state;
    struct bench b;
    struct err err = {.kind = ERR_UNREACHABLE};
    bench_open(&b);
    ask(&b);
    asked.done(asked.user, NULL, &err);
    slept_ms = SOON_MS;
    ask(&b);
    assert_int_equal(asked.calls, 1);
    slept_ms = LATER_MS;
    ask(&b);
    assert_int_equal(asked.calls, 2);
    assert_int_equal(asked.n, PARTS);
    answer((struct record_time){.at_end = true});
    bench_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_an_answer_is_kept),
        cmocka_unit_test(test_no_answer_is_asked_for_again),
        cmocka_unit_test(test_a_call_that_failed_is_made_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
