/* Starting and leaving the console for tests; see console.h. */
#include "tests/e2e/console.h"

#include "tests/e2e/term_impl.h"
#include "tests/support/run.h"

#include <stdlib.h>
#include <string.h>

struct home home_new(void)
{
    return (struct home){.dir = run_dir()};
}

void home_release(struct home *h)
{
    run_rm_dir(h->dir);
    h->dir = NULL;
}

void home_write(const struct home *h, const char *path, const char *text)
{
    char *full;
    if (asprintf(&full, "%s/%s", h->dir, path) < 0)
        abort();
    struct run r = run_shell("mkdir -p \"$(dirname '%s')\"", full);
    run_release(&r);
    FILE *f = fopen(full, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
    free(full);
}

char *home_read(const struct home *h, const char *path)
{
    struct run r = run_shell("cat '%s/%s' 2>/dev/null", h->dir, path);
    free(r.err);
    return r.out;
}

char *home_journal(const struct home *h)
{
    char path[256];
    snprintf(path, sizeof path, "state/klamm/journal/%s.jsonl", run_env("KLAMM_CLUSTER_ID"));
    return home_read(h, path);
}

enum { MAX_ARGS = 64 };

struct term *console_start_in(const struct home *h, int rows, int cols, const char *args,
                              const char *const *env)
{
    const char *argv[MAX_ARGS] = {run_program()};
    const char *vars[MAX_ARGS] = {"KLAMM_ACK_INPUT=1"};
    char *words = strdup(args), *save = NULL, *home[4];
    int n = 1, nvars = 1;
    for (char *w = strtok_r(words, " ", &save); w && n < MAX_ARGS - 1;
         w = strtok_r(NULL, " ", &save))
        argv[n++] = w;
    if (asprintf(&home[0], "HOME=%s", h->dir) < 0 ||
        asprintf(&home[1], "XDG_CONFIG_HOME=%s/config", h->dir) < 0 ||
        asprintf(&home[2], "XDG_STATE_HOME=%s/state", h->dir) < 0 ||
        asprintf(&home[3], "XDG_CACHE_HOME=%s/cache", h->dir) < 0)
        abort();
    for (int i = 0; i < 4; i++)
        vars[nvars++] = home[i];
    for (int i = 0; env && env[i] && nvars < MAX_ARGS - 1; i++)
        vars[nvars++] = env[i];
    struct term *t = term_start(rows, cols, argv, vars);
    for (int i = 0; i < 4; i++)
        free(home[i]);
    free(words);
    return t;
}

struct term *console_start(const struct home *h, int rows, int cols)
{
    char args[512];
    snprintf(args, sizeof args, "-b %s", run_env("KLAMM_BOOTSTRAP"));
    return console_start_in(h, rows, cols, args, NULL);
}

struct term *console_start_as(const struct home *h, int rows, int cols, const char *lines)
{
    char text[2048], *folded = strdup(lines), *save = NULL;
    int n = snprintf(text, sizeof text, "clusters:\n  test:\n    brokers: %s\n",
                     run_env("KLAMM_BOOTSTRAP"));
    for (char *l = strtok_r(folded, "\n", &save); l; l = strtok_r(NULL, "\n", &save))
        n += snprintf(text + n, sizeof text - (size_t)n, "    %s\n", l);
    home_write(h, "config/klamm/klamm.yaml", text);
    free(folded);
    return console_start_in(h, rows, cols, "-c test", NULL);
}

void console_command(struct term *t, const char *line)
{
    term_keys(t, ":");
    term_raw(t, line, strlen(line));
    term_keys(t, "<Enter>");
}

void console_wait_list(struct term *t, const char *list)
{
    char title[80];
    snprintf(title, sizeof title, "[ ┌+]%s [─-] [1-9][0-9,]* ", list);
    term_wait_match(t, title);
}

void console_list(struct term *t, const char *list)
{
    console_command(t, list);
    console_wait_list(t, list);
}

void console_filter(struct term *t, const char *filter)
{
    term_keys(t, "/<C-u>");
    console_type(t, filter);
    term_keys(t, "<Enter>");
    assert_false(term_has(t, "Tab columns")); /* the filter was taken */
    term_wait(t, "1 shown");
}

void console_find(struct term *t, const char *list, const char *filter)
{
    console_list(t, list);
    console_filter(t, filter);
}

void console_form_refuses(struct term *t, const char *says)
{
    term_keys(t, "<Enter>");
    assert_true(term_has(t, "nothing is sent before you have seen the plan"));
    assert_true(term_has(t, says));
    assert_false(term_has(t, "to make the plan"));
    assert_false(term_has(t, "plan:"));
}

void console_type(struct term *t, const char *text)
{
    term_raw(t, text, strlen(text));
}

void console_retype(struct term *t, const char *text)
{
    term_keys(t, "<C-e><C-u>");
    console_type(t, text);
}

void console_escape(struct term *t, const char *gone)
{
    term_keys(t, "<Esc>");
    term_wait_gone(t, gone);
}

void must_contain(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("no \"%s\" in:\n%s", part, text);
}

void must_lack(const char *text, const char *part)
{
    if (strstr(text, part))
        fail_msg("\"%s\" is in:\n%s", part, text);
}

void console_quit(struct term *t)
{
    console_command(t, "quit");
    term_expect_exit(t, 0);
    assert_true(term_tty_restored(t));
    term_free(t);
}
