/* Which command the words mean; what to say when there is none of that name. */
#include "cli/cli.h"

#include "cli/command.h"
#include "cli/say.h"
#include "cli/verb.h"
#include "core/action/register.h"
#include "core/config/problems.h"
#include "core/resource/resource.h"

#include <stdio.h>
#include <string.h>

/* What other tools call it. */
static const struct {
    const char *word, *here;
} habits[] = {
    {"list", "klamm get LIST prints one, as klamm get topics"},
    {"ls", "klamm get LIST prints one, as klamm get topics"},
    {"show", "klamm describe topic NAME shows all about one, klamm get topics lists them"},
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
