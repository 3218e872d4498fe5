/* A command of the command line: one const struct per command in a file of its own, one line in
 * register.c. */
#ifndef KLAMM_CLI_COMMAND_H
#define KLAMM_CLI_COMMAND_H

#include "cli/cli.h"

struct command {
    const char *name;
    const char *usage; /* what follows the name */
    const char *help;  /* one sentence */
    const char *about; /* paragraphs with more, one a line; NULL: none */
    /* What may follow the name, one a line; an empty line is the name alone. */
    const char *examples;
    /* args[0] is the command's name. Returns an enum cli_exit; has said on stderr what is wrong. */
    int (*run)(const struct options *o, const char *const *args, size_t nargs);
};

extern const struct command *const commands[];           /* NULL-terminated, order = help */
extern const struct command *const hidden_commands[];    /* for scripts; not in help; the same */
extern const size_t commands_size, hidden_commands_size; /* with their NULL */
const struct command *command_find(const char *name);

extern const struct command command_get;
extern const struct command command_describe;
extern const struct command command_health;
extern const struct command command_can;
extern const struct command command_journal;
extern const struct command command_events;
extern const struct command command_sample;
extern const struct command command_record; /* hidden: what sample was called */
extern const struct command command_clusters;
extern const struct command command_config;
extern const struct command command_completion;
extern const struct command command_suggest; /* hidden: for the completion scripts */
extern const struct command command_man;     /* hidden: for make install */
extern const struct command command_version;
extern const struct command command_help;

#endif
