/* klamm help VERB: computed from the register of actions. */
#include "cli/verb.h"
#include "cli/verb_options.h"

#include <stdio.h>
#include <string.h>

static const char *value_word(const struct param *p)
{
    static const char *const words[] = {
        [PARAM_TEXT] = "TEXT",         [PARAM_INT] = "N",
        [PARAM_BOOL] = NULL,           [PARAM_CHOICE] = "WORD",
        [PARAM_TOPIC] = "TOPIC",       [PARAM_GROUP] = "GROUP",
        [PARAM_BROKER] = "ID",         [PARAM_CONFIG] = "KEY=VALUE",
        [PARAM_FILE] = "FILE",         [PARAM_INSTANT] = "INSTANT",
        [PARAM_DURATION] = "DURATION", [PARAM_SCOPE] = "TOPIC[:0,1]",
        [PARAM_OFFSETS] = "TOPIC:P=N",
    };
    return words[p->type];
}

static void print_wrapped(const char *text, int indent)
{
    while (*text) {
        size_t n = strlen(text), width = (size_t)(98 - indent);
        if (n > width) {
            for (n = width; n > 0 && text[n] != ' '; n--)
                ;
            n = n ? n : width;
        }
        printf("%*s%.*s\n", indent, "", (int)n, text);
        text += n;
        text += *text == ' ';
    }
}

static void print_param(const struct param *p)
{
    const char *value = value_word(p);
    if (p->secret)
        printf("  --%s-command COMMAND\n", p->name);
    else
        printf("  --%s%s%s%s%s\n", p->name, value ? " " : "", value ? value : "",
               p->repeatable ? " …" : "", p->required ? "   (required)" : "");
    print_wrapped(p->help, 6);
    if (p->secret)
        print_wrapped("never on the command line: asked for on the terminal, or printed by this "
                      "command",
                      6);
    if (p->choices) {
        printf("      one of:");
        for (size_t i = 0; p->choices[i]; i++)
            printf("%s %s", i ? "," : "", p->choices[i]);
        puts("");
    }
    if (p->def)
        printf("      default: %s\n", p->def);
    if (p->when && !p->secret)
        printf("      only with --%.*s %s\n", (int)strcspn(p->when, "="), p->when,
               strchr(p->when, '=') + 1);
}

static void print_alias(const struct alias *l)
{
    printf("  --%s%s is", l->option, l->param ? " VALUE" : "");
    if (l->sets)
        printf(" --%.*s %s", (int)strcspn(l->sets, "="), l->sets, strchr(l->sets, '=') + 1);
    if (l->param)
        printf(" --%s VALUE", l->param);
    puts(l->sets || l->param ? "" : " how it is anyway");
}

void verb_explain(const struct action *a)
{
    const struct param *object = &a->params[0];
    printf("klamm %s %s%s%s", a->name, object->name, object->repeatable ? "…" : "",
           action_settings(a) ? " [key=value…]" : "");
    for (size_t i = 1; i < a->nparams; i++)
        if (a->params[i].required && !a->params[i].secret && !a->params[i].def)
            printf(" --%s %s", a->params[i].name, value_word(&a->params[i]));
    puts(" [parameters] [--dry-run] [--yes]");
    print_wrapped(a->help, 0);
    puts("\nparameters:");
    for (size_t i = 0; i < a->nparams; i++)
        if (!verb_secret_of(a, a->params[i].name) && /* told with the secret itself */
            !a->params[i].internal)
            print_param(&a->params[i]);
    if (a->aliases && a->aliases->option)
        puts("\nas Kafka's tools spell them:");
    for (const struct alias *l = a->aliases; l && l->option; l++)
        print_alias(l);
    puts("\nwhat is done with the plan:");
    for (const struct verb_option *l = verb_option_list; l->name; l++) {
        char head[64];
        snprintf(head, sizeof head, "--%s%s%s", l->name, l->value ? " " : "",
                 l->value ? l->value : "");
        printf("  %-20s %s%s%s%s\n", head, l->help, l->alias ? " (or --" : "",
               l->alias ? l->alias : "", l->alias ? ")" : "");
    }
}
