/* Shared by the verbs that delete records: what is deleted of each partition, and who has not read
 * it. */
#ifndef KLAMM_CORE_ACTION_TOPIC_DELETION_PREVIEW_H
#define KLAMM_CORE_ACTION_TOPIC_DELETION_PREVIEW_H

#include "core/action/topic/topic_snapshot.h"

struct cut {
    const struct topic_part *part;
    int64_t to;       /* the log will start here; OFFSET_UNKNOWN: this partition stays as it is */
    const char *note; /* NULL: none */
};

/* True when that can't be done to the topic's records, with the reason: one of Kafka's own, or
 * compacted only. */
bool records_refused(struct plan *p, const struct topic_snapshot *w, struct err *err);
/* The same from the model, for the screen; NULL: nothing is known that speaks against it. */
const char *records_refusal(const struct action_ctx *x, const char *topic);
/* Each topic named is there, and nothing known speaks against deleting its records. */
bool records_topics_ok(const struct action_ctx *x, const struct args *args, struct err *err);
/* How many records are deleted in all. */
int64_t records_going(const struct cut *cuts, size_t n);
/* The table, one row per partition. */
void records_preview(struct plan *p, const struct cut *cuts, size_t n);
/* Sums and warnings: how many records, and which groups have not read them. */
void records_warn(struct plan *p, const struct topic_snapshot *w, const struct cut *cuts, size_t n);

#endif
