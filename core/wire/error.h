/* Error codes of brokers: Kafka's name and what it means. The codes are those of Errors.java in
 * Kafka 4.4; librdkafka's own names end earlier. */
#ifndef KLAMM_CORE_WIRE_ERROR_H
#define KLAMM_CORE_WIRE_ERROR_H

#include "core/base/arena.h"
#include "core/base/err.h"

#include <stdint.h>

struct wire_error {
    int16_t code;
    enum err_kind kind;
    const char *name;    /* "NOT_CONTROLLER" */
    const char *meaning; /* half a sentence, without a full stop */
};

extern const struct wire_error wire_errors[]; /* by code, from −1 on; ends with name NULL */

/* NULL for a code that klamm does not know: brokers may be newer. */
const struct wire_error *wire_error(int code);

/* ERR_NONE for 0, ERR_BROKER for a code that klamm does not know. */
enum err_kind wire_error_kind(int code);

/* "the broker is not the controller: it moved (NOT_CONTROLLER)", or "error 1234, which klamm does
 * not know". In the arena. */
const char *wire_error_text(struct arena *a, int code);

#endif
