/* A number that a broker told, or none: an offset, a time. librdkafka marks what is not there by
 * negative numbers (-1 nothing, -1001 nobody answered), which count, compare and print like any
 * other. core/kafka hands out this instead, so that who wants the number must say what counts when
 * there is none. */
#ifndef KLAMM_CORE_BASE_TOLD_H
#define KLAMM_CORE_BASE_TOLD_H

#include <stdbool.h>
#include <stdint.h>

struct told {
    bool known;
    int64_t n; /* ≥ 0; 0 unless known */
};

/* From librdkafka or the wire: nothing that is negative is a number. */
static inline struct told told_of(int64_t n)
{
    return n < 0 ? (struct told){0} : (struct told){true, n};
}

static inline int64_t told_or(struct told t, int64_t otherwise)
{
    return t.known ? t.n : otherwise;
}

#endif
