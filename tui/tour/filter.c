/* A filter by what rows mean, and what it is good for. */
#include "tui/navigation.h"
#include "tui/tour/step.h"

static const char *go(const struct app *a, const struct tour_seen *seen, struct arena *arena)
{
    (void)seen;
    return arena_printf(arena, "Press %s: the topics.", tour_key(a, arena, "global", "topics"));
}

static bool is_there(const struct app *a, struct tour_seen *seen)
{
    (void)seen;
    return tour_on(a, "topics");
}

/* One that leaves some topics and not all, as far as that can be. */
static const char *filter_for(const struct model *m)
{
    int most = 0;
    for (size_t i = 0; m->metadata && i < m->metadata->ntopics; i++) {
        const struct topic *t = &m->metadata->topics[i];
        most = t->npartitions > most && !t->internal ? t->npartitions : most;
    }
    return most > 10 ? "partitions>10" : most > 3 ? "partitions>3" : "partitions>=1";
}

static const char *write_it(const struct app *a, const struct tour_seen *seen, struct arena *arena)
{
    (void)seen;
    return arena_printf(
        arena, "Press %s, write %s and press %s.", tour_key(a, arena, "topics", "filter"),
        tour_typed(arena, filter_for(&a->session->model)), tour_key(a, arena, "prompt", "accept"));
}

static bool is_filtered(const struct app *a, struct tour_seen *seen)
{
    return a->filters.added > seen->filters;
}

static const char *read_list(const struct app *a, const struct tour_seen *seen, struct arena *arena)
{
    (void)seen;
    return arena_printf(arena,
                        "Any column works: %s. %s marks all that is left, and %s would change them "
                        "in one plan. %s clears the filter. %s goes on.",
                        tour_typed(arena, "retention<1d"), tour_key(a, arena, "table", "mark-all"),
                        tour_key(a, arena, "topics", "config-alter"),
                        tour_key(a, arena, "global", "back"),
                        tour_key(a, arena, "tour", "tour-next"));
}

static const struct tour_part parts[] = {
    {go, is_there}, {write_it, is_filtered}, {read_list, NULL}, {0}};

const struct tour_step tour_filter = {
    .title = "a filter by what rows mean", .missing = tour_no_topic, .parts = parts};
