/* Finding entries of a journal that was read. Pure; core/action/journal_read.c fills it. */
#include "core/model/journal.h"

#include "core/base/text.h"
#include "core/base/text_human.h"

#include <stdlib.h>
#include <string.h>

void journal_init(struct journal *j)
{
    memset(j, 0, sizeof *j);
    arena_init(&j->arena);
}

void journal_release(struct journal *j)
{
    free(j->entries);
    arena_release(&j->arena);
    memset(j, 0, sizeof *j);
}

void journal_free(struct journal *j)
{
    if (!j)
        return;
    journal_release(j);
    free(j);
}

const struct journal_entry *journal_find(const struct journal *j, const char *id)
{
    for (size_t i = j->n; i-- > 0;) {
        if (strcmp(j->entries[i].id, id) == 0)
            return &j->entries[i];
    }
    return NULL;
}

static const char *damaged_lines(const struct journal *j, struct arena *a)
{
    const char *lines = j->damaged == 1 ? "line of the file is" : "lines of the file are";

    if (!j->first_damaged)
        return arena_printf(a, "%zu %s damaged and left out", j->damaged, lines);
    return arena_printf(a, "%zu %s damaged and left out%s line %zu", j->damaged, lines,
                        j->damaged == 1 ? ":" : ", the first is", j->first_damaged);
}

const char *journal_gaps(const struct journal *j, struct arena *a)
{
    const char *gaps = NULL;
    char size[TEXT_NUM];

    if (j->unread)
        gaps = arena_printf(a, "the file is too large: its first %s were not read",
                            text_bytes(size, j->unread));
    if (j->damaged)
        gaps = arena_printf(a, "%s%s%s", gaps ? gaps : "", gaps ? "; " : "", damaged_lines(j, a));
    if (j->newer)
        gaps = arena_printf(a, "%s%s%zu line%s of a newer klamm left out", gaps ? gaps : "",
                            gaps ? "; " : "", j->newer, j->newer == 1 ? " is" : "s are");
    return gaps;
}

const struct journal_entry *journal_need(const struct journal *j, const char *id, struct err *err)
{
    const struct journal_entry *e = journal_find(j, id);
    struct arena a;

    if (e)
        return e;
    arena_init(&a);
    const char *gaps = journal_gaps(j, &a);
    err_set(err, ERR_NOT_FOUND, "the journal of this cluster has no entry %s%s%s%s",
            text_visible(&a, id, strlen(id)), gaps ? " (" : "", gaps ? gaps : "", gaps ? ")" : "");
    arena_release(&a);
    return NULL;
}

bool journal_interrupted(const struct journal_entry *e)
{
    return !e->status && !e->running && !e->newer;
}

const struct journal_entry *journal_open(const struct journal *j, const char *verb, size_t *at)
{
    while (*at > 0) {
        const struct journal_entry *e = &j->entries[--*at];

        if (journal_interrupted(e) && !e->undone_by && (!verb || strcmp(e->verb, verb) == 0))
            return e;
    }
    return NULL;
}
