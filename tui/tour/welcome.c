/* The first and the last words of the tour. The demo opens with the first: what its cluster's note
 * says stands there for as long as one wants to read it. */
#include "tui/tour/step.h"

static const char *welcome(const struct app *a, const struct tour_seen *seen, struct arena *arena)
{
    const char *note = a->session->profile->note;
    const char *next = tour_key(a, arena, "tour", "tour-next");
    (void)seen;
    if (note[0])
        return arena_printf(arena, "%s %s starts a tour of five things in two minutes. %s",
                            tour_name(arena, note), next, "It sends nothing: only you do.");
    return arena_printf(arena,
                        "Press %s: a fault and what to do about it, why a group lags, who may read "
                        "a topic, a change that is planned and undone, a filter. The tour sends "
                        "nothing: only you do.",
                        next);
}

static const char *end(const struct app *a, const struct tour_seen *seen, struct arena *arena)
{
    (void)seen;
    return arena_printf(
        arena,
        "That was it. %s explains keys, columns and words of where you are, %s lists "
        "what can be done there, %s takes any list or verb by its name. %s closes "
        "the tour.",
        tour_key(a, arena, "global", "help"), tour_key(a, arena, "global", "menu"),
        tour_key(a, arena, "global", "command"), tour_key(a, arena, "tour", "tour-next"));
}

static const struct tour_part welcome_parts[] = {{.text = welcome}, {0}};
static const struct tour_part end_parts[] = {{.text = end}, {0}};

const struct tour_step tour_welcome = {.title = "five things in two minutes",
                                       .parts = welcome_parts};
const struct tour_step tour_end = {.title = "the end of the tour", .parts = end_parts};
