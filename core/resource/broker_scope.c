/* The partitions with a replica on one broker, for two lists: as they are, and as they would be
 * without it. */
#include "core/resource/broker_scope.h"

#include "core/base/parse.h"

static bool is_on(const struct topic *t, int32_t broker)
{
    for (int p = 0; p < t->npartitions; p++)
        if (partition_has_replica(&t->partitions[p], broker))
            return true;
    return false;
}

void broker_scope_want(const struct view *v, struct wants *w)
{
    enum { ASKED = 2000 };
    const struct metadata *md = v->model->metadata;
    size_t left = v->all ? SIZE_MAX : ASKED;
    int64_t id;
    wants_add(w, FACT_METADATA, NULL, AGE_USUAL, 0);
    if (!md || !parse_int(v->scope, 0, INT32_MAX, &id, NULL))
        return;
    for (size_t i = 0; i < md->ntopics && left > 0; i++)
        if (is_on(&md->topics[i], (int32_t)id)) {
            wants_add(w, FACT_TOPIC_CONFIG, md->topics[i].name, AGE_USUAL, 1);
            left--;
        }
}

const struct broker *broker_scope_each(const struct view *v, struct table *t,
                                       void (*add)(struct table *t, const struct model *m,
                                                   const struct topic *topic,
                                                   const struct partition *p, int32_t broker))
{
    const struct model *m = v->model;
    int64_t id;
    if (!parse_int(v->scope, 0, INT32_MAX, &id, NULL)) {
        table_note(t, SEV_BAD, "%s is not a broker id: ids are whole numbers", v->scope);
        return NULL;
    }
    if (!build_need(t, m, FACT_METADATA, NULL))
        return NULL;
    for (size_t i = 0; i < m->metadata->ntopics; i++) {
        const struct topic *topic = &m->metadata->topics[i];
        for (int p = 0; p < topic->npartitions; p++)
            if (partition_has_replica(&topic->partitions[p], (int32_t)id))
                add(t, m, topic, &topic->partitions[p], (int32_t)id);
    }
    const struct broker *b = metadata_broker(m->metadata, (int32_t)id);
    if (!b)
        table_note(t, SEV_WARN, "there is no broker %s in this cluster", v->scope);
    return b;
}
