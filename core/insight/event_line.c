/* Lines of events: the sentence of the cause, and what came with it in numbers. */
#include "core/insight/event_line.h"

#include "core/base/buf.h"
#include "core/base/map.h"
#include "core/base/text_human.h"
#include "core/insight/event_cause.h"
#include "core/insight/event_text.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct folding {
    const struct events *e;
    struct arena *a;
    size_t *cause;
    size_t *members; /* cause by cause, each in the order of time */
    size_t *first;   /* of each cause among the members */
    size_t *count;   /* its members, without itself */
};

static struct folding fold(const struct events *e, struct arena *a)
{
    struct folding f = {.e = e, .a = a, .cause = events_causes(e, a)};
    size_t at = 0;
    f.members = arena_array(a, e->len, sizeof *f.members);
    f.first = arena_array(a, e->len, sizeof *f.first);
    f.count = arena_array(a, e->len, sizeof *f.count);
    for (size_t i = 0; i < e->len; i++)
        f.count[f.cause[i]] += f.cause[i] != i;
    for (size_t i = 0; i < e->len; i++) {
        f.first[i] = at;
        at += f.count[i];
        f.count[i] = 0;
    }
    for (size_t i = 0; i < e->len; i++) {
        size_t c = f.cause[i];
        if (c != i)
            f.members[f.first[c] + f.count[c]++] = i;
    }
    return f;
}

/* ---- counting -------------------------------------------------------------------------------- */

struct places {
    size_t partitions, topics;
    const char *topic; /* the first */
    int64_t last_ms, offline_ms;
};

enum sort { LEADERS_MOVED, LEADERS_LOST, LEADERS_AGAIN, ISR_SHRANK, ISR_GREW, SORTS };

static enum sort sort_of(const struct folding *f, size_t i)
{
    const struct event *x = events_at(f->e, i);
    if (x->kind == EVENT_ISR_SHRANK)
        return ISR_SHRANK;
    if (x->kind == EVENT_ISR_GREW)
        return ISR_GREW;
    if (event_offline_ms(f->e, i) >= 0)
        return LEADERS_AGAIN;
    return x->after && strcmp(x->after, "none") == 0 ? LEADERS_LOST : LEADERS_MOVED;
}

static const char *partition_key(const struct event *x, struct arena *a)
{
    return arena_printf(a, "%s/%" PRId32, x->object, x->partition);
}

/* A partition counts once, however often it changed. */
static void count_one(struct places *p, const struct folding *f, size_t i, struct map *seen)
{
    const struct event *x = events_at(f->e, i);
    int64_t offline = event_offline_ms(f->e, i);
    if (!map_set(seen, partition_key(x, f->a), f->e->ring))
        p->partitions++;
    if (!map_set(seen, x->object, f->e->ring) && p->topics++ == 0)
        p->topic = x->object;
    if (x->wall_ms > p->last_ms)
        p->last_ms = x->wall_ms;
    if (offline > p->offline_ms)
        p->offline_ms = offline;
}

/* With the event itself where it is one of partitions: the first of many alike. */
static void count(const struct folding *f, size_t line, struct places p[SORTS])
{
    struct map seen[SORTS];
    for (int s = 0; s < SORTS; s++)
        map_init(&seen[s]);
    if (events_at(f->e, line)->partition >= 0) {
        enum sort s = sort_of(f, line);
        count_one(&p[s], f, line, &seen[s]);
    }
    for (size_t k = 0; k < f->count[line]; k++) {
        size_t i = f->members[f->first[line] + k];
        enum sort s = sort_of(f, i);
        count_one(&p[s], f, i, &seen[s]);
    }
    for (int s = 0; s < SORTS; s++)
        map_release(&seen[s], NULL);
}

/* ---- words ----------------------------------------------------------------------------------- */

static const char *partitions(const struct places *p, struct arena *a)
{
    char n[TEXT_NUM];
    text_count(n, (int64_t)p->partitions);
    if (p->topics == 1)
        return arena_printf(a, "%s partition%s of %s", n, p->partitions == 1 ? "" : "s", p->topic);
    return arena_printf(a, "%s partitions of %zu topics", n, p->topics);
}

/* "legacy-import has leaders again, offline for 55 s" */
static const char *leaders_again(const struct places *p, struct arena *a)
{
    char ms[TEXT_NUM];
    bool one = p->topics == 1;
    const char *who = one ? p->topic : partitions(p, a);
    if (p->offline_ms <= 0)
        return arena_printf(a, "%s %s leaders again", who, one ? "has" : "have");
    return arena_printf(a, "%s %s leaders again, offline for %s%s", who, one ? "has" : "have",
                        one ? "" : "up to ", text_duration(ms, p->offline_ms));
}

static void add(struct buf *b, const char *part)
{
    buf_addf(b, "%s%s", b->len ? "; " : "", part);
}

/* The loss that ended by this return; SIZE_MAX: it was not seen. */
static size_t loss_before(const struct folding *f, size_t back)
{
    const char *broker = events_at(f->e, back)->object;
    for (size_t i = back; i-- > 0;) {
        const struct event *x = events_at(f->e, i);
        if (x->of == EVENT_OF_BROKER && strcmp(x->object, broker) == 0 &&
            (x->kind == EVENT_BROKER_LOST || x->kind == EVENT_BROKER_BACK))
            return x->kind == EVENT_BROKER_LOST ? i : SIZE_MAX;
    }
    return SIZE_MAX;
}

/* "ISR whole after 55 s" only when every partition that shrank by the loss was seen to grow. */
static void add_isr(struct buf *b, const struct folding *f, size_t loss, const struct places *grew)
{
    char ms[TEXT_NUM];
    struct places lost[SORTS] = {{0}};
    if (loss != SIZE_MAX)
        count(f, loss, lost);
    size_t shrank = lost[ISR_SHRANK].partitions;
    if (shrank && grew->partitions >= shrank)
        add(b, arena_printf(f->a, "ISR whole after %s",
                            text_duration(ms, grew->last_ms - events_at(f->e, loss)->wall_ms)));
    else if (shrank)
        add(b,
            arena_printf(f->a, "in sync again on %zu of %zu partitions", grew->partitions, shrank));
    else if (grew->partitions)
        add(b, arena_printf(f->a, "in sync again on %s", partitions(grew, f->a)));
}

static void add_leaders(struct buf *b, const struct folding *f, const struct places *p)
{
    char n[TEXT_NUM];
    if (p[LEADERS_LOST].partitions)
        add(b, arena_printf(f->a, "%s without a leader", partitions(&p[LEADERS_LOST], f->a)));
    if (p[LEADERS_AGAIN].partitions)
        add(b, leaders_again(&p[LEADERS_AGAIN], f->a));
    if (p[LEADERS_MOVED].partitions)
        add(b, arena_printf(f->a, "%s leader%s moved",
                            text_count(n, (int64_t)p[LEADERS_MOVED].partitions),
                            p[LEADERS_MOVED].partitions == 1 ? "" : "s"));
}

static const char *of_broker(const struct folding *f, size_t line, const struct places *p)
{
    struct buf b;
    char ms[TEXT_NUM];
    const struct event *x = events_at(f->e, line);
    bool back = x->kind == EVENT_BROKER_BACK;
    size_t loss = back ? loss_before(f, line) : SIZE_MAX;
    const char *head = event_sentence(f->e, line, f->a);
    if (loss != SIZE_MAX)
        head = arena_printf(f->a, "%s after %s", head,
                            text_duration(ms, x->wall_ms - events_at(f->e, loss)->wall_ms));
    buf_init(&b, 0);
    add_leaders(&b, f, p);
    if (p[ISR_SHRANK].partitions)
        add(&b, arena_printf(f->a, "ISR shrank on %s", partitions(&p[ISR_SHRANK], f->a)));
    if (back)
        add_isr(&b, f, loss, &p[ISR_GREW]);
    head = b.len ? arena_printf(f->a, "%s: %s", head, buf_str(&b)) : head;
    buf_release(&b);
    return head;
}

/* "broker 2 out of sync on 4 partitions of orders" */
static const char *of_many(const struct folding *f, size_t line, const struct places *p)
{
    const struct event *x = events_at(f->e, line);
    char n[TEXT_NUM];
    if (x->kind == EVENT_ISR_SHRANK)
        return arena_printf(f->a, "%s of sync on %s", x->what, partitions(&p[ISR_SHRANK], f->a));
    if (x->kind == EVENT_ISR_GREW)
        return arena_printf(f->a, "%s sync again on %s", x->what, partitions(&p[ISR_GREW], f->a));
    if (p[LEADERS_LOST].partitions)
        return arena_printf(f->a, "%s without a leader", partitions(&p[LEADERS_LOST], f->a));
    if (p[LEADERS_MOVED].partitions == 0)
        return leaders_again(&p[LEADERS_AGAIN], f->a);
    return arena_printf(
        f->a, "%s leaders moved to broker %s",
        text_count(n, (int64_t)(p[LEADERS_MOVED].partitions + p[LEADERS_AGAIN].partitions)),
        x->after);
}

static const char *text_of(const struct folding *f, size_t line)
{
    struct places p[SORTS] = {{0}};
    const struct event *x = events_at(f->e, line);
    bool broker = x->kind == EVENT_BROKER_LOST || x->kind == EVENT_BROKER_BACK;
    if (!f->count[line] && !broker)
        return event_sentence(f->e, line, f->a);
    count(f, line, p);
    return broker ? of_broker(f, line, p) : of_many(f, line, p);
}

/* ---- the lines ------------------------------------------------------------------------------- */

struct event_lines event_lines(const struct events *e, struct arena *a)
{
    struct folding f = fold(e, a);
    struct event_lines out = {.l = arena_array(a, e->len, sizeof *out.l)};
    for (size_t i = e->len; i-- > 0;)
        if (f.cause[i] == i)
            out.l[out.n++] = (struct event_line){
                .event = events_at(e, i), .text = text_of(&f, i), .folded = f.count[i]};
    return out;
}

static struct event_line single(const struct folding *f, size_t i)
{
    size_t cause = f->cause[i];
    return (struct event_line){.event = events_at(f->e, i),
                               .text = event_sentence(f->e, i, f->a),
                               .cause = cause == i ? NULL : events_at(f->e, cause)};
}

struct event_lines event_lines_each(const struct events *e, struct arena *a)
{
    struct folding f = fold(e, a);
    struct event_lines out = {.l = arena_array(a, e->len, sizeof *out.l)};
    for (size_t i = e->len; i-- > 0;)
        out.l[out.n++] = single(&f, i);
    return out;
}

struct event_lines event_lines_of(const struct events *e, uint64_t seq, struct arena *a)
{
    struct folding f = fold(e, a);
    struct event_lines out = {0};
    for (size_t i = 0; i < e->len; i++) {
        if (events_at(e, i)->seq != seq || f.cause[i] != i)
            continue;
        out.l = arena_array(a, f.count[i] + 1, sizeof *out.l);
        out.l[out.n++] = single(&f, i);
        for (size_t k = 0; k < f.count[i]; k++)
            out.l[out.n++] = single(&f, f.members[f.first[i] + k]);
    }
    return out;
}
