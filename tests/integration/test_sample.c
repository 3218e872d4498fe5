/* klamm sample: the file it makes, two at once, what a list reads from it, a damaged file, no place
 * for one. */
#include "core/base/file.h"
#include "core/base/mem.h"
#include "core/config/profile.h"
#include "core/live/sampler.h"
#include "core/recording/recording_parse.h"
#include "core/recording/recording_read.h"
#include "tests/support/admin.h"
#include "tests/support/client.h"
#include "tests/support/harness.h"
#include "tests/support/run.h"
#include "tests/support/test.h"
#include "tests/support/wait.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char *dir, *config, *file;
static char topic[64], group[64];
static struct client_committer *committer;

static int setup(void **state)
{
    (void)state;
    char text[512];
    struct err err = {0};
    dir = run_dir();
    setenv("KLAMM_STATE_DIR", dir, 1);
    config = xasprintf("%s/klamm.yaml", dir);
    file = xasprintf("%s/recordings/%s.klr", dir, run_env("KLAMM_CLUSTER_ID"));
    snprintf(text, sizeof text, "sample: 500ms\nclusters:\n  test:\n    brokers: %s\n",
             run_env("KLAMM_BOOTSTRAP"));
    assert_true(file_write(config, text, strlen(text), 0600, &err));
    snprintf(topic, sizeof topic, "%s", run_name("record"));
    snprintf(group, sizeof group, "%s", run_name("record-moving"));
    admin_create_topic(topic, 1, 2, NULL);
    client_produce(topic, 0, 2000, 0, 0);
    committer = client_keep_committing(group, topic, 0, 5);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    client_stop_committing(committer);
    admin_delete_topic(topic);
    run_rm_dir(dir);
    free(config);
    free(file);
    return 0;
}

static struct recording read_file(struct recording_read *how)
{
    struct recording h;
    struct buf bytes;
    struct err err = {0};
    buf_init(&bytes, 0);
    recording_init(&h, 500);
    if (!file_read(file, 1 << 24, &bytes, &err))
        fail_msg("%s", err.msg);
    recording_read(&h, buf_str(&bytes), bytes.len, how);
    buf_release(&bytes);
    return h;
}

/* Lines of the group's minutes in the file; 0 as long as there is no file or no such group. */
static size_t minutes(int *damaged)
{
    struct recording_read how = {0};
    if (access(file, R_OK) != 0)
        return 0;
    struct recording h = read_file(&how);
    const struct recording_group *g = recording_find(&h, group);
    size_t n = g ? ring_len(&g->ring[TIER_MINUTE]) : 0;
    recording_release(&h);
    if (damaged)
        *damaged = (int)how.damaged;
    return n;
}

/* klamm sample until it is stopped. */
struct recorder {
    FILE *out;
    int pid;
};

static struct recorder start_recording(const char *options)
{
    char line[1000], first[32];
    struct recorder r;
    snprintf(line, sizeof line, "echo $$; exec '%s' --config '%s' -c test sample %s 2>&1",
             run_program(), config, options);
    r.out = popen(line, "r");
    assert_non_null(r.out);
    assert_non_null(fgets(first, sizeof first, r.out));
    r.pid = (int)strtol(first, NULL, 10);
    return r;
}

static void wait_minutes(const struct recorder *r, size_t n)
{
    enum { LOOK_MS = 100, LOOKS = 900 };
    for (int i = 0; minutes(NULL) < n; i++)
        if (i == LOOKS || wait_process(r->pid, LOOK_MS))
            fail_msg("%zu of %zu samples of %s in the file", minutes(NULL), n, group);
}

/* What it said, malloc'd. */
static char *stop_recording(struct recorder r)
{
    char *said = xcalloc(1, 4096);
    kill(r.pid, SIGINT);
    said[fread(said, 1, 4095, r.out)] = '\0';
    int status = pclose(r.out);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        fail_msg("ended with %d: %s", status, said);
    return said;
}

/* Does its first line on what it costs say that another one writes the file? */
static bool other_writes(const struct recorder *r)
{
    char line[1000];
    assert_non_null(fgets(line, sizeof line, r->out));
    if (!strstr(line, "sampling the groups of test every 500 ms into"))
        fail_msg("%s", line);
    while (fgets(line, sizeof line, r->out))
        if (strstr(line, "of a core"))
            return strstr(line, "another klamm writes the file") != NULL;
    fail_msg("ended without a word on what it costs");
    return false;
}

/* While both run: one that stood by takes over soon after the other has ended. */
static void test_two_at_once_write_one_file(void **state)
{
    (void)state;
    struct recording_read how;
    struct recorder one = start_recording(""), other = start_recording("");
    assert_int_equal(other_writes(&one) + other_writes(&other), 1);
    wait_minutes(&one, 4);
    free(stop_recording(one));
    free(stop_recording(other));
    struct recording h = read_file(&how);
    assert_int_equal(how.damaged, 0);
    const struct recording_group *g = recording_find(&h, group);
    assert_non_null(g);
    int64_t last = (int64_t)ring_len(&g->ring[TIER_MINUTE]) - 1;
    int64_t span = recording_total_at(g, TIER_MINUTE, (size_t)last)->at_ms -
                   recording_total_at(g, TIER_MINUTE, 0)->at_ms;
    /* One each three seconds, and one more where the other took over; two writers have twice as
     * many. */
    assert_in_range(last, 1, span / 3000 + 1);
    recording_release(&h);
}

static void fast(struct profile_limits *l)
{
    l->sample_ms = l->sample_idle_ms = 500;
}

static bool writes(struct harness *r)
{
    return sampler_facts(r->session->sampler).recording_file.writes;
}

static bool stands_by(struct harness *r)
{
    return !writes(r);
}

/* Whichever was first: a console, which samples what is on screen, leaves the file to a recorder,
 * and has it again when that ends, however it ended. */
static void test_a_console_makes_way_for_a_recorder(void **state)
{
    (void)state;
    enum { COMES_MS = 30000 };
    int status;
    struct harness *r = harness_open_paced(
        (const char *const[]){"bootstrap.servers", run_env("KLAMM_BOOTSTRAP"), NULL}, fast);
    session_sampling(r->session, SAMPLING_CONSOLE);
    assert_true(harness_wait(r, writes, COMES_MS));
    struct recorder one = start_recording("");
    assert_true(harness_wait(r, stands_by, COMES_MS));
    size_t before = minutes(NULL);
    wait_minutes(&one, before + 1); /* no one else writes: this process only waits */
    assert_true(stands_by(r));
    kill(one.pid, SIGKILL);
    status = pclose(one.out);
    assert_true(WIFSIGNALED(status));
    assert_true(harness_wait(r, writes, COMES_MS));
    harness_close(r);
}

static void test_a_list_knows_what_was_recorded(void **state)
{
    (void)state;
    size_t before = minutes(NULL);
    struct recorder one = start_recording("");
    wait_minutes(&one, before + 3); /* it commits in more than one */
    free(stop_recording(one));
    struct run r =
        run_klamm("--config '%s' -c test get groups --filter %s --columns group,out,verdict_id "
                  "-o csv",
                  config, group);
    char row[160];
    snprintf(row, sizeof row, "%s,", group);
    const char *line = strstr(r.out, row);
    if (r.status != 0 || !line || !strstr(line, "empty-but-committing"))
        fail_msg("%d: %s%s", r.status, r.out, r.err);
    assert_true(strtod(line + strlen(row), NULL) > 0.5); /* it commits some ten a second */
    run_release(&r);
}

/* Of topics and of the brokers that lead their partitions. */
static void test_lists_have_trends_of_what_was_recorded(void **state)
{
    (void)state;
    struct run r = run_klamm("--config '%s' -c test get topics --filter %s --columns topic,trend "
                             "-o jsonl",
                             config, topic);
    if (r.status != 0 || !strstr(r.out, "\"trend\":["))
        fail_msg("%d: %s%s", r.status, r.out, r.err);
    run_release(&r);
    r = run_klamm("--config '%s' -c test get brokers --columns id,trend -o jsonl", config);
    if (r.status != 0 || !strstr(r.out, "\"trend\":["))
        fail_msg("%d: %s%s", r.status, r.out, r.err);
    run_release(&r);
}

static void test_without_a_recording_it_is_unknown(void **state)
{
    (void)state;
    char *empty = run_dir();
    struct run r = run_shell("KLAMM_STATE_DIR='%s' '%s' --config '%s' -c test get groups --filter "
                             "%s --columns group,out,drained_in,verdict_id -o csv",
                             empty, run_program(), config, group);
    char row[160];
    snprintf(row, sizeof row, "%s,,,no-members", group);
    if (r.status != 0 || !strstr(r.out, row))
        fail_msg("%d: %s%s", r.status, r.out, r.err);
    run_release(&r);
    run_rm_dir(empty);
}

static void test_a_damaged_file_is_read_and_written_on(void **state)
{
    (void)state;
    int damaged;
    size_t before = minutes(NULL);
    assert_true(before > 0);
    struct run r = run_shell("printf 'KLrM torn' >> '%s'", file);
    run_release(&r);
    struct recorder one = start_recording("-q");
    wait_minutes(&one, before + 1);
    char *said = stop_recording(one);
    assert_string_equal(said, "");
    free(said);
    minutes(&damaged);
    assert_int_equal(damaged, 1);
}

static void test_no_place_for_a_file_is_reported(void **state)
{
    (void)state;
    struct run r = run_shell("KLAMM_STATE_DIR=/proc/nowhere '%s' --config '%s' -c test sample "
                             "--for 2s",
                             run_program(), config);
    if (r.status != 1 || !strstr(r.err, "nothing is kept: Can't make the directory"))
        fail_msg("%d: %s%s", r.status, r.out, r.err);
    run_release(&r);
    /* Something else stands where the file, or its lock, would be: reported, however quiet it
     * is. */
    static const char *const in_the_way[][2] = {{"", ".klr could not be "}, /* read, or written */
                                                {".lock", "could not be locked"}};
    for (size_t i = 0; i < 2; i++) {
        char *empty = run_dir();
        r = run_shell("mkdir -p '%s/recordings/%s.klr%s'; KLAMM_STATE_DIR='%s' '%s' --config '%s' "
                      "-c test sample -q --for 2s",
                      empty, run_env("KLAMM_CLUSTER_ID"), in_the_way[i][0], empty, run_program(),
                      config);
        if (r.status != 1 || !strstr(r.err, in_the_way[i][1]) || strcmp(r.out, "") != 0)
            fail_msg("%d: %s%s", r.status, r.out, r.err);
        run_release(&r);
        run_rm_dir(empty);
    }
    r = run_klamm("--config '%s' -c test sample --for 5", config);
    assert_int_equal(r.status, 2);
    run_release(&r);
    r = run_klamm("-b 127.0.0.1:1 sample --for 5s");
    assert_int_equal(r.status, 3);
    run_release(&r);
}

/* The name it had before does the same, and says once what it is called. */
static void test_record_is_an_alias(void **state)
{
    static const char says[] = "record is called sample now: klamm sample";
    (void)state;
    struct run r = run_klamm("--config '%s' -c test record --for 1s", config);
    const char *said = strstr(r.err, says);
    if (r.status != 0 || !strstr(r.out, "sampling the groups of test") || !said ||
        strstr(said + 1, says))
        fail_msg("%d: %s%s", r.status, r.out, r.err);
    run_release(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_two_at_once_write_one_file),
        cmocka_unit_test(test_a_console_makes_way_for_a_recorder),
        cmocka_unit_test(test_a_list_knows_what_was_recorded),
        cmocka_unit_test(test_lists_have_trends_of_what_was_recorded),
        cmocka_unit_test(test_without_a_recording_it_is_unknown),
        cmocka_unit_test(test_record_is_an_alias),
        cmocka_unit_test(test_a_damaged_file_is_read_and_written_on),
        cmocka_unit_test(test_no_place_for_a_file_is_reported),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
