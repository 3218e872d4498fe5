/* What is wrong in a form: each field is checked with the action's own check as it is typed, all of
 * them before a plan is asked for, and what speaks against the plan stands at the field it is about.
 * A secret must have been typed the same twice. */
#include "core/action/options.h"
#include "core/action/register.h"
#include "tui/dialog/form_impl.h"
#include "tui/selection.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* Of several values of one parameter, is it this one that is wrong? */
static bool wrong_alone(struct form *f, const struct action_ctx *x, struct field *d)
{
    struct args *alone = args_copy(&f->args);
    args_set(alone, d->param->name, prompt_text(&d->prompt));
    bool wrong = !param_check(x, alone, d->param, &d->err);
    args_free(alone);
    return wrong;
}

static bool is_marked(const struct form *f, const struct param *p)
{
    for (size_t i = 0; i < f->fields.len; i++) {
        if (f->fields.data[i].param == p && f->fields.data[i].bad)
            return true;
    }
    return false;
}

/* The second time a secret is typed: what was typed first stands right above. While it is shorter
 * it is not marked wrong, unless `all` is set. */
static bool typed_twice(struct form *f, size_t i, bool all)
{
    struct field *d = &f->fields.data[i];
    const char *first = prompt_text(&f->fields.data[i - 1].prompt), *text = prompt_text(&d->prompt);
    d->bad = strcmp(first, text) != 0 && (all || strncmp(first, text, strlen(text)) != 0);
    if (d->bad)
        err_set(&d->err, ERR_USAGE, *text ? "it is not the same as above" : "type it again");
    return !d->bad;
}

/* The action's word on one field: only fields with something in them are marked wrong while typing.
 * Where a parameter has several, those that are wrong, or the first when they don't go together. */
void form_check(struct form *f)
{
    struct action_ctx x = selection_context(f->pane.app);
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < f->fields.len; i++) {
            struct field *d = &f->fields.data[i];
            if (pass && is_marked(f, d->param))
                continue;
            if (d->again) {
                typed_twice(f, i, false);
                continue;
            }
            err_clear(&d->err);
            d->bad = *prompt_text(&d->prompt) && form_shows(f, i) &&
                     !param_check(&x, &f->args, d->param, &d->err) &&
                     (pass || !d->param->repeatable || d->fixed || wrong_alone(f, &x, d));
            param_unlabel(d->param, &d->err); /* the label stands in front of the field */
        }
    }
}

/* What a broker said, or that something is missing, is no less true when more is known. */
static bool stays_wrong(const struct field *d)
{
    return d->bad && (d->err.kind == ERR_BROKER || !*prompt_text(&d->prompt));
}

void form_check_again(struct form *f)
{
    uint64_t known = model_generation(&f->pane.app->session->model);
    if (f->known == known)
        return;
    f->known = known;
    for (size_t i = 0; i < f->fields.len; i++)
        if (stays_wrong(&f->fields.data[i]))
            return;
    if (f->said.kind == ERR_NONE)
        form_check(f);
}

bool form_go_to(struct form *f, const char *param)
{
    for (size_t i = 0; param && i < f->fields.len; i++) {
        if (strcmp(f->fields.data[i].param->name, param) == 0) {
            if (i != f->at)
                form_list_close(f);
            f->at = i;
            return true;
        }
    }
    return false;
}

bool form_all_right(struct form *f)
{
    struct action_ctx x = selection_context(f->pane.app);
    struct err e = {0};
    const char *bad = NULL;
    for (size_t i = 0; i < f->fields.len; i++) {
        if (f->fields.data[i].again && form_shows(f, i) && !typed_twice(f, i, true)) {
            form_list_close(f);
            f->at = i;
            return false;
        }
    }
    if (action_check(f->action, &x, &f->args, &bad, &e))
        return true;
    if (form_go_to(f, bad)) {
        struct field *d = form_current(f);
        d->bad = true;
        d->err = e;
        param_unlabel(d->param, &d->err);
        if (d->param->required && !*prompt_text(&d->prompt)) /* what it takes stands next to it */
            err_set(&d->err, e.kind, "%s",
                    form_is_choice(d) ? "choose one of these" : "this is needed");
    } else {
        app_say(f->pane.app, SEV_WARN, "%s", e.msg);
    }
    return false;
}

/* ---- why no plan came of it ------------------------------------------------------------------ */

static bool in_word(char c)
{
    return isalnum((unsigned char)c) || c == '_' || c == '-' || c == '.';
}

/* "replication-factor" in "The target replication factor of 5 …": signs between words may differ.
 * Whole words only: "to" is not in "topic". */
static bool speaks_of(const char *sentence, const char *name)
{
    for (const char *at = sentence; *at; at++) {
        const char *s = at, *n = name;
        if (at > sentence && in_word(at[-1]))
            continue;
        while (*n && (tolower((unsigned char)*s) == tolower((unsigned char)*n) ||
                      (*n == '-' && *s == ' ')))
            s++, n++;
        if (!*n && !in_word(*s))
            return true;
    }
    return false;
}

/* Brokers have no field for the wrong parameter; only their messages name it. */
int form_meant(const struct param *p, const char *typed, const char *why)
{
    char key[128];
    if (p->type == PARAM_CONFIG) {
        snprintf(key, sizeof key, "%.*s", (int)strcspn(typed, "="), typed);
        return key[0] && strstr(why, key) ? 4 : 0;
    }
    if (!*typed)
        return 0;
    bool named = speaks_of(why, p->name) || speaks_of(why, p->title);
    char head[256]; /* of "orders:0,1" the topic */
    snprintf(head, sizeof head, "%.*s", (int)strcspn(typed, ":"), typed);
    bool quoted = speaks_of(why, typed) || (p->type == PARAM_SCOPE && speaks_of(why, head));
    return named + 2 * quoted;
}

void form_tell(struct pane *form, const char *why)
{
    struct form *f = form_of(form);
    size_t best = f->fields.len;
    int most = 0;
    for (size_t i = 0; i < f->fields.len; i++) {
        const struct field *d = &f->fields.data[i];
        int n = form_shows(f, i) && !d->fixed && !d->param->secret
                    ? form_meant(d->param, prompt_text(&d->prompt), why)
                    : 0;
        if (n > most) {
            most = n;
            best = i;
        }
    }
    form_list_close(f);
    if (best == f->fields.len) {
        err_set(&f->said, ERR_BROKER, "%s", why);
        return;
    }
    f->at = best;
    f->fields.data[best].bad = true;
    err_set(&f->fields.data[best].err, ERR_BROKER, "%s", why);
}
