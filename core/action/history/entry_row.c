/* The table of a plan that is made from a journal entry: each step of the entry, what was there, what is
 * there, and what the plan does with it. */
#include "core/action/history/entry_row.h"

#include "core/plan/step.h"

#include <stdio.h>

static const struct column columns[] = {
    [ENTRY_OBJECT] = {.id = "object", .title = "OBJECT", .help = "What was changed."},
    [ENTRY_WHAT] = {.id = "what",
                    .title = "CHANGE",
                    .help = "What this plan does to it, else what was done to it."},
    [ENTRY_WAS] = {.id = "was",
                   .title = "WAS",
                   .priority = 1,
                   .help = "What was there before; – nothing."},
    [ENTRY_WRITTEN] = {.id = "written",
                       .title = "WRITTEN",
                       .help = "What was requested then; – removed."},
    [ENTRY_NOW] = {.id = "now", .title = "NOW", .help = "What is there now; – nothing."},
    [ENTRY_WILL] = {.id = "will", .title = "WILL BE", .help = "What this plan does with it."},
    {.id = "note", .title = "NOTE", .help = "Why."},
};

void entry_row(struct plan *p, const struct plan_step *s, bool changes, const char *will,
               enum severity sev, const char *note)
{
    struct table *t = p->preview;
    char key[24];
    struct row *r;

    if (!t) {
        t = p->preview = table_new(columns, sizeof columns / sizeof *columns);
        t->complete = true;
    }
    snprintf(key, sizeof key, "%zu", t->nrows);
    r = table_add_row(t, key);
    cell_text(t, r, ENTRY_OBJECT, s->object);
    cell_text(t, r, ENTRY_WHAT, changes ? p->steps[p->nsteps - 1].what : s->what);
    cell_text(t, r, ENTRY_WAS, step_shown(s, s->before, &t->arena));
    cell_text(t, r, ENTRY_WRITTEN, step_shown(s, s->after, &t->arena));
    if (s->read) {
        cell_text(t, r, ENTRY_NOW, step_shown(s, s->now, &t->arena));
        cell_text(t, r, ENTRY_WILL, step_shown(s, changes ? will : s->now, &t->arena));
    } else {
        cell_literal(r, ENTRY_NOW, "not read");
        cell_literal(r, ENTRY_WILL, "");
    }
    cell_note(t, r, ENTRY_WILL + 1, note);
    r->sev = sev;
}

const char *entry_steps(struct plan *p, size_t n)
{
    return plan_str(p, "%zu step%s", n, n == 1 ? "" : "s");
}
