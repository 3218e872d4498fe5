/* Events as bytes, for the recording's file. */
#ifndef KLAMM_CORE_MODEL_EVENTS_CODE_H
#define KLAMM_CORE_MODEL_EVENTS_CODE_H

#include "core/base/buf.h"
#include "core/base/pack.h"
#include "core/model/events.h"

/* Those that came after the one of that number. False: there are none. Long texts are cut. */
bool events_pack(const struct events *e, uint64_t after_seq, struct buf *out);
/* Adds what the bytes say; what two klamms saw at the same time once. u->bad when they are none. */
void events_unpack(struct unpack *u, struct events *into);

#endif
