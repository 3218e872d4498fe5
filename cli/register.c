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
    &command_sample,
    &command_clusters,
    &command_config,
    &command_completion,
    &command_version,
    &command_help,
    NULL,
};
const size_t commands_size = sizeof commands / sizeof *commands;

const struct command *const hidden_commands[] = {
    &command_suggest,
    &command_man,
    &command_record,
    NULL,
};
const size_t hidden_commands_size = sizeof hidden_commands / sizeof *hidden_commands;
