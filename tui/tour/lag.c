/* Why a group lags, and what would help. */
#include "core/insight/lag/lag.h"
#include "core/insight/lag/group_verdicts.h"
#include "tui/navigation.h"
#include "tui/tour/step.h"

static const char *no_group(const struct app *a, struct arena *arena)
{
    const struct group_listing *l = a->session->model.group_list;
    (void)arena;
    if (!l)
        return "The groups are not known yet: this step comes as soon as they are.";
    return l->ngroups ? NULL
                      : "This cluster has no consumer group, or none that this user may describe, "
                        "so there is no lag to look at.";
}

/* Groups that fall behind show best what a verdict is; of others the one with most to read. */
static const char *lagging_group(const struct model *m)
{
    const char *best = NULL;
    int64_t most = 0;
    bool falls = false;
    for (size_t i = 0; i < m->group_list->ngroups; i++) {
        const char *id = m->group_list->groups[i].id;
        const struct judged_group *j =
            m->group_verdicts ? judged_group(m->group_verdicts, id) : NULL;
        struct group_lag lag;
        int64_t total = j ? j->verdict.lag : group_lag_sum(m, id, &lag) ? lag.total : 0;
        bool behind = j && j->verdict.verdict == VERDICT_FALLING_BEHIND;
        if (total > 0 && (behind > falls || (behind == falls && total > most))) {
            best = id;
            most = total;
            falls = behind;
        }
    }
    return best;
}

static const char *go(const struct app *a, const struct tour_seen *seen, struct arena *arena)
{
    (void)seen;
    return arena_printf(arena, "Press %s: the consumer groups, each with its verdict.",
                        tour_key(a, arena, "global", "groups"));
}

static bool is_there(const struct app *a, struct tour_seen *seen)
{
    (void)seen;
    return tour_on(a, "groups");
}

static const char *select_one(const struct app *a, const struct tour_seen *seen,
                              struct arena *arena)
{
    const char *group = lagging_group(&a->session->model);
    const char *open = tour_key(a, arena, "groups", "open");
    (void)seen;
    if (!group)
        return arena_printf(arena, "Select a group and press %s.", open);
    return arena_printf(arena, "Select %s with the arrows, or find it with %s and press %s twice.",
                        tour_typed(arena, tour_name(arena, group)),
                        tour_key(a, arena, "groups", "filter"), open);
}

static bool is_open(const struct app *a, struct tour_seen *seen)
{
    (void)seen;
    return tour_on(a, "group");
}

static const char *read_verdict(const struct app *a, const struct tour_seen *seen,
                                struct arena *arena)
{
    (void)seen;
    return arena_printf(arena,
                        "The verdict says in a sentence whether it falls behind, why, and what "
                        "would help: how many members drain it in 30 min. %s shows or hides "
                        "lag and rates over time. %s goes on.",
                        tour_key(a, arena, "group", "chart"),
                        tour_key(a, arena, "tour", "tour-next"));
}

static const struct tour_part parts[] = {
    {go, is_there}, {select_one, is_open}, {read_verdict, NULL}, {0}};

const struct tour_step tour_lag = {
    .title = "why a group lags", .missing = no_group, .parts = parts};
