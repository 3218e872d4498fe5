/* The console on a real cluster, seen from its terminal: console PREFIX TOPICS GROUPS [long]
 * Process start to the first whole list of topics and to all groups' lag, several starts each; with
 * "long" also what a running console costs: keys, memory, processor, bytes, sockets.
 * TOPICS and GROUPS are how many the cluster has, internal ones included; KLAMM_BOOTSTRAP says
 * where it is. */
#include "tests/e2e/console.h"
#include "core/base/text_human.h"
#include "tests/support/figure.h"
#include "tests/support/pace.h"
#include "tests/support/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 50, COLUMNS = 160, TOPIC_STARTS = 9, LAG_STARTS = 5, IDLE_MS = 5000, REFRESHES = 8 };

struct bench {
    struct home home;
    const char *prefix;
    char topics[64]; /* the title that says all are there: "topics ─ 1,001 ─" */
    char groups[96]; /* "groups ─ 1,000 ─ filter: lag=- ─ 0 shown" */
};

static void leave(struct term *t)
{
    term_keys(t, "<C-c>");
    if (term_wait_exit(t) != 0) {
        fprintf(stderr, "bench: the console ended with an error\n");
        exit(1);
    }
    term_free(t);
}

/* From the start of the process; the key for the tab is sent as soon as there is a frame. */
static struct term *open_topics(struct bench *b, double *took)
{
    double start = figure_now_ms();
    struct term *t = console_start(&b->home, ROWS, COLUMNS);
    term_wait(t, "brokers  topics");
    term_keys(t, "3");
    term_wait(t, b->topics);
    *took = figure_now_ms() - start;
    return t;
}

static void measure_topics(struct bench *b)
{
    double took[TOPIC_STARTS], peak_mb = 0;
    for (int i = 0; i < TOPIC_STARTS; i++) {
        struct term *t = open_topics(b, &took[i]);
        struct figure_process p = figure_process(term_pid(t));
        peak_mb = p.peak_mb > peak_mb ? p.peak_mb : peak_mb;
        leave(t);
    }
    figure_spread(b->prefix, "topics.ms", took, TOPIC_STARTS);
    figure(b->prefix, "topics.mb", peak_mb);
}

/* The filter takes what has no lag yet; it asks for the lag of all, and in the end shows nothing.
 */
static struct term *open_lag(struct bench *b, double *took)
{
    double start = figure_now_ms();
    struct term *t = console_start(&b->home, ROWS, COLUMNS);
    term_wait(t, "brokers  topics");
    term_keys(t, "4/lag=-<Enter>");
    term_wait(t, b->groups);
    *took = figure_now_ms() - start;
    return t;
}

static void measure_lag(struct bench *b)
{
    double took[LAG_STARTS], peak_mb = 0;
    for (int i = 0; i < LAG_STARTS; i++) {
        struct term *t = open_lag(b, &took[i]);
        struct figure_process p = figure_process(term_pid(t));
        peak_mb = p.peak_mb > peak_mb ? p.peak_mb : peak_mb;
        leave(t);
    }
    figure_spread(b->prefix, "lag.ms", took, LAG_STARTS);
    figure(b->prefix, "lag.mb", peak_mb);
}

/* What a stretch of time costs while no key is pressed. */
static void measure_idle(struct bench *b, struct term *t, const char *name)
{
    char full[64];
    struct figure_process before = figure_process(term_pid(t));
    double start = figure_now_ms();
    size_t bytes = pace_listen(t, IDLE_MS);
    double s = (figure_now_ms() - start) / 1000;
    struct figure_process after = figure_process(term_pid(t));
    snprintf(full, sizeof full, "%s.cpu", name);
    figure(b->prefix, full, (after.cpu_ms - before.cpu_ms) / s / 10);
    snprintf(full, sizeof full, "%s.wakeups", name);
    figure(b->prefix, full, (double)(after.wakeups - before.wakeups) / s);
    snprintf(full, sizeof full, "%s.bytes", name);
    figure(b->prefix, full, (double)bytes / s);
}

static void measure_refreshes(struct bench *b, struct term *t)
{
    size_t bytes = 0;
    for (int i = 0; i < REFRESHES; i++) {
        term_keys(t, "r");
        bytes += pace_listen(t, 500);
    }
    figure(b->prefix, "refresh.bytes", (double)bytes / REFRESHES);
}

static void measure_running(struct bench *b)
{
    double unused;
    size_t len;
    struct term *t = open_topics(b, &unused);
    pace_quiet(t, 100);
    term_output(t, &len);
    figure(b->prefix, "first.bytes", (double)len);
    pace_keys(t, b->prefix, "key");
    term_keys(t, "<Home>");
    measure_idle(b, t, "polling");
    term_keys(t, "p");
    term_wait(t, "paused");
    pace_listen(t, 1500);
    measure_idle(b, t, "paused");
    measure_refreshes(b, t);
    struct figure_process p = figure_process(term_pid(t));
    figure(b->prefix, "idle.mb", p.resident_mb);
    figure(b->prefix, "threads", p.threads);
    figure(b->prefix, "sockets", p.sockets);
    figure(b->prefix, "sockets.brokers", p.peers);
    figure(b->prefix, "sockets.most", p.most_to_a_peer);
    leave(t);
    t = open_lag(b, &unused);
    pace_listen(t, 3000);
    p = figure_process(term_pid(t));
    figure(b->prefix, "lag.sockets.most", p.most_to_a_peer);
    figure(b->prefix, "lag.peak.mb", p.peak_mb);
    figure(b->prefix, "lag.idle.mb", p.resident_mb);
    leave(t);
}

int main(int argc, char **argv)
{
    char n[TEXT_NUM];
    if (argc < 4) {
        fprintf(stderr, "usage: console PREFIX TOPICS GROUPS [long]\n");
        return 2;
    }
    struct bench b = {.home = home_new(), .prefix = argv[1]};
    snprintf(b.topics, sizeof b.topics, "topics ─ %s ─", text_count(n, strtol(argv[2], NULL, 10)));
    snprintf(b.groups, sizeof b.groups, "groups ─ %s ─ filter: lag=- ─ 0 shown",
             text_count(n, strtol(argv[3], NULL, 10)));
    measure_topics(&b);
    measure_lag(&b);
    if (argc > 4)
        measure_running(&b);
    home_release(&b.home);
    return 0;
}
