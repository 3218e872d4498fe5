/* Where the screen has shown the group for long enough, the model knows its commits already and
 * nothing has to be watched; and its recording knows those, too, that commit once in a minute.
 * core/action/plan_watch.c watches, when the plan is made and can be read. */
#include "core/action/offsets/commit_watch.h"

#include "core/action/plan_watch.h"
#include "core/action/register.h"
#include "core/base/clock.h"
#include "core/base/parse.h"
#include "core/base/parse_duration.h"
#include "core/base/text_human.h"
#include "core/model/model.h"
#include "core/model/model_fact.h"
#include "core/recording/recording.h"
#include "core/recording/recording_read.h"

#include <inttypes.h>

enum {
    /* Of the recording: this many commits since the group became empty, and this recently. Someone
     * who sets the offsets by hand may do it twice. */
    TIMES = 3,
    LATELY_MS = 120000,
};

bool commit_watch_args(const struct planning *p, int64_t *ms, bool *anyway, struct err *err)
{
    const char *word = planning_arg(p, "even-if-committing");

    *anyway = false;
    *ms = 0;
    if (!action_param(action_find(p->plan->verb), "watch-commits"))
        return true;
    if (word && !parse_bool(word, anyway, err))
        return false;
    return parse_duration(planning_arg(p, "watch-commits"), ms, err) &&
           (*ms >= 0 || err_set(err, ERR_USAGE, "watch-commits: can't be negative"));
}

/* The model's commits are these, and it has known each for at least ms. */
static bool known_quiet(const struct planning *p, const struct group_offsets *seen, int64_t ms)
{
    const struct group_offsets *known = model_group_offsets(cluster_model(p->cluster), seen->id);
    int64_t now = clock_mono_ms();

    if (!known || known->n != seen->n || commits_changed(known, seen))
        return false;
    for (size_t i = 0; i < known->n; i++) {
        if (known->o[i].seen_ms == 0 || known->o[i].seen_ms + ms > now)
            return false;
    }
    return true;
}

/* What was recorded of it: the commit that moved last, when it is one of several. */
static void block_if_recorded(struct planning *p, const char *group)
{
    const struct recording *h = cluster_model(p->cluster)->recording;
    const struct recording_group *g = h ? recording_find(h, group) : NULL;
    const struct recording_part *last = NULL;
    int64_t ago, gap;
    char span[TEXT_NUM];

    for (size_t i = 0; g && i < g->nparts; i++) {
        if (!last || g->parts[i].changed_ms > last->changed_ms)
            last = &g->parts[i];
    }
    if (!last || g->empty_commits < TIMES)
        return;
    ago = clock_wall_ms() - last->changed_ms;
    gap = recording_gap(last);
    if (ago <= LATELY_MS || ago <= 3 * gap)
        plan_block(p->plan,
                   "group %s has no members, yet something commits for it: that was seen %" PRIu32
                   " times since it is empty, at %s-%" PRId32 " %s ago. %s",
                   group, g->empty_commits, last->topic->name, last->partition,
                   text_duration(span, ago > 0 ? ago : 0), commits_advice(p->plan));
}

void commit_watch(struct planning *p, const struct group_offsets *seen, int64_t ms)
{
    if (!p->recheck && !p->plan->blocked)
        block_if_recorded(p, seen->id);
    if (!p->recheck && !p->plan->blocked && ms > 0 && !known_quiet(p, seen, ms))
        plan_add_watch(p->plan, seen, ms);
}
