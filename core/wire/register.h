/* All messages of this room. */
#ifndef KLAMM_CORE_WIRE_REGISTER_H
#define KLAMM_CORE_WIRE_REGISTER_H

#include "core/wire/message.h"

extern const struct wire_message *const wire_messages[]; /* by key; ends with NULL */

/* NULL when klamm has no message with this key. */
const struct wire_message *wire_message_by_key(int key);

#endif
