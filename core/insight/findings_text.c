/* A line of findings in words: the cause, and what it explains, counted by kind. */
#include "core/insight/findings_line_impl.h"

#include "core/base/buf.h"
#include "core/base/text.h"
#include "core/base/text_compare.h"
#include "core/base/text_human.h"

#include <inttypes.h>
#include <string.h>

static const char *fold_place(enum finding_kind k, const char **plural)
{
    *plural = "topics";
    if (k == FINDING_BROKER_LOST || k == FINDING_BROKER_BEHIND || k == FINDING_SKEW)
        *plural = "brokers";
    else if (k == FINDING_SETTINGS_DIFFER)
        return *plural = "settings", "brokers";
    else if (strncmp(finding_kind_id(k), "group-", 6) == 0)
        *plural = "groups";
    return *plural;
}

static bool is_earlier(const struct finding *a, const struct finding *b)
{
    return a->since_wall_ms && (!b->since_wall_ms || a->since_wall_ms < b->since_wall_ms);
}

static const struct found *member(const struct collector *c, const struct line *line, size_t i)
{
    return &c->list.data[c->members[line->first + i]];
}

/* Of one kind in a line. */
struct sum {
    size_t n;
    int64_t count;
    const struct finding *first;
};

static struct sum sum_of(const struct collector *c, const struct line *line, enum finding_kind kind)
{
    struct sum s = {0};
    for (size_t i = 0; i < line->n; i++) {
        const struct found *x = member(c, line, i);
        if (x->f.kind != kind)
            continue;
        if (s.n++ == 0)
            s.first = &x->f;
        s.count += x->f.count;
    }
    return s;
}

/* ---- what a broker explains ------------------------------------------------------------------ */

static const char *comma(const struct buf *b)
{
    return b->len ? ", " : "";
}

static const char *name_of(struct collector *c, const struct sum *s)
{
    return text_visible(c->a, s->first->object, strlen(s->first->object));
}

/* "1 partition offline, shipments refuses acks=all, 28 topics at min ISR": what clients notice.
 * That replicas are missing, and leaders elsewhere, goes without saying. */
static char *consequences(struct collector *c, const struct line *line)
{
    struct buf b;
    char num[TEXT_NUM];
    struct sum off = sum_of(c, line, FINDING_OFFLINE);
    struct sum under = sum_of(c, line, FINDING_UNDER_MIN_ISR);
    struct sum at = sum_of(c, line, FINDING_AT_MIN_ISR);
    buf_init(&b, 0);
    if (off.n)
        buf_addf(&b, "%s%s partition%s offline", comma(&b), text_count(num, off.count),
                 off.count == 1 ? "" : "s");
    if (under.n == 1)
        buf_addf(&b, "%s%s refuses acks=all", comma(&b), name_of(c, &under));
    else if (under.n)
        buf_addf(&b, "%s%zu topics refuse acks=all", comma(&b), under.n);
    if (at.n == 1)
        buf_addf(&b, "%s%s at min ISR", comma(&b), name_of(c, &at));
    else if (at.n)
        buf_addf(&b, "%s%zu topics at min ISR", comma(&b), at.n);
    char *text = b.len ? arena_strdup(c->a, buf_str(&b)) : NULL;
    buf_release(&b);
    return text;
}

static void say_broker(struct collector *c, const struct line *line, struct finding *f)
{
    char num[TEXT_NUM];
    const char *more = consequences(c, line);
    const char *what = f->what;
    if (f->kind == FINDING_BROKER_LOST && more)
        what =
            arena_printf(c->a, "%s replica%s", text_count(num, f->count), f->count == 1 ? "" : "s");
    f->what =
        more ? arena_printf(c->a, "%s · %s", more, what) : what; /* a narrow cell cuts its end */
}

/* "2, 3": in the order of their ids. */
static const char *lost_brokers(struct collector *c, const struct line *line)
{
    const char *list = NULL, *last = NULL;
    for (size_t n = 0; n < line->n; n++) {
        const char *next = NULL;
        for (size_t i = 0; i < line->n; i++) {
            const struct finding *f = &member(c, line, i)->f;
            if (f->kind == FINDING_BROKER_LOST && (!last || text_natural(f->object, last) > 0) &&
                (!next || text_natural(f->object, next) < 0))
                next = f->object;
        }
        if (!next)
            break;
        list = list ? arena_printf(c->a, "%s, %s", list, next) : next;
        last = next;
    }
    return list;
}

/* ---- lines without a broker ------------------------------------------------------------------ */

static void say_kind(struct collector *c, const struct line *line, struct finding *f)
{
    char num[TEXT_NUM];
    const char *plural;
    struct sum s = sum_of(c, line, f->kind);
    f->place = fold_place(f->kind, &plural);
    if (strcmp(plural, "topics") == 0)
        f->what = arena_printf(c->a, "%s partition%s on %zu topic%s", text_count(num, s.count),
                               s.count == 1 ? "" : "s", s.n, s.n == 1 ? "" : "s");
    else if ((size_t)s.count == s.n)
        f->what = arena_printf(c->a, "%zu %s", s.n, plural);
    else
        f->what = arena_printf(c->a, "%zu %s, %s in all", s.n, plural, text_count(num, s.count));
    struct sum skew = f->kind == FINDING_NOT_PREFERRED ? sum_of(c, line, FINDING_SKEW) : s;
    if (f->kind == FINDING_NOT_PREFERRED && skew.n)
        f->what = arena_printf(c->a, "%s, leaders uneven on %zu broker%s", f->what, skew.n,
                               skew.n == 1 ? "" : "s");
}

/* What else is wrong with it: "40, never read; falling behind: producers ×1.9". */
static void say_object(struct collector *c, const struct line *line, struct finding *f)
{
    const char *own = f->what;
    for (size_t i = 1; i < line->n; i++) {
        const struct found *x = member(c, line, i);
        bool same = strcmp(x->f.what, own) == 0;
        f->what = arena_printf(c->a, "%s; %s%s%s", f->what, finding_kind_name(x->f.kind),
                               same ? "" : ": ", same ? "" : x->f.what);
    }
}

struct finding finding_of_line(struct collector *c, const struct line *l)
{
    bool headed = l->head != LINE_HAS_NO_HEAD;
    struct finding f = {.kind = l->kind, .id = l->id};
    if (headed)
        f = c->list.data[l->head].f;
    f.folded = l->n - headed;
    for (size_t i = 0; i < l->n; i++) {
        const struct found *x = member(c, l, i);
        f.sev = x->f.sev > f.sev ? x->f.sev : f.sev;
        if (!headed && is_earlier(&x->f, &f)) {
            f.since_wall_ms = x->f.since_wall_ms;
            f.since_at_least = x->f.since_at_least;
        }
        if (!headed && x->f.kind == l->kind)
            f.count += x->f.count;
    }
    if (l->blame == BLAME_LOST && !headed)
        f.object = lost_brokers(c, l);
    if (l->one_object)
        say_object(c, l, &f);
    else if (l->blame == BLAME_LOST || l->blame == BLAME_BEHIND)
        say_broker(c, l, &f);
    else
        say_kind(c, l, &f);
    if (!l->one_object && f.folded) {
        f.place = "findings-of";
        f.scope = f.id;
    }
    return f;
}
