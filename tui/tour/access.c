/* Who may read a topic, and by which ACL. */
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

static const char *ask(const struct app *a, const struct tour_seen *seen, struct arena *arena)
{
    (void)seen;
    return arena_printf(arena, "Select a topic and press %s: who may use it?",
                        tour_key(a, arena, "topics", "who-can"));
}

static bool is_asked(const struct app *a, struct tour_seen *seen)
{
    (void)seen;
    return tour_on(a, "topic-access");
}

/* Without an authorizer, or without the right to see ACLs, the list says so itself. */
static const char *read_access(const struct app *a, const struct tour_seen *seen,
                               struct arena *arena)
{
    const struct model *m = &a->session->model;
    const char *topic = app_pane(a)->scope;
    (void)seen;
    if (!m->acls && m->acls_fact.tried_ms)
        return arena_printf(arena,
                            "Here it can't be said who may use %s: the list says why. Where ACLs "
                            "can be read, each user has a line with the ACL that decides. %s goes "
                            "on.",
                            topic ? tour_name(arena, topic) : "it",
                            tour_key(a, arena, "tour", "tour-next"));
    return arena_printf(arena,
                        "Each user with the ACL that decides, as Kafka's authorizer would. In a "
                        "shell, with the reason: %s. %s goes on.",
                        tour_typed(arena, arena_printf(arena, "klamm can User:bob read topic/%s",
                                                       topic ? tour_name(arena, topic) : "orders")),
                        tour_key(a, arena, "tour", "tour-next"));
}

static const struct tour_part parts[] = {{go, is_there}, {ask, is_asked}, {read_access, NULL}, {0}};

const struct tour_step tour_access = {
    .title = "who may read a topic", .missing = tour_no_topic, .parts = parts};
