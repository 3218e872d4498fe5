/* How a change looks: the table of what will be (or was) sent, then warnings, sums and Kafka's own
 * command line, then the question, the reason why not, or the result. The foot is measured first
 * and the table gets the rest, so that on 80×24 the question is never pushed off. */
#include "core/action/plan_table.h"
#include "core/base/text.h"
#include "tui/change_impl.h"

#include <string.h>

void change_show(struct change *g)
{
    struct table *old = g->steps;
    bool sent = g->state == CHANGE_SENDING || g->state == CHANGE_RESULT;
    g->steps = sent || !g->plan->preview ? plan_table(g->plan, true, true) : NULL;
    table_view_sync(&g->view, g->steps ? g->steps : g->plan->preview, ++g->generation);
    table_free(old);
}

/* Lines under the table, painted from y on when c is given; returns how many. */
struct foot {
    struct canvas *c; /* NULL: only measure */
    struct canvas *measure;
    int y, x, cols, lines;
};

static void foot_line(struct foot *f, enum role role, const char *text)
{
    int n = draw_wrapped(f->measure, f->y + f->lines, f->x, f->c ? 8 : 0, f->cols,
                         PEN_ON(role, ROLE_DIALOG), text);
    f->lines += n > 8 ? 8 : n;
}

static void foot_facts(struct foot *f, const struct change *g, struct arena *a)
{
    const struct plan *p = g->plan;
    if (g->about)
        foot_line(f, ROLE_TEXT, g->about);
    for (size_t i = 0; i < p->nwarnings; i++)
        foot_line(f, ROLE_WARN, arena_printf(a, "! %s", p->warnings[i]));
    const char *lasting[PLAN_LASTING];
    size_t n = g->state == CHANGE_PREVIEW ? plan_lasting(p, a, lasting) : 0;
    for (size_t i = 0; i < n; i++)
        foot_line(f, ROLE_WARN, arena_printf(a, "can't be undone: %s", lasting[i]));
    for (size_t i = 0; i < p->nsummary; i++)
        foot_line(f, ROLE_TEXT, p->summary[i]);
    if (p->command && g->state == CHANGE_PREVIEW)
        foot_line(f, ROLE_MUTED, p->command);
}

static void foot_end(struct foot *f, const struct change *g, struct arena *a)
{
    const struct plan *p = g->plan;
    size_t done = plan_count(p, STEP_DONE) + plan_count(p, STEP_ACCEPTED);
    if (g->said.msg[0] && g->state == CHANGE_PREVIEW)
        foot_line(f, ROLE_WARN,
                  arena_printf(a, "Nothing was sent: %s This is the new plan.", g->said.msg));
    if (g->state == CHANGE_SENDING && g->job && g->job->doing)
        foot_line(f, ROLE_INFO, g->job->doing);
    else if (g->state == CHANGE_SENDING)
        foot_line(f, ROLE_INFO,
                  arena_printf(a, "%s… %zu of %zu done%s", g->warned ? "stopping" : "sending", done,
                               p->nsteps,
                               g->warned              ? ""
                               : plan_waits(p)        ? "; Esc stops, and what was set is put back"
                               : p->nsteps > done + 1 ? "; Esc stops between two steps"
                                                      : ""));
    else if (g->state == CHANGE_RESULT)
        foot_line(f,
                  g->status == APPLY_DONE      ? ROLE_GOOD
                  : g->status == APPLY_PARTIAL ? ROLE_WARN
                                               : ROLE_BAD,
                  arena_printf(a, "%s: %zu of %zu steps%s%s   Esc closes",
                               g->outcome ? g->outcome : apply_status_name(g->status), done,
                               p->nsteps, g->said.msg[0] ? ". " : "", g->said.msg));
    else if (g->refused.kind != ERR_NONE)
        foot_line(f, ROLE_BAD, arena_printf(a, "Can't be sent: %s", g->refused.msg));
    else if (g->typing)
        foot_line(f, ROLE_WARN, arena_printf(a, "type  %s  to apply, Esc to leave:", p->confirm));
    else
        foot_line(f, ROLE_WARN, "send this? y/N");
}

/* Draws it into the last lines of `in` (0: only measures). The question, or what came of it, stands
 * at the bottom whatever there is to say before. */
static int draw_foot(struct canvas *c, const struct change *g, struct rect in, int lines)
{
    bool field = g->typing && g->state == CHANGE_PREVIEW;
    struct foot f = {NULL, c, in.y + in.h - lines, in.x, in.w, 0}, end = f;
    struct arena a;
    arena_init(&a);
    foot_facts(&f, g, &a);
    foot_end(&end, g, &a);
    int n = end.lines + field, all = f.lines + n;
    if (lines) {
        struct rect facts = {f.y, in.x, lines > n ? lines - n : 0, in.w};
        struct rect old = draw_clip(c, facts);
        f.c = end.c = c;
        f.lines = end.lines = 0;
        foot_facts(&f, g, &a);
        draw_unclip(c, old);
        end.y = in.y + in.h - n;
        foot_end(&end, g, &a);
    }
    if (lines && field)
        prompt_draw(&g->prompt, c, end.y + end.lines, in.x, in.w, PEN(ROLE_FIELD_ON), true, -1,
                    NULL);
    arena_release(&a);
    return all;
}

/* At the right of the title: whole, or in a word. */
static const char *state_words(const struct change *g, int cols)
{
    static const char whole[] = "plan: nothing is sent yet";
    if (g->state != CHANGE_PREVIEW)
        return g->about ? "journal" : "result";
    return (int)(text_width(g->plan->title) + text_width(whole)) + 8 > cols ? "plan" : whole;
}

void change_draw(struct pane *p, struct canvas *c, struct rect r)
{
    struct change *g = change_of(p);
    struct rect in = rect_inset(r, 1, 2);
    draw_fill(c, r, PEN(ROLE_DIALOG));
    if (!g->plan) {
        const char *doing = g->job ? g->job->doing : NULL;
        draw_box(c, r, ROLE_DIALOG_EDGE, g->entry ? "journal" : g->action->title, NULL);
        draw_text(c, in.y, in.x, in.w, PEN_ON(ROLE_INFO, ROLE_DIALOG),
                  doing      ? doing
                  : g->entry ? "reading the journal…"
                             : "reading what is there, to make the plan…");
        app_soon(p->app, 250);
        return;
    }
    if (g->state == CHANGE_SENDING)
        change_show(g);
    draw_box(c, r, ROLE_DIALOG_EDGE, g->plan->title, state_words(g, r.w));
    int lines = draw_foot(c, g, in, 0);
    if (lines > in.h - 3)
        lines = in.h - 3;
    struct rect table = {in.y, in.x - 1, in.h - lines - 1, in.w + 2};
    table_view_draw(&g->view, c, table, true, "no steps");
    struct rect old = draw_clip(c, in);
    draw_foot(c, g, in, lines);
    draw_unclip(c, old);
    g->seen = true;
    if (g->state == CHANGE_SENDING)
        app_soon(p->app, 100);
}
