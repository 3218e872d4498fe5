/* Finding entries of a journal that was read. Pure; core/action/journal_read.c fills it. */
#include "core/model/journal.h"

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

bool journal_interrupted(const struct journal_entry *e)
{
    return !e->status && !e->running;
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
