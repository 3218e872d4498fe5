/* Structs as bodies of messages. */
#ifndef KLAMM_CORE_WIRE_WRITE_H
#define KLAMM_CORE_WIRE_WRITE_H

#include "core/base/buf.h"
#include "core/base/err.h"
#include "core/wire/message.h"

/* Adds the body to `out`, which must be unbounded; no header. Refused, with `out` as it was, is
 * what can't be said: null where the version does not allow it or a string above 32,767 bytes
 * (ERR_USAGE), or a field that is set but not known to this version, unless the schema calls it
 * ignorable (ERR_UNSUPPORTED): a broker would answer another question than the one meant. So is a
 * version that the tables do not describe. Any thread. */
bool wire_write(const struct wire_message *m, enum wire_side side, int version, const void *body,
                struct buf *out, struct err *err);

#endif
