/* What offsets-delete and group-delete show of the commits they delete. */
#include "core/action/offsets/commits_table.h"

#include <inttypes.h>

enum { COL_TOPIC, COL_PART, COL_COMMITTED, COL_NOTE };

static const struct column columns[] = {
    [COL_TOPIC] = {.id = "topic", .title = "TOPIC", .kind = VALUE_TEXT, .help = "The topic."},
    [COL_PART] = {.id = "part", .title = "PART", .kind = VALUE_ID, .help = "The partition."},
    [COL_COMMITTED] = {.id = "committed",
                       .title = "COMMITTED",
                       .kind = VALUE_COUNT,
                       .help = "The offset that will be deleted; the journal has it."},
    [COL_NOTE] = {.id = "note", .title = "NOTE", .kind = VALUE_TEXT, .help = "What is special."},
};

struct table *commits_table(void)
{
    struct table *t = table_new(columns, sizeof columns / sizeof *columns);

    t->complete = true;
    return t;
}

void commits_table_add(struct table *t, const struct group_offset *o, const char *note)
{
    struct row *row =
        table_add_row(t, arena_printf(&t->arena, "%s-%" PRId32, o->topic, o->partition));

    cell_text(t, row, COL_TOPIC, o->topic);
    cell_num(row, COL_PART, o->partition);
    if (o->err)
        cell_failed(t, row, COL_COMMITTED, o->err);
    else
        cell_num(row, COL_COMMITTED, o->committed);
    cell_note(t, row, COL_NOTE, o->err ? o->err : note);
}

void commits_warn(struct plan *p, const struct group_offset *const *o, size_t n)
{
    size_t more = 0, lost = 0;

    for (size_t i = 0; i < n; i++) {
        more += !o[i]->err && o[i]->metadata && *o[i]->metadata;
        lost += o[i]->err != NULL;
    }
    if (more)
        plan_warn(p,
                  "%zu of the commits carry metadata of their application, which undo can't "
                  "bring back",
                  more);
    if (lost)
        plan_warn(p, "%zu of the commits can't be read, so undo can't bring them back", lost);
}
