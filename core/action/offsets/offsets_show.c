/* What a person reads of an offsets-reset: title, table, sums, Kafka's own command line, CSV. */
#include "core/action/offsets/offsets_show.h"

#include "core/action/offsets/group_rules.h"
#include "core/action/offsets/offsets_args.h"
#include "core/base/csv.h"
#include "core/base/text_human.h"
#include "core/plan/command_line.h"
#include "core/plan/command_plan.h"

#include <inttypes.h>
#include <string.h>

enum { COL_TOPIC, COL_PART, COL_COMMITTED, COL_NEW, COL_MOVE, COL_LAG, COL_TIME, COL_NOTE };

static const struct column columns[] = {
    [COL_TOPIC] = {.id = "topic", .title = "TOPIC", .kind = VALUE_TEXT, .help = "The topic."},
    [COL_PART] = {.id = "part", .title = "PART", .kind = VALUE_ID, .help = "The partition."},
    [COL_COMMITTED] = {.id = "committed",
                       .title = "COMMITTED",
                       .kind = VALUE_COUNT,
                       .help =
                           "The offset the group continues from now; a dash: no commit so far."},
    [COL_NEW] = {.id = "new",
                 .title = "NEW",
                 .kind = VALUE_COUNT,
                 .help = "The offset that will be committed."},
    [COL_MOVE] = {.id = "move",
                  .title = "MOVE",
                  .kind = VALUE_COUNT,
                  .help = "How far that is: back (−) reads records again, forward (+) skips them."},
    [COL_LAG] = {.id = "lag-after",
                 .title = "LAG AFTER",
                 .kind = VALUE_COUNT,
                 .help = "How many records are left to read afterwards."},
    [COL_TIME] = {.id = "record-time",
                  .title = "RECORD OF",
                  .kind = VALUE_INSTANT,
                  .priority = 1,
                  .help = "The timestamp of the record that will be read first; – there is none "
                          "yet; ? it was not read, as of many partitions or groups."},
    [COL_NOTE] = {.id = "note", .title = "NOTE", .kind = VALUE_TEXT, .help = "What is special."},
};

static const char *deleted_note(struct arena *a, const struct offset_row *row)
{
    char gone[TEXT_NUM];

    if (row->committed == OFFSET_UNKNOWN || row->committed >= row->start || row->to < row->start)
        return NULL;
    return arena_printf(a, "%s were deleted already",
                        text_count(gone, row->start - row->committed));
}

static const char *kind_note(struct arena *a, const struct offset_row *row)
{
    char wanted[TEXT_NUM];

    switch (row->note) {
    case NOTE_RAISED:
        return arena_printf(a, "%s is before the log start", text_count(wanted, row->wanted));
    case NOTE_LOWERED:
        return arena_printf(a, "%s is past the end", text_count(wanted, row->wanted));
    case NOTE_NO_RECORD:
        return "no record that young: set to the end";
    case NOTE_NO_COMMIT:
        return "goes to the end";
    case NOTE_OUTSIDE:
        return "stays outside the log";
    case NOTE_CANT:
        return "no commit that could be shifted";
    case NOTE_NONE:
        break;
    }
    return NULL;
}

static const char *note_of(struct arena *a, const struct offset_row *row)
{
    const char *kind, *deleted, *first;

    if (row->trouble)
        return row->trouble;
    kind = kind_note(a, row);
    deleted = deleted_note(a, row);
    first = row->committed == OFFSET_UNKNOWN && row->note != NOTE_CANT ? "no commit so far" : NULL;
    if (row->committed > row->end && !kind)
        kind = "the commit is past the end of the log";
    if (!kind && !deleted && !first)
        return row->to == row->committed ? "unchanged" : NULL;
    return arena_printf(a, "%s%s%s%s%s", first ? first : "", first && (kind || deleted) ? "; " : "",
                        kind ? kind : "", kind && deleted ? "; " : "", deleted ? deleted : "");
}

static void number_or_none(struct row *row, size_t col, int64_t n)
{
    if (n == OFFSET_UNKNOWN)
        cell_none(row, col);
    else
        cell_num(row, col, n);
}

static void fill_row(struct table *t, const struct offset_row *o)
{
    struct row *row =
        table_add_row(t, arena_printf(&t->arena, "%s-%" PRId32, o->topic, o->partition));
    char text[TEXT_NUM];
    int64_t n;

    cell_text(t, row, COL_TOPIC, o->topic);
    cell_num(row, COL_PART, o->partition);
    number_or_none(row, COL_COMMITTED, o->committed);
    number_or_none(row, COL_NEW, o->to);
    if (offset_row_move(o, &n)) {
        cell_num(row, COL_MOVE, n);
        cell_override(t, row, COL_MOVE, text_count_signed(text, n));
        cell_sev(row, COL_MOVE, n > 0 ? SEV_WARN : n < 0 ? SEV_INFO : SEV_MUTED);
    } else {
        cell_none(row, COL_MOVE);
        if (o->to != OFFSET_UNKNOWN)
            cell_override(t, row, COL_MOVE, "(first)");
    }
    if (offset_row_lag_after(o, &n))
        cell_num(row, COL_LAG, n);
    else
        cell_none(row, COL_LAG);
    if (o->record_time.known)
        cell_num(row, COL_TIME, o->record_time.n);
    else if (offset_row_has_record(o))
        cell_failed(t, row, COL_TIME, "not read");
    else
        cell_none(row, COL_TIME);
    if (o->trouble)
        for (size_t i = COL_NEW; i <= COL_TIME; i++)
            cell_failed(t, row, i, o->trouble);
    cell_note(t, row, COL_NOTE, note_of(&t->arena, o));
    if (o->to == OFFSET_UNKNOWN)
        row->sev = SEV_BAD;
    else if (!offset_row_changes(o))
        row->sev = SEV_MUTED;
}

static void add_rows(struct offset_totals *t, const struct reset *r)
{
    for (size_t i = 0; i < r->nrows; i++)
        offset_totals_add(t, &r->rows[i]);
}

static void sum_up(struct plan *p, const struct offset_totals *t, size_t partitions)
{
    char again[TEXT_NUM], skipped[TEXT_NUM];

    plan_sum(p, "re-read %s   skip %s   first commit on %zu partition%s",
             text_count(again, t->again), text_count(skipped, t->skipped), t->first,
             t->first == 1 ? "" : "s");
    if (t->unchanged)
        plan_sum(p, "%zu of %zu partitions stay as they are", t->unchanged, partitions);
}

void reset_total(struct plan *p)
{
    struct offset_totals t = {0};
    size_t partitions = 0;

    for (size_t i = 0; i < p->nparts; i++) {
        const struct reset *r = p->parts[i]->detail;

        add_rows(&t, r);
        partitions += r->nrows;
    }
    sum_up(p, &t, partitions);
}

static void add_sums(struct plan *p, const struct reset *r)
{
    struct offset_totals t = {0};
    char skipped[TEXT_NUM], deleted[TEXT_NUM];

    add_rows(&t, r);
    sum_up(p, &t, r->nrows);
    if (t.skipped > 0)
        plan_warn(p, "%s records still in the log will not be read by this group",
                  text_count(skipped, t.skipped));
    if (t.deleted > 0)
        plan_warn(p, "%s records behind the commits were deleted already and can't be read",
                  text_count(deleted, t.deleted));
}

/* ---- Kafka's command line -------------------------------------------------------------------- */

static void add_goal(struct buf *b, const struct reset *r)
{
    char when[TEXT_NUM];

    switch (r->goal) {
    case GOAL_EARLIEST:
        buf_adds(b, " --to-earliest");
        break;
    case GOAL_LATEST:
        buf_adds(b, " --to-latest");
        break;
    case GOAL_CURRENT:
        buf_adds(b, " --to-current");
        break;
    case GOAL_OFFSET:
        buf_addf(b, " --to-offset %" PRId64, r->n);
        break;
    case GOAL_SHIFT:
        buf_addf(b, " --shift-by %" PRId64, r->n);
        break;
    case GOAL_TIME:
        command_option(b, "to-datetime", text_instant_utc(when, r->when_ms));
        break;
    case GOAL_EACH:
        break;
    }
}

static bool in_trouble(const struct reset *r)
{
    bool any = false;

    for (size_t i = 0; i < r->nrows && !any; i++)
        any = r->rows[i].trouble != NULL;
    return any;
}

void reset_show(struct plan *p, const struct reset *r, const struct profile *profile)
{
    struct table *t = table_new(columns, sizeof columns / sizeof *columns);
    struct buf b;

    p->title = plan_show(p, plan_str(p, "%s %s %s%s · %zu partition%s",
                                     r->creates ? "create group" : "reset offsets of",
                                     group_shown(p, r->group), r->creates ? "– " : "", r->asked,
                                     r->nrows, r->nrows == 1 ? "" : "s"));
    p->confirm = group_shown(p, r->group);
    p->asked = r->asked;
    for (size_t i = 0; i < r->nrows; i++)
        fill_row(t, &r->rows[i]);
    t->complete = true;
    p->preview = t;
    add_sums(p, r);
    if (r->goal == GOAL_EACH) { /* each offset is named: by the steps, when they say it all */
        if (!in_trouble(r))
            command_plan(p, profile);
        return;
    }
    buf_init(&b, 0);
    command_start(&b, "kafka-consumer-groups", profile);
    command_option(&b, "group", r->group);
    buf_adds(&b, " --reset-offsets");
    if (r->nscopes == 0)
        buf_adds(&b, " --all-topics");
    scopes_to_command(&b, r->scopes, r->nscopes);
    add_goal(&b, r);
    buf_adds(&b, " --execute");
    p->command = arena_strdup(&p->arena, buf_str(&b));
    buf_release(&b);
}

static void export_group(const struct reset *r, bool with_group, struct buf *out)
{
    char number[TEXT_NUM];

    for (size_t i = 0; r && i < r->nrows; i++) {
        const struct offset_row *row = &r->rows[i];

        if (row->to == OFFSET_UNKNOWN)
            continue;
        if (with_group)
            csv_add(out, r->group, true);
        csv_add(out, row->topic, !with_group);
        snprintf(number, sizeof number, "%" PRId32, row->partition);
        csv_add(out, number, false);
        snprintf(number, sizeof number, "%" PRId64, row->to);
        csv_add(out, number, false);
        buf_addc(out, '\n');
    }
}

/* As kafka-consumer-groups --export, for --from-file: what will be committed, with the group in
 * front when there are several. */
void reset_export(const struct plan *p, struct buf *out)
{
    for (size_t i = 0; i < p->nparts; i++)
        export_group(p->parts[i]->detail, true, out);
    if (p->nparts == 0)
        export_group(p->detail, false, out);
}
