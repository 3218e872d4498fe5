/* The offsets of a group as a document: a line for each partition that has a commit, with the
 * bounds of its log above it; partitions of the same topics without a commit are comments. The
 * change is the lines that differ from what is committed. */
#include "core/action/document.h"
#include "core/action/offsets/offsets_args.h"
#include "core/action/offsets/offsets_collect.h"
#include "core/action/offsets/offsets_plan.h"
#include "core/base/clock.h"
#include "core/base/map.h"
#include "core/base/parse.h"
#include "core/base/text_human.h"
#include "core/config/profile.h"

#include <inttypes.h>
#include <string.h>

enum { TAG_START, TAG_END };

/* What both writing and reading look at: the partitions of the topics the group has committed on,
 * by topic and partition. */
struct paper {
    struct arena arena;
    struct reset rows; /* only its rows */
    struct plan *plan; /* whose arena reset_collect uses */
};

/* ---- what is there --------------------------------------------------------------------------- */

static bool one_group(const struct args *args, const char **group, struct err *err)
{
    *group = args_get(args, "group");
    if (!*group || !**group)
        return err_set(err, ERR_USAGE, "say whose offsets: the group is missing");
    return !args_nth(args, "group", 1) ||
           err_set(err, ERR_USAGE, "a document is about the offsets of one group");
}

/* The topics that have a commit, each once, as scopes. */
static void add_scopes(struct reset *r, struct arena *a, const struct metadata *md,
                       const struct group_offsets *o)
{
    r->scopes = arena_array(a, o->n, sizeof *r->scopes);
    for (size_t i = 0; i < o->n; i++) {
        const char *topic = o->o[i].topic;

        if (metadata_topic(md, topic) &&
            (r->nscopes == 0 || strcmp(r->scopes[r->nscopes - 1].topic, topic) != 0))
            r->scopes[r->nscopes++] = (struct scope){.topic = topic};
    }
}

static void take_ends(struct reset *r, const struct reads *f, int tag)
{
    const struct offset_answers *l = reads_offsets(f, tag, NULL);

    for (size_t i = 0; l && i < l->n; i++) {
        struct offset_row *row = reset_row(r, l->a[i].topic, l->a[i].partition);

        if (!row || l->a[i].err)
            continue;
        if (tag == TAG_START)
            row->start = reported_or(l->a[i].offset, OFFSET_UNKNOWN);
        else
            row->end = reported_or(l->a[i].offset, OFFSET_UNKNOWN);
    }
}

static bool paper_open(struct paper *p, const struct args *args, const struct reads *f,
                       struct err *err)
{
    const struct metadata *md = reads_metadata(f, err);
    const struct group_offsets *o;
    const char *group;

    arena_init(&p->arena);
    p->plan = plan_new("offsets-reset");
    p->rows = (struct reset){.goal = GOAL_CURRENT};
    if (!md || !one_group(args, &group, err))
        return false;
    o = reads_group_offsets(f, group, err);
    if (!o)
        return false;
    p->rows.group = group;
    add_scopes(&p->rows, &p->arena, md, o);
    if (p->rows.nscopes == 0)
        return err_set(err, ERR_NOT_FOUND, "group %s has no committed offsets to edit", group);
    if (!reset_collect(p->plan, &p->rows, md, o, err))
        return false;
    take_ends(&p->rows, f, TAG_START);
    take_ends(&p->rows, f, TAG_END);
    return true;
}

static void paper_close(struct paper *p)
{
    plan_free(p->plan);
    arena_release(&p->arena);
}

static void want_ends(const struct paper *p, struct reads *f)
{
    struct offset_query *q = arena_array(&f->arena, p->rows.nrows, sizeof *q);
    size_t n = 0;

    for (size_t i = 0; i < p->rows.nrows; i++) {
        if (!p->rows.rows[i].trouble)
            q[n++] = (struct offset_query){p->rows.rows[i].topic, p->rows.rows[i].partition,
                                           OFFSET_SPEC_EARLIEST};
    }
    if (n == 0)
        return;
    reads_want_offsets(f, TAG_START, q, n);
    for (size_t i = 0; i < n; i++)
        q[i].spec = OFFSET_SPEC_LATEST;
    reads_want_offsets(f, TAG_END, q, n);
}

static bool want(const struct action_ctx *x, const struct args *args, struct reads *f, bool *more,
                 struct err *err)
{
    size_t before = f->items.len;
    const char *group;
    struct paper p;
    bool ok;

    (void)x;
    if (!one_group(args, &group, err))
        return false;
    reads_want(f, FACT_METADATA, NULL);
    reads_want(f, FACT_GROUP_OFFSETS, group);
    *more = f->items.len > before;
    if (*more || reads_offsets(f, TAG_END, NULL))
        return true;
    ok = paper_open(&p, args, f, err);
    if (ok)
        want_ends(&p, f);
    *more = f->items.len > before;
    paper_close(&p);
    return ok;
}

/* ---- the document ---------------------------------------------------------------------------- */

static void add_head(const struct paper *p, const struct action_ctx *x, struct buf *out)
{
    char when[TEXT_NUM];

    document_comment(out, "Offsets of group %s", p->rows.group);
    document_comment(out, "on cluster %s, read %s", cluster_profile(x->cluster)->name,
                     text_instant(when, clock_wall_ms()));
    buf_adds(out, "#\n# topic:partition = offset. Change numbers, save, and close the editor: you "
                  "see the plan\n# before anything is sent. Also: earliest, latest, or +100 and "
                  "-100 from where it is.\n# Removing a # gives that partition its first commit; "
                  "a line removed, or with a #\n# before it, leaves it as it is. Saved unchanged: "
                  "nothing happens.\n");
}

static void add_row(struct buf *out, const struct offset_row *row)
{
    char start[TEXT_NUM], end[TEXT_NUM], left[TEXT_NUM];
    int64_t from = row->committed > row->start ? row->committed : row->start;
    bool line = row->committed != OFFSET_UNKNOWN;

    if (row->trouble)
        document_comment(out, "%s-%" PRId32 ": %s", row->topic, row->partition, row->trouble);
    else if (row->start == OFFSET_UNKNOWN || row->end == OFFSET_UNKNOWN)
        document_comment(out, "its log start or end is not known");
    else
        document_comment(out, "log %s to %s, %s left to read%s", text_count(start, row->start),
                         text_count(end, row->end),
                         text_count(left, row->end > from ? row->end - from : 0),
                         line ? "" : "; no commit");
    if (!row->trouble)
        buf_addf(out, "%s%s:%" PRId32 " = %" PRId64 "\n", line ? "" : "#", row->topic,
                 row->partition,
                 line                         ? row->committed
                 : row->end == OFFSET_UNKNOWN ? 0
                                              : row->end);
}

static bool write_document(const struct action_ctx *x, const struct args *args,
                           const struct reads *f, struct buf *out, struct err *err)
{
    struct paper p;
    bool ok = paper_open(&p, args, f, err);

    if (ok)
        add_head(&p, x, out);
    for (size_t i = 0; ok && i < p.rows.nrows; i++) {
        const struct offset_row *row = &p.rows.rows[i];

        if (i == 0 || strcmp(row->topic, p.rows.rows[i - 1].topic) != 0)
            buf_addf(out, "\n# ---- %s ----\n", row->topic);
        add_row(out, row);
    }
    paper_close(&p);
    return ok;
}

/* ---- reading it back ------------------------------------------------------------------------- */

struct reading {
    struct paper *paper;
    struct args *out;
    struct document_wrongs *wrong;
    struct map seen; /* "topic:partition" → its line */
    bool asks;
};

/* A number, a move from the commit, or an end of the log as it was read. */
static bool read_value(const struct offset_row *row, const char *text, int64_t *out,
                       struct err *err)
{
    bool moves = *text == '+' || *text == '-', last = strcmp(text, "latest") == 0;
    int64_t n;

    if (last || strcmp(text, "earliest") == 0) {
        *out = last ? row->end : row->start;
        return *out != OFFSET_UNKNOWN ||
               err_set(err, ERR_USAGE, "its log start or end is not known: write a number");
    }
    if (!parse_count(*text == '+' ? text + 1 : text, &n, err))
        return false;
    if (!moves) {
        *out = n;
        return true;
    }
    if (row->committed == OFFSET_UNKNOWN)
        return err_set(err, ERR_USAGE, "there is no commit that could be shifted");
    if (__builtin_add_overflow(row->committed, n, out) || *out < 0)
        *out = n < 0 ? 0 : INT64_MAX;
    return true;
}

static const struct offset_row *find_row(struct reading *r, const char *name, struct err *err)
{
    struct arena *a = &r->paper->arena;
    const struct offset_row *row;
    struct scope s;

    if (!scope_parse(a, name, &s, err))
        return NULL;
    row = s.n == 1 ? reset_row(&r->paper->rows, s.topic, s.partitions[0]) : NULL;
    if (!row)
        err_set(err, ERR_USAGE, "%s is not a partition of the topics here: write topic:partition",
                name);
    else if (row->trouble)
        err_set(err, ERR_USAGE, "%s: %s", name, row->trouble);
    return row && !row->trouble ? row : NULL;
}

static void read_line(struct reading *r, size_t line, const char *text)
{
    struct arena *a = &r->paper->arena;
    const char *eq = strchr(text, '='), *name;
    size_t n = eq ? (size_t)(eq - text) : strlen(text), before;
    const struct offset_row *row;
    struct err err = {0};
    int64_t to = 0;

    while (n && (text[n - 1] == ' ' || text[n - 1] == '\t'))
        n--;
    name = arena_strndup(a, text, n);
    if (!eq) {
        document_wrong(r->wrong, line, "%s: write topic:partition = offset, or # before the line",
                       name);
        return;
    }
    row = find_row(r, name, &err);
    if (!row || !read_value(row, eq + 1 + strspn(eq + 1, " \t"), &to, &err)) {
        document_wrong(r->wrong, line, "%s", err.msg);
        return;
    }
    name = arena_printf(a, "%s:%" PRId32, row->topic, row->partition);
    before = (size_t)map_set(&r->seen, name, (void *)line);
    if (before) {
        document_wrong(r->wrong, line, "%s is in line %zu already", name, before);
    } else if (to != row->committed) {
        args_add(r->out, "each", arena_printf(a, "%s=%" PRId64, name, to));
        r->asks = true;
    }
}

static void keep(const struct args *args, struct args *out, const char *name)
{
    const char *v = args_get(args, name);

    if (v)
        args_add(out, name, v);
}

static bool read_document(const struct action_ctx *x, const struct args *args,
                          const struct reads *f, const char *text, struct args *out,
                          struct document_wrongs *wrong)
{
    struct paper p;
    struct err err = {0};
    struct reading r = {.paper = &p, .out = out, .wrong = wrong};
    const char *line;

    (void)x;
    map_init(&r.seen);
    if (!paper_open(&p, args, f, &err)) {
        document_wrong(wrong, 1, "%s", err.msg);
    } else {
        keep(args, out, "group");
        keep(args, out, "watch-commits");
        keep(args, out, "even-if-committing");
        args_add(out, "to", "each");
        for (size_t i = 1; (line = document_line(&text, &p.arena)); i++) {
            if (*line && *line != '#')
                read_line(&r, i, line);
        }
    }
    map_release(&r.seen, NULL);
    paper_close(&p);
    return r.asks && wrong->n == 0;
}

const struct action_document offsets_document = {
    .suffix = ".properties",
    .want = want,
    .write = write_document,
    .read = read_document,
};
