/* klamm completion SHELL prints the script that a shell sources; klamm __complete is what the
 * script asks: the words so far, the last being typed, one candidate a line with a tab before its
 * explanation. ":files" says that names of files can come there. */
#include "cli/command.h"
#include "cli/say.h"
#include "cli/suggest.h"

#include "core/base/builtin.h"

#include <stdio.h>
#include <string.h>

enum { WAIT_MS = 1500 };

static int print_script(const char *shell)
{
    char name[64];
    snprintf(name, sizeof name, "conf/completion/klamm.%s", shell);
    for (const struct builtin_file *f = builtin_files; f->name; f++) {
        if (strcmp(f->name, name) != 0)
            continue;
        fwrite(f->data, 1, f->size, stdout);
        return CLI_DONE;
    }
    cli_say("there is no completion for \"%s\": bash, zsh or fish", shell);
    return CLI_USAGE;
}

static int run(const struct options *o, const char *const *args, size_t nargs)
{
    (void)o;
    if (nargs == 2)
        return print_script(args[1]);
    cli_say("for which shell? klamm completion bash|zsh|fish");
    return CLI_USAGE;
}

const struct command command_completion = {
    .name = "completion",
    .usage = "bash|zsh|fish",
    .help = "print the completion script of a shell, to be sourced",
    .examples = "bash",
    .run = run,
};

static int run_complete(const struct options *o, const char *const *args, size_t nargs)
{
    struct suggestions c;
    size_t first = nargs > 1 && strcmp(args[1], "--") == 0 ? 2 : 1;
    (void)o;
    if (nargs <= first)
        return CLI_DONE;
    suggest_init(&c, args[nargs - 1]);
    suggest_find(&c, args + first, nargs - first - 1, WAIT_MS);
    if (c.files)
        puts(":files");
    for (size_t i = 0; i < c.v.len; i++)
        printf("%s%s%s\n", c.v.data[i].value, *c.v.data[i].help ? "\t" : "", c.v.data[i].help);
    suggest_release(&c);
    return CLI_DONE;
}

const struct command command_suggest = {
    .name = "__complete",
    .usage = "-- WORD…",
    .help = "print what can stand for the last word",
    .run = run_complete,
};
