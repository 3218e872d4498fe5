/* Every fact carries when it was learnt and, if the last attempt to renew it failed, why. */
#ifndef KLAMM_CORE_MODEL_FACT_H
#define KLAMM_CORE_MODEL_FACT_H

#include "core/base/err.h"

#include <stdbool.h>
#include <stdint.h>

struct fact {
    int64_t at_ms;        /* monotonic time of the answer the values come from; 0: never had one */
    int64_t wall_ms;      /* the same instant on the wall clock */
    int64_t tried_ms;     /* monotonic time of the last attempt that ended; 0: never tried */
    enum err_kind failed; /* ERR_NONE when the last attempt succeeded */
    char *why;            /* its sentence (malloc'd, owned by the fact's holder), else NULL */
};

static inline bool fact_known(const struct fact *f)
{
    return f->at_ms != 0;
}

void fact_learnt(struct fact *f);                        /* stamps now, clears the failure */
void fact_failed(struct fact *f, const struct err *err); /* keeps at_ms: old values stay, stale */
void fact_release(struct fact *f);

#endif
