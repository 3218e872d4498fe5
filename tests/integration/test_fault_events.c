/* A broker dies and comes back: what was foretold of each partition is what happens, every change
 * is noticed once, and nothing is noticed while nothing happens. Runs alone, for it harms the
 * cluster and wants it quiet. */
#include "core/insight/health.h"
#include "core/insight/what_if.h"
#include "core/resource/resource.h"
#include "tests/support/admin.h"
#include "tests/support/rig.h"
#include "tests/support/run.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { COMES_MS = 60000, BROKER = 2, MOST = 2000 };

static struct rig *rig;
static struct dataset *data;
static int rounds, rounds_wanted;
static uint64_t after;

static void ask_again(void)
{
    if (session_settled(rig->session)) {
        feed_refresh(rig->session->feed);
        rounds++;
    }
}

static bool rounds_over(struct rig *r)
{
    (void)r;
    ask_again();
    return rounds >= rounds_wanted;
}

static void pass_rounds(int n)
{
    rounds = 0;
    rounds_wanted = n;
    assert_true(rig_wait(rig, rounds_over, COMES_MS));
    after = rig_model(rig)->events.next_seq - 1;
}

static const struct event *find(enum event_kind kind, const char *object, int32_t partition)
{
    const struct events *e = &rig_model(rig)->events;
    for (size_t i = 0; i < e->len; i++) {
        const struct event *one = events_at(e, i);
        if (one->seq > after && one->kind == kind && strcmp(one->object, object) == 0 &&
            (partition < 0 || one->partition == partition))
            return one;
    }
    return NULL;
}

static enum event_kind kind;
static const char *object;

static bool came(struct rig *r)
{
    (void)r;
    if (find(kind, object, -1))
        return true;
    ask_again();
    return false;
}

static const struct event *seen(enum event_kind k, const char *of)
{
    kind = k;
    object = of;
    if (!rig_wait(rig, came, COMES_MS))
        fail_msg("no event %s of %s", event_kind_id(k), of);
    return find(k, of, -1);
}

/* ---- what was foretold ----------------------------------------------------------------------- */

struct foretold {
    char topic[250];
    int32_t partition, leader;
    bool moves;
    int32_t isr[8];
    int nisr;
};

static struct foretold list[MOST];
static size_t nlist;

static void foretell(void)
{
    const struct metadata *md = rig_model(rig)->metadata;
    struct arena a;
    arena_init(&a);
    nlist = 0;
    for (size_t i = 0; i < md->ntopics; i++)
        for (int k = 0; k < md->topics[i].npartitions && nlist < MOST; k++) {
            const struct partition *p = &md->topics[i].partitions[k];
            int64_t min = topic_min_isr(rig_model(rig), md->topics[i].name);
            struct what_if w = partition_what_if(md, p, BROKER, min, &a);
            struct foretold *f = &list[nlist++];
            *f = (struct foretold){
                .partition = p->id, .leader = w.leader, .moves = w.moves, .nisr = w.nisr};
            snprintf(f->topic, sizeof f->topic, "%s", md->topics[i].name);
            memcpy(f->isr, w.isr, (size_t)w.nisr * sizeof *w.isr);
        }
    arena_release(&a);
}

static bool as_foretold(const struct foretold *f)
{
    const struct topic *t = metadata_topic(rig_model(rig)->metadata, f->topic);
    const struct partition *p = topic_partition(t, f->partition);
    if (!p || p->leader != f->leader || p->nisr != f->nisr)
        return false;
    for (int i = 0; i < f->nisr; i++)
        if (!partition_in_isr(p, f->isr[i]))
            return false;
    return true;
}

static bool all_as_foretold(struct rig *r)
{
    (void)r;
    size_t n = 0;
    for (size_t i = 0; i < nlist; i++)
        n += as_foretold(&list[i]);
    if (n < nlist)
        ask_again();
    return n == nlist;
}

static void say_what_differs(void)
{
    for (size_t i = 0; i < nlist; i++) {
        const struct topic *t = metadata_topic(rig_model(rig)->metadata, list[i].topic);
        const struct partition *p = topic_partition(t, list[i].partition);
        if (!as_foretold(&list[i]))
            print_error("%s-%d: leader %d (foretold %d), %d in sync (foretold %d)\n", list[i].topic,
                        list[i].partition, p ? p->leader : -9, list[i].leader, p ? p->nisr : -9,
                        list[i].nisr);
    }
}

/* ---- the test -------------------------------------------------------------------------------- */

static void harm(const char *verb)
{
    struct run r = run_shell("tests/cluster/cluster %s %d", verb, BROKER);
    if (r.status != 0)
        fail_msg("%s: %s%s", verb, r.out, r.err);
    run_release(&r);
}

static char lone[64], pair[64];

static void open_session(void)
{
    rig = rig_open_session((const char *const[]){"bootstrap.servers", run_env("KLAMM_BOOTSTRAP"),
                                                 "socket.timeout.ms", "5000", NULL});
    if (!rig->session)
        fail_msg("%s", rig->err.msg);
    data = dataset_open(rig->session, resource_find("events"), NULL);
    dataset_set_all(rig->session, data, true);
}

static void close_session(void)
{
    dataset_close(rig->session, data);
    rig_close(rig);
}

static int set_up(void **state)
{
    (void)state;
    snprintf(lone, sizeof lone, "%s", run_name("fault-lone"));
    snprintf(pair, sizeof pair, "%s", run_name("fault-pair"));
    admin_create_topic(lone, 3, 1, NULL);
    admin_create_topic(pair, 3, 2, (const char *const[]){"min.insync.replicas=2", NULL});
    open_session();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    close_session();
    struct run r =
        run_shell("tests/cluster/cluster status || tests/cluster/cluster start %d", BROKER);
    run_release(&r);
    admin_delete_topic(lone);
    admin_delete_topic(pair);
    return 0;
}

static void nothing_happens_and_nothing_is_told(void **state)
{
    (void)state;
    pass_rounds(4); /* what the tests before have left comes to rest */
    pass_rounds(4);
    uint64_t before = after;
    pass_rounds(12);
    for (size_t i = 0; after > before && i < rig_model(rig)->events.len; i++) {
        const struct event *e = events_at(&rig_model(rig)->events, i);
        if (e->seq > before)
            print_error("told: %s of %s\n", event_kind_id(e->kind), e->object);
    }
    assert_int_equal(after, before);
}

/* Who began to look while it was away knows it from the replicas it shall have: it is not new. */
static void comes_back_before_one_that_never_saw_it(const char *broker)
{
    struct rig *first = rig;
    struct dataset *of_first = data;
    uint64_t after_first = after;
    open_session();
    pass_rounds(3);
    harm("start");
    seen(EVENT_BROKER_BACK, broker);
    assert_null(find(EVENT_BROKER_NEW, broker, -1));
    close_session();
    rig = first;
    data = of_first;
    after = after_first;
}

static void what_was_foretold_happens_and_is_noticed(void **state)
{
    (void)state;
    char name[16];
    snprintf(name, sizeof name, "%d", BROKER);
    foretell();
    assert_true(nlist > 6 && nlist < MOST);
    harm("kill");
    assert_int_equal(seen(EVENT_BROKER_LOST, name)->of, EVENT_OF_BROKER);
    if (!rig_wait(rig, all_as_foretold, COMES_MS)) {
        say_what_differs();
        fail_msg("not as foretold");
    }
    seen(EVENT_ISR_SHRANK, pair);
    const struct event *e = seen(EVENT_LEADER_MOVED, lone);
    assert_string_equal(e->before, name);
    assert_string_equal(e->after, "none");
    pass_rounds(0);
    after = 0;
    for (size_t i = 0; i < nlist; i++)
        if (list[i].moves)
            assert_non_null(find(EVENT_LEADER_MOVED, list[i].topic, list[i].partition));
    pass_rounds(3);
    comes_back_before_one_that_never_saw_it(name);
    seen(EVENT_BROKER_BACK, name);
    seen(EVENT_ISR_GREW, pair);
    seen(EVENT_LEADER_MOVED, lone);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_happens_and_nothing_is_told),
        cmocka_unit_test(what_was_foretold_happens_and_is_noticed),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
