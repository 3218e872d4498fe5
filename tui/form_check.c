/* What is wrong in a form: each field is checked with the action's own check as it is typed, and
 * all of them before a plan is asked for. A secret must have been typed the same twice. */
#include "tui/form_impl.h"

#include <string.h>

/* Of several values of one parameter, is it this one that is wrong? */
static bool wrong_alone(struct form *f, const struct action_ctx *x, const struct field *d)
{
    struct args *alone = args_copy(&f->args);
    args_set(alone, d->param->name, prompt_text(&d->prompt));
    bool wrong = !f->action->check(x, alone, d->param->name, NULL);
    args_free(alone);
    return wrong;
}

static bool told_off(const struct form *f, const struct param *p)
{
    for (size_t i = 0; i < f->fields.len; i++) {
        if (f->fields.data[i].param == p && f->fields.data[i].bad)
            return true;
    }
    return false;
}

/* The second time a secret is typed: what was typed first stands right above. While it is shorter
 * it is not told off, unless `all` is asked for. */
static bool typed_twice(struct form *f, size_t i, bool all)
{
    struct field *d = &f->fields.data[i];
    const char *first = prompt_text(&f->fields.data[i - 1].prompt), *text = prompt_text(&d->prompt);
    d->bad = strcmp(first, text) != 0 && (all || strncmp(first, text, strlen(text)) != 0);
    if (d->bad)
        err_set(&d->err, ERR_USAGE, *text ? "it is not the same as above" : "type it once more");
    return !d->bad;
}

/* The action's word on one field: only fields with something in them are told off while typing.
 * Where a parameter has several, those that are wrong, or the first when they don't go together. */
void form_check(struct form *f)
{
    struct action_ctx x = act_context(f->pane.app);
    for (int pass = 0; f->action->check && pass < 2; pass++) {
        for (size_t i = 0; i < f->fields.len; i++) {
            struct field *d = &f->fields.data[i];
            if (pass && told_off(f, d->param))
                continue;
            if (d->again) {
                typed_twice(f, i, false);
                continue;
            }
            err_clear(&d->err);
            d->bad = *prompt_text(&d->prompt) && form_shows(f, i) &&
                     !f->action->check(&x, &f->args, d->param->name, &d->err) &&
                     (pass || !d->param->repeatable || d->fixed || wrong_alone(f, &x, d));
        }
    }
}

void form_check_again(struct form *f)
{
    uint64_t known = model_generation(&f->pane.app->session->model);
    if (f->known == known)
        return;
    f->known = known;
    for (size_t i = 0; i < f->fields.len; i++)
        if (f->fields.data[i].bad) /* perhaps the broker's own word */
            return;
    if (f->said.kind == ERR_NONE)
        form_check(f);
}

bool form_go_to(struct form *f, const char *param)
{
    for (size_t i = 0; param && i < f->fields.len; i++) {
        if (!strcmp(f->fields.data[i].param->name, param)) {
            f->at = i;
            return true;
        }
    }
    return false;
}

bool form_all_right(struct form *f)
{
    struct action_ctx x = act_context(f->pane.app);
    struct err e = {0};
    const char *bad = NULL;
    for (size_t i = 0; i < f->fields.len; i++) {
        if (f->fields.data[i].again && form_shows(f, i) && !typed_twice(f, i, true)) {
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
    } else {
        app_say(f->pane.app, SEV_WARN, "%s", e.msg);
    }
    return false;
}
