/* A verb on the command line: its parameters, and what shall be done with the plan. */
#ifndef KLAMM_CLI_VERB_OPTIONS_H
#define KLAMM_CLI_VERB_OPTIONS_H

#include "core/action/action.h"
#include "core/resource/export.h"

struct verb_options {
    const struct action *action;
    struct args args;
    const char **secret_commands; /* by parameter: the command that prints it; NULL: none */
    enum export_format format;    /* table, wide, json, csv or markdown */
    bool dry_run, yes, edit, no_headers, all_groups;
    const char *plan_out, *plan_in; /* NULL: none */
    int64_t timeout_ms;             /* for connecting and for making the plan */
};

/* args[0] is the verb's name. False: ERR_USAGE. Release in both cases. Secrets are not there yet:
 * see verb_secrets. */
bool verb_options_parse(struct verb_options *v, const struct action *a, const char *const *args,
                        size_t nargs, struct err *err);
void verb_options_release(struct verb_options *v);

/* Gets the secrets that are needed from their commands, or asks for them on the terminal. */
bool verb_secrets(struct verb_options *v, int64_t timeout_ms, struct err *err);

/* "password" of "password-command": the secret that the command of this option prints; NULL: none.
 */
const struct param *verb_secret_of(const struct action *a, const char *option);

/* The options that every verb has, one line each with what they do, indented. */
struct verb_option {
    const char *name;
    char letter;       /* 0: none */
    const char *value; /* what follows; NULL for flags */
    const char *alias; /* another spelling; NULL: none */
    const char *help;
};
extern const struct verb_option verb_option_list[]; /* name NULL ends it */

#endif
