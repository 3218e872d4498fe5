/* The pane of any resource: opens its dataset while it is on screen, shows it with a table view,
 * and gives it keys. Made for everything in the register of resources, by its name; composite
 * panes hold several. */
#include "tui/panes/list.h"

#include "core/action/register.h"
#include "core/base/mem.h"
#include "core/base/text.h"
#include "core/base/text_width.h"
#include "tui/app.h"
#include "tui/dispatch.h"
#include "tui/list_verbs.h"
#include "tui/navigation.h"
#include "tui/panes/list_footer.h"
#include "tui/panes/list_words.h"
#include "tui/selection.h"
#include "tui/term/box.h"
#include "tui/widget/table_columns.h"
#include "tui/widget/table_paint.h"
#include "tui/widget/table_verbs.h"
#include "tui/widget/table_view.h"

#include <stdlib.h>
#include <string.h>

enum { LIST_HINTS = 26 };

struct list_pane {
    struct pane pane;
    const struct resource *resource;
    struct session *session; /* the dataset's; that of the app when it was shown */
    struct dataset *data;    /* NULL while hidden */
    struct table_view view;
    const struct list_extra *extra; /* NULL: none */
    const char *title;              /* instead of the resource's; NULL: that */
    const char *contexts[4];
    const char *hints[LIST_HINTS];
};

static struct list_pane *self(const struct pane *p)
{
    return (struct list_pane *)(uintptr_t)p;
}

/* Puts the table of the dataset into the view; whole columns when it sorts or filters by them. */
static void list_sync(struct session *s, struct dataset *d, struct table_view *v)
{
    table_view_sync(v, d->table, d->generation);
    bool all = v->want_all || table_view_needs_all(v);
    if (all != d->all)
        dataset_set_all(s, d, all);
    dataset_set_within(s, d, v->filter_text != NULL);
}

/* Lets the dataset know which rows are on screen. */
static void tell_visible(struct session *s, struct dataset *d, struct table_view *v)
{
    bool same = d->nvisible == v->nvisible;
    for (size_t i = 0; same && i < v->nvisible; i++)
        same = strcmp(d->visible[i], v->visible[i]) == 0;
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
    int n = l->extra && l->extra->foot_lines ? l->extra->foot_lines(&l->view, in.h, in.w) : 0;
    return in.h - n >= LIST_ROWS ? n : 0;
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
    /* Next to a list that says it all, one word is enough. */
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
        l->extra->foot_draw(&l->view, c, (struct rect){in.y + used, in.x, foot, in.w}, p->app,
                            p->scope);
    draw_scrollbar(c, (struct rect){l->view.body.y, r.x + r.w - 1, l->view.body.h, 1},
                   (size_t)l->view.top, l->view.nvisible, l->view.order.n,
                   p->focused ? ROLE_FOCUS : ROLE_BORDER);
    tell_visible(l->session, l->data, &l->view);
    if (l->view.highlight.next)
        app_soon(p->app, l->view.highlight.next);
    if (l->view.ages_last)
        app_soon(p->app, l->view.ages_last);
    arena_release(&a);
}

static bool list_verb(struct list_pane *l, const char *verb, const char *arg)
{
    struct app *a = l->pane.app;
    struct buf say;
    buf_init(&say, 0);
    bool done = table_view_verb(&l->view, verb, arg, &say);
    if (done && say.len)
        app_say(a, SEV_INFO, "%s", buf_str(&say));
    buf_release(&say);
    if (done)
        list_sync(l->session, l->data, &l->view);
    return done || list_verb_run(a, l->data, &l->view, verb, arg);
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

/* Esc removes what stands between the person and the whole list before it leaves; the filter
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
    if (strcmp(verb, "open") == 0 && !arg) {
        open_row(l);
        return true;
    }
    if (strcmp(verb, "back") == 0 && undo_view(l)) {
        list_update(p);
        return true;
    }
    bool done = list_verb(l, verb, arg);
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
    return list && strcmp(list, resource) == 0;
}

/* Whether something can be done with marked rows. */
static bool takes_marks(const struct list_pane *l)
{
    for (const char *const *v = l->resource->actions; v && *v; v++) {
        const struct action *act = action_find(*v);
        const char *list = act ? selection_marks(&l->pane, act) : NULL;
        if (list && (strcmp(list, l->resource->name) == 0 || row_is(l->resource, list)))
            return true;
    }
    return false;
}

/* Its key is not one to try: it stands where few look first. */
static bool destroys(const char *verb)
{
    const struct action *act = action_find(verb);
    const char *end = strrchr(verb, '-');
    return act && (act->danger == DANGER_HIGH || (end && strcmp(end, "-delete") == 0));
}

static size_t add_actions(const struct list_pane *l, bool last, const char **out, size_t n)
{
    for (const char *const *v = l->resource->actions; v && *v && n < LIST_HINTS - 10; v++) {
        const struct action *act = action_find(*v);
        if (destroys(*v) == last && (l->view.order.n || !act || !act->by_row))
            out[n++] = *v;
    }
    return n;
}

/* What reads comes first, what destroys last. */
static const char *const *list_hints(const struct pane *p)
{
    static const char *const reads[] = {"configs", "who-can", "what-if"};
    struct list_pane *l = self(p);
    bool some = l->view.order.n > 0;
    const char **out = l->hints;
    size_t n = 0;
    if (some)
        out[n++] = "open";
    if (some || l->view.filter_text)
        out[n++] = "filter";
    for (size_t i = 0; i < sizeof reads / sizeof *reads; i++)
        out[n++] = reads[i];
    n = add_actions(l, false, out, n);
    if (l->view.order.n > 1)
        out[n++] = "sort";
    out[n++] = "command";
    if (some && takes_marks(l))
        out[n++] = "mark";
    n = add_actions(l, true, out, n);
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
    if (!resource || strcmp(resource, l->resource->name) == 0 || row_is(l->resource, resource))
        return table_view_key(&l->view);
    const char *of = scope_list(l->resource->scope);
    if (of && strcmp(of, resource) == 0)
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

static bool list_wish(const struct pane *p, struct pane_wish *wish)
{
    enum { FRAME = 4 };
    const struct list_pane *l = self(p);
    if (!l->data || !l->view.table || !l->view.nshown)
        return false;
    wish->w = table_view_width(&l->view, false) + FRAME;
    wish->least = table_view_width(&l->view, true) + FRAME;
    wish->h = (int)(l->view.order.n < 500 ? l->view.order.n : 500) + 3;
    if (l->extra && l->extra->foot_lines)
        wish->h += l->extra->foot_lines(&l->view, 1000, p->rect.w > 4 ? p->rect.w - 2 : 76);
    return true;
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
    .wish = list_wish,
    .has_side = true,
};

static void dress(struct list_pane *l)
{
    l->view.role = l->extra ? l->extra->role : NULL;
    l->view.words = l->extra ? l->extra->words : NULL;
}

struct pane *list_pane_new(struct app *app, const char *name, const char *scope)
{
    const struct resource *r = resource_find(name);
    struct list_pane *l = xcalloc(1, sizeof *l);
    pane_init(&l->pane, &list_class, app, r->name, scope);
    l->resource = r;
    l->contexts[0] = r->name;
    l->contexts[1] = "table";
    table_view_init(&l->view, r->name, &app->prefs, r->sort, app->highlight_ms);
    l->extra = list_extra_of(r->name);
    dress(l);
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
                        p->app->highlight_ms);
        dress(l);
        l->view.columns = xstrdup(columns);
    }
    l->view.filter_text = xstrdup(filter); /* compiled when the table comes */
}
