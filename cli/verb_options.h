/* A verb on the command line: its line, and how the plan is printed. */
#ifndef KLAMM_CLI_VERB_OPTIONS_H
#define KLAMM_CLI_VERB_OPTIONS_H

#include "core/action/line.h"
#include "core/format/export.h"

struct verb_options {
    struct line line;          /* timeout_ms has its default; secrets are not there yet */
    enum export_format format; /* table, wide, json, yaml, csv or markdown */
};

/* args[0] is the verb's name. False: ERR_USAGE. Release in both cases. */
bool verb_options_parse(struct verb_options *v, const struct action *a, const char *const *args,
                        size_t nargs, struct err *err);
/* An error that begins with the name of this parameter (may be NULL) begins with the option that was
 * typed for it instead: "--to-datetime: …", not "instant: …". */
void verb_options_as_typed(const struct action *a, const char *const *args, size_t nargs,
                           const char *param, struct err *err);
void verb_options_release(struct verb_options *v);

#endif
