/* All commands, in the order of the help; one line each. */
#include "cli/command.h"

/* clang-format off */
const struct command *const commands[] = {
    &command_get,
    &command_describe,
    &command_health,
    &command_can,
    &command_journal,
    &command_events,
    &command_record,
    &command_clusters,
    &command_config,
    &command_completion,
    &command_version,
    &command_help,
    NULL,
};

const struct command *const hidden_commands[] = {
    &command_suggest,
    &command_man,
    NULL,
};
