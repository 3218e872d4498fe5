/* Planning one verb for several objects. The metadata is read once for all; then each object is
 * planned by the verb itself as if it were the only one, so that the verb's checks and warnings are
 * the same in bulk. bulk_merge.c makes one plan of the parts, which owns them. action_plan calls
 * this when the object is given more than once, and so does applying, which plans again: the facts
 * of all objects are compared before the first is sent. */
#include "core/action/bulk.h"

#include "core/action/bulk_merge.h"
#include "core/action/planning.h"
#include "core/action/topic/topic_snapshot.h"
#include "core/base/map.h"
#include "core/base/mem.h"
#include "core/base/text.h"
#include "core/plan/outcome.h"

#include <stdlib.h>
#include <string.h>

enum {
    AT_ONCE = 8,     /* objects that are read side by side */
    NAMES_SHOWN = 8, /* the table has them all */
};

struct bulk {
    struct job job; /* first: a job is its bulk */
    const struct action *action;
    struct action_ctx x;
    struct reads known;
    struct args *args;
    struct bulk_part *parts;
    struct planned { /* one per part, what its callback gets */
        struct bulk *bulk;
        struct job *job;
    } * planned;
    size_t n, next, running, left;
    size_t at_once; /* objects */
    plan_done *done;
    void *user;
};

/* ---- the objects ----------------------------------------------------------------------------- */

size_t bulk_count(const struct action *a, const struct args *args)
{
    size_t n = 0;

    for (size_t i = 0; i < args->n; i++)
        n += strcmp(args->list[i].name, a->params[0].name) == 0 && *args->list[i].value;
    return n;
}

const char *bulk_noun(const struct action *a, const struct args *args)
{
    return a->noun ? a->noun(args) : a->params[0].title;
}

const char *bulk_names(const struct action *a, const struct args *args, struct arena *arena)
{
    size_t n = bulk_count(a, args), shown = 0;
    const char *text = arena_printf(arena, "%zu %ss: ", n, bulk_noun(a, args)), *name;

    for (size_t i = 0; (name = args_nth(args, a->params[0].name, i)) && shown < NAMES_SHOWN; i++) {
        if (*name)
            text = arena_printf(arena, "%s%s%s", text, shown++ ? ", " : "",
                                text_visible(arena, name, strlen(name)));
    }
    return n > shown ? arena_printf(arena, "%s and %zu more", text, n - shown) : text;
}

bool bulk_distinct(const struct action *a, const struct args *args, struct err *err)
{
    const char *twice = NULL;
    struct map seen;

    map_init(&seen);
    for (size_t i = 0; !twice && i < args->n; i++) {
        const struct arg *arg = &args->list[i];

        if (strcmp(arg->name, a->params[0].name) == 0 && map_set(&seen, arg->value, &seen))
            twice = arg->value;
    }
    map_release(&seen, NULL);
    return !twice || err_set(err, ERR_USAGE, "%s is named twice", twice);
}

/* ---- planning them --------------------------------------------------------------------------- */

static void bulk_free(struct bulk *b)
{
    job_stop(&b->job);
    for (size_t i = 0; i < b->n; i++) {
        if (b->planned[i].job)
            job_cancel(b->planned[i].job);
        plan_free(b->parts[i].plan);
    }
    reads_release(&b->known);
    args_free(b->args);
    free(b->parts);
    free(b->planned);
    free(b);
}

static void abandon(struct job *j)
{
    bulk_free((struct bulk *)j);
}

static void finish(struct bulk *b, struct plan *plan, const struct err *err)
{
    plan_done *done = b->done;
    void *user = b->user;
    struct err kept = {0};

    if (err)
        kept = *err;
    bulk_free(b);
    done(user, plan, plan ? NULL : &kept);
}

static void conclude(struct bulk *b)
{
    size_t failed = 0;

    for (size_t i = 0; i < b->n; i++)
        failed += b->parts[i].plan == NULL;
    if (failed == b->n)
        finish(b, NULL, &b->parts[0].err);
    else
        finish(b, bulk_merge(b->action, b->args, b->parts, b->n), NULL);
}

static void on_part(void *user, struct plan *plan, const struct err *err);

static void start_some(struct bulk *b)
{
    for (; b->next < b->n && b->running < b->at_once; b->next++) {
        struct planned *p = &b->planned[b->next];
        struct args *one = args_copy(b->args);

        args_set(one, b->action->params[0].name, b->parts[b->next].object);
        p->bulk = b;
        b->running++;
        p->job = b->action->plan(&b->x, one, on_part, p);
        args_free(one);
    }
}

static void on_part(void *user, struct plan *plan, const struct err *err)
{
    struct planned *p = user;
    struct bulk *b = p->bulk;
    struct bulk_part *part = &b->parts[p - b->planned];

    p->job = NULL;
    part->plan = plan;
    if (err)
        part->err = *err;
    b->running--;
    b->left--;
    if (!plan && outcome_leaves_doubt(err->kind))
        finish(b, NULL, &part->err);
    else if (b->next < b->n)
        start_some(b);
    else if (b->left == 0)
        conclude(b);
}

static void on_commits(void *user)
{
    start_some(user);
}

static void on_known(void *user)
{
    struct bulk *b = user;
    struct err err = {0};

    if (!reads_metadata(&b->known, &err)) {
        finish(b, NULL, &err);
        return;
    }
    if (b->action->reads_commits)
        topic_snapshot_want_commits(&b->known);
    if (reads_due(&b->known))
        reads_run(&b->known, on_commits, b);
    else
        start_some(b);
}

static void add_parts(struct bulk *b)
{
    const char *name;

    b->n = b->left = bulk_count(b->action, b->args);
    b->parts = xcalloc(b->n, sizeof *b->parts);
    b->planned = xcalloc(b->n, sizeof *b->planned);
    for (size_t i = 0, k = 0; (name = args_nth(b->args, b->action->params[0].name, i)); i++) {
        if (*name)
            b->parts[k++].object = name;
    }
}

struct job *bulk_plan(const struct action *a, const struct action_ctx *x, const struct args *args,
                      plan_done *done, void *user)
{
    struct bulk *b = xcalloc(1, sizeof *b);

    b->job.abandon = abandon;
    b->action = a;
    b->x = (struct action_ctx){
        .cluster = x->cluster, .model = x->model, .known = &b->known, .recheck = x->recheck};
    b->args = args_copy(args);
    b->done = done;
    b->user = user;
    add_parts(b);
    reads_init(&b->known, x->cluster);
    b->at_once = b->n < AT_ONCE ? b->n : AT_ONCE;
    reads_want(&b->known, FACT_METADATA, NULL);
    if (a->reads_commits) {
        reads_want(&b->known, FACT_GROUP_LIST, NULL);
        reads_want(&b->known, FACT_CLUSTER, NULL);
    }
    reads_run(&b->known, on_known, b);
    return &b->job;
}
