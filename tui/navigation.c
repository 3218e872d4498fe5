/* The panes visited with back and forward, the side pane, the dialogs on top. Only the pane on
 * screen is shown (and fetches); the others keep their cursor, sort and filter and open their lists
 * again when one comes back. */
#include "tui/navigation.h"

#include "core/base/text.h"
#include "core/loop/timer.h"
#include "core/resource/resource.h"

#include <stdlib.h>
#include <string.h>

#define NAVIGATION_MAX 64
#define SIDE_MS 120 /* the cursor must rest that long before the side pane follows */

struct pane *app_pane(const struct app *a)
{
    return a->navigation.len ? a->navigation.data[a->at] : NULL;
}

struct pane *app_under(const struct app *a)
{
    return a->side && a->side->focused ? a->side : app_pane(a);
}

struct pane *app_focus(const struct app *a)
{
    return a->overlays.len ? a->overlays.data[a->overlays.len - 1] : app_under(a);
}

static void drop_side(struct app *a)
{
    timer_stop(a->side_timer);
    pane_free(a->side);
    a->side = NULL;
}

static void arrive(struct app *a)
{
    struct pane *p = a->navigation.data[a->at];
    p->focused = true;
    pane_show(p);
    pane_update(p);
    app_side_update(a);
    app_dirty(a, DIRTY_ALL);
}

static void leave(struct app *a)
{
    drop_side(a);
    if (a->navigation.len)
        pane_hide(app_pane(a));
}

static void go(struct app *a, size_t at)
{
    leave(a);
    a->at = at;
    arrive(a);
}

static void push(struct app *a, struct pane *p)
{
    leave(a);
    while (a->navigation.len > a->at + 1) {
        pane_free(a->navigation.data[a->navigation.len - 1]);
        a->navigation.len--;
    }
    if (a->navigation.len == NAVIGATION_MAX) {
        pane_free(a->navigation.data[0]);
        vec_remove(&a->navigation, 0);
    }
    vec_push(&a->navigation, p);
    a->at = a->navigation.len - 1;
    arrive(a);
}

void app_clear_navigation(struct app *a)
{
    drop_side(a);
    for (size_t i = 0; i < a->navigation.len; i++)
        pane_free(a->navigation.data[i]);
    vec_clear(&a->navigation);
    a->at = 0;
}

static const char *scope_word(enum scope_kind k)
{
    static const char *const words[] = {
        "",          "broker",    "topic", "group",
        "ONE OTHER", "principal", "id",    "PRINCIPAL OPERATION RESOURCE"};
    return words[k];
}

/* Two marked topics, or the marked one and the selected one. */
static const char *implied_pair(const struct pane *p, struct arena *arena)
{
    const char *selected = pane_selected(p, "topics");
    size_t n = 0;
    const char **marked = pane_marked(p, "topics", arena, &n);
    if (n == 2)
        return arena_printf(arena, "%s %s", marked[0], marked[1]);
    if (n != 1 || !selected || strcmp(marked[0], selected) == 0)
        return NULL;
    return arena_printf(arena, "%s %s", marked[0], selected);
}

/* The object meant when none is named: the selected row, or the object the pane is about. */
static const char *implied_scope(const struct app *a, enum scope_kind k, struct arena *arena)
{
    const struct pane *p = app_under(a);
    if (!p || k == SCOPE_NONE)
        return NULL;
    if (k == SCOPE_TOPICS)
        return implied_pair(p, arena);
    const char *list = scope_list(k);
    return list ? pane_selected(p, list) : NULL;
}

/* A group's id as it is, of what was typed: ids with characters that no keyboard has are shown, and
 * so completed and typed, with escapes. */
static const char *group_meant(const struct app *a, const char *typed, struct arena *arena)
{
    const struct group_listing *l = a->session->model.group_list;
    for (size_t i = 0; l && !group_listing_find(l, typed) && i < l->ngroups; i++) {
        const char *id = l->groups[i].id;
        if (strcmp(text_visible(arena, id, strlen(id)), typed) == 0)
            return id;
    }
    return typed;
}

static struct pane *make_scoped(struct app *a, const char *name, enum scope_kind kind,
                                const char *scope, struct err *err)
{
    const struct pane_kind *pk = pane_kind_find(name);
    struct arena arena;
    arena_init(&arena);
    if (kind == SCOPE_NONE)
        scope = NULL;
    else if (!scope && !(scope = implied_scope(a, kind, &arena))) {
        if (kind == SCOPE_TOPICS)
            err_set(err, ERR_USAGE, "mark two topics to compare them, or write :%s %s", name,
                    scope_word(kind));
        else if (kind == SCOPE_QUESTION)
            err_set(err, ERR_USAGE, "who may do what? write :%s %s", name, scope_word(kind));
        else
            err_set(err, ERR_USAGE, "%s of which %s? write :%s %s", name, scope_word(kind), name,
                    scope_word(kind));
        arena_release(&arena);
        return NULL;
    }
    if (kind == SCOPE_GROUP)
        scope = group_meant(a, scope, &arena);
    struct pane *p = (pk ? pk : &pane_kind_list)->make(a, name, scope);
    arena_release(&arena);
    return p;
}

struct pane *app_make(struct app *a, const char *name, const char *scope, struct err *err)
{
    const struct pane_kind *pk = pane_kind_find(name);
    const struct resource *r = resource_find(name);
    if (pk)
        return make_scoped(a, name, pk->scope, scope, err);
    if (!r) {
        err_set(err, ERR_USAGE, "there is nothing called '%s' (Tab after : lists what there is)",
                name);
        return NULL;
    }
    if (r->scope == SCOPE_NONE && scope && *scope && r->opens)
        return app_make(a, r->opens, scope, err); /* ":topic orders" */
    return make_scoped(a, name, r->scope, scope, err);
}

bool app_open(struct app *a, const char *name, const char *scope)
{
    struct err e;
    struct pane *p = app_make(a, name, scope, &e);
    if (!p) {
        app_say(a, SEV_WARN, "%s", e.msg);
        return false;
    }
    const struct pane *now = app_pane(a);
    if (now && strcmp(now->name, p->name) == 0 && !now->scope && !p->scope) {
        pane_free(p); /* there already */
        return true;
    }
    push(a, p);
    return true;
}

void app_backward(struct app *a)
{
    if (a->at > 0)
        go(a, a->at - 1);
}

static bool is_tab(const struct app *a, const struct pane *p)
{
    for (const char *const *tab = a->tabs; *tab; tab++) {
        if (!p->scope && strcmp(p->name, *tab) == 0)
            return true;
    }
    return false;
}

/* A tab has nothing above it: who presses the key once too often stays in the list, where the next
 * key means what it meant. */
void app_back(struct app *a)
{
    const struct pane *p = app_pane(a);
    if (a->side && a->side->focused) {
        a->side->focused = false;
        app_dirty(a, DIRTY_ALL);
    } else if (p && !is_tab(a, p)) {
        if (a->at > 0)
            app_backward(a);
        else
            app_open(a, pane_tab(p), NULL); /* what came before is no longer remembered */
    }
}

void app_forward(struct app *a)
{
    if (a->at + 1 < a->navigation.len)
        go(a, a->at + 1);
}

void app_tab(struct app *a, int step)
{
    const char *const *tabs = a->tabs;
    const char *now = app_pane(a) ? pane_tab(app_pane(a)) : NULL;
    int n = 0, at = 0;
    for (; tabs[n]; n++) {
        if (now && strcmp(tabs[n], now) == 0)
            at = n;
    }
    if (n)
        app_open(a, tabs[(at + step + n) % n], NULL);
}

/* What the selected row opens, or NULL. */
static const char *side_wants(const struct app *a, const char **scope)
{
    const struct pane *p = app_pane(a);
    struct dataset *d = p ? pane_dataset(p) : NULL;
    if (!d || a->side_off || !a->layout.side.w || !p->cls->has_side || !d->resource->opens)
        return NULL;
    *scope = pane_selected(p, d->resource->name);
    return *scope ? d->resource->opens : NULL;
}

void app_side_replace(struct app *a)
{
    const char *scope = NULL, *name = side_wants(a, &scope);
    bool focused = a->side && a->side->focused;
    drop_side(a);
    a->side = name ? app_make(a, name, scope, NULL) : NULL;
    if (a->side) {
        a->side->focused = focused;
        pane_show(a->side);
        pane_update(a->side);
    }
    app_dirty(a, DIRTY_ALL);
}

void app_side_update(struct app *a)
{
    const char *scope = NULL, *name = side_wants(a, &scope);
    if (!name) {
        drop_side(a);
    } else if (!a->side || !a->side->scope || strcmp(a->side->scope, scope) != 0) {
        if (!timer_is_running(a->side_timer))
            timer_start(a->side_timer, SIDE_MS);
    }
}

void app_update_panes(struct app *a)
{
    if (app_pane(a))
        pane_update(app_pane(a));
    if (a->side)
        pane_update(a->side);
    for (size_t i = 0; i < a->overlays.len; i++)
        pane_update(a->overlays.data[i]);
}

void app_push(struct app *a, struct pane *overlay)
{
    vec_push(&a->overlays, overlay);
    overlay->focused = true;
    pane_show(overlay);
    pane_update(overlay);
    app_dirty(a, DIRTY_ALL);
}

void app_pop(struct app *a, struct pane *overlay)
{
    for (size_t i = a->overlays.len; i-- > 0;) {
        if (a->overlays.data[i] == overlay) {
            vec_remove(&a->overlays, i);
            pane_free(overlay);
            break;
        }
    }
    app_dirty(a, DIRTY_ALL);
}

void app_strip(struct app *a, struct pane *strip)
{
    pane_free(a->strip);
    a->strip = strip;
    if (strip)
        pane_show(strip);
    app_dirty(a, DIRTY_ALL);
}

void app_contexts(const struct app *a, const char **out)
{
    const struct pane *p = app_focus(a);
    bool through = !p || !p->cls->modal;
    size_t n = 0;
    for (const char *const *c = p ? pane_contexts(p) : NULL; c && *c && n < 5; c++)
        out[n++] = *c;
    if (through && a->strip)
        out[n++] = *pane_contexts(a->strip);
    if (through)
        out[n++] = "global";
    out[n] = NULL;
}
