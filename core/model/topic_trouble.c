/* Since when. Metadata shows what is wrong, never since when; so the model notes, whenever metadata
 * arrives, which topics are in trouble and when that began. Only topics in trouble are stored, and
 * a healthy cluster costs one pass over the partitions. */
#include "core/model/topic_trouble.h"

#include "core/base/mem.h"
#include "core/base/text_human.h"

#include <stdio.h>
#include <stdlib.h>

static struct topic_trouble now_of(const struct metadata *md, const struct topic *t)
{
    struct topic_trouble now = {0};
    for (int i = 0; i < t->npartitions; i++) {
        const struct partition *p = &t->partitions[i];
        bool offline = partition_offline(md, p);
        now.offline |= offline;
        now.under_replicated |= partition_under_replicated(p);
        now.not_preferred |= !offline && p->leader != partition_preferred(p);
    }
    return now;
}

/* Keeps an older start while the trouble lasts. */
static void carry(int64_t *slot, bool is, int64_t since)
{
    if (!is)
        *slot = 0;
    else if (!*slot)
        *slot = since;
}

/* Topics that lost all leaders of a partition, or have all of them again, by one answer. */
struct offline_change {
    size_t gone, again;
    int64_t since; /* of the earliest of those that are well again */
};

/* For how long, as far as it was seen. */
static const char *offline_for(char dst[64], const struct model *m, int64_t since)
{
    char num[TEXT_NUM];
    bool seen = since != TROUBLE_FROM_START;
    int64_t ms = m->metadata_fact.wall_ms - (seen ? since : m->looking_since_wall_ms);
    dst[0] = '\0';
    if (ms > 0)
        snprintf(dst, 64, ", offline for %s%s", text_duration(num, ms), seen ? "" : " or longer");
    return dst;
}

static void log_offline(struct model *m, const struct topic *t, int64_t was, bool is,
                        struct offline_change *change)
{
    char how_long[64];
    if (is && !was) {
        change->gone++;
        log_add(&m->log, SEV_BAD, m->cluster_name, "topic %s has partitions without a leader",
                t->name);
    } else if (was && !is) {
        if (change->again++ == 0 || was < change->since)
            change->since = was;
        log_add(&m->log, SEV_GOOD, m->cluster_name, "topic %s has leaders again%s", t->name,
                offline_for(how_long, m, was));
    }
}

/* The message line shows one: of several topics it is that of all. */
static void log_offline_sum(struct model *m, const struct offline_change *change)
{
    char how_long[64];
    if (change->gone > 1)
        log_add(&m->log, SEV_BAD, m->cluster_name, "%zu topics have partitions without a leader",
                change->gone);
    if (change->again > 1)
        log_add(&m->log, SEV_GOOD, m->cluster_name, "%zu topics have leaders again%s",
                change->again, offline_for(how_long, m, change->since));
}

static void note_topic(struct model *m, const struct topic *t, int64_t since,
                       struct offline_change *change)
{
    struct topic_trouble now = now_of(m->metadata, t);
    bool any = now.offline || now.under_replicated || now.not_preferred;
    struct topic_trouble *noted = m->trouble.len || any ? map_get(&m->trouble, t->name) : NULL;
    if (!any && !noted)
        return;
    log_offline(m, t, noted ? noted->offline : 0, now.offline, change);
    if (!any) {
        free(map_remove(&m->trouble, t->name));
        return;
    }
    if (!noted) {
        noted = xcalloc(1, sizeof *noted);
        map_set(&m->trouble, t->name, noted);
    }
    carry(&noted->offline, now.offline, since);
    carry(&noted->under_replicated, now.under_replicated, since);
    carry(&noted->not_preferred, now.not_preferred, since);
}

void model_note_trouble(struct model *m, int64_t since)
{
    struct offline_change change = {0};
    for (size_t i = 0; i < m->metadata->ntopics; i++)
        note_topic(m, &m->metadata->topics[i], since, &change);
    log_offline_sum(m, &change);
}

const struct topic_trouble *model_trouble(const struct model *m, const char *topic)
{
    return map_get(&m->trouble, topic);
}

/* ---- the wall clock is set ------------------------------------------------------------------- */

static void shift(int64_t *wall_ms, int64_t by_ms)
{
    if (*wall_ms > TROUBLE_FROM_START) /* 0 is none */
        *wall_ms = *wall_ms + by_ms > TROUBLE_FROM_START ? *wall_ms + by_ms : TROUBLE_FROM_START;
}

static void shift_groups(struct model *m, int64_t by_ms)
{
    size_t at = 0;
    const char *key;
    void *value;
    while (map_next(&m->groups, &at, &key, &value)) {
        struct group_desc *g = value;
        shift(&g->fact.wall_ms, by_ms);
        shift(&g->peopled_ms, by_ms);
        shift(&g->replaced_after_ms, by_ms);
        shift(&g->replaced_ms, by_ms);
    }
    at = 0;
    while (map_next(&m->group_offsets, &at, &key, &value))
        shift(&((struct group_offsets *)value)->fact.wall_ms, by_ms);
}

void model_clock_set(struct model *m, int64_t by_ms)
{
    size_t at = 0;
    const char *key;
    void *value;
    while (map_next(&m->trouble, &at, &key, &value)) {
        struct topic_trouble *t = value;
        shift(&t->offline, by_ms);
        shift(&t->under_replicated, by_ms);
        shift(&t->not_preferred, by_ms);
    }
    for (size_t i = 0; i < m->nseen; i++)
        shift(&m->seen[i].since_wall_ms, by_ms);
    shift(&m->link_since_wall_ms, by_ms);
    shift(&m->looking_since_wall_ms, by_ms);
    shift(&m->metadata_fact.wall_ms, by_ms);
    shift(&m->group_list_fact.wall_ms, by_ms);
    shift_groups(m, by_ms);
}
