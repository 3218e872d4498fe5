/* A number that a broker reported, or none: an offset, a time. librdkafka marks what is not there
 * by negative numbers (-1 nothing, -1001 no broker answered), which count, compare and print like
 * any other. core/kafka hands out this instead, so that code that wants the number must say what
 * counts when there is none. */
#ifndef KLAMM_CORE_BASE_REPORTED_H
#define KLAMM_CORE_BASE_REPORTED_H

#include <stdbool.h>
#include <stdint.h>

struct reported {
    bool known;
    int64_t n; /* ≥ 0; 0 unless known */
};

/* From librdkafka or the wire: nothing that is negative is a number. */
static inline struct reported reported_of(int64_t n)
{
    return n < 0 ? (struct reported){0} : (struct reported){true, n};
}

static inline int64_t reported_or(struct reported t, int64_t otherwise)
{
    return t.known ? t.n : otherwise;
}

#endif
