/* Forms, generated from the parameters of an action: label, field, what is wrong, what it means.
 * Each field is checked as it is typed, with the action's own check; fields that don't matter
 * (`when`) are not shown. Enter asks for the plan, which opens on top: leaving the plan comes back
 * here with all that was typed. form_paint.c draws it, form_check.c says what is wrong in it,
 * form_choice.c has the fields that choose, form_list.c the list of what may stand in a field. */
#include "tui/dialog/form.h"

#include "core/action/bulk.h"
#include "core/action/options.h"
#include "core/base/mem.h"
#include "tui/dialog/change.h"
#include "tui/dialog/edit.h"
#include "tui/dialog/form_impl.h"
#include "tui/navigation.h"
#include "tui/term/keys.h"

#include <stdlib.h>
#include <string.h>

struct form *form_of(const struct pane *p)
{
    return (struct form *)(uintptr_t)p;
}

static void field_release(struct field *f)
{
    prompt_release(&f->prompt);
}

static void form_free(struct pane *p)
{
    struct form *f = form_of(p);
    for (size_t i = 0; i < f->fields.len; i++)
        field_release(&f->fields.data[i]);
    vec_release(&f->fields);
    args_release(&f->args);
    args_release(&f->objects);
    form_list_close(f);
    candidates_release(&f->candidates);
    pane_release(p);
    free(f);
}

static void insert_field(struct form *f, size_t at, const struct param *param, const char *text)
{
    struct field n = {.param = param};
    prompt_init(&n.prompt, NULL);
    if (param->secret)
        prompt_mask(&n.prompt);
    prompt_set(&n.prompt, text ? text : "");
    vec_insert(&f->fields, at, n);
}

struct field *form_current(struct form *f)
{
    return &f->fields.data[f->at];
}

bool form_shows(const struct form *f, size_t i)
{
    return param_applies(f->fields.data[i].param, &f->args);
}

/* What the fields say now. */
static void collect(struct form *f)
{
    args_release(&f->args);
    args_init(&f->args);
    for (size_t i = 0; i < f->fields.len; i++) {
        const struct field *d = &f->fields.data[i];
        for (size_t k = 0; d->fixed && k < f->objects.n; k++)
            args_add(&f->args, d->param->name, f->objects.list[k].value);
        if (!d->fixed && !d->again && *prompt_text(&d->prompt))
            args_add(&f->args, d->param->name, prompt_text(&d->prompt));
    }
}

/* "3 topics: a, b, c", by what they are said to be now. */
static void tell_objects(struct form *f)
{
    struct arena a;
    arena_init(&a);
    for (size_t i = 0; i < f->fields.len; i++) {
        if (f->fields.data[i].fixed)
            prompt_set(&f->fields.data[i].prompt, bulk_names(f->action, &f->args, &a));
    }
    arena_release(&a);
}

bool form_keeps_room(const struct param *p)
{
    return p->repeatable && !p->required && (p->type == PARAM_CONFIG || p->type == PARAM_OFFSETS);
}

static bool is_last_of_its_kind(const struct form *f, size_t i)
{
    return i + 1 == f->fields.len || f->fields.data[i + 1].param != f->fields.data[i].param;
}

static void keep_room(struct form *f)
{
    for (size_t i = 0; i < f->fields.len; i++) {
        const struct field *d = &f->fields.data[i];
        if (form_keeps_room(d->param) && is_last_of_its_kind(f, i) && *prompt_text(&d->prompt)) {
            insert_field(f, i + 1, d->param, NULL);
            return;
        }
    }
}

void form_changed(struct form *f)
{
    form_list_close(f);
    err_clear(&f->said);
    keep_room(f);
    collect(f);
    tell_objects(f);
    form_check(f);
}

static void step(struct form *f, int by)
{
    size_t n = f->fields.len, at = f->at;
    do {
        at = (at + n + (size_t)by) % n;
    } while (!form_shows(f, at) && at != f->at);
    form_list_close(f);
    f->at = at;
}

/* Tab takes what is certain, then one candidate after the other; with none it goes on. */
static void complete(struct form *f)
{
    if (form_list_is_open(f))
        form_list_move(f, 1);
    else if (!form_list_complete(f))
        step(f, 1);
}

/* More or less typed of what the open list was for. */
static void typed(struct form *f)
{
    bool open = form_list_is_open(f);
    form_changed(f);
    if (open)
        form_list_again(f);
}

static bool form_key(struct pane *p, uint32_t key)
{
    struct form *f = form_of(p);
    static const char *const own[] = {"form", NULL};
    const struct binding *b = keymap_find(&p->app->keymap, own, key);
    if (b && !key_is_text(key))
        return false; /* the key map's verb, below */
    if (form_is_choice(form_current(f)) && form_choice_key(f, key))
        return true;
    if (form_current(f)->fixed) {
        if (key == '?')
            form_help(f);
        else if (key_is_text(key))
            app_say(p->app, SEV_INFO, "leave to mark or name other objects");
        return key_is_text(key);
    }
    enum prompt_did did = prompt_key(&form_current(f)->prompt, &p->app->keymap, key);
    if (did == PROMPT_CHANGED)
        typed(f);
    return did == PROMPT_CHANGED || did == PROMPT_MOVED;
}

/* What the list takes while it is open. */
static bool list_verb(struct form *f, const char *verb)
{
    if (!form_list_is_open(f))
        return false;
    if (strcmp(verb, "field-next") == 0 || strcmp(verb, "field-previous") == 0)
        form_list_move(f, strcmp(verb, "field-next") == 0 ? 1 : -1);
    else if (strcmp(verb, "accept") == 0)
        form_list_take(f);
    else if (strcmp(verb, "cancel") == 0 || strcmp(verb, "back") == 0)
        form_list_leave(f);
    else
        return false;
    return true;
}

static void add_field(struct form *f)
{
    const struct param *p = form_current(f)->param;
    if (form_current(f)->fixed) {
        app_say(f->pane.app, SEV_INFO, "leave to mark or name other objects");
    } else if (p->repeatable) {
        form_list_close(f);
        while (!is_last_of_its_kind(f, f->at))
            f->at++;
        if (*prompt_text(&form_current(f)->prompt))
            insert_field(f, ++f->at, p, NULL);
    }
}

static bool form_verb(struct pane *p, const char *verb, const char *arg)
{
    struct form *f = form_of(p);
    (void)arg;
    if (list_verb(f, verb))
        return true;
    if (strcmp(verb, "field-next") == 0)
        step(f, 1);
    else if (strcmp(verb, "field-previous") == 0)
        step(f, -1);
    else if (strcmp(verb, "complete") == 0)
        complete(f);
    else if (strcmp(verb, "choice-next") == 0 || strcmp(verb, "choice-previous") == 0)
        form_cycle(f, strcmp(verb, "choice-next") == 0 ? 1 : -1);
    else if (strcmp(verb, "field-add") == 0)
        add_field(f);
    else if (strcmp(verb, "help") == 0)
        form_help(f);
    else if (strcmp(verb, "edit") == 0 && f->action->document)
        edit_open(p->app, f->action, &f->args, p);
    else if (strcmp(verb, "edit") == 0)
        app_say(p->app, SEV_INFO, "%s has no document to edit", f->action->name);
    else if (strcmp(verb, "accept") == 0 && form_all_right(f))
        change_open(p->app, f->action, &f->args, p);
    else if (strcmp(verb, "cancel") == 0 || strcmp(verb, "back") == 0)
        app_pop(p->app, p);
    return true;
}

static void form_paste(struct pane *p, const char *text, size_t len)
{
    struct form *f = form_of(p);
    if (!form_is_choice(form_current(f)) && !form_current(f)->fixed)
        prompt_paste(&form_current(f)->prompt, text, len);
    form_changed(f);
}

static bool form_mouse(struct pane *p, const struct mouse *m)
{
    struct form *f = form_of(p);
    size_t field;
    int choice;
    if (m->kind != MOUSE_PRESS || !form_at(f, m->y, &field, &choice))
        return true;
    form_list_close(f);
    f->at = field;
    if (choice >= 0)
        form_choose(f, choice);
    return true;
}

static const char *const *form_contexts(const struct pane *p)
{
    static const char *const contexts[] = {"form", "prompt", NULL};
    (void)p;
    return contexts;
}

static const char *const *form_hints(const struct pane *p)
{
    enum { PLAIN, MORE, DOCUMENT };
    static const char *const hints[][7] = {
        [PLAIN] = {"accept|show the plan", "field-next", "complete", "cancel", NULL},
        [MORE] = {"accept|show the plan", "field-next", "field-add|one more", "complete", "cancel",
                  NULL},
        [DOCUMENT] = {"accept|show the plan", "field-next", "complete", "edit", "cancel", NULL},
        [DOCUMENT | MORE] = {"accept|show the plan", "field-next", "field-add|one more", "complete",
                             "edit", "cancel", NULL},
    };
    static const char *const list[] = {"accept|take it", "field-next|down", "field-previous|up",
                                       "cancel|close the list", NULL};
    struct form *f = form_of(p);
    const struct field *d = form_current(f);
    if (form_list_is_open(f))
        return list;
    bool more = d->param->repeatable && !d->fixed && !form_keeps_room(d->param);
    return hints[(f->action->document ? DOCUMENT : PLAIN) | (more ? MORE : PLAIN)];
}

static void fill_objects(struct form *f, const struct args *args)
{
    const char *name;
    insert_field(f, 0, f->action->params, NULL);
    f->fields.data[0].fixed = true;
    for (size_t i = 0; (name = args_nth(args, f->action->params[0].name, i)); i++)
        args_add(&f->objects, f->action->params[0].name, name);
}

static void fill(struct form *f, const struct args *args)
{
    for (size_t i = 0; i < f->action->nparams; i++) {
        const struct param *p = &f->action->params[i];
        size_t n = 0;
        if (i == 0 && bulk_count(f->action, args) > 1) {
            fill_objects(f, args);
            continue;
        }
        for (const char *v; (v = args_nth(args, p->name, n)); n++)
            insert_field(f, f->fields.len, p, v);
        if (!n)
            insert_field(f, f->fields.len, p, p->type == PARAM_CHOICE ? p->def : NULL);
        if (p->secret) {
            insert_field(f, f->fields.len, p, args_get(args, p->name));
            f->fields.data[f->fields.len - 1].again = true;
        }
    }
}

/* Where typing begins: what must be said and is not, else what was filled in to be changed, else
 * the first that is empty. The first parameter is the object, which is right when it is there. */
static size_t first_field(const struct form *f)
{
    size_t filled = 0, empty = 0;
    for (size_t i = f->fields.len; i-- > 0;) {
        const struct field *d = &f->fields.data[i];
        bool some = *prompt_text(&d->prompt) != 0;
        if (!form_shows(f, i))
            continue;
        if (!some && d->param->required)
            filled = i + f->fields.len; /* comes before all else */
        else if (some && d->param != f->action->params && !form_is_choice(d) &&
                 filled < f->fields.len)
            filled = i;
        else if (!some)
            empty = i;
    }
    return filled ? filled % f->fields.len : empty;
}

static void form_fill(struct pane *form, const struct args *args)
{
    struct form *f = form_of(form);
    for (size_t i = 0; i < f->fields.len; i++)
        field_release(&f->fields.data[i]);
    vec_clear(&f->fields);
    args_release(&f->objects);
    args_init(&f->objects);
    fill(f, args);
    f->at = 0;
    form_changed(f);
    f->at = first_field(f);
}

static const struct pane_class form_class = {
    .name = "form",
    .contexts = form_contexts,
    .free = form_free,
    .draw = form_draw,
    .key = form_key,
    .verb = form_verb,
    .mouse = form_mouse,
    .paste = form_paste,
    .hints = form_hints,
    .place = form_place,
    .fill = form_fill,
    .tell = form_tell,
    .modal = true,
};

void form_open(struct app *a, const struct action *act, const struct args *args, const char *bad)
{
    struct form *f = xcalloc(1, sizeof *f);
    pane_init(&f->pane, &form_class, a, act->name, NULL);
    f->action = act;
    f->picked = -1;
    args_init(&f->args);
    args_init(&f->objects);
    candidates_init(&f->candidates);
    fill(f, args);
    form_changed(f);
    f->at = first_field(f);
    app_push(a, &f->pane);
    if (bad && form_go_to(f, bad) && *prompt_text(&form_current(f)->prompt))
        form_all_right(f); /* what is only missing yet is no mistake */
}
