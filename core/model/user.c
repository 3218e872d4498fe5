/* Names of the SCRAM mechanisms as Kafka spells them, and the list of users. Filled by core/kafka.
 */
#include "core/model/user.h"

#include "core/base/mem.h"

#include <stdlib.h>
#include <string.h>

static const char *const names[SCRAM_MECHANISMS] = {
    [SCRAM_SHA_256] = "SCRAM-SHA-256",
    [SCRAM_SHA_512] = "SCRAM-SHA-512",
};

const char *scram_name(enum scram m)
{
    return names[m];
}

bool scram_parse(const char *name, enum scram *out)
{
    for (int i = 0; i < SCRAM_MECHANISMS; i++) {
        if (strcmp(names[i], name) == 0) {
            *out = (enum scram)i;
            return true;
        }
    }
    return false;
}

struct user_list *user_list_new(void)
{
    struct user_list *l = xcalloc(1, sizeof *l);

    arena_init(&l->arena);
    return l;
}

void user_list_free(struct user_list *l)
{
    if (!l)
        return;
    fact_release(&l->fact);
    arena_release(&l->arena);
    free(l);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct user *)a)->name, ((const struct user *)b)->name);
}

void user_list_sort(struct user_list *l)
{
    if (l->n)
        qsort(l->users, l->n, sizeof *l->users, by_name);
}

const struct user *user_list_find(const struct user_list *l, const char *name)
{
    struct user wanted = {.name = name};

    return l && l->n ? bsearch(&wanted, l->users, l->n, sizeof *l->users, by_name) : NULL;
}
