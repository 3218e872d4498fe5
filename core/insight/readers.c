/* Groups per topic, by their commits and by what their members own without a commit. One walk over
 * both: groups with thousands of partitions are walked whenever a list of topics is made. */
#include "core/insight/readers.h"

#include "core/model/model_fact.h"

#include <stdint.h>
#include <string.h>

/* Once for each group, which is known by its number: a group is walked as a whole. */
static void count(struct readers *r, const char *topic)
{
    if ((uintptr_t)map_get(&r->last, topic) == r->groups)
        return;
    uintptr_t n = (uintptr_t)map_get(&r->count, topic);
    map_set(&r->count, topic, (void *)(n + 1));
    map_set(&r->last, topic, (void *)(uintptr_t)r->groups);
}

static void look_into(struct readers *r, const struct group_offsets *o, const struct group_desc *d)
{
    for (size_t i = 0; o && i < o->n; i++)
        if (i == 0 || strcmp(o->o[i].topic, o->o[i - 1].topic) != 0)
            count(r, o->o[i].topic);
    for (size_t m = 0; d && m < d->nmembers; m++)
        for (size_t i = 0; i < d->members[m].nowns; i++)
            count(r, d->members[m].owns[i].topic);
}

void readers_make(struct readers *r, const struct model *m)
{
    *r = (struct readers){0};
    map_init(&r->count);
    map_init(&r->last);
    for (size_t i = 0; m->group_list && i < m->group_list->ngroups; i++) {
        const char *id = m->group_list->groups[i].id;
        const struct group_offsets *o = model_group_offsets(m, id);
        r->groups++;
        r->looked += o != NULL;
        look_into(r, o, model_group(m, id));
    }
}

void readers_release(struct readers *r)
{
    map_release(&r->count, NULL);
    map_release(&r->last, NULL);
}

size_t readers_of(const struct readers *r, const char *topic)
{
    return (size_t)(uintptr_t)map_get(&r->count, topic);
}
