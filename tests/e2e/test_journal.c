/* The journal on the screen: a change is listed, shown, undone and sent for the rest, and one that
 * was interrupted is reported. Verified with Kafka's own tool. */
#include "tests/e2e/fixture.h"

#include "core/base/buf.h"
#include "tests/e2e/term_impl.h"
#include "tests/support/admin.h"
#include "tests/support/run.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROWS = 30, COLS = 160 };

static char first[64], second[64];

static int make_topics(void **state)
{
    static const char *const settings[] = {"retention.ms=604800000", NULL};
    (void)state;
    snprintf(first, sizeof first, "%s", run_name("e2e-jrnl-a"));
    snprintf(second, sizeof second, "%s", run_name("e2e-jrnl-b"));
    admin_create_topic(first, 1, 1, settings);
    admin_create_topic(second, 1, 1, settings);
    return 0;
}

static int drop_topics(void **state)
{
    (void)state;
    admin_delete_topic(first);
    admin_delete_topic(second);
    return 0;
}

static int set_up(void **state)
{
    admin_set("topic", first, "retention.ms", "604800000");
    admin_set("topic", second, "retention.ms", "604800000");
    return fixture_set_up(state);
}

/* Sets the retention of both topics to an hour. */
static void change_both(struct fixture *f)
{
    char line[300];
    struct term *t = f->t = console_start(&f->home, ROWS, COLS);
    term_wait(t, "3 brokers");
    snprintf(line, sizeof line, "config-alter %s %s --set retention.ms=1h", first, second);
    console_command(t, line);
    term_wait(t, "[ y send ]");
    term_keys(t, "y");
    term_wait(t, "done: 2 of 2 steps");
}

static void assert_retention(const char *topic, const char *want)
{
    char line[64], *seen = run_tool("configs --describe --topic '%s'", topic);
    snprintf(line, sizeof line, "retention.ms=%s ", want);
    must_contain(seen, line);
    free(seen);
}

static void seen_and_taken_back(void **state)
{
    struct fixture *f = *state;
    change_both(f);
    struct term *t = f->t;
    term_wait(t, "U undo"); /* right from the result */
    console_escape(t, "[ Esc leave ]");
    console_command(t, "journal");
    term_wait_row(t, "config-alter", "change settings of 2 topics", "2 of 2", "done", "possible",
                  NULL);
    term_keys(t, "<Enter>");
    term_wait_row(t, first, "set retention.ms", "604800000", "3600000", "done", NULL);
    term_wait_match(t, "config-alter 20[0-9]+-[0-9]+-[0-9a-z]+ by .*started .*ended ");
    term_keys(t, "U");
    term_wait(t, "┌ undo: change settings of 2 topics");
    term_wait_row(t, first, "set retention.ms", "604800000", "3600000", "3600000", "604800000",
                  NULL);
    term_wait(t, "2 steps to undo");
    term_keys(t, "y");
    term_wait(t, "done: 2 of 2 steps");
    console_escape(t, "[ Esc leave ]");
    term_wait_row(t, "undo", "undo: change settings", "done", "possible", NULL);
    term_wait_row(t, "config-alter", "change settings of 2 topics", "done", "undone by", NULL);
    term_keys(t, "<Down>U");
    term_wait(t, "undo: it was undone by");
    fixture_leave(f);
    assert_retention(first, "604800000");
}

/* Takes what follows the last newline but one out of the journal: the result that was not written.
 */
static void forget_result(struct fixture *f, const char *instead)
{
    char *text = home_journal(&f->home), path[200];
    char *line = strstr(text, "\"entry\":\"result\"");
    assert_non_null(line);
    while (line > text && line[-1] != '\n')
        line--;
    *line = 0;
    snprintf(path, sizeof path, "state/klamm/journal/%s.jsonl", run_env("KLAMM_CLUSTER_ID"));
    struct buf b;
    buf_init(&b, 0);
    buf_addf(&b, "%s%s", text, instead);
    home_write(&f->home, path, buf_str(&b));
    buf_release(&b);
    free(text);
}

/* klamm was killed before it knew: reported at the next start, and what is there can be undone. */
static void interrupted_is_reported(void **state)
{
    struct fixture *f = *state;
    change_both(f);
    console_escape(f->t, "[ Esc leave ]");
    fixture_leave(f);
    forget_result(f, "");
    admin_set("topic", second, "retention.ms", "604800000"); /* as if this one had not arrived */
    struct term *t = f->t = console_start(&f->home, ROWS, COLS);
    term_wait(t, "was interrupted");
    console_command(t, "journal");
    term_wait_row(t, "config-alter", "0 of 2", "interrupted", "possible", NULL);
    term_keys(t, "<Enter>");
    term_wait(t, "outcome is unknown: 0 of 2 steps");
    term_keys(t, "U");
    term_wait_row(t, second, "604800000", "is as it was before", NULL);
    term_wait_row(t, first, "3600000", "no answer came then; it is as requested now", NULL);
    term_keys(t, "y");
    term_wait(t, "done: 1 of 1 steps");
    console_escape(t, "[ Esc leave ]");
    term_wait_row(t, "config-alter", "interrupted", "undone by", NULL);
    fixture_leave(f);
    assert_retention(first, "604800000");
}

/* A part was not sent: the plan for the rest has only that. */
static void the_rest_is_sent(void **state)
{
    struct fixture *f = *state;
    change_both(f);
    console_escape(f->t, "[ Esc leave ]");
    fixture_leave(f);
    char *journal = home_journal(&f->home), *result = strstr(journal, "\"entry\":\"result\"");
    assert_non_null(result);
    while (result > journal && result[-1] != '\n')
        result--;
    struct buf b;
    buf_init(&b, 0);
    char *at = strstr(result, "\"status\":\"done\""), *state_at = strrchr(result, '}');
    assert_non_null(at);
    for (; strncmp(state_at, "\"state\":\"done\"", 14) != 0; state_at--)
        assert_true(state_at > at);
    buf_add(&b, result, (size_t)(at - result));
    buf_adds(&b, "\"status\":\"partial\"");
    at += strlen("\"status\":\"done\"");
    buf_add(&b, at, (size_t)(state_at - at));
    buf_addf(&b, "\"state\":\"skipped\"%s", state_at + strlen("\"state\":\"done\""));
    forget_result(f, buf_str(&b));
    buf_release(&b);
    free(journal);
    admin_set("topic", second, "retention.ms", "604800000");
    struct term *t = f->t = console_start(&f->home, ROWS, COLS);
    term_wait(t, "3 brokers");
    console_command(t, "journal");
    term_wait_row(t, "config-alter", "1 of 2", "partial", NULL);
    term_keys(t, "R");
    term_wait(t, "┌ the rest of: change settings of 2 topics");
    term_wait_row(t, first, "is done", NULL);
    term_wait_row(t, second, "604800000", "3600000", "was not sent then", NULL);
    term_wait(t, "1 step of 2 still to be sent");
    term_keys(t, "y");
    term_wait(t, "done: 1 of 1 steps");
    console_escape(t, "[ Esc leave ]");
    fixture_leave(f);
    assert_retention(second, "3600000");
}

/* With no room for the intent, or no place for it, nothing is sent, and it says so. */
static void without_a_journal_nothing_is_sent(void **state)
{
    struct fixture *f = *state;
    static const char *const nowhere[] = {"KLAMM_STATE_DIR=/proc/nowhere", NULL};
    struct rlimit was, none;
    char line[300], args[300];
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &was), 0);
    none = (struct rlimit){.rlim_cur = 0, .rlim_max = was.rlim_max};
    setrlimit(RLIMIT_FSIZE, &none);
    f->t = console_start(&f->home, ROWS, COLS);
    setrlimit(RLIMIT_FSIZE, &was);
    snprintf(line, sizeof line, "config-alter %s --set retention.ms=1h", first);
    snprintf(args, sizeof args, "-b %s", run_env("KLAMM_BOOTSTRAP"));
    for (int i = 0; i < 2; i++) {
        struct term *t = f->t;
        term_wait(t, "3 brokers");
        console_command(t, line);
        term_wait(t, "[ y send ]");
        term_keys(t, "y");
        term_wait_match(t, "failed: 0 of 1 steps. nothing was sent: .*/");
        console_escape(t, "failed: 0 of 1 steps");
        fixture_leave(f);
        f->t = i == 0 ? console_start_in(&f->home, ROWS, COLS, args, nowhere) : NULL;
    }
    assert_retention(first, "604800000");
}

/* ---- a slow disk ----------------------------------------------------------------------------- */

/* Another process that takes the journal's lock as soon as an intent without a result is the last
 * line of the file, and keeps it until it is killed. */
static pid_t hold_after_intent(const char *path)
{
    pid_t pid = fork();
    if (pid != 0)
        return pid;
    prctl(PR_SET_PDEATHSIG, SIGKILL); /* however the test ends */
    for (;;) {
        static char text[1 << 16];
        int fd = open(path, O_RDWR | O_CLOEXEC);
        flock(fd, LOCK_EX);
        ssize_t n = read(fd, text, sizeof text - 1);
        text[n > 0 ? n : 0] = '\0';
        while (n > 0 && text[n - 1] == '\n')
            text[--n] = '\0';
        const char *last = strrchr(text, '\n');
        if (strstr(last ? last : text, "\"entry\":\"intent\""))
            pause();
        close(fd);
    }
}

static bool waits_for_lock(pid_t pid)
{
    char number[32];
    snprintf(number, sizeof number, " %d ", (int)pid);
    struct run r = run_shell("grep -e '-> FLOCK' /proc/locks | grep -c -e '%s'", number);
    bool waits = strcmp(r.out, "0\n") != 0;
    run_release(&r);
    return waits;
}

static void await_lock(pid_t pid)
{
    for (int tries = 0; !waits_for_lock(pid); tries++)
        assert_true(tries < 2000);
}

/* Sends a change whose result can't be written: the process that holds it up. */
static pid_t change_and_hold(struct fixture *f, const char *path, const char *value)
{
    char line[300];
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    assert_int_equal(flock(fd, LOCK_EX), 0);
    snprintf(line, sizeof line, "config-alter %s --set retention.ms=%s", first, value);
    console_command(f->t, line);
    term_wait(f->t, "[ y send ]");
    term_keys(f->t, "y");
    await_lock(term_pid(f->t));
    pid_t holder = hold_after_intent(path);
    await_lock(holder);
    flock(fd, LOCK_UN); /* the holder has this descriptor too */
    close(fd);
    term_wait(f->t, "writing the result to the journal");
    return holder;
}

static void let_go(pid_t holder)
{
    kill(holder, SIGKILL);
    assert_int_equal(waitpid(holder, NULL, 0), holder);
}

/* A result that can't be written blocks neither the keys nor quitting; what was left without one
 * is interrupted, and said so. */
static void a_slow_journal_holds_nothing_up(void **state)
{
    struct fixture *f = *state;
    char path[300];
    home_write(&f->home, "state/klamm/journal/other.jsonl", ""); /* makes the directory */
    snprintf(path, sizeof path, "%s/state/klamm/journal/%s.jsonl", f->home.dir,
             run_env("KLAMM_CLUSTER_ID"));
    struct term *t = f->t = console_start(&f->home, ROWS, COLS);
    term_wait(t, "3 brokers");
    pid_t holder = change_and_hold(f, path, "1h");
    term_keys(t, "<Esc>");
    term_wait(t, "stopping: what is on its way is waited for");
    let_go(holder);
    term_wait(t, "done: 1 of 1 steps");
    console_escape(t, "[ Esc leave ]");
    holder = change_and_hold(f, path, "2h");
    term_keys(t, "<Esc>");
    term_wait(t, "stopping: what is on its way is waited for");
    console_escape(t, "writing the result");
    term_keys(t, "q");
    term_expect_exit(t, 0);
    static const char said[] = "its last entry has no result";
    assert_true(term_output_has(t, said, sizeof said - 1));
    term_free(t);
    let_go(holder);
    t = f->t = console_start(&f->home, ROWS, COLS);
    term_wait(t, "was interrupted");
    fixture_leave(f);
}

/* Nothing is offered where nothing may be changed, and asking says why. */
static void read_only_offers_nothing(void **state)
{
    struct fixture *f = *state;
    struct term *t = f->t = console_start_as(&f->home, ROWS, COLS, "guard: read-only");
    term_wait(t, "3 brokers");
    console_command(t, "topics");
    term_wait(t, "e settings");
    assert_false(term_has(t, "create topic"));
    assert_false(term_has(t, "change settings"));
    term_keys(t, "c");
    term_wait(t, "topic-create: this cluster is read-only");
    console_command(t, "undo 20260101-000000-abcdef");
    term_wait(t, "undo: this cluster is read-only");
    fixture_leave(f);
    char *journal = home_journal(&f->home);
    assert_string_equal(journal, "");
    free(journal);
}

#define WITH_FIXTURE(f) cmocka_unit_test_setup_teardown(f, set_up, fixture_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(seen_and_taken_back),      WITH_FIXTURE(interrupted_is_reported),
        WITH_FIXTURE(the_rest_is_sent),         WITH_FIXTURE(without_a_journal_nothing_is_sent),
        WITH_FIXTURE(read_only_offers_nothing), WITH_FIXTURE(a_slow_journal_holds_nothing_up),
    };
    return cmocka_run_group_tests(tests, make_topics, drop_topics);
}
