/* How many keys everyday tasks take. Each is replayed on an own object of the seeded cluster, and
 * what the screen shows at its end is what the task was for; a change that makes a task longer
 * fails here.
 *
 * Counted is what hands do: a key is one, and so is a word typed into a field, however long it is.
 * Enter after a word is a key of its own, and so is the step from one field to the next. What a
 * person has on the screen before (the list and the object that he means) is not counted. */
#include "tests/e2e/fixture.h"

#include "core/base/clock.h"
#include "tests/e2e/term_impl.h"
#include "tests/support/admin.h"
#include "tests/support/client.h"
#include "tests/support/run.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ROWS = 34, COLS = 150, STEPS = 6, OLD = 50, MINUTE_MS = 60000, DAY_MS = 86400000 };

/* In all texts % is the prefix of this run's own objects. Keys are as for term_keys, a word that is
 * typed in braces; sees is a regular expression for a row of the screen after them. */
struct step {
    const char *keys, *sees;
};

struct task {
    const char *name;
    int most;                  /* keys */
    const char *list, *filter; /* what is on the screen before; NULL: the first screen */
    struct step steps[STEPS];
    void (*before)(void); /* called when the console is there */
};

static char prefix[64];

static void make_event(void)
{
    static int n;
    char topic[96];
    snprintf(topic, sizeof topic, "%s-event%d", prefix, ++n);
    admin_create_topic(topic, 1, 1, NULL);
}

static const struct task tasks[] = {
    {.name = "which broker has most leaders",
     .most = 1,
     .steps = {{"2", "most leaders: broker [123] with"}}},
    {.name = "why a group lags",
     .most = 5,
     .steps = {{"4", "groups ─ [1-9]"},
               {"/{%-idle}<Enter>", "1 shown"},
               {"<Enter>", "verdict +[a-z]"}}},
    {.name = "who may read payments, and why not bob",
     .most = 5,
     .steps = {{"3", "topics ─ [1-9]"},
               {"/{pay}<Enter>", "1 shown"},
               {"W", "User:bob +denied .*denied by: deny User:bob Read"}}},
    {.name = "a reset to 2 h ago on one topic, undone",
     .most = 10,
     .list = "groups",
     .filter = "%-idle",
     .steps = {{"s", "┌ reset offsets"},
               {"d<Down>{2h}<Down>{%-read}<Enter>", "%-read +0 +90 +[0-9]+ +-[0-9]+ "},
               {"y", "done: 1 of 1 steps"},
               {"U", "\\[ y send \\]"},
               {"y", "done: 1 of 1 steps"}}},
    {.name = "a reset of an active group, refused",
     .most = 3,
     .list = "groups",
     .filter = "%-busy",
     .steps = {{"s", "┌ reset offsets"},
               {"e", "\\(•\\) earliest"},
               {"<Enter>", "Can't be sent: group .* is active .*worker on .*127\\.0\\.0\\.1"}}},
    {.name = "retention of 1 d, undone",
     .most = 7,
     .list = "topics",
     .filter = "%-old",
     .steps = {{"E", "┌ change settings"},
               {"{retention.ms=1d}<Enter>", "50 records older than .* will be deleted, "},
               {"{%-old}<Enter>", "done: 1 of 1 steps"},
               {"U", "\\[ y send \\]"},
               {"y", "done: 1 of 1 steps"}}},
    {.name = "a compacted topic of 12 partitions and 3 replicas",
     .most = 10,
     .list = "topics",
     .steps = {{"c", "┌ create topic"},
               {"{%-new}<Down>{12}<Down>{3}<Down>{cleanup.policy=compact}<Enter>",
                "\\[ y send \\]"},
               {"y", "done: 1 of 1 steps"}}},
    {.name = "all records of a topic deleted",
     .most = 4,
     .list = "topics",
     .filter = "%-full",
     .steps = {{"P", "┌ delete records"},
               {"<Enter>", "type +%-full +to send"},
               {"{%-full}<Enter>", "done: 1 of 1 steps"}}},
    {.name = "two topics compared",
     .most = 4,
     .list = "topics",
     .filter = "~^%-(old|read)$",
     .steps = {{"<Space><Down><Space>", "2 marked"}, {"B", "retention.ms +-1 +unlimited .* yes"}}},
    {.name = "an ACL removed, undone",
     .most = 4,
     .list = "acls",
     .filter = "principal=User:%",
     .steps = {{"D", "\\[ y send \\]"},
               {"y", "done: 1 of 1 steps"},
               {"U", "\\[ y send \\]"},
               {"y", "done: 1 of 1 steps"}}},
    {.name = "events later than 5 min ago",
     .most = 4,
     .steps = {{"7", "events"},
               {"/{time>5m}<Enter>", "filter: time>5m "},
               {"", "topic %-event[0-9] created"}},
     .before = make_event},
    {.name = "events later than a time of day",
     .most = 4,
     .steps = {{"7", "events"},
               {"/{time>00:00}<Enter>", "filter: time>00:00 "},
               {"", "topic %-event[0-9] created"}},
     .before = make_event},
    {.name = "events younger than 5 min",
     .most = 4,
     .steps = {{"7", "events"},
               {"/{age<5m}<Enter>", "filter: age<5m "},
               {"", "topic %-event[0-9] created"}},
     .before = make_event},
    {.name = "the list in a file",
     .most = 2,
     .list = "topics",
     .filter = "%-old",
     .steps = {{"x", "topics.csv"}, {"<Enter>", "1 row written to /.*/topics\\.csv"}}},
    {.name = "another theme", .most = 1, .steps = {{"T", "theme dusk: "}}},
    {.name = "topics of many partitions",
     .most = 3,
     .list = "topics",
     .steps = {{"/{partitions>10}<Enter>", "│ sensor-readings +96 "}}},
    {.name = "topics of short retention",
     .most = 3,
     .list = "topics",
     .steps = {{"/{retention<1d}<Enter>", "│ metrics_5m .* 5 min "}}},
    {.name = "topics that are not well",
     .most = 3,
     .list = "topics",
     .steps = {{"/{health!=ok}<Enter>", "│ legacy-import .*no second replica"}}},
};

/* ---- what there is ------------------------------------------------------------------------------ */

static const char *const made[] = {"%-old",    "%-read",   "%-full",  "%-new",
                                   "%-event1", "%-event2", "%-event3"};
static struct client_member *worker;

/* The text with the prefix in it; static storage of 8 texts. */
static const char *own(const char *text)
{
    static char texts[8][256];
    static int next;
    char *s = texts[next++ % 8];
    size_t len = 0;
    for (; *text; text++) {
        if (len + sizeof prefix >= sizeof *texts)
            fail_msg("too long: %s", text);
        if (*text == '%')
            len += (size_t)snprintf(s + len, sizeof *texts - len, "%s", prefix);
        else
            s[len++] = *text;
    }
    s[len] = '\0';
    return s;
}

/* "read" has a record a minute from 3 h ago on, so that 60 are older than 2 h; the group is at 90. */
static int make(void **state)
{
    (void)state;
    static const char *const unlimited[] = {"retention.ms=-1", NULL};
    char *program = realpath(run_program(), NULL); /* also from another directory */
    assert_non_null(program);
    setenv("KLAMM", program, 1);
    free(program);
    snprintf(prefix, sizeof prefix, "%s", run_name("keys"));
    admin_create_topic(own("%-old"), 1, 1, unlimited);
    admin_create_topic(own("%-read"), 1, 1, NULL);
    admin_create_topic(own("%-full"), 1, 1, NULL);
    client_produce(own("%-old"), 0, OLD, clock_wall_ms() - 3 * (int64_t)DAY_MS, 1000);
    client_produce(own("%-read"), 0, 180, clock_wall_ms() - 180 * (int64_t)MINUTE_MS, MINUTE_MS);
    client_produce(own("%-full"), 0, 30, 0, 0);
    client_commit(own("%-idle"), own("%-read"), 0, 90);
    client_commit(own("%-idle"), own("%-old"), 0, 10);
    client_commit(own("%-busy"), own("%-full"), 0, 1);
    worker = client_join(own("%-busy"), own("%-full"), "worker", "classic");
    struct run r = run_klamm("-b %s acl-create User:%s --operation Read --topic %s-t --yes",
                             run_env("KLAMM_BOOTSTRAP"), prefix, prefix);
    assert_int_equal(r.status, 0);
    run_release(&r);
    return 0;
}

static int unmake(void **state)
{
    (void)state;
    client_leave(worker);
    for (size_t i = 0; i < sizeof made / sizeof *made; i++)
        admin_delete_topic(own(made[i]));
    struct run r = run_klamm("-b %s acl-delete 'principal=User:%s*' --yes",
                             run_env("KLAMM_BOOTSTRAP"), prefix);
    run_release(&r);
    return 0;
}

/* ---- replaying ---------------------------------------------------------------------------------- */

/* Types the keys; returns how many they are. */
static int press(struct term *t, const char *keys)
{
    int n = 0;
    char one[64];
    for (size_t len; *keys; keys += len, n++) {
        const char *end = *keys == '<'   ? strchr(keys, '>')
                          : *keys == '{' ? strchr(keys, '}')
                                         : keys;
        assert_non_null(end);
        len = (size_t)(end - keys) + 1;
        assert_true(len < sizeof one);
        snprintf(one, sizeof one, "%.*s", (int)len, keys);
        if (*one == '{') {
            one[len - 1] = '\0';
            console_type(t, one + 1);
        } else {
            term_keys(t, one);
        }
    }
    return n;
}

/* What is on the screen before the task. */
static void prepare(struct term *t, const struct task *task)
{
    if (task->list) {
        console_command(t, task->list);
        term_wait_match(t, "(topics|groups|ACLs) ─ [1-9]");
    }
    if (task->filter) {
        term_keys(t, "/");
        console_type(t, own(task->filter));
        term_keys(t, "<Enter>");
        term_wait_match(t, " [1-9] shown");
    }
    if (task->before)
        task->before();
}

/* A dialog takes the first of them, the list below it the next. */
static void leave(struct fixture *f)
{
    for (int i = 0; i < STEPS && term_running(f->t); i++) {
        term_keys(f->t, "<C-c>");
        term_sync(f->t);
    }
    term_expect_exit(f->t, 0);
}

static const struct task *current;

/* Files are written where the console was started: in the home of the test. */
static int set_up(void **state)
{
    current = *state;
    fixture_set_up(state);
    struct fixture *f = *state;
    int here = open(".", O_RDONLY | O_DIRECTORY);
    assert_int_equal(chdir(f->home.dir), 0);
    fixture_start(f, ROWS, COLS);
    assert_int_equal(fchdir(here), 0);
    close(here);
    return 0;
}

static void replay(void **state)
{
    struct fixture *f = *state;
    const struct task *task = current;
    int n = 0;
    prepare(f->t, task);
    for (const struct step *s = task->steps; s < task->steps + STEPS && s->keys; s++) {
        n += press(f->t, own(s->keys));
        term_wait_match(f->t, own(s->sees));
    }
    if (n > task->most)
        fail_msg("%s takes %d keys, at most %d before", task->name, n, task->most);
    leave(f);
}

int main(void)
{
    enum { N = sizeof tasks / sizeof *tasks };
    struct CMUnitTest tests[N];
    for (size_t i = 0; i < N; i++)
        tests[i] = (struct CMUnitTest){tasks[i].name, replay, set_up, fixture_tear_down,
                                       (void *)(uintptr_t)&tasks[i]};
    return cmocka_run_group_tests(tests, make, unmake);
}
