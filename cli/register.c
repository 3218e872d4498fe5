/* All commands, in the order of the help. */
#include "cli/command.h"

const struct command *const commands[] = {
    &command_get, &command_health, &command_clusters, &command_version, &command_help, NULL,
};
