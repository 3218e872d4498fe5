/* Where the offsets of a reset come from when no rule gives them: another group's commits, or the
 * time of one record; and the times of the records it leads to. Records are read by a client of
 * their own, see core/kafka/record_time.c. The result becomes an argument of the plan, so that
 * planning again before sending asks for the same. */
#include "core/action/offsets/offsets_source.h"

#include "core/action/offsets/offsets_args.h"
#include "core/action/offsets/offsets_plan.h"
#include "core/base/clock.h"
#include "core/base/text_human.h"
#include "core/kafka/record_time.h"

#include <inttypes.h>
#include <string.h>

enum {
    RECORD_MS = 8000, /* requested: worth waiting for */
    TIMES_MS = 1500,  /* nice to have */
    TIMES_MAX = 40,   /* partitions */
    DAY_MS = 86400000,
};

/* ---- the time of a record -------------------------------------------------------------------- */

struct finding {
    void (*next)(struct planning *p);
};

static bool take_record(struct planning *p, const struct record_times *l, struct err *err)
{
    struct reset *r = p->state;
    const struct record_time *t = l->n ? &l->r[0] : NULL;
    char text[TEXT_NUM];

    if (!t || t->err)
        return err_set(err, t ? t->kind : ERR_BROKER, "%s", t ? t->err : "no record was read");
    if (!t->timestamp.known)
        return err_set(err, ERR_NOT_FOUND, "record %s:%" PRId32 ":%" PRId64 " has no time",
                       t->topic, t->partition, t->offset.n);
    if (t->timestamp.n > clock_wall_ms() + DAY_MS)
        return err_set(err, ERR_USAGE, "the record's time, %s, is more than a day ahead",
                       text_instant_utc(text, t->timestamp.n));
    if (t->offset.n != t->asked)
        plan_warn(p->plan,
                  "there is no record at %" PRId64 " of %s-%" PRId32
                  " any more: the time is that of the next one, %" PRId64,
                  t->asked, t->topic, t->partition, t->offset.n);
    r->when_ms = t->timestamp.n;
    r->asked = reset_when(&p->plan->arena, r->asked, r->when_ms);
    args_set(p->plan->args, "to", "instant");
    args_remove(p->plan->args, "record");
    args_set(p->plan->args, "instant", plan_str(p->plan, "@%" PRId64, r->when_ms));
    return true;
}

static void on_record(void *user, void *result, const struct err *err)
{
    struct planning *p = user;
    struct err why = {0};
    bool ok;

    p->request = NULL;
    ok = !err && take_record(p, result, &why);
    record_times_free(result);
    if (ok)
        ((struct finding *)p->aside)->next(p);
    else
        planning_fail(p, err ? err : &why);
}

void reset_find_record(struct planning *p, void (*next)(struct planning *p))
{
    const struct reset *r = p->state;
    struct record_query q = {r->like->topic, r->like->partition, r->like->offset};
    struct finding *f = arena_alloc(&p->plan->arena, sizeof *f);

    f->next = next;
    p->aside = f;
    p->request = kafka_record_times(p->cluster, &q, 1, RECORD_MS, on_record, p);
}

/* ---- another group --------------------------------------------------------------------------- */

static bool wanted(const struct reset *r, const struct group_offset *o)
{
    for (size_t i = 0; i < r->nscopes; i++) {
        const struct scope *s = &r->scopes[i];

        if (strcmp(s->topic, o->topic) != 0)
            continue;
        for (size_t k = 0; k < s->n; k++) {
            if (s->partitions[k] == o->partition)
                return true;
        }
        return !s->partitions;
    }
    return r->nscopes == 0;
}

/* What is requested by name must be there to be copied. */
static bool all_there(const struct reset *r, const struct group_offsets *from, struct err *err)
{
    for (size_t i = 0; i < r->nscopes; i++) {
        const struct scope *s = &r->scopes[i];

        for (size_t k = 0; k < s->n; k++) {
            const struct group_offset *o = group_offsets_find(from, s->topic, s->partitions[k]);

            if (!o || o->committed == OFFSET_UNKNOWN)
                return err_set(err, ERR_NOT_FOUND,
                               "group %s has no commit on %s-%" PRId32 " that could be copied",
                               r->from, s->topic, s->partitions[k]);
        }
    }
    return true;
}

bool reset_take_group(struct planning *p, struct err *err)
{
    struct reset *r = p->state;
    const struct group_offsets *from = reads_group_offsets(&p->reads, r->from, err);

    if (!from || !all_there(r, from, err))
        return false;
    r->each = arena_array(&p->plan->arena, from->n, sizeof *r->each);
    for (size_t i = 0; i < from->n; i++) {
        const struct group_offset *o = &from->o[i];

        if (o->err && wanted(r, o))
            return err_set(err, ERR_BROKER, "group %s: %s", r->from, o->err);
        if (o->committed == OFFSET_UNKNOWN || !wanted(r, o))
            continue;
        r->each[r->neach++] = (struct each){o->topic, o->partition, o->committed};
    }
    if (r->neach == 0)
        return err_set(err, ERR_NOT_FOUND, "group %s has no commits that could be copied", r->from);
    args_set(p->plan->args, "to", "each");
    args_remove(p->plan->args, "from");
    args_remove(p->plan->args, "topic");
    args_remove(p->plan->args, "each");
    for (size_t i = 0; i < r->neach; i++)
        args_add(p->plan->args, "each",
                 plan_str(p->plan, "%s:%" PRId32 "=%" PRId64, r->each[i].topic,
                          r->each[i].partition, r->each[i].offset));
    return true;
}

/* ---- the times of where it leads ------------------------------------------------------------- */

static void take_times(const struct reset *r, const struct record_times *l)
{
    for (size_t i = 0; i < l->n; i++) {
        const struct record_time *t = &l->r[i];
        struct offset_row *row = reset_row(r, t->topic, t->partition);

        if (row && !t->err)
            row->record_time = t->timestamp;
    }
}

static void on_times(void *user, void *result, const struct err *err)
{
    struct planning *p = user;

    (void)err; /* the times stay unknown */
    p->request = NULL;
    if (result)
        take_times(p->state, result);
    record_times_free(result);
    ((struct finding *)p->aside)->next(p);
}

/* Not for several groups: it would take a client for each. */
void reset_find_times(struct planning *p, void (*next)(struct planning *p))
{
    struct reset *r = p->state;
    struct record_query *q = arena_array(&p->plan->arena, r->nrows, sizeof *q);
    struct finding *f = arena_alloc(&p->plan->arena, sizeof *f);
    size_t n = 0;

    for (size_t i = 0; i < r->nrows; i++) {
        if (!r->rows[i].record_time.known && offset_row_has_record(&r->rows[i]))
            q[n++] = (struct record_query){r->rows[i].topic, r->rows[i].partition, r->rows[i].to};
    }
    f->next = next;
    p->aside = f;
    if (n == 0 || n > TIMES_MAX || p->recheck || p->reads.known)
        next(p);
    else
        p->request = kafka_record_times(p->cluster, q, n, TIMES_MS, on_times, p);
}
