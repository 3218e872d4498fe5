/* Generated groups, compared with Kafka's own tool: the plans of offsets-reset are the same offsets
 * as kafka-consumer-groups would set. Every situation is random (KLAMM_SEED=n repeats one): commits
 * on some partitions only, before the log start and behind the end, log starts moved by
 * DeleteRecords, empty partitions, times out of order, odd names. One start of the tool takes all
 * groups at once, because it takes seconds.
 *
 * Where klamm differs on purpose:
 * - An active group has a plan, which can't be sent; Kafka's tool plans nothing.
 * - A group that the file does not mention is an error; Kafka's tool passes it over.
 * - A shift where some partition has no commit blocks that one plan and names each such partition;
 *   Kafka's tool gives up the whole command at the first. */
#include "core/base/arena.h"
#include "core/base/clock.h"
#include "core/base/csv.h"
#include "core/base/file.h"
#include "core/base/map.h"
#include "core/base/text_human.h"
#include "tests/support/admin.h"
#include "tests/support/client.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    TOPICS = 7,
    GROUPS = 45,
    COMMITS = 900,
    STEP_MS = 600000,
};

static struct topic {
    char name[220];
    int n;
    int64_t start[3], end[3];
} topics[TOPICS];
static char groups[GROUPS][120];
static struct admin_offset commits[COMMITS];
static size_t ncommits;
static int64_t first_ms; /* of the first record of each partition; then one each ten minutes */
static uint64_t dice;
static char *dir;
static size_t situations, offsets;

/* ---- the cluster ----------------------------------------------------------------------------- */

static int64_t some(int64_t from, int64_t to)
{
    dice ^= dice << 13;
    dice ^= dice >> 7;
    dice ^= dice << 17;
    return from + (int64_t)(dice % (uint64_t)(to - from + 1));
}

static void fill_partition(struct topic *t, int p)
{
    int n = some(0, 3) ? (int)some(1, 120) : 0;
    int64_t from = first_ms;

    if (n == 0)
        return;
    if (some(0, 3) == 0) { /* later records with earlier times */
        int later = n / 2;

        if (later)
            client_produce(t->name, p, later, from + 40 * STEP_MS, STEP_MS);
        client_produce(t->name, p, n - later, from, STEP_MS);
    } else {
        client_produce(t->name, p, n, from, STEP_MS);
    }
    t->end[p] = n;
    t->start[p] = some(0, 2) ? 0 : some(1, n);
    if (t->start[p])
        admin_delete_records(t->name, p, t->start[p]);
}

static void make_topics(void)
{
    static const char *const names[TOPICS] = {"do.dots.in-it", "do-x_y",  "do--UPPER", "do-plain",
                                              "do-0",          "do-long", "do-empty"};

    for (int i = 0; i < TOPICS; i++) {
        struct topic *t = &topics[i];

        snprintf(t->name, sizeof t->name, "%s", run_name(names[i]));
        if (strcmp(names[i], "do-long") == 0)
            memset(t->name + strlen(t->name), 'L', 150);
        t->n = (int)some(1, 3);
        admin_create_topic(t->name, t->n, 1, NULL);
        for (int p = 0; p < t->n && strcmp(names[i], "do-empty") != 0; p++)
            fill_partition(t, p);
    }
}

static int64_t some_offset(const struct topic *t, int p)
{
    switch (some(0, 7)) {
    case 0:
        return t->end[p] + some(1, 50); /* as after an unclean election */
    case 1:
        return t->start[p] > 0 ? some(0, t->start[p] - 1) : 0;
    case 2:
        return t->end[p];
    case 3:
        return t->start[p];
    default:
        return some(t->start[p], t->end[p]);
    }
}

static void add_commit(const char *group, int t, int p)
{
    commits[ncommits++] =
        (struct admin_offset){group, topics[t].name, p, some_offset(&topics[t], p)};
}

static void make_groups(void)
{
    static const char *const odd[] = {
        " with blanks in it", ",comma", "\"quoted\"", ";$HOME`x`", "%s%n", "=1+1", "#", "|pipe"};

    for (int g = 0; g < GROUPS; g++) {
        int plain = GROUPS - (int)(sizeof odd / sizeof *odd);

        snprintf(groups[g], sizeof groups[g], "%s%s", run_name("do-g"),
                 g < plain ? "" : odd[g - plain]);
        for (int t = 0; t < TOPICS; t++) {
            if (t != g % TOPICS && (some(0, 2) || (g == 0 && t == TOPICS - 1)))
                continue;
            for (int p = 0; p < topics[t].n; p++) {
                if (p == 0 || some(0, 2))
                    add_commit(groups[g], t, p);
            }
        }
    }
    admin_commit(commits, ncommits);
}

static int set_up(void **state)
{
    const char *seed = getenv("KLAMM_SEED");

    (void)state;
    dice = seed ? strtoull(seed, NULL, 10) : (uint64_t)clock_wall_ms();
    print_message("KLAMM_SEED=%" PRIu64 "\n", dice);
    dice = dice * 2862933555777941757u + 3037000493u;
    dir = run_dir();
    first_ms = clock_wall_ms() / STEP_MS * STEP_MS - 86400000;
    make_topics();
    make_groups();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    print_message("%zu situations, %zu offsets compared\n", situations, offsets);
    for (int i = 0; i < TOPICS; i++)
        admin_delete_topic(topics[i].name);
    run_rm_dir(dir);
    return 0;
}

/* ---- comparing plans ------------------------------------------------------------------------- */

/* " --group 'a' --group 'b'" */
static char *group_options(size_t from, size_t to)
{
    struct buf b;

    buf_init(&b, 0);
    for (size_t i = from; i < to; i++)
        buf_addf(&b, " --group '%s'", groups[i]);
    return buf_take(&b);
}

/* What is said besides the lines of the file is left out. */
static void keep_rows(char *out, struct buf *rows)
{
    char *line, *rest = out;

    buf_init(rows, 0);
    while ((line = strsep(&rest, "\n"))) {
        if (strncmp(line, "do-g-", 5) == 0 || strncmp(line, "\"do-g-", 6) == 0)
            buf_addf(rows, "%s\n", line);
    }
}

/* "group topic partition" → offset */
static void read_plan(struct arena *a, char *out, struct map *plan)
{
    struct csv_row *rows;
    struct err err = {0};
    struct buf text;
    size_t n;

    keep_rows(out, &text);
    map_init(plan);
    if (!csv_parse(a, buf_str(&text), text.len, &rows, &n, &err))
        fail_msg("%s", err.msg);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(rows[i].nfields, 4);
        map_set(
            plan,
            arena_printf(a, "%s %s %s", rows[i].fields[0], rows[i].fields[1], rows[i].fields[2]),
            rows[i].fields[3]);
    }
    buf_release(&text);
}

static void same_plans(const char *options, char *kafka, char *klamm)
{
    struct map theirs, ours;
    struct arena a;
    const char *key;
    void *value;

    arena_init(&a);
    read_plan(&a, kafka, &theirs);
    read_plan(&a, klamm, &ours);
    for (size_t i = 0; map_next(&theirs, &i, &key, &value);) {
        const char *mine = map_remove(&ours, key);

        if (!mine || strcmp(mine, value) != 0)
            fail_msg("%s: %s: Kafka says %s, klamm %s", options, key, (const char *)value,
                     mine ? mine : "nothing");
        offsets++;
    }
    for (size_t i = 0; map_next(&ours, &i, &key, &value);)
        fail_msg("%s: %s: only klamm has it, at %s", options, key, (const char *)value);
    map_release(&theirs, NULL);
    map_release(&ours, NULL);
    arena_release(&a);
}

static struct run klamm_plan(const char *names, const char *options)
{
    return run_klamm("-b %s offsets-reset%s %s --dry-run -o csv --watch-commits 0",
                     run_env("KLAMM_BOOTSTRAP"), names, options);
}

/* The same words mean the same to both. */
static void compare(const char *options)
{
    char *names = group_options(0, GROUPS);
    char *kafka =
        run_tool("groups --timeout 30000 --reset-offsets%s %s --dry-run --export", names, options);
    struct run r = klamm_plan(names, options);

    if (r.status != 0)
        fail_msg("%s: %d: %s", options, r.status, r.err);
    same_plans(options, kafka, r.out);
    situations += GROUPS;
    run_release(&r);
    free(kafka);
    free(names);
}

/* Some topics whole, some by partitions. */
static const char *some_scope(void)
{
    static char text[1000];
    size_t n = 0;

    text[0] = '\0';
    for (int i = 0; i < TOPICS; i++) {
        if (i != 1 && some(0, 1))
            continue;
        n += (size_t)snprintf(text + n, sizeof text - n, " --topic %s%s", topics[i].name,
                              some(0, 2) ? "" : ":0");
    }
    return text;
}

static void test_rules(void **state)
{
    char options[1200];

    (void)state;
    compare("--to-earliest --all-topics");
    snprintf(options, sizeof options, "--to-latest%s", some_scope());
    compare(options);
    snprintf(options, sizeof options, "--to-offset %d%s", (int)some(0, 130), some_scope());
    compare(options);
    snprintf(options, sizeof options, "--shift-by %d --all-topics", (int)some(-90, 90));
    compare(options);
    snprintf(options, sizeof options, "--to-current%s", some_scope());
    compare(options);
}

static void test_times(void **state)
{
    static const int off[] = {0, 1, -1, STEP_MS / 2};
    char options[1200], when[TEXT_NUM];
    int64_t ms;

    (void)state;
    ms = first_ms + some(0, 110) * STEP_MS + off[some(0, 3)];
    text_instant_utc(when, ms);
    when[strcspn(when, "Z")] = '\0'; /* without a zone it is UTC as well */
    snprintf(options, sizeof options, "--to-datetime %s --all-topics", when);
    compare(options);
    /* The same clock face in another zone is two hours earlier. */
    snprintf(options, sizeof options, "--to-datetime %s+02:00%s", when, some_scope());
    compare(options);
    /* Half a step away from any record: the seconds between the two commands change nothing. */
    ms = clock_wall_ms() - (first_ms + some(0, 110) * STEP_MS + STEP_MS / 2);
    snprintf(options, sizeof options, "--by-duration PT%" PRId64 "S%s", ms / 1000, some_scope());
    compare(options);
}

/* ---- files, and the differences on purpose --------------------------------------------------- */

/* Offsets for all groups but the last, of partitions with and without a commit. Each stands there
 * once: of two lines Kafka's tool takes the last, klamm none. */
static void write_plan(const char *path)
{
    enum { EACH = 4 };
    struct buf b;

    buf_init(&b, 0);
    for (int g = 0; g < GROUPS - 1; g++) {
        int first = (int)some(0, TOPICS - 1);

        for (int i = 0; i < EACH; i++) {
            int t = (first + i) % TOPICS, p = (int)some(0, topics[t].n - 1);
            char number[40];

            csv_add(&b, groups[g], true);
            csv_add(&b, topics[t].name, false);
            snprintf(number, sizeof number, "%d", p);
            csv_add(&b, number, false);
            snprintf(number, sizeof number, "%" PRId64, some_offset(&topics[t], p));
            csv_add(&b, number, false);
            buf_addc(&b, '\n');
        }
    }
    assert_true(file_write(path, buf_str(&b), b.len, 0600, NULL));
    buf_release(&b);
}

static void must_say(const struct run *r, int status, const char *part)
{
    if (r->status != status || !strstr(r->err, part))
        fail_msg("%d: %s", r->status, r->err);
}

static void test_file_for_many_groups(void **state)
{
    char *some_names = group_options(0, GROUPS - 1), *all_names = group_options(0, GROUPS), *kafka;
    struct client_member *m;
    char options[400];
    struct run r;

    (void)state;
    snprintf(options, sizeof options, "--from-file %s/plan.csv", dir);
    write_plan(options + strlen("--from-file "));
    /* The last group is not in the file, the first is active: both are passed over. */
    m = client_join(groups[0], topics[1].name, "do-member", "classic");
    kafka = run_tool("groups --timeout 30000 --reset-offsets%s %s --dry-run --export 2>&1",
                     all_names, options);
    assert_non_null(strstr(kafka, "is inactive, but the current state is Stable"));
    r = klamm_plan(some_names, options);
    client_leave(m);
    must_say(&r, 4, "do-member on ");
    /* klamm's plan has the active group, too: it only can't be sent. */
    assert_non_null(strstr(r.out, groups[0]));
    run_release(&r);
    free(some_names);
    some_names = group_options(1, GROUPS - 1);
    r = klamm_plan(some_names, options);
    assert_int_equal(r.status, 0);
    same_plans(options, kafka, r.out);
    situations += GROUPS - 2;
    run_release(&r);
    r = klamm_plan(all_names, options);
    must_say(&r, 4, "the file has no line for group");
    run_release(&r);
    free(kafka);
    free(some_names);
    free(all_names);
}

/* What klamm exports, Kafka's tool takes, in both forms. */
static void test_files_of_klamm(void **state)
{
    char options[400], *kafka, *names = group_options(0, 1), *two = group_options(0, 2);
    struct run r;

    (void)state;
    r = run_klamm("-b %s offsets-reset%s --shift-by 7 --dry-run -o csv --watch-commits 0 "
                  ">%s/one.csv",
                  run_env("KLAMM_BOOTSTRAP"), names, dir);
    assert_int_equal(r.status, 0);
    run_release(&r);
    r = run_klamm("-b %s offsets-reset%s --shift-by 7 --dry-run -o csv --watch-commits 0 "
                  ">%s/two.csv",
                  run_env("KLAMM_BOOTSTRAP"), two, dir);
    assert_int_equal(r.status, 0);
    run_release(&r);
    snprintf(options, sizeof options, "--from-file %s/two.csv", dir);
    kafka =
        run_tool("groups --timeout 30000 --reset-offsets%s %s --dry-run --export", two, options);
    r = klamm_plan(two, "--shift-by 7");
    same_plans(options, kafka, r.out);
    free(kafka);
    run_release(&r);
    r = run_shell("tests/cluster/cluster tool groups --reset-offsets%s --from-file %s/one.csv "
                  "--dry-run --export 2>/dev/null | tr -d '\"' | grep ^do | sort | "
                  "diff - <(sort %s/one.csv)",
                  names, dir, dir);
    if (r.status != 0)
        fail_msg("%s%s", r.out, r.err);
    run_release(&r);
    /* A file without groups is for one. */
    snprintf(options, sizeof options, "--from-file %s/one.csv", dir);
    r = klamm_plan(two, options);
    must_say(&r, 2, "its lines name no group");
    run_release(&r);
    situations += 3;
    free(names);
    free(two);
}

static bool has_commit(const char *group, const char *topic, int p)
{
    for (size_t i = 0; i < ncommits; i++) {
        if (strcmp(commits[i].group, group) == 0 && strcmp(commits[i].topic, topic) == 0 &&
            commits[i].partition == p)
            return true;
    }
    return false;
}

static void test_shift_without_a_commit(void **state)
{
    char *names = group_options(0, 1), options[300];
    struct run r;
    int t = 1; /* each group has some topics only */

    (void)state;
    while (has_commit(groups[0], topics[t].name, 0))
        assert_true(++t < TOPICS);
    snprintf(options, sizeof options, "--shift-by 1 --topic %s:0", topics[t].name);
    r = run_shell("tests/cluster/cluster tool groups --reset-offsets%s %s --dry-run --export",
                  names, options);
    if (!strstr(r.out, "Cannot shift offset") && !strstr(r.err, "Cannot shift offset"))
        fail_msg("%s%s", r.out, r.err);
    run_release(&r);
    r = klamm_plan(names, options);
    must_say(&r, 4, "has no commit that could be shifted");
    assert_string_equal(r.out, "");
    run_release(&r);
    free(names);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rules),
        cmocka_unit_test(test_times),
        cmocka_unit_test(test_file_for_many_groups),
        cmocka_unit_test(test_files_of_klamm),
        cmocka_unit_test(test_shift_without_a_commit),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
