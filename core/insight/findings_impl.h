/* Shared by findings*.c: what collects findings before they are put in order. */
#ifndef KLAMM_CORE_INSIGHT_FINDINGS_IMPL_H
#define KLAMM_CORE_INSIGHT_FINDINGS_IMPL_H

#include "core/base/vec.h"
#include "core/insight/balance.h"
#include "core/insight/findings.h"

/* What explains a finding on partitions. */
enum blame {
    BLAME_UNASKED, /* no partition was looked at */
    BLAME_NONE,    /* nothing, or different things for different partitions */
    BLAME_LOST,    /* brokers that are lost */
    BLAME_BEHIND,  /* one broker that is up, whose replicas are out of sync */
    BLAME_LEADERS, /* leaders that are not the preferred ones */
};
struct blamed {
    enum blame kind;
    int32_t broker; /* of BLAME_BEHIND */
};

struct found {
    struct finding f;
    struct blamed blamed;
    size_t line; /* of the folding */
};

struct collector {
    const struct model *m;
    struct arena *a;
    struct VEC(struct found) list;
    size_t *members; /* of the list, line by line; in the arena */
};

/* Of that object, with its id; valid until the next call. */
struct finding *finding_add(struct collector *c, enum finding_kind kind, const char *object,
                            int64_t count);
void findings_of_group(struct collector *c, const struct group_entry *g);

/* Adds the causes that are not there yet: brokers that are out of sync on several topics. */
void findings_add_causes(struct collector *c, const struct balance *bal);
struct blamed blame_of_partition(const struct metadata *md, const struct partition *p);
struct blamed blame_of_leader(const struct metadata *md, const struct partition *p);
/* What explains both. */
struct blamed blame_join(struct blamed a, struct blamed b);

enum findings_form { FINDINGS_LINES, FINDINGS_EACH, FINDINGS_OF_LINE };
/* Sorts, folds, and releases the collector's list. */
struct findings findings_finish(struct collector *c, enum findings_form form, const char *line);

#endif
