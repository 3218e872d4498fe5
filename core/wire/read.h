/* Bodies of messages as structs. */
#ifndef KLAMM_CORE_WIRE_READ_H
#define KLAMM_CORE_WIRE_READ_H

#include "core/base/arena.h"
#include "core/base/err.h"
#include "core/wire/message.h"

/* Reads a body, from its first field to its last byte: one that is too short, too long or odd
 * anywhere is refused, with the place in *err, and *body is zeroed. What *body points to lives in
 * the arena, which takes at most about 16 bytes for each of len, whether it is refused or not: no
 * count is believed before it was compared with the bytes left. Tagged fields that the table lacks
 * are passed over, as KIP-482 wants, and counted in *unknown_tags (may be NULL). A version
 * that the tables do not describe is ERR_UNSUPPORTED. Any thread. */
bool wire_read(const struct wire_message *m, enum wire_side side, int version, const void *data,
               size_t len, struct arena *arena, void *body, size_t *unknown_tags, struct err *err);

#endif
