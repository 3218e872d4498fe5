/* klamm journal: what was changed on the cluster, newest first; with an id that change in full. The
 * journal is in files of this machine, one for each cluster id, which the cluster has to report. */
#include "cli/command.h"
#include "cli/command_option.h"
#include "cli/connect.h"
#include "cli/plan_print.h"
#include "cli/say.h"
#include "cli/tree_print.h"

#include "core/base/mem.h"
#include "core/base/text.h"
#include "core/base/text_human.h"
#include "core/journal/journal_read.h"

#include <stdlib.h>
#include <string.h>

enum { CONNECT_MS = 30000 };

/* Shown in tables unless columns are named: who wants to undo something needs the id. */
static const char COLUMNS[] = "id,time,who,verb,what,steps,result,undo";

static bool begins(const char *word, const char *with)
{
    return strncmp(word, with, strlen(with)) == 0;
}

/* The list: `get journal` with the columns above. */
static int run_list(const struct options *o, const char *const *args, size_t nargs)
{
    const char **words = xcalloc(nargs + 5, sizeof *words);
    bool plain = true, columns = true;
    size_t n = 0;
    words[n++] = "get";
    words[n++] = "journal";
    for (size_t i = 1; i < nargs; i++) {
        const char *w = words[n++] = args[i];
        if (begins(w, "--columns"))
            columns = false;
        else if (begins(w, "-o") || begins(w, "--output"))
            plain = strstr(w, "table") || (i + 1 < nargs && strcmp(args[i + 1], "table") == 0);
    }
    if (plain && columns) {
        words[n++] = "--columns";
        words[n++] = COLUMNS;
    }
    int code = command_get.run(o, words, n);
    free(words);
    return code;
}

/* ---- one change ------------------------------------------------------------------------------ */

struct look {
    const char *id;
    enum export_format format;
};

static void line(const char *what, const char *value)
{
    struct arena a;
    if (!value)
        return;
    arena_init(&a);
    printf("  %-10s %s\n", what, text_visible(&a, value, strlen(value)));
    arena_release(&a);
}

static const char *status_of(const struct journal_entry *e)
{
    return e->status ? e->status : e->running ? "sending" : "interrupted";
}

static void print_entry(const struct journal_entry *e, const struct plan_print *w)
{
    const struct plan *p = w->plan;
    char at[TEXT_NUM];
    struct arena a;
    arena_init(&a);
    printf("%s\n", p->title ? text_visible(&a, p->title, strlen(p->title)) : p->verb);
    line("id", e->id);
    line("at", text_instant(at, e->wall_ms));
    line("by", arena_printf(&a, "%s@%s", e->user ? e->user : "?", e->host ? e->host : "?"));
    line("cluster", e->cluster_name);
    line("status", status_of(e));
    line("error", e->error);
    line("ended", e->ended);
    line("undoes", e->undoes);
    line("undone by", e->undone_by);
    line("undo", e->fixed ? arena_printf(&a, "no: %s", e->fixed) : NULL);
    putchar('\n');
    plan_print_steps(w, true, stdout);
    if (p->nfacts)
        puts("\nas it was before:");
    for (size_t i = 0; i < p->nfacts; i++)
        line("", arena_printf(&a, "%s = %s", plan_fact_words(&p->facts[i], &a),
                              p->facts[i].value ? p->facts[i].value : "absent"));
    arena_release(&a);
}

static json_t *text(const char *s)
{
    json_t *t = s ? json_string(s) : NULL;
    return t ? t : json_null();
}

static void print_entry_tree(const struct journal_entry *e, const struct plan *p,
                             enum export_format format)
{
    json_t *o = json_object();
    json_object_set_new(o, "id", text(e->id));
    json_object_set_new(o, "time", text(e->at));
    json_object_set_new(o, "ended", text(e->ended));
    json_object_set_new(o, "user", text(e->user));
    json_object_set_new(o, "host", text(e->host));
    json_object_set_new(o, "cluster", text(e->cluster_name));
    json_object_set_new(o, "verb", text(e->verb));
    json_object_set_new(o, "title", text(e->title));
    json_object_set_new(o, "status", text(status_of(e)));
    json_object_set_new(o, "error", text(e->error));
    json_object_set_new(o, "undoes", text(e->undoes));
    json_object_set_new(o, "undone_by", text(e->undone_by));
    json_object_set_new(o, "cant_undo", text(e->fixed));
    json_object_set_new(o, "steps", plan_steps_json(p));
    tree_print(o, format, stdout);
}

static int show_entry(const struct connection *x, const struct journal *j, const struct look *l)
{
    struct err err = {0};
    const struct journal_entry *e = journal_need(j, l->id, &err);
    struct plan *p = e ? journal_plan(e, &err) : NULL;
    if (!p)
        return cli_fail(&err);
    if (export_is_tree(l->format))
        print_entry_tree(e, p, l->format);
    else
        print_entry(e, &(struct plan_print){.plan = p, .profile = x->profile, .format = l->format});
    plan_free(p);
    return CLI_DONE;
}

static int look_up(struct connection *x, const struct options *o, const struct look *l)
{
    struct journal journal;
    struct arena a;
    struct err err = {0};
    int code;
    arena_init(&a);
    journal_init(&journal);
    const char *id = connection_open(x, o, &err) && connection_up(x, CONNECT_MS, &err)
                         ? connection_cluster_id(x, &a, &err)
                         : NULL;
    if (!id || !journal_read(&journal, id, &err))
        code = cli_fail(&err);
    else
        code = show_entry(x, &journal, l);
    journal_release(&journal);
    arena_release(&a);
    return code;
}

static int run_entry(const struct options *o, const char *const *args, size_t nargs)
{
    static const struct command_option output = {'o', "output", true};
    struct connection x = {0};
    struct look l = {0};
    struct err err = {0};
    const char *value;
    for (size_t i = 1; i < nargs && err.kind == ERR_NONE; i++) {
        if (command_take_option(&output, args, nargs, &i, &value, &err)) {
            if (value && export_format_parse(value, &l.format, &err) &&
                (l.format == EXPORT_JSONL || l.format == EXPORT_CSV || l.format == EXPORT_NAME))
                err_set(&err, ERR_USAGE,
                        "a change is printed as table, wide, markdown, json or yaml");
        } else if (args[i][0] == '-' || l.id) {
            err_set(&err, ERR_USAGE, "\"%s\" does not fit to one change: klamm journal ID",
                    args[i]);
        } else {
            l.id = args[i];
        }
    }
    int code = err.kind == ERR_NONE ? look_up(&x, o, &l) : cli_fail(&err);
    connection_close(&x);
    return code;
}

static int run(const struct options *o, const char *const *args, size_t nargs)
{
    bool one = nargs > 1 && args[1][0] != '-';
    return one ? run_entry(o, args, nargs) : run_list(o, args, nargs);
}

const struct command command_journal = {
    .name = "journal",
    .usage = "[-o FORMAT] [--filter EXPR] | ID [-o table|wide|markdown|json|yaml]",
    .help = "print what was changed with klamm, by whom, and the outcome; or one change in full",
    .examples = "\n--filter verb=topic-delete\n-o yaml",
    .run = run,
};
