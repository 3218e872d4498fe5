/* klamm is killed, its answer is lost, or another user is quicker, just while a change is on its
 * way: what is not known is not claimed, nothing is sent twice, and the journal says what is known.
 *
 * The moment between reading the cluster for the last time and sending is held open from outside:
 * the test locks the journal's file, so that klamm stops where it writes down what it is about to
 * do, with everything read and nothing sent. */
#include "core/action/apply.h"
#include "core/base/clock.h"
#include "core/journal/journal.h"
#include "core/journal/journal_read.h"
#include "core/journal/journal_write.h"
#include "tests/support/act.h"
#include "tests/support/admin.h"
#include "tests/support/client.h"
#include "tests/support/run.h"
#include "tests/support/test.h"
#include "tests/support/wait.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PATIENCE_MS = 30000, LOOK_MS = 10 };

static struct act act; /* reads what is there, next to the klamm under test */
static char topic[64], group[64];
static int held = -1; /* the journal's file, locked */

static int set_up(void **state)
{
    char *path, *dir;

    (void)state;
    snprintf(topic, sizeof topic, "%s", run_name("fault-jrnl"));
    snprintf(group, sizeof group, "%s", run_name("fault-jrnl-g"));
    admin_create_topic(topic, 1, 3, NULL);
    client_produce(topic, 0, 10, 0, 0);
    client_commit(group, topic, 0, 4);
    act_open(&act, NULL); /* with a state directory of its own, which klamm inherits */
    path = journal_path(run_env("KLAMM_CLUSTER_ID"), NULL);
    dir = strdup(path);
    *strrchr(dir, '/') = '\0';
    struct run r = run_shell("mkdir -p '%s'", dir);
    run_release(&r);
    held = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    assert_true(held >= 0);
    free(dir);
    free(path);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    close(held);
    act_settle(&act);
    act_close(&act);
    admin_drop_topic(topic);
    return 0;
}

/* ---- the klamm under test -------------------------------------------------------------------- */

struct run_aside {
    pid_t pid;
    FILE *said; /* both streams */
};

static struct run_aside start_klamm(const char *args)
{
    struct run_aside k = {.said = tmpfile()};
    char *line;

    if (asprintf(&line, "exec '%s' -b '%s' -X socket.timeout.ms=3000 %s", run_program(),
                 run_env("KLAMM_BOOTSTRAP"), args) < 0)
        abort();
    k.pid = fork();
    if (k.pid == 0) {
        dup2(open("/dev/null", O_RDONLY), 0);
        dup2(fileno(k.said), 1);
        dup2(fileno(k.said), 2);
        execl("/bin/sh", "sh", "-c", line, (char *)NULL);
        _exit(127);
    }
    free(line);
    return k;
}

/* What it said, malloc'd; its exit code or 128 + signal. */
static char *end_of(struct run_aside *k, int *code)
{
    int status;
    long size;
    char *text;

    while (waitpid(k->pid, &status, 0) < 0)
        assert_int_equal(errno, EINTR);
    *code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    size = ftell(k->said);
    fseek(k->said, 0, SEEK_END);
    size = ftell(k->said);
    rewind(k->said);
    text = malloc((size_t)size + 1);
    text[fread(text, 1, (size_t)size, k->said)] = '\0';
    fclose(k->said);
    return text;
}

static bool waits_for_lock(pid_t pid)
{
    char line[256], want[32];
    bool found = false;
    FILE *f = fopen("/proc/locks", "r");

    assert_non_null(f);
    snprintf(want, sizeof want, " %d ", (int)pid);
    while (!found && fgets(line, sizeof line, f))
        found = strstr(line, "-> FLOCK") && strstr(line, want);
    fclose(f);
    return found;
}

static struct journal journal_now(void)
{
    struct journal j;
    struct err err = {0};

    if (!journal_read(&j, run_env("KLAMM_CLUSTER_ID"), &err))
        fail_msg("%s", err.msg);
    return j;
}

static bool intent_is_written(pid_t pid)
{
    struct journal j = journal_now();
    bool there = j.n > 0;

    (void)pid;
    journal_release(&j);
    return there;
}

static void await(struct run_aside *k, const char *what, bool (*holds)(pid_t pid))
{
    for (int ms = 0; !holds(k->pid); ms += LOOK_MS) {
        if (ms >= PATIENCE_MS || wait_process(k->pid, LOOK_MS))
            fail_msg("klamm ended, or did not get so far: %s", what);
    }
}

/* Everything is read, nothing is sent. */
static struct run_aside hold_before_sending(const char *args)
{
    struct run_aside k;

    assert_int_equal(flock(held, LOCK_EX), 0);
    k = start_klamm(args);
    await(&k, "waiting to write its intent", waits_for_lock);
    return k;
}

static void let_go(void)
{
    assert_int_equal(flock(held, LOCK_UN), 0);
}

/* ---- the cluster ----------------------------------------------------------------------------- */

static void harm(const char *verb, int node)
{
    struct run r = run_shell("tests/cluster/cluster %s %d", verb, node);

    if (r.status != 0)
        fail_msg("%s %d: %s%s", verb, node, r.out, r.err);
    run_release(&r);
}

static int coordinator(void)
{
    struct run r = run_klamm("-b '%s' get groups -o csv --no-headers --columns coordinator "
                             "--filter 'group=%s'",
                             run_env("KLAMM_BOOTSTRAP"), group);
    int node = (int)strtol(r.out, NULL, 10);

    run_release(&r);
    assert_in_range(node, 1, 3);
    return node;
}

/* A coordinator that came back loads its groups first: no plan yet, and time left for another try.
 */
static bool must_try_again(const struct plan *p, int64_t until_ms, const struct err *err)
{
    if (p)
        return false;
    if (clock_mono_ms() > until_ms)
        fail_msg("%s", err->msg);
    act_settle(&act);
    return true;
}

/* The group's commit as it is. */
static int64_t committed(void)
{
    int64_t n, until = clock_mono_ms() + 2 * PATIENCE_MS;
    char row[100], *end;
    struct err err = {0};
    struct plan *p;

    act_settle(&act);
    do
        p = act_plan(&act, &err, "offsets-reset", "group", group, "to", "latest", "watch-commits",
                     "0", NULL);
    while (must_try_again(p, until, &err));
    snprintf(row, sizeof row, "%s-0", topic);
    n = strtoll(act_cell(p, row, "committed"), &end, 10);
    plan_free(p);
    return n;
}

static void assert_says(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("\"%s\" is not in:\n%s", part, text);
}

static void assert_not_says(const char *text, const char *part)
{
    if (strstr(text, part))
        fail_msg("\"%s\" is in:\n%s", part, text);
}

static char *reset_line(void)
{
    char *line;

    if (asprintf(&line, "offsets-reset %s --to-latest --watch-commits 0 --yes", group) < 0)
        abort();
    return line;
}

/* Whatever the outcome, undo says what is there and undoes no more than that. */
static void assert_undo_knows(const char *id)
{
    int64_t now = committed(), until = clock_mono_ms() + 2 * PATIENCE_MS;
    struct err err = {0};
    struct plan *p;

    do
        p = act_plan(&act, &err, "undo", "id", id, NULL);
    while (must_try_again(p, until, &err));
    assert_true(now == 4 || now == 10);
    assert_int_equal(p->nsteps, now == 10);
    if (now == 10) {
        assert_int_equal(act_apply(&act, p).status, APPLY_DONE);
        assert_int_equal(committed(), 4);
    } else {
        assert_string_equal(act_cell(p, "0", "note"), "is as it was before");
    }
    plan_free(p);
}

/* ---- tests ----------------------------------------------------------------------------------- */

/* kill -9 between sending and the answer. */
static void test_klamm_is_killed(void **state)
{
    int node = coordinator(), code;
    char *line = reset_line(), *said;
    struct run_aside k = hold_before_sending(line);
    struct journal j;
    char id[JOURNAL_ID];
    size_t at;

    (void)state;
    harm("pause", node);
    let_go();
    await(&k, "its intent in the journal", intent_is_written);
    kill(k.pid, SIGKILL);
    said = end_of(&k, &code);
    harm("resume", node);
    assert_int_equal(code, 128 + SIGKILL);
    assert_not_says(said, "done");
    j = journal_now();
    assert_int_equal(j.n, 1);
    assert_null(j.entries[0].status);
    assert_true(journal_interrupted(&j.entries[0]));
    assert_int_equal(j.entries[0].counts.unknown, 1);
    at = j.n;
    assert_ptr_equal(journal_open(&j, "offsets-reset", &at), &j.entries[0]);
    snprintf(id, sizeof id, "%s", j.entries[0].id);
    journal_release(&j);
    assert_undo_knows(id);
    free(said);
    free(line);
}

/* The coordinator hangs just when it should answer: sent, and the outcome is unknown. */
static void test_answer_is_lost(void **state)
{
    int node = coordinator(), code;
    char *line = reset_line(), *said;
    struct run_aside k = hold_before_sending(line);
    struct journal j;
    char id[JOURNAL_ID];

    (void)state;
    harm("pause", node);
    let_go();
    said = end_of(&k, &code);
    harm("resume", node);
    assert_int_not_equal(code, 0);
    assert_says(said, "unknown");
    j = journal_now();
    assert_int_equal(j.n, 1); /* once */
    assert_string_equal(j.entries[0].status, "failed");
    assert_int_equal(j.entries[0].counts.unknown, 1);
    assert_int_equal(j.entries[0].counts.done, 0);
    snprintf(id, sizeof id, "%s", j.entries[0].id);
    journal_release(&j);
    assert_undo_knows(id);
    free(said);
    free(line);
}

/* A member joins after the last look: the broker refuses, and that is what is reported. */
static void test_a_member_is_quicker(void **state)
{
    char *line = reset_line(), *said;
    struct run_aside k = hold_before_sending(line);
    struct client_member *m = client_join(group, topic, "fault-jrnl-1", "classic");
    struct journal j;
    int code;

    (void)state;
    let_go();
    said = end_of(&k, &code);
    client_leave(m);
    assert_int_not_equal(code, 0);
    assert_says(said, "refused");
    j = journal_now();
    assert_string_equal(j.entries[0].status, "refused");
    assert_int_equal(j.entries[0].counts.refused, 1);
    assert_string_equal(j.entries[0].fixed, "nothing of it happened");
    journal_release(&j);
    free(said);
    free(line);
}

/* The coordinator dies between plan and sending. Whether another takes over in time or not: what is
 * claimed is what is there. */
static void test_coordinator_dies(void **state)
{
    struct plan *p = act_plan_ok(&act, "offsets-reset", "group", group, "to", "latest",
                                 "watch-commits", "0", NULL);
    int node = coordinator();
    struct apply_result r;
    struct journal j;

    (void)state;
    harm("kill", node);
    r = act_apply(&act, p);
    harm("start", node);
    j = journal_now();
    assert_int_equal(j.n, r.journal_id != NULL);
    if (r.status == APPLY_DONE) {
        assert_string_equal(j.entries[0].status, "done");
        assert_int_equal(committed(), 10);
    } else if (r.journal_id) {
        assert_string_equal(j.entries[0].status, apply_status_name(r.status));
        assert_int_equal(p->steps[0].state, STEP_UNKNOWN);
    } else {
        assert_true(r.status == APPLY_FAILED || r.status == APPLY_MOVED);
        assert_non_null(strstr(r.err.msg, "nothing was sent"));
        assert_int_equal(p->steps[0].state, STEP_PLANNED);
        assert_int_equal(committed(), 4);
    }
    journal_release(&j);
    plan_free(r.again);
    plan_free(p);
}

/* No room for the intent, or no place at all: said, and nothing is sent. */
static void test_no_room_for_the_journal(void **state)
{
    struct plan *p;
    struct run r;

    (void)state;
    r = run_shell(
        "(ulimit -f 0; exec '%s' -b '%s' config-alter %s --set retention.ms=1h --yes) 2>&1 | cat",
        run_program(), run_env("KLAMM_BOOTSTRAP"), topic);
    assert_says(r.out, "nothing was sent: the journal ");
    assert_says(r.out, "could not be written");
    run_release(&r);
    r = run_shell(
        "KLAMM_STATE_DIR=/proc/nowhere '%s' -b '%s' config-alter %s --set retention.ms=1h --yes",
        run_program(), run_env("KLAMM_BOOTSTRAP"), topic);
    assert_int_not_equal(r.status, 0);
    assert_says(r.err, "nothing was sent");
    run_release(&r);
    p = act_plan_ok(&act, "config-alter", "name", topic, "revert", "retention.ms", NULL);
    assert_string_equal(act_cell(p, "retention.ms", "note"), "has no value of its own");
    plan_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_no_room_for_the_journal, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_member_is_quicker, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_klamm_is_killed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_answer_is_lost, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_coordinator_dies, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
