/* Puts the events of a cluster that matter to one group, and the marks of its recording, into one
 * list. Both report members, rebalances and offsets that went back; events use more words, so a
 * mark of the recording is left out where an event of the same kind is next to it. */
#include "core/insight/lag/group_marks.h"

#include "core/base/buf.h"
#include "core/base/text.h"
#include "core/base/text_human.h"
#include "core/base/vec.h"
#include "core/model/config_value.h"
#include "core/recording/recording.h"
#include "core/recording/recording_add.h"
#include "core/recording/recording_read.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* A sample and a listing see the same thing at most this many sampling intervals apart. */
enum { SAME_INTERVALS = 3 };

static const struct {
    char letter;
    const char *name;
} words[GROUP_MARK_KINDS] = {
    [GROUP_MARK_BROKER] = {'B', "broker"},      [GROUP_MARK_TOPIC] = {'T', "topic"},
    [GROUP_MARK_CONFIG] = {'C', "config"},      [GROUP_MARK_OFFSETS] = {'O', "offsets"},
    [GROUP_MARK_LEADER] = {'L', "leader, ISR"}, [GROUP_MARK_REBALANCE] = {'R', "rebalance"},
    [GROUP_MARK_MEMBERS] = {'M', "members"},
};

char group_mark_letter(enum group_mark_kind k)
{
    return words[k].letter;
}

const char *group_mark_name(enum group_mark_kind k)
{
    return words[k].name;
}

struct found {
    struct group_mark mark;    /* without its text */
    const struct event *event; /* or */
    const struct recording_mark *recorded;
    size_t order;
};

struct finder {
    const struct model *m;
    const struct recording_group *g;
    const char *group;
    int64_t from_ms, to_ms;
    struct arena *a;
    struct VEC(struct found) found;
};

/* ---- events ---------------------------------------------------------------------------------- */

/* Parts are sorted by topic. */
static bool reads(const struct finder *f, const char *topic)
{
    size_t low = 0, high = f->g ? f->g->nparts : 0;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int c = strcmp(f->g->parts[mid].topic->name, topic);
        if (c == 0)
            return true;
        if (c < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return false;
}

static bool is_word(const char *s, const char *word)
{
    return s && strcmp(s, word) == 0;
}

static enum group_mark_kind kind_of_state(const struct event *e)
{
    bool empty = is_word(e->before, "empty") || is_word(e->after, "empty");
    return empty || is_word(e->after, "dead") ? GROUP_MARK_MEMBERS : GROUP_MARK_REBALANCE;
}

static enum group_mark_kind kind_of(const struct event *e)
{
    switch (e->kind) {
    case EVENT_LEADER_MOVED:
    case EVENT_ISR_SHRANK:
    case EVENT_ISR_GREW:
        return GROUP_MARK_LEADER;
    case EVENT_BROKER_LOST:
    case EVENT_BROKER_BACK:
    case EVENT_BROKER_NEW:
        return GROUP_MARK_BROKER;
    case EVENT_TOPIC_CREATED:
    case EVENT_TOPIC_DELETED:
    case EVENT_TOPIC_HIDDEN:
    case EVENT_TOPIC_RECREATED:
    case EVENT_PARTITIONS_ADDED:
        return GROUP_MARK_TOPIC;
    case EVENT_CONFIG_CHANGED:
        return GROUP_MARK_CONFIG;
    case EVENT_GROUP_STATE:
        return kind_of_state(e);
    case EVENT_OFFSETS_BACK:
        return GROUP_MARK_OFFSETS;
    case EVENT_GROUP_NEW:
    case EVENT_GROUP_GONE:
    case EVENT_GROUP_HIDDEN:
    case EVENT_MEMBER_JOINED:
    case EVENT_MEMBER_LEFT:
        return GROUP_MARK_MEMBERS;
    case EVENT_ACL_ADDED:
    case EVENT_ACL_REMOVED:
    case EVENT_KINDS:
        break;
    }
    return GROUP_MARK_KINDS; /* says nothing about its lag */
}

static bool concerns(const struct finder *f, const struct event *e)
{
    switch (e->of) {
    case EVENT_OF_BROKER:
        return true;
    case EVENT_OF_TOPIC:
        return reads(f, e->object);
    case EVENT_OF_GROUP:
        return strcmp(e->object, f->group) == 0;
    case EVENT_OF_ACLS:
        break;
    }
    return false;
}

static const char *safe(struct arena *a, const char *s)
{
    return text_visible(a, s, strlen(s));
}

static const char *object_of(const struct finder *f, const struct event *e)
{
    if (e->of == EVENT_OF_GROUP)
        return ""; /* the one that is checked */
    const char *name = safe(f->a, e->object);
    if (e->partition >= 0)
        return arena_printf(f->a, " of %s-%" PRId32, name, e->partition);
    bool setting = e->kind == EVENT_CONFIG_CHANGED;
    if (e->of == EVENT_OF_BROKER)
        return arena_printf(f->a, setting ? " of broker %s" : " %s", name);
    return arena_printf(f->a, " of %s", name);
}

/* Settings as people write them: "7 d". */
static const char *value_words(const struct finder *f, const struct event *e, const char *v)
{
    if (!v)
        return "none";
    if (e->kind == EVENT_CONFIG_CHANGED && e->what) {
        enum config_type type = e->of == EVENT_OF_TOPIC    ? CONFIG_TOPIC
                                : e->of == EVENT_OF_BROKER ? CONFIG_BROKER
                                                           : CONFIG_GROUP;
        struct config_key k = config_key_of(type, e->what);
        const char *human = config_value_human(&k, v, f->a);
        v = human ? human : v;
    }
    return safe(f->a, v);
}

/* What changed comes before the name of what it was: names are long, and lines are cut. */
static const char *words_of(const struct finder *f, const struct event *e)
{
    struct buf b;
    buf_init(&b, 0);
    buf_adds(&b, event_kind_name(e->kind));
    if (e->what)
        buf_addf(&b, " %s", safe(f->a, e->what));
    if (e->before || e->after)
        buf_addf(&b, " %s → %s", value_words(f, e, e->before), value_words(f, e, e->after));
    buf_adds(&b, object_of(f, e));
    const char *text = arena_strdup(f->a, buf_str(&b));
    buf_release(&b);
    return text;
}

static bool within(const struct finder *f, int64_t at_ms)
{
    return at_ms >= f->from_ms && at_ms < f->to_ms;
}

static void add(struct finder *f, struct found x)
{
    x.order = f->found.len;
    vec_push(&f->found, x);
}

static void take_events(struct finder *f)
{
    const struct event *e;
    for (size_t i = 0; (e = events_at(&f->m->events, i)); i++) {
        enum group_mark_kind kind = kind_of(e);
        if (kind == GROUP_MARK_KINDS || !within(f, e->wall_ms) || !concerns(f, e))
            continue;
        add(f, (struct found){.mark = {e->wall_ms, kind, e->sev, NULL}, .event = e});
    }
}

/* ---- what the samples show ------------------------------------------------------------------- */

static enum group_mark_kind kind_of_mark(enum mark_kind k)
{
    return k == MARK_BACK || k == MARK_RESET || k == MARK_JUMP ? GROUP_MARK_OFFSETS
           : k == MARK_REBALANCE                               ? GROUP_MARK_REBALANCE
                                                               : GROUP_MARK_MEMBERS;
}

static const char *words_of_mark(const struct finder *f, const struct recording_mark *m)
{
    char n[TEXT_NUM];
    text_count(n, m->n);
    switch (m->kind) {
    case MARK_BACK:
        return arena_printf(f->a, "%s: %s are read again", mark_name(m->kind), n);
    case MARK_RESET:
        return arena_printf(f->a, "%s by %s while it had no members", mark_name(m->kind), n);
    case MARK_JUMP:
        return arena_printf(f->a,
                            "%s by %s while all members were replaced: set by hand, or read "
                            "faster than ever before",
                            mark_name(m->kind), n);
    case MARK_MEMBERS:
    case MARK_ACTIVE:
        return arena_printf(f->a, "%s: %s now", mark_name(m->kind), n);
    case MARK_REBALANCE:
    case MARK_EMPTY:
    case MARK_KINDS:
        break;
    }
    return mark_name(m->kind);
}

/* `upto`: those before it are events. */
static bool covered_by_event(const struct finder *f, const struct group_mark *mark, size_t upto)
{
    int64_t near = f->g->interval_ms * SAME_INTERVALS;
    for (size_t i = 0; i < upto; i++) {
        const struct group_mark *e = &f->found.data[i].mark;
        if (e->kind == mark->kind && e->at_ms - mark->at_ms <= near &&
            mark->at_ms - e->at_ms <= near)
            return true;
    }
    return false;
}

static void take_marks(struct finder *f)
{
    const struct recording_mark *m;
    size_t events = f->found.len;
    for (size_t i = 0; f->g && (m = recording_mark_at(f->g, i)); i++) {
        enum group_mark_kind kind = kind_of_mark(m->kind);
        if (!within(f, m->at_ms))
            continue;
        bool bad = m->kind == MARK_BACK || m->kind == MARK_RESET || m->kind == MARK_EMPTY;
        struct group_mark mark = {m->at_ms, kind, bad ? SEV_WARN : SEV_INFO, NULL};
        if (!covered_by_event(f, &mark, events))
            add(f, (struct found){.mark = mark, .recorded = m});
    }
}

/* ---- together -------------------------------------------------------------------------------- */

/* Kinds of events, then kinds of recorded marks. */
static int what_of(const struct found *x)
{
    return x->event ? (int)x->event->kind : EVENT_KINDS + (int)x->recorded->kind;
}

static int by_time(const void *a, const void *b)
{
    const struct found *x = a, *y = b;
    if (x->mark.at_ms != y->mark.at_ms)
        return x->mark.at_ms < y->mark.at_ms ? -1 : 1;
    if (x->mark.kind != y->mark.kind)
        return x->mark.kind < y->mark.kind ? -1 : 1;
    if (what_of(x) != what_of(y))
        return what_of(x) < what_of(y) ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

/* Of one kind and one answer: a broker that goes takes the leaders of many partitions with it. */
static struct group_mark fold(const struct finder *f, const struct found *from, size_t n)
{
    struct group_mark out = from->mark;
    out.text = from->event ? words_of(f, from->event) : words_of_mark(f, from->recorded);
    for (size_t i = 1; i < n; i++)
        out.sev = from[i].mark.sev > out.sev ? from[i].mark.sev : out.sev;
    if (n > 1)
        out.text = arena_printf(f->a, "%s, and %zu more", out.text, n - 1);
    return out;
}

static int64_t known_since(const struct model *m)
{
    const struct event *first = events_at(&m->events, 0);
    int64_t since = m->looking_since_wall_ms;
    return first && (!since || first->wall_ms < since) ? first->wall_ms : since;
}

struct group_marks group_marks_make(const struct model *m, const char *group, int64_t from_ms,
                                    int64_t to_ms, struct arena *a)
{
    struct finder f = {.m = m,
                       .g = recording_find(m->recording, group),
                       .group = group,
                       .from_ms = from_ms,
                       .to_ms = to_ms,
                       .a = a};
    struct group_marks out = {.since_ms = known_since(m)};
    take_events(&f);
    take_marks(&f);
    if (f.found.len)
        qsort(f.found.data, f.found.len, sizeof *f.found.data, by_time);
    out.m = arena_array(a, f.found.len, sizeof *out.m);
    for (size_t i = 0, end; i < f.found.len; i = end) {
        const struct found *x = &f.found.data[i];
        for (end = i + 1; end < f.found.len; end++)
            if (what_of(&f.found.data[end]) != what_of(x) ||
                f.found.data[end].mark.at_ms != x->mark.at_ms)
                break;
        out.m[out.n] = fold(&f, x, end - i);
        out.count[out.m[out.n++].kind]++;
    }
    vec_release(&f.found);
    return out;
}
