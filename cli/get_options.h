/* The options of `get`, shared by whatever prints a table. */
#ifndef KLAMM_CLI_GET_OPTIONS_H
#define KLAMM_CLI_GET_OPTIONS_H

#include "core/base/err.h"
#include "core/format/export.h"
#include "core/resource/resource.h"

struct get_options {
    struct resource_ref ref;
    enum export_format format;
    const char *filter, *sort, *columns; /* as typed; NULL: none */
    bool no_headers;
    int64_t watch_ms;   /* 0: once */
    int64_t timeout_ms; /* for the first answers */
    const char **words; /* resource and scope */
    size_t nwords;
};

/* args[0] is the command's name. False: ERR_USAGE. Release in both cases. */
bool get_options_parse(struct get_options *g, const char *const *args, size_t nargs,
                       struct err *err);
void get_options_release(struct get_options *g);

/* "a,b,c" → column indexes, malloc'd. */
bool get_columns(const struct table *t, const char *list, size_t **cols, size_t *n,
                 struct err *err);

#endif
