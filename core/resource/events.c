/* What changed while klamm was looking, newest first: the model's events as rows. To notice changes
 * it has to look, so an open list asks for everything that can change, at a pace that large
 * clusters can bear and for a bounded number of objects. */
#include "core/resource/build.h"
#include "core/resource/list.h"

#include "core/base/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { TIME, EVENT, OBJECT, WHAT, BEFORE, AFTER, NAME, PARTITION, ID, SEVERITY, EARLIEST, COLUMNS };

static const struct column columns[COLUMNS] = {
    [TIME] = {.id = "time",
              .title = "TIME",
              .kind = VALUE_INSTANT,
              .help = "When the change was seen: it happened between the answer before (column "
                      "earliest) and this moment."},
    [EVENT] = {.id = "event", .title = "EVENT", .help = "What kind of change it was."},
    [OBJECT] = {.id = "where",
                .title = "WHERE",
                .bare = true,
                .max_width = 50,
                .help = "The partition, topic, group, broker or principal that changed."},
    [WHAT] = {.id = "what",
              .title = "WHAT",
              .max_width = 60,
              .help = "The setting, the member, the copies or the rule it is about."},
    [BEFORE] = {.id = "before", .title = "BEFORE", .max_width = 40, .help = "As it was."},
    [AFTER] = {.id = "after", .title = "AFTER", .max_width = 40, .help = "As it is since."},
    [NAME] = {.id = "object",
              .title = "OBJECT",
              .hidden = true,
              .help = "The topic, group, broker or principal, without a partition."},
    [PARTITION] = {.id = "partition",
                   .title = "PARTITION",
                   .kind = VALUE_ID,
                   .hidden = true,
                   .help = "The partition, where it is about one."},
    [ID] = {.id = "id",
            .title = "ID",
            .hidden = true,
            .help = "What this kind of event is called in scripts."},
    [SEVERITY] = {.id = "severity",
                  .title = "SEVERITY",
                  .hidden = true,
                  .help = "critical, warning, info or good: what the change means by itself."},
    [EARLIEST] = {.id = "earliest",
                  .title = "EARLIEST",
                  .kind = VALUE_INSTANT,
                  .hidden = true,
                  .help = "The last answer that did not have the change: it is not older than "
                          "that."},
};

enum { TOPICS = 1000, GROUPS = 500, BROKERS = 50 };

static void want_topics(const struct model *m, struct wants *w, size_t most)
{
    const struct metadata *md = m->metadata;
    for (size_t i = 0; md && i < md->ntopics && i < most; i++) {
        wants_add(w, FACT_TOPIC_ID, md->topics[i].name, 30000, 3);
        wants_add(w, FACT_TOPIC_CONFIG, md->topics[i].name, 60000, 3);
    }
}

static void want_groups(const struct model *m, struct wants *w, size_t most)
{
    const struct group_listing *l = m->group_list;
    for (size_t i = 0; l && i < l->ngroups && i < most; i++) {
        wants_add(w, FACT_GROUP, l->groups[i].id, 15000, 3);
        wants_add(w, FACT_GROUP_OFFSETS, l->groups[i].id, 15000, 3);
    }
}

static void want_brokers(const struct model *m, struct wants *w)
{
    const struct metadata *md = m->metadata;
    char id[16];
    for (size_t i = 0; md && i < md->nbrokers && i < BROKERS; i++) {
        snprintf(id, sizeof id, "%" PRId32, md->brokers[i].id);
        if (md->brokers[i].alive)
            wants_add(w, FACT_BROKER_CONFIG, id, 60000, 3);
    }
}

static void want(const struct view *v, struct wants *w)
{
    wants_add(w, FACT_METADATA, NULL, 3000, 0);
    wants_add(w, FACT_GROUP_LIST, NULL, 5000, 1);
    wants_add(w, FACT_ACLS, NULL, 30000, 2);
    wants_add(w, FACT_EVENTS, NULL, -1, 3); /* what klamms saw before, as far as it was kept */
    want_topics(v->model, w, v->all ? SIZE_MAX : TOPICS);
    want_groups(v->model, w, v->all ? SIZE_MAX : GROUPS);
    want_brokers(v->model, w);
}

static const char *severity_word(enum severity s)
{
    return s == SEV_BAD ? "critical" : s == SEV_WARN ? "warning" : s == SEV_GOOD ? "good" : "info";
}

static const char *place_of(const struct event *e)
{
    static const char *const places[] = {[EVENT_OF_BROKER] = "broker",
                                         [EVENT_OF_TOPIC] = "topic",
                                         [EVENT_OF_GROUP] = "group",
                                         [EVENT_OF_ACLS] = "acls"};
    return places[e->of];
}

static void add_event(struct table *t, const struct event *e)
{
    struct row *r = table_add_row(
        t, arena_printf(&t->arena, "%" PRIu64 "\n%s\n%s", e->seq, place_of(e), e->object));
    cell_moment(t, r, TIME, e->wall_ms);
    cell_moment(t, r, EARLIEST, e->earliest_ms);
    cell_literal(r, EVENT, event_kind_name(e->kind));
    cell_sev(r, EVENT, e->sev);
    if (e->partition >= 0)
        cell_textf(t, r, OBJECT, "%s-%" PRId32, e->object, e->partition);
    else if (e->of == EVENT_OF_BROKER)
        cell_textf(t, r, OBJECT, "broker %s", e->object);
    else
        cell_text(t, r, OBJECT, e->object);
    cell_text(t, r, WHAT, e->what);
    cell_text(t, r, BEFORE, e->before);
    cell_text(t, r, AFTER, e->after);
    cell_text(t, r, NAME, e->object);
    if (e->partition >= 0)
        cell_num(r, PARTITION, e->partition);
    else
        cell_none(r, PARTITION);
    cell_literal(r, ID, event_kind_id(e->kind));
    cell_literal(r, SEVERITY, severity_word(e->sev));
    cell_sev(r, SEVERITY, e->sev);
}

static void build(const struct view *v, struct table *t)
{
    const struct model *m = v->model;
    char since[TEXT_NUM];
    if (!build_need(t, m, FACT_METADATA, NULL))
        return;
    for (size_t i = m->events.len; i-- > 0;)
        add_event(t, events_at(&m->events, i));
    if (!t->nrows)
        table_note(t, SEV_GOOD, "nothing has changed since %s, when klamm began to look",
                   text_clock(since, m->looking_since_wall_ms));
}

/* "seq\nplace\nscope", as those of findings. */
static bool open_place(const struct table *t, const struct row *row, const char **place,
                       const char **scope)
{
    static const char *const places[] = {"broker", "topic", "group", "acls"};
    const char *at = strchr(row->key, '\n');
    const char *end = at ? strchr(at + 1, '\n') : NULL;
    (void)t;
    for (size_t i = 0; end && i < sizeof places / sizeof *places; i++)
        if (strncmp(at + 1, places[i], (size_t)(end - at - 1)) == 0) {
            *place = places[i];
            *scope = i < 3 ? end + 1 : NULL;
            return true;
        }
    return false;
}

const struct resource resource_events = {
    .name = "events",
    .title = "events",
    .tab = true,
    .help = "What changed while klamm was looking: leaders, copies in sync, brokers, topics, "
            "settings, groups and their members, offsets that went back, ACLs; kept for a week. "
            "Enter goes there.",
    .columns = columns,
    .ncolumns = COLUMNS,
    .want = want,
    .build = build,
    .refresh_ms = 3000,
    .open = open_place,
};
