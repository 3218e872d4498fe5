/* The pane of everything that is more than one list. It owns a list pane per part and lets them do
 * what lists do: keys, mouse, marks and actions go to the part that has the focus, so nothing of a
 * list is written twice. The first part is always open, also while another one is on screen,
 * because its facts are what the lines above it are made of; the others fetch only while seen. */
#include "tui/panes/dashboard.h"

#include "core/base/clock.h"
#include "core/base/mem.h"
#include "core/base/text_width.h"
#include "core/resource/resource.h"
#include "tui/app.h"
#include "tui/dispatch.h"
#include "tui/panes/group_chart.h"
#include "tui/panes/list.h"
#include "tui/panes/overview_charts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Building facts takes at most one part in this many of the time. */
enum { FACTS_SHARE = 20 };

struct dashboard {
    struct pane pane;
    const struct dashboard_kind *kind;
    struct pane *part[DASHBOARD_PARTS];
    struct pane_wish size[DASHBOARD_PARTS];
    int n, at;
    struct facts facts;
    uint64_t facts_of; /* the state of the model they were built from; 0: not built */
    int64_t
        facts_due; /* monotonic: not built again before, so that a flood of answers stays cheap */
    struct dashboard_plan plan;
    struct chart_view chart;
    struct overview_charts charts;
    const char *contexts[8];
};

static const struct pane_class dashboard_class;

static struct dashboard *self(const struct pane *p)
{
    return (struct dashboard *)(uintptr_t)p;
}

static struct pane *inner(const struct pane *p)
{
    return self(p)->part[self(p)->at];
}

static void dashboard_free(struct pane *p)
{
    struct dashboard *b = self(p);
    for (int i = 0; i < b->n; i++)
        pane_free(b->part[i]);
    facts_release(&b->facts);
    overview_charts_release(&b->charts);
    pane_release(p);
    free(b);
}

static void dashboard_show(struct pane *p)
{
    pane_show(self(p)->part[0]);
    pane_show(inner(p));
}

static void dashboard_hide(struct pane *p)
{
    for (int i = 0; i < self(p)->n; i++)
        pane_hide(self(p)->part[i]);
}

static uint64_t stamp(const struct model *m)
{
    return 1 + (uint64_t)m->link + (uint64_t)m->link_since_wall_ms + model_generation(m);
}

static void update_facts(struct dashboard *b)
{
    const struct model *m = &b->pane.app->session->model;
    uint64_t now = stamp(m);
    int64_t start = clock_mono_ms();
    if (b->facts_of == now)
        return;
    if (start < b->facts_due) {
        app_soon(b->pane.app, b->facts_due - start);
        return;
    }
    facts_release(&b->facts);
    facts_init(&b->facts);
    b->kind->facts(&b->facts, m, b->pane.scope);
    b->facts_of = now;
    int64_t end = clock_mono_ms();
    b->facts_due = end + (end - start) * FACTS_SHARE;
}

static void dashboard_update(struct pane *p)
{
    struct dashboard *b = self(p);
    for (int i = 0; i < b->n; i++) {
        if (b->part[i]->shown)
            pane_update(b->part[i]);
    }
    update_facts(b);
}

/* What the lists would like; the last known wish of one that is not open. True: it has changed. */
static bool measure(struct dashboard *b)
{
    bool changed = false;
    for (int i = 0; i < b->n; i++) {
        struct pane_wish s;
        if (!pane_wish(b->part[i], &s))
            continue;
        changed |= memcmp(&s, &b->size[i], sizeof s) != 0;
        b->size[i] = s;
    }
    return changed;
}

static void open_shown(struct dashboard *b)
{
    for (int i = 0; i < b->n; i++) {
        struct pane *part = b->part[i];
        if (b->plan.shown[i] && !part->shown) {
            pane_show(part);
            pane_update(part);
        } else if (!b->plan.shown[i] && part->shown && i > 0) {
            pane_hide(part);
        }
    }
}

static int strip_width(const struct dashboard_part *part)
{
    return (int)text_width(part->title) + 3;
}

static void draw_strip(struct dashboard *b, struct canvas *c)
{
    struct rect r = b->plan.strip;
    int x = r.x + 1;
    if (r.h < 1)
        return;
    for (int i = 0; i < b->n; i++) {
        draw_text(c, r.y, x, r.x + r.w - x, PEN(i == b->at ? ROLE_TAB_ON : ROLE_TAB),
                  b->kind->parts[i].title);
        x += strip_width(&b->kind->parts[i]);
    }
}

static void draw_part(struct dashboard *b, struct canvas *c, int i)
{
    struct pane *part = b->part[i];
    part->rect = b->plan.part[i];
    part->focused = b->pane.focused && i == b->at;
    struct rect old = draw_clip(c, part->rect);
    part->cls->draw(part, c, part->rect);
    draw_unclip(c, old);
}

static void draw_foot(struct dashboard *b, struct canvas *c, struct rect r)
{
    struct app *app = b->pane.app;
    if (b->kind->chart)
        group_chart_draw(&b->chart, c, r, &app->session->model, b->pane.scope);
    else
        overview_charts_draw(&b->charts, c, r, app, c->ascii ? PLOT_ASCII : b->chart.style);
}

static void dashboard_draw(struct pane *p, struct canvas *c, struct rect r)
{
    struct dashboard *b = self(p);
    dashboard_update(p);
    measure(b);
    struct rect foot = r;
    foot.h = b->kind->chart    ? group_chart_rows(&b->chart, &p->app->session->model, p->scope, r.h)
             : b->kind->charts ? overview_charts_rows(r.h, r.w)
                               : 0;
    foot.y += r.h - foot.h;
    r.h -= foot.h;
    b->plan =
        dashboard_place(r, facts_lines(&b->facts, r.w - 2), b->size, b->n, b->at, b->kind->below);
    open_shown(b);
    facts_draw(&b->facts, c, b->plan.facts);
    draw_strip(b, c);
    for (int i = 0; i < b->n; i++) {
        if (b->plan.shown[i])
            draw_part(b, c, i);
        else
            b->part[i]->rect = (struct rect){0, 0, 0, 0};
    }
    if (foot.h > 0)
        draw_foot(b, c, foot);
    if (measure(b)) /* columns grew by what was drawn just now */
        app_soon(p->app, 1);
}

static void focus_part(struct dashboard *b, int i)
{
    b->at = i;
    pane_show(b->part[i]);
    pane_update(b->part[i]);
    app_dirty(b->pane.app, DIRTY_ALL);
}

/* Round through the parts; from the last part of one next to a list, back to the list. */
static void next_part(struct dashboard *b)
{
    bool last = b->at + 1 == b->n;
    focus_part(b, last ? 0 : b->at + 1);
    if (last && b->pane.app->side == &b->pane)
        app_verb(b->pane.app, "focus-next", NULL);
}

/* The answer comes as a line of the log, and into the columns. */
static void time_lag(struct pane *p)
{
    size_t n = sampler_time_lag(p->app->session->sampler, p->scope);
    if (n)
        app_say(p->app, SEV_INFO, "reading one record of %zu partition%s", n, n == 1 ? "" : "s");
    else
        app_say(p->app, SEV_INFO, "nothing unread is known of here, or it is being read already");
}

static bool is_choice(const char *verb)
{
    return strcmp(verb, "chart-style") == 0 || strncmp(verb, "zoom-", 5) == 0;
}

/* Zoom and rendering are the same for the next group, and for the next console. */
static void remember_chart(struct dashboard *b, const char *verb)
{
    if (is_choice(verb))
        group_chart_remember(&b->chart, &b->pane.app->prefs);
}

static bool dashboard_verb(struct pane *p, const char *verb, const char *arg)
{
    struct pane *part = inner(p);
    if (strcmp(verb, "next-part") == 0) {
        next_part(self(p));
        return true;
    }
    if (self(p)->kind->chart && strcmp(verb, "time-lag") == 0) {
        time_lag(p);
        return true;
    }
    if (self(p)->kind->chart &&
        group_chart_verb(&self(p)->chart, verb, &p->app->session->model, p->scope)) {
        remember_chart(self(p), verb);
        app_dirty(p->app, DIRTY_ALL);
        return true;
    }
    return part->cls->verb(part, verb, arg);
}

static bool strip_click(struct dashboard *b, const struct mouse *m)
{
    int x = b->plan.strip.x + 1;
    for (int i = 0; i < b->n; i++) {
        int w = strip_width(&b->kind->parts[i]);
        if (m->x >= x && m->x < x + w - 1) {
            focus_part(b, i);
            return true;
        }
        x += w;
    }
    return false;
}

static bool dashboard_mouse(struct pane *p, const struct mouse *m)
{
    struct dashboard *b = self(p);
    if (m->kind == MOUSE_PRESS && rect_has(b->plan.strip, m->y, m->x))
        return strip_click(b, m);
    for (int i = 0; i < b->n; i++) {
        if (!b->plan.shown[i] || !rect_has(b->part[i]->rect, m->y, m->x))
            continue;
        if (m->kind == MOUSE_PRESS)
            b->at = i;
        return b->part[i]->cls->mouse(b->part[i], m);
    }
    return false;
}

static const char *const *dashboard_contexts(const struct pane *p)
{
    struct dashboard *b = self(p);
    size_t n = 0;
    const char *const *more = pane_contexts(inner(p));
    b->contexts[n++] = b->kind->name;
    for (; *more && n < 7; more++)
        b->contexts[n++] = *more;
    b->contexts[n] = NULL;
    return b->contexts;
}

static const char *const *dashboard_hints(const struct pane *p)
{
    static const char *out[30];
    struct dashboard *b = self(p);
    const struct pane *part = inner(p);
    const char *const *of = part->cls->hints(part);
    size_t n = 0;
    for (size_t i = 0; of[i] && n < 24; i++) {
        out[n++] = of[i];
        if (i == 0 && b->n > 1)
            out[n++] = "next-part|next box";
    }
    for (const char *const *own = b->kind->actions; own && *own; own++)
        out[n++] = *own; /* what destroys, last */
    out[n] = NULL;
    return out;
}

static struct dataset *dashboard_dataset(const struct pane *p)
{
    return pane_dataset(inner(p));
}

static int64_t dashboard_shown_at(const struct pane *p)
{
    const struct dashboard *b = self(p);
    int64_t at = 0;
    for (int i = 0; i < b->n; i++)
        at = b->plan.shown[i] ? older_of(at, pane_shown_at(b->part[i])) : at;
    return at;
}

static const char *dashboard_selected(const struct pane *p, const char *resource)
{
    return pane_selected(inner(p), resource);
}

static const char **dashboard_marked(const struct pane *p, const char *resource, struct arena *a,
                                     size_t *n)
{
    return pane_marked(inner(p), resource, a, n);
}

static const struct pane_class dashboard_class = {
    .name = "dashboard",
    .contexts = dashboard_contexts,
    .free = dashboard_free,
    .show = dashboard_show,
    .hide = dashboard_hide,
    .update = dashboard_update,
    .draw = dashboard_draw,
    .verb = dashboard_verb,
    .mouse = dashboard_mouse,
    .hints = dashboard_hints,
    .dataset = dashboard_dataset,
    .shown_at = dashboard_shown_at,
    .selected = dashboard_selected,
    .marked = dashboard_marked,
    .inner = inner,
};

struct pane *dashboard_new(struct app *app, const struct dashboard_kind *kind, const char *scope)
{
    struct dashboard *b = xcalloc(1, sizeof *b);
    pane_init(&b->pane, &dashboard_class, app, kind->name, scope);
    b->kind = kind;
    b->chart.zoom = CHART_ZOOM_FIRST;
    b->chart.style =
        settings_is(&app->config->settings, SETTING_ID_CHARTS, "block") ? PLOT_BLOCK : PLOT_BRAILLE;
    if (kind->chart)
        group_chart_recall(&b->chart, &app->prefs);
    facts_init(&b->facts);
    for (; b->n < DASHBOARD_PARTS && kind->parts[b->n].resource; b->n++) {
        const struct dashboard_part *part = &kind->parts[b->n];
        b->part[b->n] = list_pane_new(app, part->resource, scope);
        list_pane_set(b->part[b->n], part->title, part->columns, part->sort, part->filter);
    }
    return &b->pane;
}
