/* Forms, generated from the parameters of an action: label, field, what is wrong, what it means.
 * Each field is checked as it is typed, with the action's own check; fields that don't matter
 * (`when`) are not shown. Enter asks for the plan, which opens on top: leaving the plan comes back
 * here with all that was typed. form_paint.c draws it, form_check.c tells what is wrong in it. */
#include "tui/form.h"

#include "core/action/bulk.h"
#include "core/base/mem.h"
#include "tui/change.h"
#include "tui/edit.h"
#include "tui/form_impl.h"
#include "tui/keys.h"

#include <ctype.h>
#include <stdio.h>
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

/* A parameter that takes several has an empty line to type the next one into. */
static void keep_room(struct form *f)
{
    for (size_t i = 0; i < f->fields.len; i++) {
        const struct field *d = &f->fields.data[i];
        bool last = i + 1 == f->fields.len || f->fields.data[i + 1].param != d->param;
        bool more = d->param->repeatable && !d->param->required; /* else M-Enter asks for it */
        if (more && last && *prompt_text(&d->prompt)) {
            insert_field(f, i + 1, d->param, NULL);
            return;
        }
    }
}

static void changed(struct form *f)
{
    candidates_release(&f->candidates);
    candidates_init(&f->candidates);
    f->picked = -1;
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
    f->at = at;
    candidates_release(&f->candidates);
    candidates_init(&f->candidates);
    f->picked = -1;
}

static void cycle(struct form *f, int by)
{
    struct field *d = form_current(f);
    static const char *const yes_no[] = {"true", "false", NULL};
    const char *const *c = d->param->type == PARAM_BOOL ? yes_no : d->param->choices;
    int n = 0, now = -1;
    for (; c && c[n]; n++) {
        if (!strcmp(c[n], prompt_text(&d->prompt)))
            now = n;
    }
    if (!n)
        return;
    prompt_set(&d->prompt, c[now < 0 ? (by > 0 ? 0 : n - 1) : (now + by + n) % n]);
    changed(f);
}

/* Whether there is anything that could stand in such a field. */
static bool completes(struct form *f, const struct param *p)
{
    struct candidates c;
    candidates_init(&c);
    act_candidates(f->pane.app, f->action, &f->args, p->name, "", &c);
    bool some = c.n > 0;
    candidates_release(&c);
    return some && !p->secret;
}

/* Tab takes what is certain, then one candidate after the other; with none it goes on. */
static void complete(struct form *f)
{
    struct field *d = form_current(f);
    if (d->fixed) {
        step(f, 1);
        return;
    }
    if (f->candidates.n > 1) {
        f->picked = (f->picked + 1) % (long)f->candidates.n;
        prompt_set(&d->prompt, f->candidates.list[f->picked].word);
        collect(f);
        form_check(f);
        return;
    }
    candidates_release(&f->candidates);
    candidates_init(&f->candidates);
    act_candidates(f->pane.app, f->action, &f->args, d->param->name, prompt_text(&d->prompt),
                   &f->candidates);
    f->picked = -1;
    const char *text = prompt_text(&d->prompt);
    bool there = f->candidates.n == 1 && !strcmp(f->candidates.list[0].word, text);
    if (!f->candidates.n || there) {
        if (!there && *text && completes(f, d->param))
            app_say(f->pane.app, SEV_INFO, "nothing that is known begins with “%s”", text);
        step(f, 1);
    } else if (f->candidates.n == 1) {
        prompt_set(&d->prompt, f->candidates.list[0].word);
        changed(f);
    }
}

static bool is_choice(const struct field *d)
{
    return d->param->type == PARAM_CHOICE || d->param->type == PARAM_BOOL;
}

/* A field of choices has no text to type: a letter takes the next choice that begins with it. */
static bool choice_key(struct form *f, uint32_t key)
{
    const struct field *d = form_current(f);
    if (key == K_LEFT || key == K_RIGHT || key == K_SPACE) {
        cycle(f, key == K_LEFT ? -1 : 1);
        return true;
    }
    if (!key_is_text(key))
        return false;
    for (int i = 0; d->param->choices && d->param->choices[i] && i < 100; i++) {
        cycle(f, 1);
        if ((uint32_t)prompt_text(&form_current(f)->prompt)[0] == key)
            break;
    }
    return true;
}

static bool form_key(struct pane *p, uint32_t key)
{
    struct form *f = form_of(p);
    static const char *const own[] = {"form", NULL};
    const struct binding *b = keymap_find(&p->app->keymap, own, key);
    if (b && !key_is_text(key))
        return false; /* the key map's verb, below */
    if (is_choice(form_current(f)) && choice_key(f, key))
        return true;
    if (form_current(f)->fixed) {
        if (key_is_text(key))
            app_say(p->app, SEV_INFO, "leave to mark or name other objects");
        return key_is_text(key);
    }
    enum prompt_did did = prompt_key(&form_current(f)->prompt, &p->app->keymap, key);
    if (did == PROMPT_CHANGED)
        changed(f);
    return did == PROMPT_CHANGED || did == PROMPT_MOVED;
}

static bool form_verb(struct pane *p, const char *verb, const char *arg)
{
    struct form *f = form_of(p);
    (void)arg;
    if (!strcmp(verb, "field-next"))
        step(f, 1);
    else if (!strcmp(verb, "field-previous"))
        step(f, -1);
    else if (!strcmp(verb, "complete"))
        complete(f);
    else if (!strcmp(verb, "choice-next") || !strcmp(verb, "choice-previous"))
        cycle(f, verb[7] == 'n' ? 1 : -1);
    else if (!strcmp(verb, "field-add") && form_current(f)->fixed)
        app_say(p->app, SEV_INFO, "leave to mark or name other objects");
    else if (!strcmp(verb, "field-add") && form_current(f)->param->repeatable)
        insert_field(f, ++f->at, form_current(f)->param, NULL);
    else if (!strcmp(verb, "edit") && f->action->document)
        edit_open(p->app, f->action, &f->args, p);
    else if (!strcmp(verb, "edit"))
        app_say(p->app, SEV_INFO, "%s has no document to edit", f->action->name);
    else if (!strcmp(verb, "accept") && f->picked >= 0)
        changed(f); /* closes the candidates */
    else if (!strcmp(verb, "accept") && form_all_right(f))
        change_open(p->app, f->action, &f->args, p);
    else if (!strcmp(verb, "cancel") || !strcmp(verb, "back"))
        app_pop(p->app, p);
    return true;
}

static void form_paste(struct pane *p, const char *text, size_t len)
{
    struct form *f = form_of(p);
    if (!is_choice(form_current(f)) && !form_current(f)->fixed)
        prompt_paste(&form_current(f)->prompt, text, len);
    changed(f);
}

static bool form_mouse(struct pane *p, const struct mouse *m)
{
    struct form *f = form_of(p);
    for (size_t i = 0; m->kind == MOUSE_PRESS && i < f->fields.len; i++) {
        if (form_shows(f, i) && f->fields.data[i].y == m->y) {
            f->at = i;
            changed(f);
        }
    }
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
    static const char *const hints[] = {"accept|show the plan", "field-next", "complete", "cancel",
                                        NULL};
    static const char *const with_document[] = {
        "accept|show the plan", "field-next", "complete", "edit", "cancel", NULL};
    return form_of(p)->action->document ? with_document : hints;
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
    .modal = true,
};

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
            insert_field(f, f->fields.len, p, p->def);
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
        else if (some && d->param != f->action->params && !is_choice(d) && filled < f->fields.len)
            filled = i;
        else if (!some)
            empty = i;
    }
    return filled ? filled % f->fields.len : empty;
}

/* "replication-factor" in "The target replication factor of 5 …": signs between words may differ.
 */
static bool speaks_of(const char *sentence, const char *name)
{
    for (; *sentence; sentence++) {
        const char *s = sentence, *n = name;
        while (*n && (tolower((unsigned char)*s) == *n || (*n == '-' && *s == ' ')))
            s++, n++;
        if (!*n)
            return true;
    }
    return false;
}

/* How surely a refusal is about this field: it names the setting in it, the parameter, or what was
 * typed there. Brokers do not tell which parameter was wrong, their sentences do. */
static int meant(const struct field *d, const char *why)
{
    const char *typed = prompt_text(&d->prompt);
    char key[128];
    if (d->param->type == PARAM_CONFIG) {
        snprintf(key, sizeof key, "%.*s", (int)strcspn(typed, "="), typed);
        return key[0] && strstr(why, key) ? 3 : 0;
    }
    if (*typed && (speaks_of(why, d->param->name) || speaks_of(why, d->param->title)))
        return 2;
    return strlen(typed) > 1 && !d->fixed && strstr(why, typed) ? 1 : 0;
}

void form_fill(struct pane *form, const struct args *args)
{
    struct form *f = form_of(form);
    for (size_t i = 0; i < f->fields.len; i++)
        field_release(&f->fields.data[i]);
    vec_clear(&f->fields);
    args_release(&f->objects);
    args_init(&f->objects);
    fill(f, args);
    f->at = 0;
    changed(f);
    f->at = first_field(f);
}

void form_tell(struct pane *form, const char *why)
{
    struct form *f = form_of(form);
    size_t best = f->fields.len;
    int most = 0;
    for (size_t i = 0; i < f->fields.len; i++) {
        int n = form_shows(f, i) ? meant(&f->fields.data[i], why) : 0;
        if (n > most) {
            most = n;
            best = i;
        }
    }
    if (best == f->fields.len) {
        err_set(&f->said, ERR_BROKER, "%s", why);
        return;
    }
    f->at = best;
    f->fields.data[best].bad = true;
    err_set(&f->fields.data[best].err, ERR_BROKER, "%s", why);
}

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
    changed(f);
    f->at = first_field(f);
    app_push(a, &f->pane);
    if (bad && form_go_to(f, bad))
        form_all_right(f);
}
