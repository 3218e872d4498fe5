/* The way from a verb to a change: which object is meant, what was said on the command line, what a
 * form still has to ask. A complete command line goes straight to the plan; anything else opens the
 * form filled with what is known. Nothing is sent from here: see change.c. */
#include "tui/dialog/start_action.h"

#include "core/action/line.h"
#include "core/action/line_complete.h"
#include "core/action/line_words.h"
#include "core/action/register.h"
#include "core/base/buf.h"
#include "core/base/mem.h"
#include "core/base/text.h"
#include "core/config/profile.h"
#include "tui/dialog/change.h"
#include "tui/dialog/edit.h"
#include "tui/dialog/form.h"
#include "tui/navigation.h"
#include "tui/selection.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What a verb would be filled with for one object, in addition to what is there; false when the
 * verb takes one object and has another already. */
static bool add_object(const struct action *act, const struct action_ctx *x, const char *object,
                       struct args *args)
{
    struct args one;
    bool ok = true;
    args_init(&one);
    act->prefill(x, object, &one);
    for (size_t i = 0; ok && i < one.n; i++) {
        const struct arg *g = &one.list[i];
        const struct param *p = action_param(act, g->name);
        const char *has;
        bool there = false;
        for (size_t k = 0; !there && (has = args_nth(args, g->name, k)); k++)
            there = strcmp(has, g->value) == 0;
        ok = there || (p && p->repeatable) || !args_get(args, g->name);
        if (ok && !there)
            args_add(args, g->name, g->value);
    }
    args_release(&one);
    return ok;
}

/* Marked rows come before the selected one. False, and said, when the verb can't take them all. */
static bool fill_objects(struct app *a, const struct action *act, const struct action_ctx *x,
                         const char *object, struct args *args)
{
    const struct pane *p = app_under(a);
    const char *list = selection_list(p, act);
    struct arena arena;
    size_t n = 0;
    bool ok = true;
    if (!act->prefill)
        return true;
    arena_init(&arena);
    const char **keys = list ? pane_marked(p, list, &arena, &n) : NULL;
    for (size_t i = 0; ok && i < n; i++)
        ok = add_object(act, x, keys[i], args);
    if (!n)
        act->prefill(x, object, args);
    if (!ok)
        app_say(a, SEV_WARN, "%s works on one row at a time, and %zu are marked (u unmarks)",
                act->name, n);
    arena_release(&arena);
    return ok;
}

/* ---- the line -------------------------------------------------------------------------------- */

/* Which cluster it is about was said when the console started, or by :cluster. */
static bool same_cluster(const struct app *a, const struct options *o, struct err *err)
{
    const char *here = a->session->profile->name;
    const char *other = o->brokers      ? "-b"
                        : o->properties ? "-F"
                        : o->nextra     ? "-X"
                        : o->label      ? "--label"
                        : o->read_only  ? "--read-only"
                                        : NULL;
    if (o->cluster && strcmp(o->cluster, here) != 0)
        return err_set(err, ERR_USAGE, "the console is connected to %s; :cluster %s changes that",
                       here, o->cluster);
    return !other ||
           err_set(err, ERR_USAGE, "the console is connected already: leave out %s", other);
}

static bool fits_console(const struct line *l, struct err *err)
{
    const struct line_option *o = l->not_in_console;
    if (o)
        return err_set(err, ERR_USAGE, "--%s is for klamm in a shell; here %s", o->name,
                       o->console);
    return !(l->dry_run && l->edit) ||
           err_set(err, ERR_USAGE, "--dry-run and --edit: here they exclude each other");
}

/* Fills l in any case. *help: what the verb takes was asked for. */
static bool read_line(struct app *a, const struct action *act, struct line_words *w, struct line *l,
                      bool *help, struct err *err)
{
    struct options o = {0};
    bool ok = !w->open || err_set(err, ERR_USAGE,
                                  "a quote is not closed; \\' and \\\" are the characters "
                                  "themselves");
    ok = ok && line_take_shared(w, act->name, &o, err) && same_cluster(a, &o, err);
    *help = ok && o.help;
    ok = line_parse(l, act, w->v.data, w->v.len, ok ? err : NULL) && ok && fits_console(l, err);
    options_release(&o);
    return ok || *help;
}

/* {} in the words of a key is the selected row, whatever it looks like. False: none is selected. */
static bool put_row(struct app *a, struct line_words *w)
{
    const struct pane *p = app_under(a);
    const struct dataset *d = p ? pane_dataset(p) : NULL;
    const char *key = d ? pane_selected(p, d->resource->name) : NULL;
    for (size_t i = 0; i < w->v.len; i++) {
        struct line_word *word = &w->v.data[i];
        const char *at = strstr(word->text, "{}");
        if (!at)
            continue;
        if (!key)
            return false;
        word->name = word->name || at == word->text;
        word->text =
            arena_printf(&w->arena, "%.*s%s%s", (int)(at - word->text), word->text, key, at + 2);
    }
    return true;
}

/* What is wrong with a line: often it begins with the verb. */
static void say_wrong(struct app *a, const struct action *act, const struct err *err)
{
    if (strncmp(err->msg, act->name, strlen(act->name)) == 0)
        app_say(a, SEV_WARN, "%s", err->msg);
    else
        app_say(a, SEV_WARN, "%s: %s", act->name, err->msg);
}

/* The arguments, from the words or from what is selected. False, and said: there are none. l is to
 * be released in any case. */
static bool gather(struct app *a, const struct action *act, struct line_words *w, bool row_counts,
                   struct line *l, bool *help)
{
    struct action_ctx x = selection_context(a);
    const char *object = selection_object(a, act);
    struct err e = {0};
    bool ok = read_line(a, act, w, l, help, &e), line = w->v.len > 0;
    if (a->session->profile->guard == GUARD_READ_ONLY) {
        app_say(a, SEV_WARN, "%s: %s", act->name, selection_refusal(a, act));
        return false;
    }
    bool ask = !line && row_counts && act->refusal;
    const char *why_not = ask ? act->refusal(&x, object) : NULL;
    if (!ok)
        say_wrong(a, act, &e);
    else if (why_not)
        app_say(a, SEV_WARN, "%s: %s", act->name, why_not);
    else if (!line && act->needs_row && !object && !selection_marked(a, act))
        app_say(a, SEV_INFO, "%s works on the selected row, and there is none", act->name);
    else
        return line || fill_objects(a, act, &x, object, &l->args);
    return false;
}

/* A complete line goes to its plan, all else to the form. */
static void open_line(struct app *a, const struct action *act, const struct line *l, bool line,
                      bool help)
{
    struct action_ctx x = selection_context(a);
    const char *bad = NULL;
    struct err e = {0};
    bool whole = !help && (line || act->at_once) && action_check(act, &x, &l->args, &bad, &e);
    if (help || (!whole && !l->edit && !l->dry_run)) {
        form_open(a, act, &l->args, bad);
    } else if (l->edit) {
        edit_open(a, act, &l->args, NULL);
    } else if (!whole) {
        say_wrong(a, act, &e);
    } else if (l->dry_run) {
        change_only_show(a, act, &l->args);
    } else {
        change_open(a, act, &l->args, NULL);
        if (l->yes)
            app_say(a, SEV_INFO, "--yes is for klamm in a shell: here y sends the plan");
    }
}

void start_action(struct app *a, const struct action *act, const char *arg)
{
    struct line_words w;
    struct line l;
    bool help;
    line_split(&w, arg ? arg : "");
    if (!put_row(a, &w)) {
        app_say(a, SEV_INFO, "%s works on the selected row, and there is none", act->name);
    } else {
        if (gather(a, act, &w, true, &l, &help))
            open_line(a, act, &l, w.v.len > 0, help);
        line_release(&l);
    }
    line_words_release(&w);
}

/* A document has all the settings: what a row among them would fill in is not needed, and a row
 * that can't be changed is no obstacle. */
static void forget_row(const struct action *act, struct args *args)
{
    for (size_t i = 0; i < act->nparams; i++) {
        if (act->params[i].type == PARAM_CONFIG)
            args_remove(args, act->params[i].name);
    }
}

void start_action_in_editor(struct app *a, const struct action *act, const char *arg)
{
    struct line_words w;
    struct line l;
    bool help;
    line_split(&w, arg ? arg : "");
    if (!act->document) {
        app_say(a, SEV_INFO, "%s has no document to edit", act->name);
    } else {
        if (gather(a, act, &w, false, &l, &help)) {
            if (!w.v.len)
                forget_row(act, &l.args);
            edit_open(a, act, &l.args, NULL);
        }
        line_release(&l);
    }
    line_words_release(&w);
}

/* ---- completion ------------------------------------------------------------------------------ */

struct completing {
    struct candidates *out;
    const char *typed;
};

static void on_found(void *user, const char *word, const char *help, bool dashes)
{
    const struct completing *c = user;
    struct candidates *out = c->out;
    size_t n = out->n;
    struct buf b;
    if (!text_is_plain(word, strlen(word))) /* else what is shown is not what would be meant */
        return;
    candidates_add(out, c->typed, word, help);
    if (out->n == n || (!dashes && !strpbrk(word, " \\\"'")))
        return;
    buf_init(&b, 0);
    buf_adds(&b, dashes ? "-- " : "");
    line_quote(&b, out->list[n].word);
    out->list[n].word = arena_strdup(&out->arena, buf_str(&b));
    buf_release(&b);
}

size_t start_action_complete(struct app *a, const struct action *act, const char *line,
                             struct candidates *out)
{
    struct action_ctx x = selection_context(a);
    struct line_words w;
    struct line_place p;
    line_split(&w, line);
    size_t before = w.v.len - !w.trailing, from = w.last;
    struct line_word none = {.text = ""}, *word = w.trailing ? &none : &w.v.data[before];
    struct completing c = {.out = out, .typed = word->text};
    line_place(&p, act, w.v.data, before, word);
    line_offer(&p, &x, true, on_found, &c);
    line_place_release(&p);
    line_words_release(&w);
    return from;
}
