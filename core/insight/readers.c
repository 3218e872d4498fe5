/* Groups per topic. Commits come sorted by topic, so that one of several partitions is counted
 * once; what a member owns without a commit counts too, unless the same group was counted already.
 */
#include "core/insight/readers.h"

#include <stdint.h>
#include <string.h>

static void count(struct readers *r, const char *topic)
{
    uintptr_t n = (uintptr_t)map_get(&r->count, topic);
    map_set(&r->count, topic, (void *)(n + 1));
}

static bool committed(const struct group_offsets *o, const char *topic)
{
    size_t lo = 0, hi = o ? o->n : 0;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (strcmp(o->o[mid].topic, topic) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return o && lo < o->n && strcmp(o->o[lo].topic, topic) == 0;
}

/* Another member, or another partition of this one, had it already. */
static bool owned_before(const struct group_desc *d, size_t member, size_t at)
{
    const char *topic = d->members[member].owns[at].topic;
    for (size_t m = 0; m <= member; m++)
        for (size_t i = 0; i < (m == member ? at : d->members[m].nowns); i++)
            if (strcmp(d->members[m].owns[i].topic, topic) == 0)
                return true;
    return false;
}

static void look_into(struct readers *r, const struct group_offsets *o, const struct group_desc *d)
{
    for (size_t i = 0; o && i < o->n; i++)
        if (i == 0 || strcmp(o->o[i].topic, o->o[i - 1].topic) != 0)
            count(r, o->o[i].topic);
    for (size_t m = 0; d && m < d->nmembers; m++)
        for (size_t i = 0; i < d->members[m].nowns; i++) {
            const char *topic = d->members[m].owns[i].topic;
            if (!committed(o, topic) && !owned_before(d, m, i))
                count(r, topic);
        }
}

void readers_make(struct readers *r, const struct model *m)
{
    *r = (struct readers){0};
    map_init(&r->count);
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
}

size_t readers_of(const struct readers *r, const char *topic)
{
    return (size_t)(uintptr_t)map_get(&r->count, topic);
}
