/* Which names of client properties exist, and what happens to those of the Java client. */
#ifndef KLAMM_CORE_CONFIG_PROPERTY_NAMES_H
#define KLAMM_CORE_CONFIG_PROPERTY_NAMES_H

#include <stddef.h>

enum name_fate {
    NAME_UNKNOWN,
    NAME_TAKEN,   /* librdkafka's own, of use to a client that reads and administers */
    NAME_RENAMED, /* the same thing under another name */
    NAME_SPECIAL, /* needs thought: client_properties.c */
    NAME_IGNORED, /* for consumers, producers or the JVM: no meaning here */
};

enum name_fate property_name_fate(const char *name, const char **renamed);
/* The known name that was probably meant, or NULL. */
const char *property_name_suggest(const char *name);

#endif
