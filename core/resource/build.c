/* Facts → cells. A resource says which fact a cell needs; this file says how each way of not
 * knowing looks: on its way, denied, failed. So every list shows missing facts the same way. */
#include "core/resource/build.h"

#include "core/base/clock.h"
#include "core/base/text.h"
#include "core/base/text_human.h"
#include "core/insight/sight.h"
#include "core/model/model_fact.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void table_note(struct table *t, enum severity sev, const char *fmt, ...)
{
    char line[1024];
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(line, sizeof line, fmt, ap);
    va_end(ap);
    t->note = text_visible(&t->arena, line, n < 0 ? 0 : strlen(line));
    t->note_sev = sev;
}

void note_no_topic(struct table *t, const char *topic)
{
    table_note(t, SEV_WARN,
               "there is no topic %s, or this user may not describe it (ACL Describe on Topic)",
               topic);
}

void build_known(struct table *t, const struct fact *f)
{
    int64_t *at = t->nrows ? &t->rows[t->nrows - 1].at_ms : &t->at_ms;
    if (f->at_ms && (!*at || f->at_ms < *at))
        *at = f->at_ms;
}

void build_slow(struct table *t, const struct fact *f, int64_t pace_ms)
{
    if (clock_mono_ms() - f->at_ms > 2 * pace_ms) /* the operator may have slowed all paces */
        build_known(t, f);
}

/* Asked for and answered, if only by a failure. */
static bool settled(const struct fact *f)
{
    return f && (fact_known(f) || f->failed != ERR_NONE);
}

static void note_missing(struct table *t, const struct model *m, const struct fact *f)
{
    if (f && f->failed != ERR_NONE)
        table_note(t, f->failed == ERR_DENIED ? SEV_WARN : SEV_BAD, "%s", f->why);
    else if (m->link == LINK_DOWN)
        table_note(t, SEV_BAD, "not connected: %s", m->link_err.msg);
    else
        table_note(t, SEV_MUTED, m->link == LINK_UP ? "loading …" : "connecting …");
}

bool build_need(struct table *t, const struct model *m, enum fact_kind kind, const char *name)
{
    const struct fact *f = model_fact(m, kind, name);
    if (!settled(f))
        t->complete = false;
    if (!f || !fact_known(f)) {
        note_missing(t, m, f);
        return false;
    }
    build_known(t, f);
    return true;
}

bool build_asked(struct table *t, const struct model *m, enum fact_kind kind, const char *name)
{
    bool asked = settled(model_fact(m, kind, name));
    t->complete &= asked;
    return asked;
}

const struct fact *build_costly(struct table *t, const struct model *m, enum fact_kind kind,
                                const char *name)
{
    const struct fact *f = model_fact(m, kind, name);
    if (!settled(f))
        t->complete = false;
    if (!f || !fact_known(f))
        return NULL;
    build_known(t, f);
    return f;
}

void cell_missing(struct table *t, struct row *r, size_t col, const struct model *m,
                  enum fact_kind kind, const char *name)
{
    const struct fact *f = model_fact(m, kind, name);
    if (!f || f->failed == ERR_NONE)
        cell_unknown(r, col);
    else if (f->failed == ERR_DENIED)
        cell_denied(r, col);
    else
        cell_failed(t, r, col, f->why);
}

void cell_bool(struct row *r, size_t col, bool yes)
{
    cell_num(r, col, yes);
}

static const char *moment_text(struct arena *a, int64_t wall_ms)
{
    enum { HALF_DAY_MS = 12 * 3600 * 1000 };
    char text[TEXT_NUM];
    int64_t age = clock_wall_ms() - wall_ms;
    bool near = age > -HALF_DAY_MS && age < HALF_DAY_MS;
    return arena_strdup(a, near ? text_clock(text, wall_ms) : text_instant(text, wall_ms));
}

void cell_moment(struct table *t, struct row *r, size_t col, int64_t wall_ms)
{
    if (wall_ms == 0) {
        cell_none(r, col);
        return;
    }
    cell_num(r, col, wall_ms);
    cell_override(t, r, col, moment_text(&t->arena, wall_ms));
}

void cell_age(struct row *r, size_t col, int64_t wall_ms)
{
    if (wall_ms == 0) {
        cell_none(r, col);
        return;
    }
    cell_num(r, col, wall_ms);
    r->cells[col].value.form = FORM_AGE;
}

void cell_at_least(struct row *r, size_t col, int64_t wall_ms)
{
    cell_age(r, col, wall_ms);
    cell_bound(r, col, BOUND_MOST);
}

void cell_since(struct row *r, size_t col, const struct model *m, int64_t since)
{
    if (since != TROUBLE_FROM_START)
        cell_age(r, col, since);
    else /* the latest moment it can have begun: good for sorting and filtering */
        cell_at_least(r, col, m->looking_since_wall_ms);
}

void want_visible(const struct view *v, struct wants *w, enum fact_kind kind, int64_t max_age_ms)
{
    for (size_t i = 0; i < v->nvisible; i++)
        wants_add(w, kind, v->visible[i], max_age_ms, 0);
}

void build_tell_partial(struct table *t, const struct model *m, bool of_groups)
{
    if (of_groups ? !cluster_shows_groups(m) : m->metadata && cluster_sight(m) != SIGHT_WHOLE)
        table_note(t, SEV_INFO, "only those this user may describe; there may be more");
}
