/* The way from a verb to a change: which object is meant, what was said on the command line, what a
 * form has to ask still. A complete command line goes straight to the plan; anything else opens the
 * form filled with what is known. Nothing is sent from here: see change.c. */
#include "tui/act.h"

#include "core/base/buf.h"
#include "core/base/mem.h"
#include "core/base/text.h"
#include "core/config/profile.h"
#include "tui/change.h"
#include "tui/edit.h"
#include "tui/form.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct action_ctx act_context(struct app *a)
{
    const struct pane *p = app_under(a);
    const struct dataset *d = p ? pane_dataset(p) : NULL;
    return (struct action_ctx){.cluster = a->session->cluster,
                               .model = &a->session->model,
                               .resource = d ? d->resource->name : NULL,
                               .scope = p ? p->scope : NULL,
                               .row = d ? pane_selected(p, d->resource->name) : NULL};
}

/* The list whose rows a verb works on: in a list of settings the row is the key, elsewhere what the
 * pane or its row is about. */
static const char *act_list(const struct pane *p, const struct action *act)
{
    const struct dataset *d = p ? pane_dataset(p) : NULL;
    if (!d)
        return NULL;
    if (act->resource)
        return act->resource;
    const struct resource *r = d->resource;
    if (act->by_row)
        return r->name;
    bool settings = strstr(r->name, "configs") != NULL;
    return settings || r->scope == SCOPE_NONE ? r->name : scope_list(r->scope);
}

static const char *act_object(struct app *a, const struct action *act)
{
    const struct pane *p = app_under(a);
    const char *list = act_list(p, act);
    return list ? pane_selected(p, list) : NULL;
}

/* What a verb would be filled with for one object, beside what is there; false when the verb takes
 * one object and has another already. */
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
            there = !strcmp(has, g->value);
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
    const char *list = act_list(p, act);
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

const char *act_marks(const struct pane *p, const struct action *act)
{
    return act->prefill && act->params[0].repeatable ? act_list(p, act) : NULL;
}

size_t act_marked(struct app *a, const struct action *act)
{
    const struct pane *p = app_under(a);
    const char *list = act_marks(p, act);
    struct arena arena;
    size_t n = 0;
    if (!list)
        return 0;
    arena_init(&arena);
    pane_marked(p, list, &arena, &n);
    arena_release(&arena);
    return n;
}

const char *act_refusal(struct app *a, const struct action *act)
{
    struct action_ctx x = act_context(a);
    if (a->session->profile->guard == GUARD_READ_ONLY)
        return "this cluster is read-only (guard: read-only), nothing is changed here";
    const char *object = act_object(a, act);
    if (act->needs_row && !object && !act_marked(a, act))
        return "select a row first";
    return act->refusal ? act->refusal(&x, object) : NULL;
}

/* One word of a ":" line: blanks separate, quotes keep, a backslash takes the next as it is. */
static bool next_word(const char **line, struct buf *word)
{
    const char *s = *line + strspn(*line, " ");
    char quote = 0;
    buf_clear(word);
    if (!*s)
        return false;
    for (; *s && (quote || *s != ' '); s++) {
        if (quote ? *s == quote : *s == '"' || *s == '\'')
            quote = quote ? 0 : *s;
        else if (*s == '\\' && s[1] && quote != '\'')
            buf_addc(word, *++s);
        else
            buf_addc(word, *s);
    }
    *line = s;
    return true;
}

/* Where the last word begins; *open: a quote in it has no end. */
static const char *last_word(const char *line, bool *open)
{
    const char *start = line;
    char quote = 0;
    for (const char *s = line; *s; s++) {
        if (quote ? *s == quote : *s == '"' || *s == '\'')
            quote = quote ? 0 : *s;
        else if (*s == '\\' && s[1] && quote != '\'')
            s++;
        else if (*s == ' ' && !quote)
            start = s + 1;
    }
    *open = quote != 0;
    return start;
}

/* A quote without its end would swallow the rest of the line. */
static bool quotes_close(const char *line)
{
    bool open;
    last_word(line, &open);
    return !open;
}

const char *act_last_word(const char *line)
{
    bool open;
    return last_word(line, &open);
}

/* --name value, --name=value or --flag. */
static bool take_option(const struct action *act, struct args *args, const char *word,
                        const char **rest, struct err *err)
{
    char name[64];
    const char *equals = strchr(word, '=');
    size_t n = equals ? (size_t)(equals - word) : strlen(word);
    const char *after = *rest;
    struct buf value;
    bool used = false;
    snprintf(name, sizeof name, "%.*s", (int)n, word);
    if (equals)
        return action_option_with(act, args, name, equals + 1, err);
    buf_init(&value, 0);
    bool more = next_word(&after, &value);
    bool ok = action_option(act, args, name, more ? buf_str(&value) : NULL, &used, err);
    if (used)
        *rest = after;
    buf_release(&value);
    return ok;
}

/* As a word of its own: --password is not --password-command. */
static bool has_option(const char *line, const char *option)
{
    for (const char *at = line; (at = strstr(at, option)); at++)
        if (at[strlen(option)] != '-')
            return true;
    return false;
}

bool act_line_secret(const char *line)
{
    line += strspn(line, " ");
    for (size_t i = 0; actions[i]; i++) {
        size_t n = strlen(actions[i]->name);
        if (strncmp(line, actions[i]->name, n) != 0 || (line[n] && line[n] != ' '))
            continue;
        for (size_t k = 0; k < actions[i]->nparams; k++) {
            char option[80];
            snprintf(option, sizeof option, "--%s", actions[i]->params[k].name);
            if (actions[i]->params[k].secret && has_option(line, option))
                return true;
        }
    }
    return false;
}

static bool parse_line(const struct action *act, const char *line, struct args *args,
                       struct err *err)
{
    const struct param *settings = action_settings(act);
    struct buf word;
    bool ok = true, named = false, words_only = false;
    buf_init(&word, 0);
    while (ok) {
        /* What begins with a quote or a backslash is a name, whatever it looks like. */
        char begin = line[strspn(line, " ")];
        bool dash = !words_only && begin == '-';
        bool name = begin != '\0' && strchr("\\\"'", begin);
        if (!next_word(&line, &word))
            break;
        const char *w = buf_str(&word);
        if (dash && !strcmp(w, "--")) {
            words_only = true;
        } else if (dash && !strncmp(w, "--", 2)) {
            ok = take_option(act, args, w + 2, &line, err);
        } else if (!words_only && !name && settings && *w != '=' && strchr(w, '=')) {
            args_add(args, settings->name, w);
        } else if (named && !act->params[0].repeatable) {
            ok = err_set(err, ERR_USAGE, "'%s' is one word too many: options begin with --", w);
        } else {
            args_add(args, act->params[0].name, w);
            named = true;
        }
    }
    buf_release(&word);
    return ok && args_apply(act, args, err);
}

/* The arguments, from the line or from what is selected. False, and said: there are none. *bad and
 * *e tell what is wrong with a line that could be read. */
static bool gather(struct app *a, const struct action *act, const char *line, bool row_counts,
                   struct args *args)
{
    struct action_ctx x = act_context(a);
    const char *object = act_object(a, act);
    if (a->session->profile->guard == GUARD_READ_ONLY) {
        app_say(a, SEV_WARN, "%s: %s", act->name, act_refusal(a, act));
        return false;
    }
    bool ask = !line && row_counts && act->refusal;
    const char *why_not = ask ? act->refusal(&x, object) : NULL;
    struct err e = {0};
    if (why_not)
        app_say(a, SEV_WARN, "%s: %s", act->name, why_not);
    else if (!line && act->needs_row && !object && !act_marked(a, act))
        app_say(a, SEV_INFO, "%s works on the selected row, and there is none", act->name);
    else if (line && !quotes_close(line))
        app_say(a, SEV_WARN, "%s: a quote is not closed; \\' and \\\" are the characters themselves",
                act->name);
    else if (line && !parse_line(act, line, args, &e))
        app_say(a, SEV_WARN, "%s: %s", act->name, e.msg);
    else if (!line && !fill_objects(a, act, &x, object, args))
        return false;
    else
        return true;
    return false;
}

/* "--like {}" of a key: {} is the selected row. Malloc'd; NULL: no row is selected. */
static char *with_row(struct app *a, const char *arg)
{
    const struct pane *p = app_under(a);
    const struct dataset *d = p ? pane_dataset(p) : NULL;
    const char *key = d ? pane_selected(p, d->resource->name) : NULL;
    const char *at = strstr(arg, "{}");
    struct buf b;
    if (!key)
        return NULL;
    buf_init(&b, 0);
    buf_addf(&b, "%.*s", (int)(at - arg), arg);
    if (*key == '-' || strchr(key, '=')) /* no option, no setting */
        buf_addc(&b, '\\');
    for (; *key; key++) {
        if (strchr(" \\\"'", *key))
            buf_addc(&b, '\\');
        buf_addc(&b, *key);
    }
    buf_adds(&b, at + 2);
    char *line = xstrdup(buf_str(&b));
    buf_release(&b);
    return line;
}

void act_start(struct app *a, const struct action *act, const char *arg)
{
    if (arg && strstr(arg, "{}")) {
        char *line = with_row(a, arg);
        if (line)
            act_start(a, act, line);
        else
            app_say(a, SEV_INFO, "%s works on the selected row, and there is none", act->name);
        free(line);
        return;
    }
    struct action_ctx x = act_context(a);
    const char *line = arg && *arg ? arg : NULL, *bad = NULL;
    struct args args;
    args_init(&args);
    if (!gather(a, act, line, true, &args))
        ;
    else if ((line || act->at_once) && action_check(act, &x, &args, &bad, NULL))
        change_open(a, act, &args, NULL);
    else
        form_open(a, act, &args, bad);
    args_release(&args);
}

/* A document has all the settings: what a row among them would fill in is no part of what is
 * asked, and that the row can't be changed hinders nobody. */
static void forget_row(const struct action *act, struct args *args)
{
    for (size_t i = 0; i < act->nparams; i++) {
        if (act->params[i].type == PARAM_CONFIG)
            args_remove(args, act->params[i].name);
    }
}

void act_edit(struct app *a, const struct action *act, const char *arg)
{
    const char *line = arg && *arg ? arg : NULL;
    struct args args;
    args_init(&args);
    if (!act->document)
        app_say(a, SEV_INFO, "%s has no document to edit", act->name);
    else if (gather(a, act, line, false, &args)) {
        if (!line)
            forget_row(act, &args);
        edit_open(a, act, &args, NULL);
    }
    args_release(&args);
}

void act_candidates(struct app *a, const struct action *act, const struct args *args,
                    const char *param, const char *typed, struct candidates *out)
{
    struct action_ctx x = act_context(a);
    struct args found;
    const struct param *p = action_param(act, param);
    for (size_t i = 0; p && p->choices && p->choices[i]; i++)
        candidates_add(out, typed, p->choices[i], NULL);
    if (!act->complete)
        return;
    args_init(&found);
    act->complete(&x, args, param, typed, &found);
    for (size_t i = 0; i < found.n; i++) {
        const char *word = found.list[i].value;
        if (text_is_plain(word, strlen(word))) /* else what is shown is not what would be meant */
            candidates_add(out, typed, word, NULL);
    }
    args_release(&found);
}

static void complete_option(const struct action *act, const char *typed, struct candidates *out)
{
    for (size_t i = 0; i < act->nparams; i++)
        if (!act->params[i].internal)
            candidates_add(out, typed, arena_printf(&out->arena, "--%s", act->params[i].name),
                           act->params[i].help);
    for (const struct alias *l = act->aliases; l && l->option; l++)
        candidates_add(out, typed, arena_printf(&out->arena, "--%s", l->option), NULL);
}

/* The parameter that the option before the last word wants a value for; NULL: none. */
static const char *pending_param(const struct action *act, const char *line, const char *last)
{
    const char *end = last, *start;
    while (end > line && end[-1] == ' ')
        end--;
    for (start = end; start > line && start[-1] != ' '; start--)
        ;
    if (end - start < 3 || strncmp(start, "--", 2))
        return NULL;
    char name[64];
    snprintf(name, sizeof name, "%.*s", (int)(end - start - 2), start + 2);
    const struct param *p = action_param(act, name);
    for (const struct alias *l = act->aliases; !p && l && l->option; l++) {
        if (!strcmp(l->option, name))
            return l->param;
    }
    return p && p->type != PARAM_BOOL ? p->name : NULL;
}

/* What next_word() would take apart keeps together by backslashes. */
static void quote_words(struct candidates *out)
{
    for (size_t i = 0; i < out->n; i++) {
        const char *s = out->list[i].word;
        struct buf b;
        if (!strpbrk(s, " \\\"'"))
            continue;
        buf_init(&b, 0);
        for (; *s; s++) {
            if (strchr(" \\\"'", *s))
                buf_addc(&b, '\\');
            buf_addc(&b, *s);
        }
        out->list[i].word = arena_strdup(&out->arena, buf_str(&b));
        buf_release(&b);
    }
}

/* "--" stands before the last word: no option follows. */
static bool after_dashes(const char *line, const char *last)
{
    struct buf word;
    bool found = false;
    buf_init(&word, 0);
    while (!found && line < last && next_word(&line, &word))
        found = line < last && !strcmp(buf_str(&word), "--");
    buf_release(&word);
    return found;
}

/* Where options and settings may stand, a name that looks like one needs "--" before it. */
static void dash_names(const struct action *act, struct candidates *out)
{
    for (size_t i = 0; i < out->n; i++)
        if (!action_word_names(act, out->list[i].word))
            out->list[i].word = arena_printf(&out->arena, "-- %s", out->list[i].word);
}

void act_complete(struct app *a, const struct action *act, const char *line, const char *last,
                  struct candidates *out)
{
    struct args args;
    struct buf word;
    const char *rest = last;
    bool words_only = after_dashes(line, last), dash = !words_only && *last == '-';
    const struct param *settings = words_only ? NULL : action_settings(act);
    const char *param = words_only ? NULL : pending_param(act, line, last);
    bool first = !line[strspn(line, " ")] || line + strspn(line, " ") == last;
    bool object = words_only || first || (act->params[0].repeatable && *last);
    args_init(&args);
    buf_init(&word, 0);
    next_word(&rest, &word);
    const char *typed = buf_str(&word);
    parse_line(act, line, &args, NULL);
    if (param) {
        act_candidates(a, act, &args, param, typed, out);
        quote_words(out);
    } else if (dash) {
        complete_option(act, typed, out);
    } else {
        if (object)
            act_candidates(a, act, &args, act->params[0].name, typed, out);
        quote_words(out);
        if (!words_only)
            dash_names(act, out);
        if (settings && !first)
            act_candidates(a, act, &args, settings->name, typed, out);
        if (!object)
            complete_option(act, typed, out);
    }
    buf_release(&word);
    args_release(&args);
}
