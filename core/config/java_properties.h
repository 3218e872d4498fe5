/* The syntax of Java's .properties files (java.util.Properties#load). */
#ifndef KLAMM_CORE_CONFIG_JAVA_PROPERTIES_H
#define KLAMM_CORE_CONFIG_JAVA_PROPERTIES_H

#include "core/base/buf.h"

#include <stdbool.h>
#include <stddef.h>

struct java_properties {
    const char *at, *end;
    int line;    /* of the byte at */
    bool latin1; /* the bytes are not UTF-8 */
};

void java_properties_init(struct java_properties *j, const char *data, size_t len);
/* The next key and value, escapes resolved (\uXXXX → UTF-8), and the line where it starts. The
 * buffers are cleared first. A malformed \u escape and a NUL byte make *wrong a fixed sentence
 * about it (else NULL). False at the end. */
bool java_properties_next(struct java_properties *j, struct buf *key, struct buf *value, int *line,
                          const char **wrong);

#endif
