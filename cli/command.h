/* A command of the command line: one const struct per command in a file of its own, one line in
 * register.c. */
#ifndef KLAMM_CLI_COMMAND_H
#define KLAMM_CLI_COMMAND_H

#include "cli/cli.h"
#include "core/base/err.h"

struct command {
    const char *name;
    const char *usage; /* what follows the name */
    const char *help;  /* one sentence */
    /* args[0] is the command's name. Returns an enum cli_exit; has said on stderr what is wrong. */
    int (*run)(const struct options *o, const char *const *args, size_t nargs);
};

extern const struct command *const commands[];        /* NULL-terminated, order = help */
extern const struct command *const hidden_commands[]; /* for scripts; not in help; the same */
const struct command *command_find(const char *name);

extern const struct command command_get;
extern const struct command command_describe;
extern const struct command command_health;
extern const struct command command_can;
extern const struct command command_journal;
extern const struct command command_events;
extern const struct command command_record;
extern const struct command command_clusters;
extern const struct command command_config;
extern const struct command command_completion;
extern const struct command command_suggest; /* hidden: for the completion scripts */
extern const struct command command_man;     /* hidden: for make install */
extern const struct command command_version;
extern const struct command command_help;

/* "klamm: sentence" on stderr, display-safe. */
void cli_say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* Says the error and returns the exit code for its kind. */
int cli_fail(const struct err *err);

/* An option of a command: --name VALUE or --name=VALUE, -x VALUE or -xVALUE. Moves *i over what it
 * took. *value is NULL for a flag. False: not this option. A missing value fills err. */
struct command_option {
    char letter; /* 0: none */
    const char *name;
    bool takes_value;
};
bool command_take_option(const struct command_option *opt, const char *const *args, size_t nargs,
                         size_t *i, const char **value, struct err *err);

#endif
