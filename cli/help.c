/* klamm help [COMMAND|RESOURCE]: computed from the registers, so it can't fall behind them. */
#include "cli/command.h"

#include "cli/verb.h"
#include "core/base/buf.h"
#include "core/resource/resource.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

static void print_options(void)
{
    struct buf b;
    buf_init(&b, 0);
    options_help(&b);
    fputs(buf_str(&b), stdout);
    buf_release(&b);
}

static const char *scope_word(enum scope_kind k)
{
    static const char *const words[] = {[SCOPE_NONE] = "",
                                        [SCOPE_BROKER] = " ID",
                                        [SCOPE_TOPIC] = " TOPIC",
                                        [SCOPE_GROUP] = " GROUP",
                                        [SCOPE_TOPICS] = " TOPIC TOPIC",
                                        [SCOPE_PRINCIPAL] = " PRINCIPAL"};
    return words[k];
}

/* Each with the first sentence of its help. */
static void print_resources(void)
{
    puts("\nlists for klamm get:");
    for (size_t i = 0; resources[i]; i++) {
        char head[64];
        snprintf(head, sizeof head, "%s%s", resources[i]->name, scope_word(resources[i]->scope));
        const char *end = strstr(resources[i]->help, ". ");
        printf("  %-26s %.*s\n", head, (int)(end ? end - resources[i]->help + 1 : INT_MAX),
               resources[i]->help);
    }
    puts("  configs topic/NAME|broker/ID|group/NAME|topics|brokers\n"
         "                             The settings of that, or of all topics or brokers.");
}

static void print_verbs(void)
{
    puts("\nchanges (klamm VERB OBJECT… shows the plan and asks; --dry-run, --yes):");
    for (size_t i = 0; actions[i]; i++)
        printf("  %-18s %s\n", actions[i]->name, actions[i]->help);
}

static int print_all(void)
{
    puts("klamm, a console for Apache Kafka\n\n"
         "klamm [options]            the console\n"
         "klamm [options] COMMAND …  one thing, without a screen\n\ncommands:");
    for (size_t i = 0; commands[i]; i++)
        printf("  %-10s %s\n", commands[i]->name, commands[i]->help);
    print_verbs();
    puts("\noptions:");
    print_options();
    print_resources();
    puts("\nklamm help COMMAND, klamm help VERB and klamm help LIST tell more.");
    return CLI_DONE;
}

static int print_resource(const struct resource *r)
{
    printf("klamm get %s%s\n%s\n\ncolumns:\n", r->name, scope_word(r->scope), r->help);
    for (size_t i = 0; i < r->ncolumns; i++)
        printf("  %-12s %s\n", r->columns[i].id, r->columns[i].help);
    return CLI_DONE;
}

static int run(const struct options *o, const char *const *args, size_t nargs)
{
    (void)o;
    if (nargs < 2)
        return print_all();
    const struct command *c = command_find(args[1]);
    const struct resource *r = resource_find(args[1]);
    if (c && c->run != run) {
        printf("klamm %s %s\n%s\n", c->name, c->usage, c->help);
        return CLI_DONE;
    }
    if (action_find(args[1])) {
        verb_explain(action_find(args[1]));
        return CLI_DONE;
    }
    if (r)
        return print_resource(r);
    if (c)
        return print_all();
    cli_say("there is no command, verb or list called \"%s\"", args[1]);
    return CLI_USAGE;
}

const struct command command_help = {
    .name = "help",
    .usage = "[COMMAND|VERB|LIST]",
    .help = "explain klamm, a command, a verb, or a list with its columns",
    .run = run,
};
