/* The log of messages: what happened, in the order it happened, bounded. The log pane and the
 * message line read it. */
#ifndef KLAMM_CORE_MODEL_LOG_H
#define KLAMM_CORE_MODEL_LOG_H

#include "core/base/table.h"

#include <stdint.h>

struct log_entry {
    uint64_t seq; /* from 1, never reused */
    int64_t wall_ms;
    enum severity sev;
    char source[32]; /* "klamm", "librdkafka", cluster name, verb … */
    char *text;      /* display-safe */
};

struct log {
    struct log_entry *ring;
    size_t cap;
    size_t len;
    size_t head; /* index of the oldest */
    uint64_t next_seq;
};

void log_init(struct log *l, size_t cap);
void log_release(struct log *l);
void log_add(struct log *l, enum severity sev, const char *source, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
const struct log_entry *log_at(const struct log *l, size_t i); /* 0 = oldest */
const struct log_entry *log_last(const struct log *l);

#endif
