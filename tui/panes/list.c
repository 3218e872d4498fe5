/* The pane of any resource: opens its dataset while it is on screen, shows it with a table view,
 * and gives it keys. Trail and ":" make these for everything in the register of resources;
 * composite panes use the list_… functions for the lists they hold. */
#include "tui/panes/list.h"

#include "core/base/mem.h"
#include "core/base/text.h"
#include "tui/act.h"
#include "tui/app.h"
#include "tui/columns.h"
#include "tui/copy.h"
#include "tui/filter.h"
#include "tui/panes/extras.h"
#include "tui/save.h"

#include <stdlib.h>
#include <string.h>

struct list_pane {
    struct pane pane;
    const struct resource *resource;
    struct session *session; /* the dataset's; that of the app when it was shown */
    struct dataset *data;    /* NULL while hidden */
    struct table_view view;
    const struct list_extra *extra; /* NULL: none */
    const char *title;              /* instead of the resource's; NULL: that */
    const char *contexts[4];
    const char *hints[24];
};

static const struct pane_class list_class;

static struct list_pane *self(const struct pane *p)
{
    return (struct list_pane *)(uintptr_t)p;
}

struct table_view *list_pane_view(struct pane *p)
{
    while (p->cls->inner)
        p = p->cls->inner(p);
    return p->cls == &list_class ? &self(p)->view : NULL;
}

void list_sync(struct session *s, struct dataset *d, struct table_view *v)
{
    table_view_sync(v, d->table, d->generation);
    bool all = v->want_all || table_view_needs_all(v);
    if (all != d->all)
        dataset_set_all(s, d, all);
    dataset_set_each(s, d, v->filter_text != NULL);
}

void list_tell_visible(struct session *s, struct dataset *d, struct table_view *v)
{
    bool same = d->nvisible == v->nvisible;
    for (size_t i = 0; same && i < v->nvisible; i++)
        same = !strcmp(d->visible[i], v->visible[i]);
    if (!same)
        dataset_set_visible(s, d, v->visible, v->nvisible);
}

static void list_free(struct pane *p)
{
    struct list_pane *l = self(p);
    table_view_release(&l->view);
    pane_release(p);
    free(l);
}

static void list_show(struct pane *p)
{
    struct list_pane *l = self(p);
    l->session = p->app->session;
    l->data = dataset_open(l->session, l->resource, p->scope);
}

static void list_hide(struct pane *p)
{
    struct list_pane *l = self(p);
    if (l->data)
        dataset_close(l->session, l->data);
    l->data = NULL;
    table_drop(l->view.table);
    l->view.table = NULL;
    l->view.synced = false;
    l->view.nvisible = 0;
}

static void list_update(struct pane *p)
{
    struct list_pane *l = self(p);
    if (l->data)
        list_sync(l->session, l->data, &l->view);
}

/* "partitions of broker 1", "placement of orders"; alone where the pane says what it is about. */
static const char *title_of(const struct list_pane *l, struct arena *a)
{
    const char *name = l->title ? l->title : l->resource->title;
    if (l->pane.scope && !l->title)
        name = arena_printf(a, "%s%s%s", name, strchr(name, ' ') ? " " : " of ",
                            text_visible(a, l->pane.scope, strlen(l->pane.scope)));
    return table_view_title(&l->view, a, name, l->pane.app->ascii);
}

/* Lines below the rows, as long as enough rows stay. */
static int foot_lines(const struct list_pane *l, struct rect in)
{
    int n = l->extra && l->extra->foot_lines ? l->extra->foot_lines(&l->view, in.w) : 0;
    return in.h - n >= 4 ? n : 0;
}

/* Lines under a short list for a note that is too long for the frame. */
static int note_lines(const struct list_pane *l, struct rect in, int foot, const char *title,
                      const char *note)
{
    int edge = note ? (int)(text_width(title) + text_width(note)) + 6 : 0;
    if (edge <= in.w || !l->view.order.n)
        return 0;
    int n = draw_wrapped(NULL, 0, 0, 0, in.w - 2, PEN(ROLE_MUTED), note);
    return (int)l->view.order.n + 2 + n + foot <= in.h ? n : 0;
}

static const char *why_empty(const struct list_pane *l, struct arena *a)
{
    /* Beside a list that says it all, one word is enough. */
    bool aside = l->title && !l->pane.focused && l->session->model.link == LINK_DOWN;
    if (aside && !l->view.order.n && !l->data->at_ms)
        return "Not connected.";
    return list_why_empty(l->session, l->data, &l->view, a);
}

static void list_draw(struct pane *p, struct canvas *c, struct rect r)
{
    struct list_pane *l = self(p);
    struct arena a;
    if (!l->data)
        return;
    arena_init(&a);
    list_update(p);
    const char *title = title_of(l, &a), *note = list_note(l->data, &a);
    struct rect in = rect_inset(r, 1, 1);
    int foot = foot_lines(l, in), below = note_lines(l, in, foot, title, note);
    draw_box(c, r, p->focused ? ROLE_FOCUS : ROLE_BORDER, title, below ? NULL : note);
    if (below)
        draw_wrapped(c, in.y + in.h - below, in.x + 1, below, in.w - 2, PEN(ROLE_MUTED), note);
    in.h -= foot + below;
    table_view_draw(&l->view, c, in, p->focused, why_empty(l, &a));
    int used = l->extra && l->extra->foot_follows && (int)l->view.order.n + 1 < in.h
                   ? (int)l->view.order.n + 1
                   : in.h;
    if (foot)
        l->extra->foot_draw(&l->view, c, (struct rect){in.y + used, in.x, foot, in.w},
                            &l->session->model, p->scope);
    draw_scrollbar(c, (struct rect){l->view.body.y, r.x + r.w - 1, l->view.body.h, 1},
                   (size_t)l->view.top, l->view.nvisible, l->view.order.n,
                   p->focused ? ROLE_FOCUS : ROLE_BORDER);
    list_tell_visible(l->session, l->data, &l->view);
    if (l->view.glow_next)
        app_soon(p->app, l->view.glow_next);
    arena_release(&a);
}

bool list_verb(struct pane *p, struct dataset *d, struct table_view *v, const char *verb,
               const char *arg)
{
    struct app *a = p->app;
    struct buf say;
    buf_init(&say, 0);
    bool done = table_view_verb(v, verb, arg, &say);
    if (done && say.len)
        app_say(a, SEV_INFO, "%s", buf_str(&say));
    buf_release(&say);
    if (done)
        list_sync(a->session, d, v);
    else if ((done = !strcmp(verb, "filter")))
        filter_open(a, v, arg);
    else if ((done = !strcmp(verb, "copy-cell") || !strcmp(verb, "copy-row")))
        copy_from(a, v, verb[5] == 'r');
    else if ((done = !strcmp(verb, "export")))
        save_open(a, d, v, arg);
    else if ((done = !strcmp(verb, "columns")))
        columns_open(a, v);
    return done;
}

static void open_row(struct list_pane *l)
{
    const struct row *r = table_view_current(&l->view);
    const char *place = NULL, *scope = NULL;
    if (!r)
        return;
    if (l->resource->open && l->resource->open(l->view.table, r, &place, &scope))
        app_open(l->pane.app, place, scope);
    else if (l->resource->opens)
        app_verb(l->pane.app, l->resource->opens, r->key);
    else
        app_verb(l->pane.app, "details", NULL);
}

/* Esc takes away what stands between the person and the whole list before it leaves; the filter
 * first, because what was marked under it is marked for the list. */
static bool undo_view(struct list_pane *l)
{
    struct table_view *v = &l->view;
    if (v->filter_text)
        return table_view_filter(v, NULL, NULL, NULL);
    if (table_view_nmarks(v))
        return table_view_verb(v, "unmark-all", NULL, NULL);
    return false;
}

static bool list_pane_verb(struct pane *p, const char *verb, const char *arg)
{
    struct list_pane *l = self(p);
    if (!l->data)
        return false;
    list_update(p);
    if (!strcmp(verb, "open") && !arg) {
        open_row(l);
        return true;
    }
    if (!strcmp(verb, "back") && undo_view(l)) {
        list_update(p);
        return true;
    }
    bool done = list_verb(p, l->data, &l->view, verb, arg);
    if (done && p == app_pane(p->app))
        app_side_update(p->app);
    return done;
}

static bool list_mouse(struct pane *p, const struct mouse *m)
{
    struct list_pane *l = self(p);
    bool open = false;
    list_update(p);
    bool taken = table_view_mouse(&l->view, m, &open);
    if (open)
        open_row(l);
    else if (taken && p == app_pane(p->app))
        app_side_update(p->app);
    return taken;
}

static const char *const *list_contexts(const struct pane *p)
{
    return self(p)->contexts;
}

/* Whether a row's key names such an object: what it opens has that scope. */
static bool row_is(const struct resource *r, const char *resource)
{
    const struct resource *opens = r->opens ? resource_find(r->opens) : NULL;
    const struct pane_kind *kind = r->opens ? pane_kind_find(r->opens) : NULL;
    enum scope_kind scope = kind ? kind->scope : opens ? opens->scope : SCOPE_NONE;
    const char *list = scope_list(scope);
    return list && !strcmp(list, resource);
}

/* Whether something can be done with marked rows. */
static bool takes_marks(const struct list_pane *l)
{
    for (const char *const *v = l->resource->actions; v && *v; v++) {
        const struct action *act = action_find(*v);
        const char *list = act ? act_marks(&l->pane, act) : NULL;
        if (list && (!strcmp(list, l->resource->name) || row_is(l->resource, list)))
            return true;
    }
    return false;
}

static const char *const *list_hints(const struct pane *p)
{
    struct list_pane *l = self(p);
    bool some = l->view.order.n > 0;
    const char **out = l->hints;
    size_t n = 0;
    if (some)
        out[n++] = "open";
    for (const char *const *v = l->resource->actions; v && *v && n < 12; v++) {
        const struct action *act = action_find(*v);
        if (some || !act || !act->by_row)
            out[n++] = *v;
    }
    out[n++] = "what-if";
    out[n++] = "configs";
    if (some || l->view.filter_text)
        out[n++] = "filter";
    if (l->view.order.n > 1)
        out[n++] = "sort";
    out[n++] = "command";
    if (some && takes_marks(l))
        out[n++] = "mark";
    out[n] = NULL;
    return out;
}

static struct dataset *list_dataset(const struct pane *p)
{
    return self(p)->data;
}

/* Of the list as a whole, and of the rows that were drawn. */
static int64_t list_shown_at(const struct pane *p)
{
    const struct list_pane *l = self(p);
    const struct table_view *v = &l->view;
    int64_t at = v->table ? v->table->at_ms : 0;
    for (size_t i = 0; i < v->nvisible; i++) {
        const struct row *r = table_view_row(v, (size_t)v->top + i);
        at = r ? older_of(at, r->at_ms) : at;
    }
    return at || !l->data ? at : l->data->at_ms;
}

/* A row of the list itself, what a row opens, what the list is of, or a cell of a column of that
 * name. */
static const char *list_selected(const struct pane *p, const char *resource)
{
    struct list_pane *l = self(p);
    if (!resource || !strcmp(resource, l->resource->name) || row_is(l->resource, resource))
        return table_view_key(&l->view);
    const char *of = scope_list(l->resource->scope);
    if (of && !strcmp(of, resource))
        return p->scope;
    char id[32];
    size_t n = strlen(resource);
    if (n < 2 || n >= sizeof id)
        return NULL;
    memcpy(id, resource, n - 1); /* the singular */
    id[n - 1] = 0;
    int col = l->view.table ? table_column(l->view.table, id) : -1;
    const struct row *r = table_view_current(&l->view);
    return r && col >= 0 && r->cells[col].value.state == VALUE_KNOWN ? r->cells[col].value.text
                                                                     : NULL;
}

/* Also those that the filter hides now: what was marked stays marked, and the plan shows it. */
static const char **list_marked(const struct pane *p, const char *resource, struct arena *a,
                                size_t *n)
{
    const struct list_pane *l = self(p);
    const struct table *t = l->view.table;
    if (!t || (strcmp(resource, l->resource->name) != 0 && !row_is(l->resource, resource)))
        return NULL;
    const char **keys = arena_array(a, table_view_nmarks(&l->view), sizeof *keys);
    for (size_t i = 0; i < t->nrows && *n < table_view_nmarks(&l->view); i++) {
        if (table_view_marked(&l->view, t->rows[i].key))
            keys[(*n)++] = arena_strdup(a, t->rows[i].key);
    }
    return keys;
}

static const struct pane_class list_class = {
    .name = "table",
    .contexts = list_contexts,
    .free = list_free,
    .show = list_show,
    .hide = list_hide,
    .update = list_update,
    .draw = list_draw,
    .verb = list_pane_verb,
    .mouse = list_mouse,
    .hints = list_hints,
    .dataset = list_dataset,
    .shown_at = list_shown_at,
    .selected = list_selected,
    .marked = list_marked,
    .has_side = true,
};

struct pane *list_pane_new(struct app *app, const struct resource *r, const char *scope)
{
    struct list_pane *l = xcalloc(1, sizeof *l);
    pane_init(&l->pane, &list_class, app, r->name, scope);
    l->resource = r;
    l->contexts[0] = r->name;
    l->contexts[1] = "table";
    table_view_init(&l->view, r->name, &app->prefs, r->sort, app->glow_ms);
    l->extra = list_extra_of(r->name);
    l->view.role = l->extra ? l->extra->role : NULL;
    return &l->pane;
}

void list_pane_set(struct pane *p, const char *title, const char *columns, const char *sort,
                   const char *filter)
{
    struct list_pane *l = self(p);
    l->title = title;
    if (columns) { /* a list of its own: the choices made for the whole list are not for it */
        table_view_release(&l->view);
        table_view_init(&l->view, l->resource->name, NULL, sort ? sort : l->resource->sort,
                        p->app->glow_ms);
        l->view.role = l->extra ? l->extra->role : NULL;
        l->view.columns = xstrdup(columns);
    }
    l->view.filter_text = xstrdup(filter); /* compiled when the table comes */
}

bool list_pane_wants(const struct pane *p, int *w, int *least, int *h)
{
    enum { FRAME = 4 };
    const struct list_pane *l = self(p);
    if (p->cls != &list_class || !l->data || !l->view.table || !l->view.nshown)
        return false;
    *w = table_view_width(&l->view, false) + FRAME;
    *least = table_view_width(&l->view, true) + FRAME;
    *h = (int)(l->view.order.n < 500 ? l->view.order.n : 500) + 3;
    if (l->extra && l->extra->foot_lines)
        *h += l->extra->foot_lines(&l->view, p->rect.w > 4 ? p->rect.w - 2 : 76);
    return true;
}
