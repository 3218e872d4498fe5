/* Dispatch, error words and option reading for all commands. */
#include "cli/command.h"

#include "cli/verb.h"
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/config/problems.h"
#include "core/resource/resource.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void cli_say(const char *fmt, ...)
{
    char line[2048];
    struct arena a;
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(line, sizeof line, fmt, ap);
    va_end(ap);
    arena_init(&a);
    fprintf(stderr, "klamm: %s\n", text_visible(&a, line, n < 0 ? 0 : strlen(line)));
    arena_release(&a);
}

int cli_fail(const struct err *err)
{
    cli_say("%s", err->msg);
    switch (err->kind) {
    case ERR_USAGE:
    case ERR_CONFIG:
        return CLI_USAGE;
    case ERR_RESOLVE:
    case ERR_REFUSED:
    case ERR_TLS:
    case ERR_AUTH:
    case ERR_TIMEOUT:
    case ERR_UNREACHABLE:
        return CLI_UNREACHABLE;
    case ERR_GUARD:
        return CLI_GUARD;
    case ERR_NONE:
    case ERR_DENIED:
    case ERR_BROKER:
    case ERR_NOT_FOUND:
    case ERR_UNSUPPORTED:
    case ERR_IO:
    case ERR_CANCELLED:
    case ERR_NOT_READY:
        break;
    }
    return CLI_REFUSED;
}

const struct command *command_find(const char *name)
{
    for (size_t i = 0; commands[i]; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    for (size_t i = 0; hidden_commands[i]; i++)
        if (strcmp(hidden_commands[i]->name, name) == 0)
            return hidden_commands[i];
    return NULL;
}

/* What other tools call it. */
static const struct {
    const char *word, *here;
} habits[] = {
    {"list", "klamm get LIST prints one, as klamm get topics"},
    {"ls", "klamm get LIST prints one, as klamm get topics"},
    {"show", "klamm describe topic NAME tells all about one, klamm get topics lists them"},
    {"alter", "klamm config-alter NAME key=value changes settings"},
    {"set", "klamm config-alter NAME key=value changes settings"},
    {"edit", "klamm config-alter NAME --edit opens its settings in $EDITOR"},
    {"create", "klamm topic-create, group-create, acl-create and user-create do that"},
    {"delete", "klamm topic-delete, records-delete, group-delete and others do that: klamm help"},
    {"reset", "klamm offsets-reset GROUP --to-earliest, as one of many ways, moves a group"},
};

static int unknown_command(const char *name)
{
    if (resource_find(name)) {
        cli_say("%s is a list: klamm get %s", name, name);
        return CLI_USAGE;
    }
    for (size_t i = 0; i < sizeof habits / sizeof *habits; i++) {
        if (strcmp(habits[i].word, name) == 0) {
            cli_say("there is no command \"%s\"; %s", name, habits[i].here);
            return CLI_USAGE;
        }
    }
    const char *names[128];
    size_t n = 0, most = sizeof names / sizeof *names;
    for (size_t i = 0; commands[i] && n < most; i++)
        names[n++] = commands[i]->name;
    for (size_t i = 0; actions[i] && n < most; i++)
        names[n++] = actions[i]->name;
    const char *meant = problems_suggest(name, names, n);
    cli_say("there is no command \"%s\"%s%s%s; klamm help lists them", name,
            meant ? ": did you mean " : "", meant ? meant : "", meant ? "?" : "");
    return CLI_USAGE;
}

/* ---- options of commands -------------------------------------------------------------------- */

/* The value behind the option's name, when arg is this option; "" when it stands in the next word.
 */
static const char *option_tail(const struct command_option *opt, const char *arg)
{
    if (arg[0] != '-')
        return NULL;
    if (arg[1] != '-')
        return opt->letter && arg[1] == opt->letter ? arg + 2 : NULL;
    size_t len = strlen(opt->name);
    if (strncmp(arg + 2, opt->name, len) != 0)
        return NULL;
    return arg[2 + len] == '=' || !arg[2 + len] ? arg + 2 + len : NULL;
}

bool command_take_option(const struct command_option *opt, const char *const *args, size_t nargs,
                         size_t *i, const char **value, struct err *err)
{
    const char *tail = option_tail(opt, args[*i]);
    if (!tail)
        return false;
    *value = NULL;
    if (*tail == '=')
        *value = tail + 1;
    else if (*tail)
        *value = tail;
    if (!opt->takes_value) {
        if (*value)
            err_set(err, ERR_USAGE, "--%s takes no value", opt->name);
        return true;
    }
    if (!*value && *i + 1 < nargs)
        *value = args[++*i];
    if (!*value)
        err_set(err, ERR_USAGE, "--%s needs a value", opt->name);
    return true;
}

/* ---- entry ---------------------------------------------------------------------------------- */

/* A full disk or a closed pipe behind stdout is found out here at the latest. */
static int flush_stdout(int status)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return status;
    cli_say("stdout could not be written");
    return status == CLI_DONE ? CLI_REFUSED : status;
}

int cli_main(const struct options *o)
{
    const char *help[] = {"help", o->nargs ? o->args[0] : NULL};
    if (o->help)
        return flush_stdout(command_help.run(o, help, o->nargs ? 2 : 1));
    if (o->version)
        return flush_stdout(command_version.run(o, (const char *const[]){"version"}, 1));
    const struct command *c = o->nargs ? command_find(o->args[0]) : &command_help;
    const struct action *a = c ? NULL : action_find(o->args[0]);
    if (a)
        return flush_stdout(verb_run(a, o, o->args, o->nargs));
    if (!c)
        return unknown_command(o->args[0]);
    return flush_stdout(c->run(o, o->args, o->nargs));
}
