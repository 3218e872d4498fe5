/* A broker dies and comes back: what was foretold of each partition is what happens, every change
 * is noticed once, and nothing is noticed while nothing happens. Runs alone, for it harms the
 * cluster and wants it quiet. */
#include "core/insight/event_cause.h"
#include "core/insight/event_line.h"
#include "core/insight/findings.h"
#include "core/insight/health.h"
#include "core/insight/what_if.h"
#include "core/resource/resource.h"
#include "tests/support/admin.h"
#include "tests/support/harness.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COMES_MS = 60000, BROKER = 2, MOST = 2000 };

static struct harness *harness;
static struct dataset *data;
static int rounds, rounds_wanted;
static uint64_t after;

static void ask_again(void)
{
    if (session_settled(harness->session)) {
        feed_refresh(harness->session->feed);
        rounds++;
    }
}

static bool rounds_over(struct harness *r)
{
    (void)r;
    ask_again();
    return rounds >= rounds_wanted;
}

static void pass_rounds(int n)
{
    rounds = 0;
    rounds_wanted = n;
    assert_true(harness_wait(harness, rounds_over, COMES_MS));
    after = harness_model(harness)->events.next_seq - 1;
}

static const struct event *find(enum event_kind kind, const char *object, int32_t partition)
{
    const struct events *e = &harness_model(harness)->events;
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

static bool came(struct harness *r)
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
    if (!harness_wait(harness, came, COMES_MS))
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
    const struct metadata *md = harness_model(harness)->metadata;
    struct arena a;
    arena_init(&a);
    nlist = 0;
    for (size_t i = 0; i < md->ntopics; i++)
        for (int k = 0; k < md->topics[i].npartitions && nlist < MOST; k++) {
            const struct partition *p = &md->topics[i].partitions[k];
            int64_t min = topic_min_isr(harness_model(harness), md->topics[i].name);
            struct what_if w = partition_what_if(md, p, BROKER, min, &a);
            struct foretold *f = &list[nlist++];
            *f = (struct foretold){
                .partition = p->id, .leader = w.leader, .moves = w.moves, .nisr = w.nisr};
            snprintf(f->topic, sizeof f->topic, "%s", md->topics[i].name);
            memcpy(f->isr, w.isr, (size_t)w.nisr * sizeof *w.isr);
        }
    arena_release(&a);
}

static bool as_predicted(const struct foretold *f)
{
    const struct topic *t = metadata_topic(harness_model(harness)->metadata, f->topic);
    const struct partition *p = topic_partition(t, f->partition);
    if (!p || p->leader != f->leader || p->nisr != f->nisr)
        return false;
    for (int i = 0; i < f->nisr; i++)
        if (!partition_in_isr(p, f->isr[i]))
            return false;
    return true;
}

static bool all_as_predicted(struct harness *r)
{
    (void)r;
    size_t n = 0;
    for (size_t i = 0; i < nlist; i++)
        n += as_predicted(&list[i]);
    if (n < nlist)
        ask_again();
    return n == nlist;
}

static void say_what_differs(void)
{
    for (size_t i = 0; i < nlist; i++) {
        const struct topic *t = metadata_topic(harness_model(harness)->metadata, list[i].topic);
        const struct partition *p = topic_partition(t, list[i].partition);
        if (!as_predicted(&list[i]))
            print_error("%s-%d: leader %d (foretold %d), %d in sync (foretold %d)\n", list[i].topic,
                        list[i].partition, p ? p->leader : -9, list[i].leader, p ? p->nisr : -9,
                        list[i].nisr);
    }
}

/* ---- what a person reads --------------------------------------------------------------------- */

/* Of the events after that number. */
static size_t lines_after(uint64_t seq, enum event_kind of, char text[400], size_t *folded)
{
    struct arena a;
    size_t n = 0;
    arena_init(&a);
    struct event_lines l = event_lines(&harness_model(harness)->events, &a);
    for (size_t i = 0; i < l.n && l.l[i].event->seq > seq; i++, n++) {
        if (event_names_broker(l.l[i].event, BROKER, of == EVENT_BROKER_LOST))
            fail_msg("a line of its own: %s", l.l[i].text);
        if (l.l[i].event->kind == of) {
            snprintf(text, 400, "%s", l.l[i].text);
            *folded = l.l[i].folded;
        }
    }
    arena_release(&a);
    return n;
}

/* One line each, whatever came with it. */
static void one_event_line(uint64_t since, enum event_kind of, const char *says, size_t least)
{
    char text[400] = "";
    size_t folded = 0, lines = lines_after(since, of, text, &folded);
    uint64_t events = harness_model(harness)->events.next_seq - 1 - since;
    print_message("%s: %d events in %zu lines: %s\n", event_kind_id(of), (int)events, lines, text);
    if (!strstr(text, says))
        fail_msg("\"%s\" does not say \"%s\"", text, says);
    assert_true(folded >= least);
    assert_true(lines && events >= 5 * lines); /* groups have theirs: members come and go */
}

static bool is_of_partitions(enum finding_kind k)
{
    return k == FINDING_OFFLINE || k == FINDING_UNDER_MIN_ISR || k == FINDING_UNDER_REPLICATED ||
           k == FINDING_AT_MIN_ISR || k == FINDING_NOT_PREFERRED;
}

static void one_line_of_findings(void)
{
    struct arena a;
    size_t partitions = 0, alone = 0;
    char id[32];
    arena_init(&a);
    snprintf(id, sizeof id, "broker-lost/%d", BROKER);
    struct findings lines = findings_lines(harness_model(harness), &a);
    struct findings each = findings_each(harness_model(harness), &a);
    for (size_t i = 0; i < each.n; i++)
        partitions += is_of_partitions(each.f[i].kind);
    for (size_t i = 0; i < lines.n; i++)
        alone += is_of_partitions(lines.f[i].kind);
    print_message("%zu findings in %zu lines; %zu on partitions, %zu of them lines: %s\n", each.n,
                  lines.n, partitions, alone, lines.n ? lines.f[0].what : "");
    assert_string_equal(lines.f[0].id, id);
    assert_true(lines.f[0].folded > 3 && partitions > 3);
    assert_non_null(strstr(lines.f[0].what, "offline"));
    assert_true(alone <= 1); /* leaders that were not preferred before */
    assert_int_equal(findings_of_line(harness_model(harness), &a, id).n, lines.f[0].folded + 1);
    arena_release(&a);
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
    harness = harness_open_session((const char *const[]){
        "bootstrap.servers", run_env("KLAMM_BOOTSTRAP"), "socket.timeout.ms", "5000", NULL});
    if (!harness->session)
        fail_msg("%s", harness->err.msg);
    data = dataset_open(harness->session, resource_find("events"), NULL);
    dataset_set_all(harness->session, data, true);
}

static void close_session(void)
{
    dataset_close(harness->session, data);
    harness_close(harness);
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
    admin_drop_topic(lone);
    admin_drop_topic(pair);
    return 0;
}

static void nothing_happens_and_nothing_is_reported(void **state)
{
    (void)state;
    pass_rounds(4); /* what the tests before have left comes to rest */
    pass_rounds(4);
    uint64_t before = after;
    pass_rounds(12);
    for (size_t i = 0; after > before && i < harness_model(harness)->events.len; i++) {
        const struct event *e = events_at(&harness_model(harness)->events, i);
        if (e->seq > before)
            print_error("reported: %s of %s\n", event_kind_id(e->kind), e->object);
    }
    assert_int_equal(after, before);
}

/* Who began to look while it was away knows it from the replicas it should have: it is not new. */
static void comes_back_before_one_that_never_saw_it(const char *broker)
{
    struct harness *first = harness;
    struct dataset *of_first = data;
    uint64_t after_first = after;
    open_session();
    pass_rounds(3);
    harm("start");
    seen(EVENT_BROKER_BACK, broker);
    assert_null(find(EVENT_BROKER_NEW, broker, -1));
    close_session();
    harness = first;
    data = of_first;
    after = after_first;
}

static void what_was_predicted_happens_and_is_noticed(void **state)
{
    (void)state;
    char name[16];
    snprintf(name, sizeof name, "%d", BROKER);
    foretell();
    uint64_t before = after;
    assert_true(nlist > 6 && nlist < MOST);
    harm("kill");
    assert_int_equal(seen(EVENT_BROKER_LOST, name)->of, EVENT_OF_BROKER);
    if (!harness_wait(harness, all_as_predicted, COMES_MS)) {
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
    one_event_line(before, EVENT_BROKER_LOST, "broker 2 lost: ", 6);
    one_line_of_findings();
    before = harness_model(harness)->events.next_seq - 1;
    comes_back_before_one_that_never_saw_it(name);
    seen(EVENT_BROKER_BACK, name);
    seen(EVENT_ISR_GREW, pair);
    seen(EVENT_LEADER_MOVED, lone);
    pass_rounds(4);
    one_event_line(before, EVENT_BROKER_BACK, "broker 2 back after ", 6);
    one_event_line(before, EVENT_BROKER_BACK, "leaders again, offline for ", 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_happens_and_nothing_is_reported),
        cmocka_unit_test(what_was_predicted_happens_and_is_noticed),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
