/* Draws up the table of steps for the screen's result, for the command line, and for plans that
 * have no table of their own because they were read from a file or from the journal. */
#include "core/plan/plan_table.h"

#include "core/plan/step.h"

#include <stdio.h>
#include <string.h>

enum {
    COL_OBJECT,
    COL_WHAT,
    COL_BEFORE,
    COL_AFTER,
    COL_PLANNED,
    COL_NOW = COL_PLANNED,
    COL_STATE,
    COL_RESULT
};

static const struct column columns[] = {
    [COL_OBJECT] = {.id = "object", .title = "OBJECT", .help = "What is changed."},
    [COL_WHAT] = {.id = "what", .title = "CHANGE", .help = "What is done to it."},
    [COL_BEFORE] = {.id = "before",
                    .title = "BEFORE",
                    .priority = 1,
                    .help = "What was there; – nothing."},
    [COL_AFTER] = {.id = "after", .title = "ASKED", .help = "The requested value; – removed."},
    [COL_NOW] = {.id = "now",
                 .title = "NOW",
                 .help = "What is there now, as read back; – nothing."},
    [COL_STATE] = {.id = "state", .title = "STATE", .help = "The outcome of the step."},
    [COL_RESULT] = {.id = "result",
                    .title = "BROKER SAID",
                    .priority = 1,
                    .help = "The broker's own words."},
};

static enum severity severity_of(enum step_state s)
{
    switch (s) {
    case STEP_DONE:
        return SEV_GOOD;
    case STEP_DIFFERS:
    case STEP_UNKNOWN:
    case STEP_ACCEPTED:
        return SEV_WARN;
    case STEP_REFUSED:
        return SEV_BAD;
    case STEP_PLANNED:
    case STEP_SENT:
    case STEP_SKIPPED:
        break;
    }
    return SEV_MUTED;
}

static const char *shown(struct table *t, const struct plan_step *s, bool people, const char *value)
{
    return people || s->secret ? step_shown(s, value, &t->arena) : value;
}

/* Not read is not "nothing there". */
static void add_now(struct table *t, struct row *r, const struct plan_step *s, bool people)
{
    bool coming = s->state == STEP_PLANNED || s->state == STEP_SENT;

    if (s->read)
        cell_text(t, r, COL_NOW, shown(t, s, people, s->now));
    else if (!coming)
        cell_literal(r, COL_NOW, "not read");
    if (!s->read)
        cell_sev(r, COL_NOW, SEV_MUTED);
}

struct table *plan_table(const struct plan *p, bool sent, bool people)
{
    struct table *t = table_new(columns, sent ? sizeof columns / sizeof *columns : COL_PLANNED);

    for (size_t i = 0; i < p->nsteps; i++) {
        const struct plan_step *s = &p->steps[i];
        char key[24];
        struct row *r;

        snprintf(key, sizeof key, "%zu", i);
        r = table_add_row(t, key);
        cell_text(t, r, COL_OBJECT, s->object);
        cell_text(t, r, COL_WHAT, s->what);
        cell_text(t, r, COL_BEFORE, shown(t, s, people, s->before));
        cell_text(t, r, COL_AFTER, shown(t, s, people, s->after));
        if (!sent)
            continue;
        add_now(t, r, s, people);
        cell_text(t, r, COL_STATE, step_state_name(s->state));
        cell_sev(r, COL_STATE, severity_of(s->state));
        cell_note(t, r, COL_RESULT, s->result);
    }
    t->complete = true;
    t->at_ms = 1;
    return t;
}

void plan_table_trim(struct table *t, const struct plan *p)
{
    bool said = false;

    for (size_t i = 0; i < p->nsteps && !said; i++)
        said = p->steps[i].result != NULL;
    if (!said && t->ncolumns > COL_RESULT)
        t->ncolumns = COL_RESULT;
}

/* ---- what can't be undone -------------------------------------------------------------------- */

struct lasting {
    const char *why, *names, *last;
    size_t n;
};

static struct lasting *lasting_for(struct lasting *all, size_t *n, const char *why)
{
    for (size_t i = 0; i < *n; i++) {
        if (all[i].why == why || strcmp(all[i].why, why) == 0)
            return &all[i];
    }
    if (*n == PLAN_LASTING)
        return NULL;
    all[*n] = (struct lasting){.why = why, .names = ""};
    return &all[(*n)++];
}

size_t plan_lasting(const struct plan *p, struct arena *a, const char *lines[PLAN_LASTING])
{
    enum { NAMES = 3 };
    struct lasting all[PLAN_LASTING], *l;
    size_t n = 0;

    for (size_t i = 0; i < p->nsteps; i++) {
        const struct plan_step *s = &p->steps[i];

        if (!s->cant_undo || s->role == STEP_RESTORES ||
            !(l = lasting_for(all, &n, s->cant_undo)) ||
            (l->last && strcmp(l->last, s->object) == 0))
            continue;
        if (l->n++ < NAMES)
            l->names = arena_printf(a, "%s%s%s", l->names, l->n > 1 ? ", " : "", s->object);
        l->last = s->object;
    }
    for (size_t i = 0; i < n; i++) {
        l = &all[i];
        lines[i] = l->n > NAMES
                       ? arena_printf(a, "%s and %zu more: %s", l->names, l->n - NAMES, l->why)
                       : arena_printf(a, "%s: %s", l->names, l->why);
    }
    return n;
}
