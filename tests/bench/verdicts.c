/* After how long klamm names a situation: real consumers in each of them, sampled each ten seconds
 * as always. Two look: a console that shows the list of groups all the time, and each few seconds a
 * `klamm get groups -o json`, which has what a `klamm sample` in the background has written. A
 * table on stdout: the situation, the verdict, seconds from its begin until the console and the
 * command had it, and what was said before.
 *
 * $KLAMM_CALM_S: how long all are healthy before (the usual rates need five minutes of it);
 * $KLAMM_WATCH_S: how long it is watched then; $KLAMM_SITUATIONS: only those with that in their
 * name; $KLAMM_VERDICTS_TEXTS: with the sentences. */
#include "core/base/clock.h"
#include "core/base/mem.h"
#include "core/insight/lag/group_verdicts.h"
#include "core/resource/resource.h"
#include "tests/support/harness.h"
#include "tests/support/run.h"
#include "tests/support/situations.h"
#include "tests/support/test.h"

#include <fcntl.h>
#include <jansson.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { MOST = 48, COMMAND_MS = 5000, TURN_MS = 100, TELL_MS = 60000, CALM_S = 420, WATCH_S = 180 };

struct saying {
    int64_t right_ms; /* since it was said without a break; −1: it is not */
    int64_t first_ms; /* when it was first right */
    int lost;         /* how often it was no longer said afterwards */
    char before[200]; /* verdicts before the right one, in order */
    char after[200];  /* those shown after the right one */
    enum verdict last;
};
static struct saying console[MOST], command[MOST];
static _Atomic int64_t begin_ms; /* of all situations; 0: all are calm */

static int64_t env_s(const char *name, int64_t fallback)
{
    const char *s = getenv(name);
    return s ? strtol(s, NULL, 10) : fallback;
}

/* ---- what is shown --------------------------------------------------------------------------- */

static void add_word(char *list, size_t size, const char *word)
{
    size_t n = strlen(list);
    snprintf(list + n, size - n, "%s%s", n ? ", " : "", word);
}

static void see(struct saying *t, enum verdict v, bool right, bool calm)
{
    int64_t now = clock_mono_ms() - begin_ms;
    if (calm) {
        t->last = v;
        t->right_ms = t->first_ms = -1;
        return;
    }
    if (!right && (v != t->last || t->right_ms >= 0))
        add_word(t->first_ms < 0 ? t->before : t->after, sizeof t->before, verdict_id(v));
    if (right && t->right_ms < 0) {
        t->right_ms = now;
        t->first_ms = t->first_ms < 0 ? now : t->first_ms;
    } else if (!right && t->right_ms >= 0) {
        t->right_ms = -1;
        t->lost++;
    }
    t->last = v;
}

static bool says(const struct group_verdict *v, const char *words)
{
    bool said = !words || strstr(v->text, words);
    for (size_t i = 0; words && i < v->nnotes; i++)
        said |= strstr(v->notes[i].text, words) != NULL;
    return said;
}

static void see_console(struct harness *r)
{
    for (int i = 0; i < nsituations; i++) {
        const struct situation *s = &situations[i];
        const struct judged_group *p = judged_group(harness_model(r)->group_verdicts, s->group);
        if (!p)
            continue;
        bool right = p->verdict.verdict == s->verdict && says(&p->verdict, s->words);
        see(&console[i], p->verdict.verdict, right, begin_ms == 0);
    }
}

static enum verdict verdict_of_id(const char *id)
{
    int v = 0;
    while (v < VERDICTS && (!id || strcmp(verdict_id((enum verdict)v), id) != 0))
        v++;
    return (enum verdict)v;
}

static void see_row(const char *group, const char *id)
{
    enum verdict v = verdict_of_id(id);
    for (int i = 0; group && v < VERDICTS && i < nsituations; i++)
        if (strcmp(situations[i].group, group) == 0)
            see(&command[i], v, v == situations[i].verdict, begin_ms == 0);
}

static void see_command(void)
{
    size_t i;
    json_t *row;
    struct run r = run_klamm("-b %s get groups -o json", run_env("KLAMM_BOOTSTRAP"));
    json_t *rows = json_loads(r.out, 0, NULL);
    json_array_foreach(rows, i, row) see_row(json_string_value(json_object_get(row, "group")),
                                             json_string_value(json_object_get(row, "verdict_id")));
    json_decref(rows);
    run_release(&r);
}

/* ---- watching ----------------------------------------------------------------------------------
 * The console's loop must not wait for anything: what acts and the commands have threads. */

static atomic_bool done;

static void *act(void *arg)
{
    (void)arg;
    situations_turn();
    while (!done) {
        situations_stir();
        poll(NULL, 0, TURN_MS);
    }
    return NULL;
}

static void *command_on(void *arg)
{
    (void)arg;
    while (!done) {
        see_command();
        poll(NULL, 0, COMMAND_MS);
    }
    return NULL;
}

static bool see_again(struct harness *r)
{
    see_console(r);
    return false;
}

static void watch(struct harness *r, int64_t seconds, const char *what)
{
    int64_t until = clock_mono_ms() + seconds * 1000;
    for (int64_t left; (left = until - clock_mono_ms()) > 0;) {
        fprintf(stderr, "verdicts: %s, %lld s to go\n", what, (long long)(left + 500) / 1000);
        harness_wait(r, see_again, left < TELL_MS ? (int)left : TELL_MS);
    }
}

static pid_t start_recording(void)
{
    const char *argv[] = {run_program(), "-b", run_env("KLAMM_BOOTSTRAP"), "sample", "-q", NULL};
    pid_t pid;
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
    int failed = posix_spawn(&pid, argv[0], &files, NULL, (char *const *)(uintptr_t)argv, environ);
    posix_spawn_file_actions_destroy(&files);
    assert_int_equal(failed, 0);
    return pid;
}

/* ---- the table ------------------------------------------------------------------------------- */

static void seconds_text(char *out, size_t size, const struct saying *t)
{
    if (t->first_ms < 0)
        snprintf(out, size, "never");
    else
        snprintf(out, size, "%.0f s%s", (double)t->first_ms / 1000, t->lost ? " *" : "");
}

static void print_texts(struct harness *r, int i)
{
    const struct judged_group *p =
        judged_group(harness_model(r)->group_verdicts, situations[i].group);
    printf("    %s\n", p ? p->verdict.text : "-");
    for (size_t k = 0; p && k < p->verdict.nnotes; k++)
        printf("    %s\n", p->verdict.notes[k].text);
    printf("    console: %s; then: %s\n", console[i].before, console[i].after);
    printf("    command: %s; then: %s\n", command[i].before, command[i].after);
}

static void print_table(struct harness *r)
{
    char a[32], b[32];
    printf("\n%-37s %-30s %9s %9s  %s\n", "situation", "verdict", "console", "command",
           "said before");
    for (int i = 0; i < nsituations; i++) {
        const struct situation *s = &situations[i];
        seconds_text(a, sizeof a, &console[i]);
        seconds_text(b, sizeof b, &command[i]);
        printf("%-37s %-30s %9s %9s  %s\n", s->what, verdict_name(s->verdict), a, b,
               console[i].before);
        if (getenv("KLAMM_VERDICTS_TEXTS"))
            print_texts(r, i);
    }
    printf("seconds from the situation's begin; * was said, then not for a while\n");
}

int main(void)
{
    pthread_t actor, commander;
    char *dir = run_dir();
    setenv("KLAMM_STATE_DIR", dir, 1);
    setvbuf(stderr, NULL, _IONBF, 0);
    if (getenv("KLAMM_SITUATIONS"))
        situations_only(getenv("KLAMM_SITUATIONS"));
    situations_start();
    pid_t recorder = start_recording();
    struct harness *r = harness_open_session(
        (const char *const[]){"bootstrap.servers", run_env("KLAMM_BOOTSTRAP"), NULL});
    session_sampling(r->session, SAMPLING_CONSOLE);
    struct dataset *list = dataset_open(r->session, resource_find("groups"), NULL);
    pthread_create(&commander, NULL, command_on, NULL);
    watch(r, env_s("KLAMM_CALM_S", CALM_S), "all are healthy");
    begin_ms = clock_mono_ms();
    pthread_create(&actor, NULL, act, NULL);
    watch(r, env_s("KLAMM_WATCH_S", WATCH_S), "each in its situation");
    done = true;
    pthread_join(actor, NULL);
    pthread_join(commander, NULL);
    print_table(r);
    dataset_close(r->session, list);
    harness_close(r);
    kill(recorder, SIGINT);
    waitpid(recorder, NULL, 0);
    situations_stop();
    run_rm_dir(dir);
    return 0;
}
