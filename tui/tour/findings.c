/* What is wrong, and what to do about it. */
#include "tui/navigation.h"
#include "tui/tour/step.h"

#include <string.h>

static const char *go(const struct app *a, const struct tour_seen *seen, struct arena *arena)
{
    (void)seen;
    return arena_printf(arena, "Press %s: the overview begins with what is wrong.",
                        tour_key(a, arena, "global", "overview"));
}

static bool is_there(const struct app *a, struct tour_seen *seen)
{
    (void)seen;
    return tour_on(a, "overview");
}

/* The list of findings is known in full, and empty. */
static bool is_healthy(const struct app *a)
{
    const struct pane *p = app_pane(a);
    const struct dataset *d = p ? pane_dataset(p) : NULL;
    return d && strcmp(d->resource->name, "findings") == 0 && d->state == DATASET_FRESH &&
           d->wanted && d->answered >= d->wanted && d->table->nrows == 0;
}

static const char *read_next(const struct app *a, const struct tour_seen *seen, struct arena *arena)
{
    (void)seen;
    if (is_healthy(a))
        return arena_printf(arena,
                            "No finding is listed now. A lost broker would come first in this "
                            "list, with what it means and, after Next:, what to do. %s goes on.",
                            tour_key(a, arena, "tour", "tour-next"));
    return arena_printf(arena,
                        "What is wrong, worst first. Below the list: what the selected line means "
                        "and, after Next:, what to do about it. %s selects, %s opens where it is.",
                        tour_key(a, arena, "table", "cursor-down"),
                        tour_key(a, arena, "table", "open"));
}

static bool is_elsewhere(const struct app *a, struct tour_seen *seen)
{
    (void)seen;
    return !a->overlays.len && !tour_on(a, "overview");
}

static const char *arrived(const struct app *a, const struct tour_seen *seen, struct arena *arena)
{
    (void)seen;
    return arena_printf(arena,
                        "Each finding leads to the object that it is about; %s goes back. In a "
                        "shell the same list is %s, with an exit code for scripts. %s goes on.",
                        tour_key(a, arena, "global", "back"), tour_typed(arena, "klamm health"),
                        tour_key(a, arena, "tour", "tour-next"));
}

static const struct tour_part parts[] = {
    {go, is_there}, {read_next, is_elsewhere}, {arrived, NULL}, {0}};

const struct tour_step tour_findings = {.title = "what is wrong, and what to do about it",
                                        .parts = parts};
