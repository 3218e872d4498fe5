/* The end of a plan whose sender has quit. apply.c calls this when its job is cancelled after the
 * intent was written. The plan belongs to its maker and is freed with it, so what still has to be
 * sent is kept as a copy, made the way the journal makes it; the copy lives until the answers have
 * come, or can't come any more. */
#include "core/action/apply_leave.h"

#include "core/base/mem.h"
#include "core/journal/journal_write.h"
#include "core/kafka/convert.h"
#include "core/plan/outcome.h"
#include "core/plan/plan_json.h"
#include "core/plan/step.h"

#include <stdlib.h>
#include <string.h>

struct left {
    struct plan *plan; /* the copy */
    uv_loop_t *loop;
    char *cluster_id, *cluster_name, *label;
    char id[JOURNAL_ID];
    size_t pending;
};

struct left_step {
    struct left *left;
    size_t at;
};

bool apply_restores(const struct plan *p, size_t i)
{
    bool any = false;

    for (size_t k = 0; k < i && p->steps[i].role == STEP_RESTORES; k++)
        any = any || (outcome_was_sent(&p->steps[k]) && !p->steps[k].kind->patience &&
                      p->steps[k].state != STEP_REFUSED);
    return any;
}

/* There is no one to report a failure to; the journal then has an intent without a result. */
static void write_result(uv_loop_t *loop, const struct journal_where *where, const char *id,
                         const struct plan *p)
{
    enum apply_status status = outcome_status(p);
    struct err err = {0};

    outcome_say(p, status, &err);
    journal_end(loop, where, id, p, status, &err, NULL, NULL);
}

/* What was never sent, and what may have happened. */
static void mark(struct plan *p)
{
    for (size_t i = 0; i < p->nsteps; i++) {
        struct plan_step *s = &p->steps[i];

        if (s->state == STEP_PLANNED) {
            s->state = STEP_SKIPPED;
            s->result = "not sent, because klamm was left before";
        } else if (s->state == STEP_SENT) {
            s->state = STEP_UNKNOWN;
            s->result = "klamm was left before an answer came";
        }
    }
}

/* ---- what is restored after klamm has been left ---------------------------------------------- */

static void left_free(struct left *l)
{
    plan_free(l->plan);
    free(l->cluster_id);
    free(l->cluster_name);
    free(l->label);
    free(l);
}

static void forget(void *user)
{
    struct left_step *s = user;

    if (--s->left->pending == 0)
        left_free(s->left);
    free(s);
}

static void on_put_back(void *user, void *result, const struct err *err)
{
    struct left_step *s = user;
    struct left *l = s->left;
    struct journal_where where = {l->cluster_id, l->cluster_name, l->label};

    outcome_settle(l->plan, s->at, 1, result, err);
    outcome_list_free(result);
    if (l->pending == 1)
        write_result(l->loop, &where, l->id, l->plan);
    forget(s);
}

static struct plan *copy_of(const struct plan *p)
{
    json_t *plan = plan_to_json(p), *results = plan_results_to_json(p);
    struct plan *copy = plan_from_json(plan, NULL);

    if (copy && !plan_results_from_json(copy, results, NULL)) {
        plan_free(copy);
        copy = NULL;
    }
    json_decref(plan);
    json_decref(results);
    return copy;
}

static struct left *left_new(const struct plan *p, uv_loop_t *loop,
                             const struct journal_where *where, const char *id)
{
    struct left *l = xcalloc(1, sizeof *l);

    l->plan = copy_of(p);
    l->loop = loop;
    l->cluster_id = xstrdup(where->cluster_id);
    l->cluster_name = xstrdup(where->cluster_name);
    l->label = xstrdup(where->label);
    snprintf(l->id, sizeof l->id, "%s", id);
    return l;
}

static void put_back(struct left *l, struct cluster *c, size_t at)
{
    struct left_step *s = xcalloc(1, sizeof *s);
    const struct plan_step *step = &l->plan->steps[at];

    s->left = l;
    s->at = at;
    l->pending++;
    request_outlives(step->kind->send(c, step, 1, on_put_back, s), forget);
}

void apply_leave(struct plan *p, struct cluster *c, const struct journal_where *where,
                 const char *id)
{
    bool *back = xcalloc(p->nsteps, sizeof *back);
    bool any = false;
    struct left *l = NULL;

    for (size_t i = 0; i < p->nsteps; i++) {
        /* One that is on its way already may be lost: it only sets what was there, so again. */
        back[i] = (p->steps[i].state == STEP_PLANNED || p->steps[i].state == STEP_SENT) &&
                  apply_restores(p, i);
        any = any || back[i];
    }
    mark(p);
    if (any)
        l = left_new(p, cluster_loop(c), where, id);
    for (size_t i = 0; l && l->plan && i < p->nsteps; i++) {
        if (back[i])
            put_back(l, c, i);
    }
    if (!any)
        write_result(cluster_loop(c), where, id, p);
    else if (!l->plan)
        left_free(l);
    free(back);
}
