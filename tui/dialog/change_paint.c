/* How a change looks, from above: what speaks against it or the result, sums and warnings, the
 * first line of Kafka's own command, the table of what will be (or was) sent, and at the bottom what
 * can be answered. The bottom is measured first, then the sentences; the table gets the rest and
 * some rows in any case, so that on 80×24 neither the question nor what it is about is pushed off.
 * change_read shows what had no room. */
#include "core/action/apply.h"
#include "core/action/plan_watch.h"
#include "core/base/text_width.h"
#include "core/plan/plan_table.h"
#include "tui/clicks.h"
#include "tui/dialog/change_impl.h"
#include "tui/term/box.h"
#include "tui/term/keys.h"
#include "tui/widget/pager.h"
#include "tui/widget/table_paint.h"

#include <stdio.h>
#include <string.h>

enum {
    SENTENCE_ROWS = 8, /* of one sentence */
    TABLE_ROWS = 5,    /* heads and rows that stay in sight whatever there is to say */
    RULE_ROWS = 1,
    BUTTON_ROWS = 1,
    BUTTONS = 4,
};

void change_show(struct change *g)
{
    struct table *old = g->steps;
    bool sent = g->state == CHANGE_SENDING || g->state == CHANGE_RESULT;
    g->steps = sent || !g->plan->preview ? plan_table(g->plan, true, true) : NULL;
    if (g->steps)
        plan_table_trim(g->steps, g->plan);
    table_view_sync(&g->view, g->steps ? g->steps : g->plan->preview, ++g->generation);
    table_free(old);
}

/* ---- sentences ------------------------------------------------------------------------------- */

/* Lines one below the other, painted from y on when c is given. */
struct lines {
    struct canvas *c; /* NULL: only measure */
    struct canvas *measure;
    int y, x, cols, n;
};

static void add_line(struct lines *l, enum role role, const char *text)
{
    int n = draw_wrapped(l->measure, l->y + l->n, l->x, l->c ? SENTENCE_ROWS : 0, l->cols,
                         PEN_ON(role, ROLE_DIALOG), text);
    l->n += n > SENTENCE_ROWS ? SENTENCE_ROWS : n;
}

static enum role outcome_role(const struct change *g)
{
    return g->status == APPLY_DONE ? ROLE_GOOD : g->status == APPLY_PARTIAL ? ROLE_WARN : ROLE_BAD;
}

static const char *outcome(const struct change *g, struct arena *a)
{
    const struct plan *p = g->plan;
    size_t done = plan_count(p, STEP_DONE) + plan_count(p, STEP_ACCEPTED);
    return arena_printf(a, "%s: %zu of %zu steps%s%s",
                        g->outcome ? g->outcome : apply_status_name(g->status), done, p->nsteps,
                        g->said.msg[0] ? ". " : "", g->said.msg);
}

/* A title that has no room in the frame stands below it, and what is done in the frame. */
static bool title_fits(const struct change *g, int cols)
{
    return (int)text_width(g->plan->title) <= cols;
}

/* The key that shows all of it: one that is no text while a name is typed. */
static uint32_t read_key(const struct change *g)
{
    const struct app *a = g->pane.app;
    bool typing = g->typing && g->state == CHANGE_PREVIEW;
    for (size_t i = 0; i < a->keymap.n; i++) {
        const struct binding *b = &a->keymap.list[i];
        if (b->verb && strcmp(b->context, "plan") == 0 && strcmp(b->verb, "plan-text") == 0 &&
            !(typing && key_is_text(b->key)))
            return b->key;
    }
    return K_NONE;
}

static const char *read_label(const struct change *g, char label[KEY_NAME_MAX])
{
    uint32_t key = read_key(g);
    return key ? key_label(label, key, g->pane.app->ascii) : ":plan-text";
}

/* What is cut off can't be clicked. */
static void can_click(const struct canvas *c, const struct change *g, int y, int x, int w,
                      uint32_t key)
{
    if (rect_has(c->clip, y, x))
        clicks_add(g->pane.app, &g->pane, y, x, w, key);
}

static void add_command(struct lines *l, const struct change *g)
{
    char label[KEY_NAME_MAX], more[KEY_NAME_MAX + 8];
    snprintf(more, sizeof more, "   %s all", read_label(g, label));
    int room = l->cols - (int)text_width(more);
    bool whole = (int)text_width(g->plan->command) <= l->cols;
    if (l->c) {
        draw_text(l->c, l->y + l->n, l->x, whole ? l->cols : room, PEN_ON(ROLE_MUTED, ROLE_DIALOG),
                  g->plan->command);
        if (!whole) {
            draw_right(l->c, l->y + l->n, l->x + room, l->cols - room,
                       PEN_ON(ROLE_KEY, ROLE_DIALOG), more);
            can_click(l->c, g, l->y + l->n, l->x + room + 3, l->cols - room - 3, read_key(g));
        }
    }
    l->n++;
}

static void add_head(struct lines *l, const struct change *g, struct arena *a)
{
    const struct plan *p = g->plan;
    const char *lasting[PLAN_LASTING];
    bool preview = g->state == CHANGE_PREVIEW;
    size_t n = preview ? plan_lasting(p, a, lasting) : 0;
    if (!title_fits(g, l->cols))
        add_line(l, ROLE_TITLE, p->title);
    if (g->state == CHANGE_RESULT)
        add_line(l, outcome_role(g), outcome(g, a));
    if (preview && g->said.msg[0])
        add_line(l, ROLE_WARN, arena_printf(a, "This is a new plan; %s", g->said.msg));
    if (preview && g->refused.kind != ERR_NONE)
        add_line(l, ROLE_BAD, arena_printf(a, "Can't be sent: %s", g->refused.msg));
    if (g->about)
        add_line(l, ROLE_TEXT, g->about);
    bool sums =
        g->state != CHANGE_RESULT || g->about; /* what was to happen: the outcome says it now */
    for (size_t i = 0; sums && i < p->nsummary; i++)
        add_line(l, ROLE_TEXT, p->summary[i]);
    for (size_t i = 0; i < p->nwarnings; i++)
        add_line(l, ROLE_WARN, arena_printf(a, "! %s", p->warnings[i]));
    for (size_t i = 0; i < n; i++)
        add_line(l, ROLE_WARN, arena_printf(a, "can't be undone: %s", lasting[i]));
    if (p->command && preview)
        add_command(l, g);
}

/* Into the first `rows` of `in`; 0: only measures. What has no row is counted in the last one. */
static int draw_head(struct canvas *c, const struct change *g, struct rect in, int rows)
{
    struct lines l = {NULL, c, in.y, in.x, in.w, 0};
    char label[KEY_NAME_MAX];
    struct arena a;
    arena_init(&a);
    add_head(&l, g, &a);
    int all = l.n;
    if (rows) {
        int shown = all > rows ? rows - 1 : rows;
        struct rect old = draw_clip(c, (struct rect){in.y, in.x, shown, in.w});
        l.c = c;
        l.n = 0;
        add_head(&l, g, &a);
        draw_unclip(c, old);
        if (all > rows) {
            int w = draw_textf(c, in.y + shown, in.x, in.w, PEN_ON(ROLE_KEY, ROLE_DIALOG),
                               "… %d more line%s, %s shows all", all - shown,
                               all - shown == 1 ? "" : "s", read_label(g, label));
            can_click(c, g, in.y + shown, in.x, w, read_key(g));
        }
    }
    arena_release(&a);
    return all;
}

/* ---- the bottom ------------------------------------------------------------------------------ */

struct button {
    const char *verb, *words;
};

/* What can be answered now. */
static size_t buttons_of(const struct change *g, struct button out[BUTTONS])
{
    size_t n = 0;
    bool preview = g->state == CHANGE_PREVIEW;
    if (preview && g->refused.kind == ERR_NONE)
        out[n++] = (struct button){g->typing ? "apply" : "accept", "send"};
    if (g->state == CHANGE_RESULT && change_offers(g, "undo"))
        out[n++] = (struct button){"undo", "undo"};
    if (g->state == CHANGE_RESULT && change_offers(g, "resume"))
        out[n++] = (struct button){"resume", "send the rest"};
    out[n++] = (struct button){"cancel", g->state == CHANGE_SENDING ? "stop" : "leave"};
    return n;
}

/* n rather than Esc, when both do it. */
static uint32_t key_of(const struct change *g, const char *verb)
{
    struct app *a = g->pane.app;
    static const char *const confirm[] = {"confirm", NULL};
    bool asked = g->state == CHANGE_PREVIEW && !g->typing;
    uint32_t key = asked ? keymap_key_of(&a->keymap, confirm, verb) : K_NONE;
    return key ? key : keymap_key_of(&a->keymap, change_contexts(&g->pane), verb);
}

/* Returns the columns it takes; only measures when c is NULL. */
static int draw_buttons(struct canvas *c, const struct change *g, int y, int x, int right)
{
    struct button list[BUTTONS];
    size_t n = buttons_of(g, list);
    int from = x;
    for (size_t i = 0; i < n; i++) {
        char label[KEY_NAME_MAX], text[64];
        uint32_t k = key_of(g, list[i].verb);
        const char *key = k ? key_label(label, k, g->pane.app->ascii) : "?";
        snprintf(text, sizeof text, "[ %s %s ]", key, list[i].words);
        int w = (int)text_width(text), at = x + 2;
        if (c && x + w <= right) {
            draw_text(c, y, x, w, PEN_ON(ROLE_TEXT, ROLE_DIALOG), text);
            draw_text(c, y, at, w, PEN_ON(ROLE_KEY, ROLE_DIALOG), key);
            can_click(c, g, y, x, w, k);
        }
        x += w + 2;
    }
    return x - from - 2;
}

static void add_bottom(struct lines *l, const struct change *g, struct arena *a)
{
    const struct plan *p = g->plan;
    size_t done = plan_count(p, STEP_DONE) + plan_count(p, STEP_ACCEPTED);
    int left = (int)((plan_watch_left_ms(p) + 999) / 1000);
    if (g->state == CHANGE_SENDING && g->job && g->job->doing)
        add_line(l, ROLE_INFO, g->job->doing);
    else if (g->state == CHANGE_SENDING)
        add_line(l, ROLE_INFO,
                 arena_printf(a, "%s… %zu of %zu done%s", g->warned ? "stopping" : "sending", done,
                              p->nsteps,
                              g->warned              ? ""
                              : plan_waits(p)        ? "; Esc stops, and what was set is restored"
                              : p->nsteps > done + 1 ? "; Esc stops between two steps"
                                                     : ""));
    if (g->watch && g->waits)
        add_line(l, ROLE_WARN,
                 arena_printf(a,
                              "confirmed: it is sent when the watch for commits from outside the "
                              "group ends, in %d s",
                              left));
    else if (g->watch)
        add_line(l, ROLE_INFO,
                 arena_printf(a,
                              "watching for commits from outside the group, %d s more: sending "
                              "waits for that",
                              left));
    if (g->typing && g->state == CHANGE_PREVIEW)
        add_line(l, ROLE_WARN, arena_printf(a, "type  %s  to send:", p->confirm));
}

/* A rule, then the sentences, then the buttons, with the field for the name before them. Draws it
 * into the last rows of `in`; returns how many it takes. */
static int draw_bottom(struct canvas *c, const struct change *g, struct rect in, bool measure)
{
    struct lines l = {NULL, c, 0, in.x, in.w, 0};
    struct arena a;
    arena_init(&a);
    add_bottom(&l, g, &a);
    int all = RULE_ROWS + l.n + BUTTON_ROWS, y = in.y + in.h - 1;
    if (!measure) {
        for (int x = 0; x < in.w; x++)
            draw_text(c, in.y + in.h - all, in.x + x, 1, PEN_ON(ROLE_BORDER, ROLE_DIALOG), "─");
        l.y = in.y + in.h - all + RULE_ROWS;
        l.n = 0;
        l.c = c;
        add_bottom(&l, g, &a);
        bool field = g->typing && g->state == CHANGE_PREVIEW;
        int room = in.w - draw_buttons(NULL, g, y, 0, 0) - 2;
        if (field)
            prompt_draw(&g->prompt, c, y, in.x, room, PEN(ROLE_FIELD_ON), true, -1, NULL);
        draw_buttons(c, g, y, in.x + (field ? room + 2 : 0), in.x + in.w);
    }
    arena_release(&a);
    return all;
}

/* ---- all of it ------------------------------------------------------------------------------- */

/* At the right of the title: whole, or in a word. */
static const char *state_words(const struct change *g, int cols)
{
    static const char whole[] = "plan: nothing is sent yet";
    if (g->state != CHANGE_PREVIEW)
        return g->about ? "journal" : "result";
    return title_fits(g, cols - 4) &&
                   (int)(text_width(g->plan->title) + text_width(whole)) + 8 > cols
               ? "plan"
               : whole;
}

static void draw_no_plan(struct change *g, struct canvas *c, struct rect r)
{
    struct rect in = rect_inset(r, 1, 2);
    const char *doing = g->job ? g->job->doing : NULL;
    draw_box(c, r, ROLE_DIALOG_EDGE, g->entry ? "journal" : g->action->title, NULL);
    draw_text(c, in.y, in.x, in.w, PEN_ON(ROLE_INFO, ROLE_DIALOG),
              doing      ? doing
              : g->entry ? "reading the journal…"
                         : "reading what is there, to make the plan…");
    app_soon(g->pane.app, 250);
}

void change_draw(struct pane *p, struct canvas *c, struct rect r)
{
    struct change *g = change_of(p);
    struct rect in = rect_inset(r, 1, 2);
    draw_fill(c, r, PEN(ROLE_DIALOG));
    if (!g->plan) {
        draw_no_plan(g, c, r);
        return;
    }
    if (g->state == CHANGE_SENDING)
        change_show(g);
    draw_box(c, r, ROLE_DIALOG_EDGE, title_fits(g, in.w) ? g->plan->title : g->action->title,
             state_words(g, r.w));
    int bottom = draw_bottom(c, g, in, true), head = draw_head(c, g, in, 0);
    int rows = (int)g->view.order.n + 1, least = rows < TABLE_ROWS ? rows : TABLE_ROWS;
    int room = in.h - bottom - least;
    head = head > room ? (room > 1 ? room : 1) : head;
    bool gap = head && head + 1 + rows <= in.h - bottom;
    struct rect table = {in.y + head + gap, in.x - 1, in.h - bottom - head - gap, in.w + 2};
    table_view_draw(&g->view, c, table, true, "no steps");
    struct rect old = draw_clip(c, in);
    if (head)
        draw_head(c, g, in, head);
    draw_bottom(c, g, in, false);
    draw_unclip(c, old);
    g->seen = true;
    if (g->state == CHANGE_SENDING)
        app_soon(p->app, 100);
    else if (g->watch)
        app_soon(p->app, 1000);
}

void change_read(struct change *g)
{
    const struct plan *p = g->plan;
    const char *lasting[PLAN_LASTING];
    struct arena a;
    if (!p)
        return;
    arena_init(&a);
    struct pager *k = pager_new(g->pane.app, "details", p->title, false);
    size_t n = plan_lasting(p, &a, lasting);
    if (g->refused.kind != ERR_NONE && g->state == CHANGE_PREVIEW)
        pager_line(k, ROLE_TEXT, NULL, 0, ROLE_BAD,
                   arena_printf(&a, "Can't be sent: %s", g->refused.msg));
    if (g->state == CHANGE_RESULT)
        pager_line(k, ROLE_TEXT, NULL, 0, outcome_role(g), outcome(g, &a));
    for (size_t i = 0; i < p->nsummary; i++)
        pager_line(k, ROLE_TEXT, NULL, 0, ROLE_TEXT, p->summary[i]);
    for (size_t i = 0; i < p->nwarnings; i++)
        pager_line(k, ROLE_WARN, "!", 2, ROLE_WARN, p->warnings[i]);
    for (size_t i = 0; i < n; i++)
        pager_line(k, ROLE_TEXT, NULL, 0, ROLE_WARN,
                   arena_printf(&a, "can't be undone: %s", lasting[i]));
    if (p->command) {
        pager_title(k, "Kafka's own tool does it with");
        pager_line(k, ROLE_TEXT, NULL, 0, ROLE_TEXT, p->command);
    }
    pager_open(k);
    arena_release(&a);
}
