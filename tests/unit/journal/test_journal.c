/* The journal: durable lines, crashes in the middle of one, two writers at once, no place to write.
 */
#include "core/action/register.h"
#include "core/base/file.h"
#include "core/base/map.h"
#include "core/journal/journal.h"
#include "core/journal/journal_impl.h"
#include "core/journal/journal_read.h"
#include "core/journal/journal_write.h"
#include "core/plan/step.h"
#include "core/plan/step/step_offset.h"
#include "tests/support/journalled.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static struct plan *some_plan(void)
{
    struct offset_step o = {.group = "g", .topic = "t", .partition = 0, .from = 1, .to = 2};
    struct plan *p = plan_new("offsets-reset");

    p->args = args_copy(NULL);
    action_params_of(action_find(p->verb), p);
    args_add(p->args, "group", "g");
    p->title = "reset";
    plan_add_offset(p, &o);
    return p;
}

static char *write_entry(bool with_result)
{
    static char id[JOURNAL_ID];
    struct plan *p = some_plan();
    struct err err = {0};

    if (!journalled_intent(&journalled_where, p, id, &err))
        fail_msg("%s", err.msg);
    p->steps[0].state = STEP_DONE;
    p->steps[0].now = "2";
    if (with_result)
        assert_true(journalled_result(&journalled_where, id, p, APPLY_DONE, NULL, &err));
    plan_free(p);
    return id;
}

static void append_bytes(const char *bytes, size_t len)
{
    char *path = journal_path(journalled_where.cluster_id, NULL);
    FILE *f = fopen(path, "a");

    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, len, f), len);
    fclose(f);
    free(path);
}

static void append_raw(const char *text)
{
    append_bytes(text, strlen(text));
}

static void read_all(struct journal *j, size_t entries, size_t damaged)
{
    struct err err = {0};

    if (!journal_read(j, journalled_where.cluster_id, &err))
        fail_msg("%s", err.msg);
    assert_int_equal(j->n, entries);
    assert_int_equal(j->damaged, damaged);
}

static void test_no_journal_is_an_empty_one(void **state)
{
    struct journal j;

    (void)state;
    read_all(&j, 0, 0);
    journal_release(&j);
}

static void test_intent_and_result(void **state)
{
    const char *id = write_entry(true);
    struct stat st;
    struct journal j;
    struct plan *p;
    char *path = journal_path(journalled_where.cluster_id, NULL);

    (void)state;
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    free(path);
    read_all(&j, 1, 0);
    assert_string_equal(j.entries[0].id, id);
    assert_string_equal(j.entries[0].status, "done");
    assert_null(j.entries[0].error);
    assert_non_null(strstr(j.entries[0].at, "T"));
    assert_true(strlen(j.entries[0].user) > 0);
    assert_int_equal(j.entries[0].nsteps, 1);
    p = journal_plan(journal_find(&j, id), NULL);
    assert_int_equal(p->steps[0].state, STEP_DONE);
    assert_string_equal(p->steps[0].now, "2");
    plan_free(p);
    assert_null(journal_find(&j, "stranger"));
    journal_release(&j);
}

/* Stopped between intent and result: what happened is not known, and is not claimed. */
static void test_intent_alone(void **state)
{
    struct journal j;
    struct plan *p;

    (void)state;
    write_entry(false);
    read_all(&j, 1, 0);
    assert_null(j.entries[0].status);
    p = journal_plan(&j.entries[0], NULL);
    assert_int_equal(p->steps[0].state, STEP_UNKNOWN);
    plan_free(p);
    journal_release(&j);
}

static void test_torn_line(void **state)
{
    struct journal j;

    (void)state;
    write_entry(true);
    append_raw("{\"v\":1,\"entry\":\"intent\",\"id\":\"x\",\"ti");
    read_all(&j, 1, 1);
    journal_release(&j);
    write_entry(true);
    read_all(&j, 2, 1);
    assert_string_equal(j.entries[1].status, "done");
    journal_release(&j);
    append_raw("\xff\xfe\n\n[1,2]\nnull\n{\"entry\":\"result\",\"id\":\"stranger\"}\n");
    read_all(&j, 2, 5);
    journal_release(&j);
}

/* A file that klamm did not write, or that grew for years: the reader takes what it can, keeps no
 * more than it needs, and says what it left out. */
static void test_too_large(void **state)
{
    enum { SPARSE = 1500 };
    char *path = journal_path(journalled_where.cluster_id, NULL);
    struct arena a;
    struct journal j;
    const char *id;

    (void)state;
    arena_init(&a);
    write_entry(true);
    append_raw("{\"entry\":\"intent\",\"id\":\"x\",\"verb\":\"v\"}");
    assert_int_equal(truncate(path, (off_t)50 << 20), 0); /* one line of 50 MiB of nothing */
    id = write_entry(true);
    read_all(&j, 2, 1);
    assert_string_equal(j.entries[1].id, id);
    assert_string_equal(journal_gaps(&j, &a), "1 line of the file is damaged and left out: line 3");
    journal_release(&j);
    assert_int_equal(truncate(path, (off_t)SPARSE << 20), 0);
    id = write_entry(true);
    append_raw("no entry\n");
    read_all(&j, 1, 1);
    assert_string_equal(j.entries[0].id, id);
    assert_int_equal(j.entries[0].nsteps, 1);
    assert_string_equal(journal_gaps(&j, &a), "the file is too large: its first 1.3 GiB were not "
                                              "read; 1 line of the file is damaged and left out");
    journal_release(&j);
    arena_release(&a);
    free(path);
}

/* As klamm wrote it before facts had ids: every entry can still be shown and undone. */
static void test_of_format_1(void **state)
{
    static const struct plan_fact id = {.id = PLAN_FACT_TOPIC_ID, .object = "old-orders"};
    struct journal j;
    struct err err = {0};
    size_t altered = 0;

    (void)state;
    assert_true(journal_load(&j, "tests/fixtures/format-1/journal.jsonl", true, &err));
    assert_int_equal(j.n, 6);
    assert_int_equal(j.damaged + j.newer, 0);
    for (size_t i = 0; i < j.n; i++) {
        struct plan *p = journal_plan(&j.entries[i], &err);

        if (!p)
            fail_msg("%s: %s", j.entries[i].verb, err.msg);
        assert_int_equal(plan_count(p, STEP_DONE), p->nsteps);
        for (size_t k = 0; k < p->nsteps; k++)
            assert_non_null(p->steps[k].payload);
        if (strcmp(p->verb, "config-alter") == 0) {
            assert_string_equal(plan_fact_find(p, &id)->value, "WBRK54WtQOqtPKxpEEgVHQ");
            assert_null(j.entries[i].fixed);
            altered++;
        }
        plan_free(p);
    }
    assert_int_equal(altered, 2);
    journal_release(&j);
}

/* What a later version means by its words is not guessed. */
static void test_of_a_newer_klamm(void **state)
{
    struct journal j;
    struct err err = {0};
    struct arena a;
    char *old = strdup(write_entry(false));
    const struct journal_entry *e;
    size_t at;

    (void)state;
    arena_init(&a);
    append_raw("{\"v\":3,\"entry\":\"intent\",\"id\":\"20990101-000000-abcdef\",\"verb\":"
               "\"offsets-reset\",\"steps\":[{\"kind\":\"commit-offset\",\"object\":\"g\"}]}\n");
    append_raw("{\"v\":3,\"entry\":\"checkpoint\"}\n");
    append_raw("{\"v\":\"3\",\"entry\":\"intent\",\"id\":\"x\",\"verb\":\"v\"}\n");
    read_all(&j, 2, 1);
    assert_int_equal(j.newer, 1);
    assert_non_null(strstr(journal_gaps(&j, &a), "1 line is of a newer klamm left out"));
    e = &j.entries[1];
    assert_true(e->newer);
    assert_non_null(strstr(e->fixed, "a newer klamm wrote it"));
    assert_null(journal_plan(e, &err));
    assert_int_equal(err.kind, ERR_UNSUPPORTED);
    at = j.n;
    assert_ptr_equal(journal_open(&j, NULL, &at), NULL); /* its writer runs: it is this process */
    journal_release(&j);
    /* a result of one that went on with an entry of ours */
    append_raw(
        arena_printf(&a, "{\"v\":3,\"entry\":\"result\",\"id\":\"%s\",\"outcome\":1}\n", old));
    read_all(&j, 2, 1);
    assert_true(journal_find(&j, old)->newer);
    assert_false(journal_interrupted(journal_find(&j, old)));
    journal_release(&j);
    arena_release(&a);
    free(old);
}

static void test_a_gap_may_hold_what_is_missing(void **state)
{
    static const char hidden[] = "{\"entry\":\"intent\",\"id\":\"x\",\"verb\":\"v\"}\0more\n";
    struct journal j;
    struct err err = {0};

    (void)state;
    write_entry(true);
    append_bytes(hidden, sizeof hidden - 1);
    read_all(&j, 1, 1);
    assert_ptr_equal(journal_need(&j, j.entries[0].id, &err), &j.entries[0]);
    assert_null(journal_need(&j, "x\x1b[2J", &err));
    assert_int_equal(err.kind, ERR_NOT_FOUND);
    assert_string_equal(err.msg, "the journal of this cluster has no entry x\\e[2J (1 line of the "
                                 "file is damaged and left out: line 3)");
    journal_release(&j);
}

/* What is written there would not be there afterwards: refused, without waiting for a reader. */
static void assert_refused(const char *what, const char *why)
{
    struct plan *p = some_plan();
    char id[JOURNAL_ID];
    struct err err = {0};

    if (journalled_intent(&journalled_where, p, id, &err) || !strstr(err.msg, why))
        fail_msg("%s: %s", what, err.msg);
    plan_free(p);
}

static void test_no_ordinary_file(void **state)
{
    char *path = journal_path(journalled_where.cluster_id, NULL);

    (void)state;
    write_entry(true);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_refused("a pipe", "is not a regular file");
    assert_int_equal(unlink(path), 0);
    assert_int_equal(symlink("/dev/null", path), 0);
    assert_refused("a device", "is not a regular file");
    assert_int_equal(unlink(path), 0);
    assert_int_equal(symlink(path, path), 0);
    assert_refused("a ring", "could not be opened");
    assert_int_equal(unlink(path), 0);
    assert_int_equal(mkdir(path, 0700), 0);
    assert_refused("a directory", "could not be opened");
    free(path);
}

static void test_too_large_a_plan(void **state)
{
    enum { VALUE = 1 << 20, WARNINGS = 5 };
    struct plan *p = some_plan();
    char id[JOURNAL_ID], *value = malloc(VALUE);
    struct err err = {0};
    struct journal j;

    (void)state;
    memset(value, '\x01', VALUE - 1); /* six bytes each in JSON */
    value[VALUE - 1] = '\0';
    for (int i = 0; i < WARNINGS; i++)
        plan_warn(p, "%s", value);
    assert_false(journalled_intent(&journalled_where, p, id, &err));
    assert_non_null(strstr(err.msg, "too large for one entry"));
    read_all(&j, 0, 0);
    journal_release(&j);
    plan_free(p);
    free(value);
}

static void test_two_writers(void **state)
{
    enum { WRITERS = 4, EACH = 40 };
    pid_t pids[WRITERS];
    struct journal j;
    struct map seen;

    (void)state;
    for (int i = 0; i < WRITERS; i++) {
        pids[i] = fork();
        if (pids[i] == 0) {
            for (int k = 0; k < EACH; k++)
                write_entry(true);
            _exit(0);
        }
    }
    for (int i = 0; i < WRITERS; i++) {
        int status;

        assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
        assert_int_equal(status, 0);
    }
    read_all(&j, WRITERS * EACH, 0);
    map_init(&seen);
    for (size_t i = 0; i < j.n; i++) {
        assert_null(map_set(&seen, j.entries[i].id, &j));
        assert_string_equal(j.entries[i].status, "done");
    }
    map_release(&seen, NULL);
    journal_release(&j);
}

/* A disk that is full in the middle of a line: refused, and the half line is removed. */
static void test_full_disk(void **state)
{
    pid_t pid;
    int status;
    struct journal j;

    (void)state;
    write_entry(true);
    pid = fork();
    if (pid == 0) {
        struct plan *p = some_plan();
        struct rlimit limit;
        char id[JOURNAL_ID], *path = journal_path(journalled_where.cluster_id, NULL);
        struct err err = {0};
        struct stat st;
        bool ok;

        signal(SIGXFSZ, SIG_IGN);
        stat(path, &st);
        limit.rlim_cur = limit.rlim_max = (rlim_t)st.st_size + 50;
        setrlimit(RLIMIT_FSIZE, &limit);
        ok = journalled_intent(&journalled_where, p, id, &err);
        plan_free(p);
        free(path);
        _exit(ok ? 1 : strstr(err.msg, "could not be written") ? 0 : 2);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
    read_all(&j, 1, 0);
    journal_release(&j);
}

static void test_no_place(void **state)
{
    struct plan *p = some_plan();
    char id[JOURNAL_ID];
    struct err err = {0};

    setenv("KLAMM_STATE_DIR", "/proc/nowhere", 1);
    assert_false(journalled_intent(&journalled_where, p, id, &err));
    assert_int_equal(err.kind, ERR_IO);
    setenv("KLAMM_STATE_DIR", *state, 1);
    plan_free(p);
}

static void test_id_stays_in_its_dir(void **state)
{
    char *path = journal_path("../../etc/x y", NULL);

    assert_memory_equal(path, *state, strlen(*state));
    assert_string_equal(strrchr(path, '/'), "/______etc_x_y.jsonl");
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_no_journal_is_an_empty_one, journalled_set_up,
                                        journalled_tear_down),
        cmocka_unit_test_setup_teardown(test_intent_and_result, journalled_set_up,
                                        journalled_tear_down),
        cmocka_unit_test_setup_teardown(test_intent_alone, journalled_set_up, journalled_tear_down),
        cmocka_unit_test_setup_teardown(test_torn_line, journalled_set_up, journalled_tear_down),
        cmocka_unit_test_setup_teardown(test_too_large, journalled_set_up, journalled_tear_down),
        cmocka_unit_test(test_of_format_1),
        cmocka_unit_test_setup_teardown(test_of_a_newer_klamm, journalled_set_up,
                                        journalled_tear_down),
        cmocka_unit_test_setup_teardown(test_a_gap_may_hold_what_is_missing, journalled_set_up,
                                        journalled_tear_down),
        cmocka_unit_test_setup_teardown(test_no_ordinary_file, journalled_set_up,
                                        journalled_tear_down),
        cmocka_unit_test_setup_teardown(test_too_large_a_plan, journalled_set_up,
                                        journalled_tear_down),
        cmocka_unit_test_setup_teardown(test_two_writers, journalled_set_up, journalled_tear_down),
        cmocka_unit_test_setup_teardown(test_full_disk, journalled_set_up, journalled_tear_down),
        cmocka_unit_test_setup_teardown(test_no_place, journalled_set_up, journalled_tear_down),
        cmocka_unit_test_setup_teardown(test_id_stays_in_its_dir, journalled_set_up,
                                        journalled_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
