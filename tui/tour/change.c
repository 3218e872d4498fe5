/* A change: its plan, and its undo. The setting is one that no one notices. Nothing needs to be
 * sent: who leaves the plan has seen what the step is about. */
#include "core/config/profile.h"
#include "tui/tour/step.h"

#define HARMLESS "file.delete.delay.ms=61000"

static const char *cannot(const struct app *a, struct arena *arena)
{
    if (a->session->profile->guard == GUARD_READ_ONLY)
        return "This cluster is read-only in klamm, so no change is offered. Elsewhere each change "
               "is a plan with before and after, and can be undone.";
    return tour_no_topic(a, arena);
}

static const char *go(const struct app *a, const struct tour_seen *seen, struct arena *arena)
{
    (void)seen;
    return arena_printf(arena, "Press %s: the topics.", tour_key(a, arena, "global", "topics"));
}

static bool is_there(const struct app *a, struct tour_seen *seen)
{
    (void)seen;
    return tour_on(a, "topics") || tour_dialog(a, "config-alter", NULL);
}

static const char *open_form(const struct app *a, const struct tour_seen *seen, struct arena *arena)
{
    (void)seen;
    return arena_printf(arena, "Select a topic and press %s: settings of it are altered in a form.",
                        tour_key(a, arena, "topics", "config-alter"));
}

static bool is_form(const struct app *a, struct tour_seen *seen)
{
    (void)seen;
    return tour_dialog(a, "config-alter", NULL);
}

static const char *fill_form(const struct app *a, const struct tour_seen *seen, struct arena *arena)
{
    (void)seen;
    if (!a->overlays.len)
        return arena_printf(arena, "The form was closed. %s opens it again, %s goes on.",
                            tour_key(a, arena, "topics", "config-alter"),
                            tour_key(a, arena, "tour", "tour-next"));
    return arena_printf(arena,
                        "Write %s, a setting that no one notices, and press %s. "
                        "Nothing is sent by that: the plan is shown.",
                        tour_typed(arena, HARMLESS), tour_key(a, arena, "form", "accept"));
}

static bool is_plan(const struct app *a, struct tour_seen *seen)
{
    (void)seen;
    return tour_dialog(a, "config-alter", "plan") || tour_dialog(a, "config-alter", "confirm");
}

static const char *read_plan(const struct app *a, const struct tour_seen *seen, struct arena *arena)
{
    bool prod = a->session->profile->guard == GUARD_TYPED;
    (void)seen;
    return arena_printf(arena,
                        "The plan: before, after, what it means, the command of Kafka's own tool. "
                        "Exactly this would be sent%s. %s leaves: nothing was sent.",
                        prod ? ", once its name is typed" : ": y sends it, and it can be undone",
                        tour_key(a, arena, "plan", "cancel"));
}

static bool is_over(const struct app *a, struct tour_seen *seen)
{
    seen->sent = tour_dialog(a, "config-alter", "result") && tour_offers(a, "undo");
    return seen->sent || !a->overlays.len || tour_dialog(a, "config-alter", "form");
}

static const char *undo(const struct app *a, const struct tour_seen *seen, struct arena *arena)
{
    const char *key = tour_key(a, arena, "result", "undo");
    (void)seen;
    if (!a->overlays.len)
        return arena_printf(arena, "Press %s: the journal. %s on the newest line undoes it.",
                            tour_key(a, arena, "global", "journal"), key);
    return arena_printf(arena,
                        "Sent, read back from the broker, and in the journal. Press %s: the plan "
                        "of the way back.",
                        key);
}

static bool is_undo(const struct app *a, struct tour_seen *seen)
{
    return !seen->sent || tour_dialog(a, "undo", "plan") || tour_dialog(a, "undo", "confirm");
}

static const char *read_undo(const struct app *a, const struct tour_seen *seen, struct arena *arena)
{
    (void)seen;
    return arena_printf(arena,
                        "Undo is a plan like any other, made from the journal: it restores what "
                        "was there, if no one changed it since. %s sends it.",
                        tour_key(a, arena, "confirm", "accept"));
}

static bool is_undone(const struct app *a, struct tour_seen *seen)
{
    seen->undone = tour_dialog(a, "undo", "result");
    return !seen->sent || seen->undone || !a->overlays.len;
}

static const char *after(const struct app *a, const struct tour_seen *seen, struct arena *arena)
{
    const char *next = tour_key(a, arena, "tour", "tour-next");
    const char *journal = tour_key(a, arena, "global", "journal");
    const char *undo_key = tour_key(a, arena, "journal", "undo");
    if (a->overlays.len)
        return arena_printf(arena, "%s %s closes it. The journal, %s, keeps each change.",
                            seen->sent ? "The result, step by step." : "Nothing was sent.",
                            tour_key(a, arena, "plan", "cancel"), journal);
    if (!seen->sent)
        return arena_printf(
            arena,
            "Nothing was sent. Had it been, %s would plan the way back. The journal, "
            "%s, keeps each change with who, when and outcome. %s goes on.",
            undo_key, journal, next);
    if (!seen->undone)
        return arena_printf(arena,
                            "The change is still there: %s on it in the journal, %s, undoes it. %s "
                            "goes on.",
                            undo_key, journal, next);
    return arena_printf(
        arena, "The journal, %s, has both changes, with who, when and outcome. %s goes on.",
        journal, next);
}

static const struct tour_part parts[] = {
    {go, is_there},  {open_form, is_form},   {fill_form, is_plan}, {read_plan, is_over},
    {undo, is_undo}, {read_undo, is_undone}, {after, NULL},        {0}};

const struct tour_step tour_change = {
    .title = "a change is a plan, and has an undo", .missing = cannot, .parts = parts};
