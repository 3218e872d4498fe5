/* Findings in order, and folded into lines: a cluster-wide fault would give one line per topic, so
 * what has one cause becomes one line, as do many lines of one kind, and an object is named once. */
#include "core/insight/findings_line_impl.h"

#include "core/base/map.h"
#include "core/base/text_compare.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_LINES = 20 };

static int worst_first(const void *a, const void *b)
{
    const struct found *x = a, *y = b;
    if (x->f.kind != y->f.kind)
        return x->f.kind < y->f.kind ? -1 : 1;
    if (x->f.count != y->f.count)
        return x->f.count > y->f.count ? -1 : 1;
    return text_natural(x->f.object, y->f.object);
}

/* ---- lines ----------------------------------------------------------------------------------- */

#define NO_LINE SIZE_MAX

static void join(struct collector *c, struct lines *lines, size_t finding, size_t line)
{
    c->list.data[finding].line = line;
    lines->data[line].n++;
}

static size_t new_line(struct lines *lines, struct line line)
{
    vec_push(lines, line);
    return lines->len - 1;
}

static size_t of_kind(struct lines *lines, enum finding_kind kind, enum blame blame)
{
    return new_line(lines, (struct line){.id = finding_kind_id(kind),
                                         .kind = kind,
                                         .blame = blame,
                                         .head = LINE_HAS_NO_HEAD});
}

static size_t with_head(struct collector *c, struct lines *lines, size_t i)
{
    const struct found *x = &c->list.data[i];
    size_t line = new_line(
        lines,
        (struct line){.id = x->f.id, .kind = x->f.kind, .blame = x->blamed.kind, .head = (long)i});
    join(c, lines, i, line);
    return line;
}

static size_t count_kind(const struct collector *c, enum finding_kind kind, enum blame blame)
{
    size_t n = 0;
    for (size_t i = 0; i < c->list.len; i++)
        n += c->list.data[i].f.kind == kind && c->list.data[i].line == NO_LINE &&
             (blame == BLAME_UNASKED || c->list.data[i].blamed.kind == blame);
    return n;
}

static void join_blamed(struct collector *c, struct lines *lines, struct blamed by, size_t line)
{
    for (size_t i = 0; i < c->list.len; i++) {
        const struct found *x = &c->list.data[i];
        if (x->line == NO_LINE && x->blamed.kind == by.kind && x->blamed.broker == by.broker)
            join(c, lines, i, line);
    }
}

/* Brokers are found before what they explain is shared out. */
static void lines_of_brokers(struct collector *c, struct lines *lines)
{
    size_t lost = count_kind(c, FINDING_BROKER_LOST, BLAME_UNASKED), all = NO_LINE;
    if (lost > 1)
        all = of_kind(lines, FINDING_BROKER_LOST, BLAME_LOST);
    for (size_t i = 0; i < c->list.len; i++) {
        const struct found *x = &c->list.data[i];
        if (x->f.kind == FINDING_BROKER_LOST && all != NO_LINE)
            join(c, lines, i, all);
        else if (x->f.kind == FINDING_BROKER_LOST)
            all = with_head(c, lines, i), lines->data[all].blame = BLAME_LOST;
        else if (x->f.kind == FINDING_BROKER_BEHIND)
            join_blamed(c, lines, x->blamed, with_head(c, lines, i));
    }
    if (all != NO_LINE)
        join_blamed(c, lines, (struct blamed){.kind = BLAME_LOST}, all);
}

/* One election repairs all of them, and the skew that comes from them. */
static void line_of_leaders(struct collector *c, struct lines *lines)
{
    size_t topics = count_kind(c, FINDING_NOT_PREFERRED, BLAME_LEADERS);
    size_t skews = count_kind(c, FINDING_SKEW, BLAME_LEADERS);
    if (topics + skews < 2 || !topics)
        return;
    size_t line = of_kind(lines, FINDING_NOT_PREFERRED, BLAME_LEADERS);
    join_blamed(c, lines, (struct blamed){.kind = BLAME_LEADERS}, line);
}

static void lines_of_kinds(struct collector *c, struct lines *lines)
{
    for (int k = 0; k < FINDING_KINDS; k++) {
        if (count_kind(c, (enum finding_kind)k, BLAME_UNASKED) <= MOST_LINES)
            continue;
        size_t line = of_kind(lines, (enum finding_kind)k, BLAME_NONE);
        for (size_t i = 0; i < c->list.len; i++)
            if (c->list.data[i].f.kind == (enum finding_kind)k && c->list.data[i].line == NO_LINE)
                join(c, lines, i, line);
    }
}

/* The worst of an object comes first and is the head. */
static void lines_of_objects(struct collector *c, struct lines *lines)
{
    struct map seen; /* object → its line, from 1 */
    map_init(&seen);
    for (size_t i = 0; i < c->list.len; i++) {
        const struct found *x = &c->list.data[i];
        if (x->line != NO_LINE)
            continue;
        const char *key = arena_printf(c->a, "%s\n%s", x->f.place, x->f.object);
        size_t line = (size_t)(uintptr_t)map_get(&seen, key);
        if (line) {
            join(c, lines, i, line - 1);
            continue;
        }
        line = with_head(c, lines, i);
        lines->data[line].one_object = true;
        map_set(&seen, key, (void *)(uintptr_t)(line + 1));
    }
    map_release(&seen, NULL);
}

/* In their order, the head of a line before its others. */
static void list_members(struct collector *c, struct lines *lines)
{
    size_t at = 0;
    c->members = arena_array(c->a, c->list.len, sizeof *c->members);
    for (size_t i = 0; i < lines->len; i++) {
        struct line *l = &lines->data[i];
        l->first = at;
        at += l->n;
        l->n = 0;
        if (l->head != LINE_HAS_NO_HEAD)
            c->members[l->first + l->n++] = (size_t)l->head;
    }
    for (size_t i = 0; i < c->list.len; i++) {
        struct line *l = &lines->data[c->list.data[i].line];
        if (l->head != (long)i)
            c->members[l->first + l->n++] = i;
    }
}

void findings_into_lines(struct collector *c, struct lines *lines)
{
    for (size_t i = 0; i < c->list.len; i++)
        c->list.data[i].line = NO_LINE;
    lines_of_brokers(c, lines);
    line_of_leaders(c, lines);
    lines_of_kinds(c, lines);
    lines_of_objects(c, lines);
    list_members(c, lines);
}

/* ---- the result ------------------------------------------------------------------------------ */

static int worse_line_first(const void *a, const void *b)
{
    const struct finding *x = a, *y = b;
    if (x->sev != y->sev)
        return x->sev > y->sev ? -1 : 1;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return text_natural(x->object ? x->object : "", y->object ? y->object : "");
}

static void put_lines(struct collector *c, const struct lines *lines, struct findings *out)
{
    out->f = arena_array(c->a, lines->len, sizeof *out->f);
    for (size_t i = 0; i < lines->len; i++)
        out->f[out->n++] = finding_of_line(c, &lines->data[i]);
    if (out->n)
        qsort(out->f, out->n, sizeof *out->f, worse_line_first);
}

static void put_finding(struct findings *out, const struct collector *c, const struct lines *lines,
                        size_t i)
{
    const struct line *line = &lines->data[c->list.data[i].line];
    struct finding *f = &out->f[out->n++];
    *f = c->list.data[i].f;
    f->cause = line->head == (long)i ? NULL : line->id;
}

static void put_each(struct collector *c, const struct lines *lines, struct findings *out)
{
    out->f = arena_array(c->a, c->list.len, sizeof *out->f);
    for (size_t i = 0; i < c->list.len; i++)
        put_finding(out, c, lines, i);
}

static void put_those_of(struct collector *c, const struct lines *lines, const char *id,
                         struct findings *out)
{
    for (size_t i = 0; i < lines->len; i++) {
        const struct line *line = &lines->data[i];
        if (strcmp(line->id, id) != 0)
            continue;
        out->f = arena_array(c->a, line->n, sizeof *out->f);
        for (size_t k = 0; k < line->n; k++)
            put_finding(out, c, lines, c->members[line->first + k]);
        return;
    }
}

struct findings findings_finish(struct collector *c, enum findings_form form, const char *line)
{
    struct findings out = {0};
    struct lines lines = {0};
    if (c->list.len)
        qsort(c->list.data, c->list.len, sizeof *c->list.data, worst_first);
    findings_into_lines(c, &lines);
    if (form == FINDINGS_LINES)
        put_lines(c, &lines, &out);
    else if (form == FINDINGS_EACH)
        put_each(c, &lines, &out);
    else
        put_those_of(c, &lines, line, &out);
    vec_release(&lines);
    vec_release(&c->list);
    return out;
}
