/* Shared by the files of records-delete. */
#ifndef KLAMM_CORE_ACTION_TOPIC_RECORDS_DELETE_H
#define KLAMM_CORE_ACTION_TOPIC_RECORDS_DELETE_H

#include "core/action/offsets/offset_scope.h"
#include "core/action/planning.h"
#include "core/action/topic/deletion_preview.h"

enum cut_goal { GO_END, GO_OFFSET, GO_TIME, GO_EACH };

struct cutting {
    struct topic_snapshot snapshot; /* first: see topic_snapshot_read */
    enum cut_goal goal;
    int64_t offset;
    int64_t when_ms;
    const char *asked; /* "before 2 h ago (…)" */
    struct each *each;
    size_t neach;
    int32_t *partitions; /* NULL: all */
    size_t npartitions;
    struct cut *cuts;
    size_t n;
};

/* Reads the arguments into c, whose strings live in the arena. */
bool cutting_parse(struct cutting *c, struct arena *a, const struct args *args, struct err *err);

#endif
