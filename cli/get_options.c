/* Reading the options of `get`. */
#include "cli/get_options.h"

#include "cli/command_option.h"
#include "core/base/mem.h"
#include "core/base/parse_duration.h"
#include "core/config/problems.h"

#include <stdlib.h>
#include <string.h>

enum { WATCH_DEFAULT_MS = 2000, WATCH_LEAST_MS = 100, TIMEOUT_DEFAULT_MS = 30000 };

static const struct command_option output = {'o', "output", true};
static const struct command_option filter = {0, "filter", true};
static const struct command_option sort = {0, "sort", true};
static const struct command_option columns = {0, "columns", true};
static const struct command_option timeout = {0, "timeout", true};
static const struct command_option no_headers = {0, "no-headers", false};

/* --watch, --watch=5s, and --watch 5s: what follows is only taken when it is a duration. */
static bool take_watch(struct get_options *g, const char *const *args, size_t nargs, size_t *i,
                       struct err *err)
{
    const char *arg = args[*i];
    if (strncmp(arg, "--watch", 7) != 0 || (arg[7] && arg[7] != '='))
        return false;
    g->watch_ms = WATCH_DEFAULT_MS;
    if (arg[7] == '=') {
        if (!parse_duration(arg + 8, &g->watch_ms, err))
            return true;
    } else if (*i + 1 < nargs && args[*i + 1][0] >= '0' && args[*i + 1][0] <= '9' &&
               parse_duration(args[*i + 1], &g->watch_ms, NULL)) {
        ++*i;
    }
    if (g->watch_ms < WATCH_LEAST_MS)
        err_set(err, ERR_USAGE, "--watch needs at least 100ms between two prints");
    return true;
}

static void take_timeout(struct get_options *g, const char *value, struct err *err)
{
    if (!value || !parse_duration(value, &g->timeout_ms, err))
        return;
    if (g->timeout_ms <= 0)
        err_set(err, ERR_USAGE, "--timeout must be more than 0");
}

static bool take_option(struct get_options *g, const char *const *args, size_t nargs, size_t *i,
                        struct err *err)
{
    const char *value;
    if (command_take_option(&output, args, nargs, i, &value, err)) {
        if (value)
            export_format_parse(value, &g->format, err);
        return true;
    }
    if (command_take_option(&timeout, args, nargs, i, &value, err)) {
        take_timeout(g, value, err);
        return true;
    }
    if (command_take_option(&no_headers, args, nargs, i, &value, err)) {
        g->no_headers = true;
        return true;
    }
    return command_take_option(&filter, args, nargs, i, &g->filter, err) ||
           command_take_option(&sort, args, nargs, i, &g->sort, err) ||
           command_take_option(&columns, args, nargs, i, &g->columns, err) ||
           take_watch(g, args, nargs, i, err);
}

static bool unknown_option(const char *word, struct err *err)
{
    static const char *const names[] = {"output",     "filter", "sort",   "columns",
                                        "no-headers", "watch",  "timeout"};
    const char *meant = strncmp(word, "--", 2) == 0
                            ? problems_suggest(word + 2, names, sizeof names / sizeof *names)
                            : NULL;
    return err_set(err, ERR_USAGE, "there is no option %s%s%s%s", word,
                   meant ? ": did you mean --" : "", meant ? meant : "", meant ? "?" : "");
}

static bool take_words(struct get_options *g, const char *const *args, size_t nargs,
                       struct err *err)
{
    bool words_only = false;
    for (size_t i = 1; i < nargs; i++) {
        if (!words_only && strcmp(args[i], "--") == 0) {
            words_only = true;
            continue;
        }
        if (!words_only && args[i][0] == '-' && args[i][1]) {
            err->kind = ERR_NONE;
            if (!take_option(g, args, nargs, &i, err))
                return unknown_option(args[i], err);
            if (err->kind != ERR_NONE)
                return false;
            continue;
        }
        g->words[g->nwords++] = args[i];
    }
    return true;
}

static bool unknown_list(const char *name, struct err *err)
{
    const char *names[64], *slash = strchr(name, '/');
    size_t n = 0;
    if (slash && slash[1])
        return err_set(err, ERR_USAGE,
                       "there is no list \"%s\": klamm describe %s shows all about it", name, name);
    for (; resources[n] && n < sizeof names / sizeof *names; n++)
        names[n] = resources[n]->name;
    const char *meant = problems_suggest(name, names, n);
    if (!meant)
        return err_set(err, ERR_USAGE, "there is no list \"%s\"; klamm help names them", name);
    return err_set(err, ERR_USAGE, "there is no list \"%s\": did you mean %s?", name, meant);
}

bool get_options_parse(struct get_options *g, const char *const *args, size_t nargs,
                       struct err *err)
{
    *g = (struct get_options){.timeout_ms = TIMEOUT_DEFAULT_MS};
    g->words = xcalloc(nargs + 1, sizeof *g->words);
    if (!take_words(g, args, nargs, err))
        return false;
    if (!g->nwords)
        return err_set(err, ERR_USAGE, "get what? klamm help names the lists");
    if (!resource_find(g->words[0]) && strncmp(g->words[0], "config", 6) != 0)
        return unknown_list(g->words[0], err);
    return resource_resolve(g->words[0], g->words + 1, g->nwords - 1, &g->ref, err);
}

void get_options_release(struct get_options *g)
{
    free(g->words);
    g->words = NULL;
}

/* ---- columns --------------------------------------------------------------------------------- */

static bool no_column(const struct table *t, const char *id, struct err *err)
{
    const char *names[64];
    size_t n = 0;
    for (; n < t->ncolumns && n < sizeof names / sizeof *names; n++)
        names[n] = t->columns[n].id;
    const char *meant = problems_suggest(id, names, n);
    if (!meant)
        return err_set(err, ERR_USAGE, "there is no column \"%s\"", id);
    return err_set(err, ERR_USAGE, "there is no column \"%s\": did you mean %s?", id, meant);
}

bool get_columns(const struct table *t, const char *list, size_t **cols, size_t *n, struct err *err)
{
    char *copy = xstrdup(list);
    size_t most = 1;
    for (const char *p = list; *p; p++)
        most += *p == ',';
    *cols = xcalloc(most, sizeof **cols);
    *n = 0;
    bool ok = true;
    for (char *id = copy, *next; ok && id; id = next) {
        next = strchr(id, ',');
        if (next)
            *next++ = '\0';
        int c = table_column(t, id);
        if (c < 0)
            ok = no_column(t, id, err);
        else
            (*cols)[(*n)++] = (size_t)c;
    }
    free(copy);
    if (!ok) {
        free(*cols);
        *cols = NULL;
    }
    return ok;
}
