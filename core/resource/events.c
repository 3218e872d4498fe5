/* What changed while klamm was watching, newest first: the model's events as rows. A person reads one
 * line for what happened, with what it brought folded into it; programs read every event. To notice
 * changes it has to watch, so an open list requests everything that can change, at a pace that
 * large clusters can bear and for a bounded number of objects. */
#include "core/resource/build.h"
#include "core/resource/list.h"

#include "core/base/map.h"
#include "core/base/text_human.h"
#include "core/insight/event_line.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    TIME,
    SENTENCE,
    EVENT,
    OBJECT,
    WHAT,
    BEFORE,
    AFTER,
    NAME,
    PARTITION,
    ID,
    SEVERITY,
    EARLIEST,
    SEQ,
    CAUSE,
    FOLDED,
    COLUMNS
};

static const struct column columns[COLUMNS] = {
    [TIME] = {.id = "time",
              .title = "TIME",
              .kind = VALUE_INSTANT,
              .help = "When the change was seen: it happened between the answer before (column "
                      "earliest) and this moment."},
    [SENTENCE] = {.id = "sentence",
                  .title = "EVENT",
                  .bare = true,
                  .help = "What changed; of a broker that was lost or came back, what it brought "
                          "with it."},
    [EVENT] = {.id = "event",
               .title = "KIND",
               .hidden = true,
               .help = "What kind of change it was."},
    [OBJECT] = {.id = "where",
                .title = "WHERE",
                .hidden = true,
                .max_width = 50,
                .help = "The partition, topic, group, broker or principal that changed."},
    [WHAT] = {.id = "what",
              .title = "WHAT",
              .hidden = true,
              .max_width = 60,
              .help = "The setting, member, replicas or ACL it is about."},
    [BEFORE] =
        {.id = "before", .title = "BEFORE", .hidden = true, .max_width = 40, .help = "As it was."},
    [AFTER] = {.id = "after",
               .title = "AFTER",
               .hidden = true,
               .max_width = 40,
               .help = "As it is since."},
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
    [SEQ] = {.id = "seq",
             .title = "SEQ",
             .kind = VALUE_ID,
             .hidden = true,
             .help = "The number of the event; later ones have higher numbers."},
    [CAUSE] = {.id = "cause",
               .title = "CAUSE",
               .kind = VALUE_ID,
               .hidden = true,
               .help = "The seq of the event that brought it, or of the first of many alike; –: it "
                       "stands alone."},
    [FOLDED] = {.id = "folded",
                .title = "FOLDED",
                .kind = VALUE_COUNT,
                .hidden = true,
                .help = "How many events the line stands for besides its own."},
};

enum { TOPICS = 1000, GROUPS = 500, BROKERS = 50 };

static void want_topics(const struct model *m, struct wants *w, size_t most)
{
    const struct metadata *md = m->metadata;
    for (size_t i = 0; md && i < md->ntopics && i < most; i++) {
        wants_add(w, FACT_TOPIC_ID, md->topics[i].name, AGE_USUAL, 3);
        wants_add(w, FACT_TOPIC_CONFIG, md->topics[i].name, AGE_USUAL, 3);
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
            wants_add(w, FACT_BROKER_CONFIG, id, AGE_USUAL, 3);
    }
}

static void want(const struct view *v, struct wants *w)
{
    wants_add(w, FACT_METADATA, NULL, 3000, 0);
    wants_add(w, FACT_GROUP_LIST, NULL, AGE_USUAL, 1);
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

static const char *key_of(struct arena *a, const struct event_line *l)
{
    const struct event *e = l->event;
    if (l->folded)
        return arena_printf(a, "%" PRIu64 "\nevents-of\n%" PRIu64, e->seq, e->seq);
    return arena_printf(a, "%" PRIu64 "\n%s\n%s", e->seq, place_of(e), e->object);
}

static void add_line(struct table *t, struct row *r, const struct event_line *l)
{
    cell_text(t, r, SENTENCE, l->text);
    cell_sev(r, SENTENCE, l->event->sev);
    cell_num(r, SEQ, (int64_t)l->event->seq);
    if (l->cause)
        cell_num(r, CAUSE, (int64_t)l->cause->seq);
    else
        cell_none(r, CAUSE);
    cell_num(r, FOLDED, (int64_t)l->folded);
}

static void fill(struct table *t, struct row *r, const struct event_line *l)
{
    const struct event *e = l->event;
    add_line(t, r, l);
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

static const char *number_of(const struct event *e, char text[TEXT_NUM])
{
    snprintf(text, TEXT_NUM, "%" PRIu64, e->seq);
    return text;
}

/* Lines get each event that is folded into them, for filters. */
static void add_within(struct table *t, const struct events *events,
                       const struct event_lines *lines)
{
    struct event_lines each = event_lines_each(events, &t->arena);
    struct map rows; /* number of a line's event → its row, counted from 1 */
    char seq[TEXT_NUM];
    map_init(&rows);
    for (size_t i = 0; i < lines->n; i++)
        if (lines->l[i].folded)
            map_set(&rows, number_of(lines->l[i].event, seq), (void *)(i + 1));
    for (size_t i = 0; i < each.n; i++) {
        const struct event *cause = each.l[i].cause;
        size_t row = cause ? (size_t)map_get(&rows, number_of(cause, seq)) : 0;
        if (row)
            fill(t, table_add_folded(t, row - 1, key_of(&t->arena, &each.l[i])), &each.l[i]);
    }
    map_release(&rows, NULL);
}

static void build(const struct view *v, struct table *t)
{
    const struct model *m = v->model;
    char since[TEXT_NUM];
    if (!build_need(t, m, FACT_METADATA, NULL))
        return;
    struct event_lines list =
        v->scope  ? event_lines_of(&m->events, strtoull(v->scope, NULL, 10), &t->arena)
        : v->each ? event_lines_each(&m->events, &t->arena)
                  : event_lines(&m->events, &t->arena);
    for (size_t i = 0; i < list.n; i++)
        fill(t, table_add_row(t, key_of(&t->arena, &list.l[i])), &list.l[i]);
    if (v->within && !v->scope && !v->each)
        add_within(t, &m->events, &list);
    if (!t->nrows && v->scope)
        table_note(t, SEV_NONE, "there is no such event any more");
    else if (!t->nrows)
        table_note(t, SEV_GOOD, "nothing has changed since %s, when klamm started to monitor",
                   text_clock(since, m->looking_since_wall_ms));
}

/* "seq\nplace\nscope", as those of findings. */
static bool open_place(const struct table *t, const struct row *row, const char **place,
                       const char **scope)
{
    static const char *const places[] = {"broker", "topic", "group", "events-of", "acls"};
    const char *at = strchr(row->key, '\n');
    const char *end = at ? strchr(at + 1, '\n') : NULL;
    (void)t;
    for (size_t i = 0; end && i < sizeof places / sizeof *places; i++)
        if (strncmp(at + 1, places[i], (size_t)(end - at - 1)) == 0) {
            *place = places[i];
            *scope = i < 4 ? end + 1 : NULL;
            return true;
        }
    return false;
}

const struct resource resource_events = {
    .name = "events",
    .rows = OBJECT_EVENT,
    .title = "events",
    .tab = true,
    .help = "What changed while klamm was monitoring: leaders, in-sync replicas, brokers, topics, "
            "settings, groups and their members, offsets that went back, ACLs; kept for a week. "
            "What has one cause is one line; Enter opens it, or goes to the place.",
    .columns = columns,
    .ncolumns = COLUMNS,
    .want = want,
    .build = build,
    .folds = true,
    .open = open_place,
};

const struct resource resource_events_of = {
    .name = "events-of",
    .rows = OBJECT_EVENT,
    .of = OBJECT_EVENT,
    .title = "events of",
    .help = "What one line of the events stands for, the cause first: ID is its number, in the "
            "column seq. Enter goes to the place.",
    .scope = SCOPE_ID,
    .columns = columns,
    .ncolumns = COLUMNS,
    .want = want,
    .build = build,
    .open = open_place,
};
