/* Stamps on facts: when a value was learnt, and what the last attempt to renew it met.
 * Called by the model when an answer or a failure arrives. A failure never removes what was known:
 * old values stay and show their age. */
#include "core/model/fact.h"

#include "core/base/clock.h"
#include "core/base/mem.h"

#include <stdlib.h>

void fact_learnt(struct fact *f)
{
    f->at_ms = clock_mono_ms();
    f->wall_ms = clock_wall_ms();
    f->tried_ms = f->at_ms;
    f->failed = ERR_NONE;
    free(f->why);
    f->why = NULL;
}

void fact_failed(struct fact *f, const struct err *err)
{
    f->tried_ms = clock_mono_ms();
    f->failed = err && err->kind != ERR_NONE ? err->kind : ERR_BROKER;
    free(f->why);
    f->why = xstrdup(err && err->msg[0] ? err->msg : "failed for an unknown reason");
}

void fact_release(struct fact *f)
{
    free(f->why);
    f->why = NULL;
}
