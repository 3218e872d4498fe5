/* Which words and values can stand at a place. The grammar is that of the registers: commands,
 * verbs with their parameters, lists with their scopes. The words before are read as klamm itself
 * reads them, so the cluster that is named there is the one that is asked. */
#include "cli/suggest.h"

#include "cli/command.h"
#include "cli/verb_options.h"
#include "core/base/builtin.h"
#include "core/base/mem.h"
#include "core/config/config.h"
#include "core/resource/export.h"
#include "core/resource/resource.h"

#include <stdlib.h>
#include <string.h>

struct place {
    struct suggestions *c;
    const struct options *o; /* the shared options before, and the words of the command */
    const char *option;      /* the word before is this option, whose value stands here; NULL */
    int64_t wait_ms;
};

/* ---- shared options ------------------------------------------------------------------------- */

static const struct option_spec *shared_option(const char *word)
{
    for (const struct option_spec *s = option_specs; s->name; s++)
        if ((word[0] == '-' && word[1] == s->letter && s->letter && !word[2]) ||
            (strncmp(word, "--", 2) == 0 &&
             (strcmp(word + 2, s->name) == 0 || (s->alias && strcmp(word + 2, s->alias) == 0))))
            return s;
    return NULL;
}

static void add_shared(struct suggestions *c, bool in_command)
{
    for (const struct option_spec *s = option_specs; s->name; s++)
        if (!in_command || s->scope == OPTION_ANYWHERE)
            suggest_addf(c, s->help, "--%s", s->name);
}

static void add_clusters(const struct place *p)
{
    struct config config;
    struct err err = {0};
    config_load(&config, p->o->config_file, &err);
    for (size_t i = 0; i < config.nprofiles; i++)
        suggest_add(p->c, config.profiles[i]->name, config.profiles[i]->label);
    config_release(&config);
}

static void add_themes(struct suggestions *c)
{
    for (const struct builtin_file *f = builtin_files; f->name; f++)
        if (strncmp(f->name, "themes/", 7) == 0)
            suggest_addf(c, NULL, "%.*s", (int)strcspn(f->name + 7, "."), f->name + 7);
}

static void shared_value(const struct place *p, const struct option_spec *s)
{
    if (s->letter == 'c')
        add_clusters(p);
    else if (s->letter == 'F' || strcmp(s->name, "config") == 0)
        p->c->files = true;
    else if (strcmp(s->name, "theme") == 0)
        add_themes(p->c);
}

/* ---- names of the cluster ------------------------------------------------------------------- */

static void names_of(const struct place *p, enum scope_kind kind)
{
    if (kind == SCOPE_TOPIC || kind == SCOPE_TOPICS)
        suggest_topics(p->c, p->o, p->wait_ms);
    else if (kind == SCOPE_GROUP)
        suggest_groups(p->c, p->o, p->wait_ms);
    else if (kind == SCOPE_BROKER)
        suggest_brokers(p->c, p->o, p->wait_ms);
}

static enum scope_kind kind_named(const char *word)
{
    return strncmp(word, "topic", 5) == 0    ? SCOPE_TOPIC
           : strncmp(word, "group", 5) == 0  ? SCOPE_GROUP
           : strncmp(word, "broker", 6) == 0 ? SCOPE_BROKER
                                             : SCOPE_NONE;
}

/* ---- get and describe ----------------------------------------------------------------------- */

static void add_lists(struct suggestions *c)
{
    for (size_t i = 0; resources[i]; i++)
        suggest_add(c, resources[i]->name, resources[i]->title);
    suggest_add(c, "configs", "settings of a topic, broker or group, or of all");
}

/* topic/NAME: the names once the kind stands there. */
static void add_config_scopes(const struct place *p)
{
    const char *slash = strchr(p->c->typed, '/');
    struct suggestions names;
    if (!slash) {
        static const char *const words[] = {"topic/", "broker/", "group/", "topics", "brokers"};
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            suggest_add(p->c, words[i], NULL);
        return;
    }
    suggest_init(&names, slash + 1);
    struct place inner = *p;
    inner.c = &names;
    names_of(&inner, kind_named(p->c->typed));
    for (size_t i = 0; i < names.v.len; i++)
        suggest_addf(p->c, names.v.data[i].help, "%.*s/%s", (int)(slash - p->c->typed), p->c->typed,
                     names.v.data[i].value);
    suggest_release(&names);
}

/* The last of "a,b,c" is completed. */
static void add_columns(struct suggestions *c, const struct resource *r, const char *before)
{
    const char *comma = strrchr(c->typed, ',');
    int kept = comma ? (int)(comma - c->typed) + 1 : 0;
    for (size_t i = 0; i < r->ncolumns; i++)
        suggest_addf(c, r->columns[i].help, "%.*s%s%s", kept, c->typed, before, r->columns[i].id);
}

static void add_formats(struct suggestions *c)
{
    for (size_t i = 0; export_format_names[i]; i++)
        suggest_add(c, export_format_names[i], NULL);
}

static void get_value(const struct place *p, const char *option)
{
    const struct resource *r = p->o->nargs > 1 ? resource_find(p->o->args[1]) : NULL;
    if (strcmp(option, "-o") == 0 || strcmp(option, "--output") == 0)
        add_formats(p->c);
    else if (r && strcmp(option, "--columns") == 0)
        add_columns(p->c, r, "");
    else if (r && strcmp(option, "--sort") == 0) {
        add_columns(p->c, r, "");
        add_columns(p->c, r, "-");
    }
}

/* The words that follow a command, without its options and their values. */
static size_t words_of(const struct place *p, const char **words, size_t max)
{
    static const char *const valued[] = {"-o",     "--output",  "--filter",
                                         "--sort", "--columns", "--timeout"};
    size_t n = 0;
    for (size_t i = 1; i < p->o->nargs && n < max; i++) {
        const char *w = p->o->args[i];
        bool skip = w[0] == '-';
        for (size_t k = 0; k < sizeof valued / sizeof *valued; k++)
            i += strcmp(w, valued[k]) == 0;
        if (!skip)
            words[n++] = w;
    }
    return n;
}

static void complete_get(const struct place *p)
{
    const char *words[2];
    size_t n = words_of(p, words, 2);
    const struct resource *r = n ? resource_find(words[0]) : NULL;
    if (n == 0)
        add_lists(p->c);
    else if (n == 1 && strncmp(words[0], "config", 6) == 0)
        add_config_scopes(p);
    else if (n == 1 && r)
        names_of(p, r->scope);
}

static void complete_describe(const struct place *p)
{
    const char *words[1];
    if (words_of(p, words, 1)) {
        names_of(p, kind_named(words[0]));
        return;
    }
    suggest_add(p->c, "topic", NULL);
    suggest_add(p->c, "group", NULL);
    suggest_add(p->c, "broker", NULL);
}

/* ---- verbs ---------------------------------------------------------------------------------- */

static void add_params(struct suggestions *c, const struct action *a)
{
    for (size_t i = 0; i < a->nparams; i++) {
        if (a->params[i].internal || verb_secret_of(a, a->params[i].name))
            continue;
        if (a->params[i].secret)
            suggest_addf(c, "a command that prints it", "--%s-command", a->params[i].name);
        else
            suggest_addf(c, a->params[i].help, "--%s", a->params[i].name);
    }
    for (const struct alias *l = a->aliases; l && l->option; l++)
        suggest_addf(c, "as Kafka's tools spell it", "--%s", l->option);
    for (const struct verb_option *l = verb_option_list; l->name; l++)
        suggest_addf(c, l->help, "--%s", l->name);
}

/* The parameter whose value follows the option; NULL: none. */
static const char *param_of(const struct action *a, const char *option)
{
    const struct param *p = action_param(a, option);
    if (p)
        return p->type == PARAM_BOOL ? NULL : p->name;
    for (const struct alias *l = a->aliases; l && l->option; l++)
        if (strcmp(l->option, option) == 0)
            return l->param;
    return NULL;
}

static bool option_value(const struct place *p, const char *option)
{
    for (const struct verb_option *l = verb_option_list; l->name; l++) {
        bool it = (l->letter && option[1] == l->letter && !option[2]) ||
                  (option[1] == '-' && strcmp(option + 2, l->name) == 0);
        if (!it || !l->value)
            continue;
        p->c->files = strcmp(l->value, "FILE") == 0;
        if (strcmp(l->value, "FORMAT") == 0)
            add_formats(p->c);
        return true;
    }
    return false;
}

static bool after_dashes(const struct options *o)
{
    for (size_t i = 0; i < o->nargs; i++)
        if (strcmp(o->args[i], "--") == 0)
            return true;
    return false;
}

/* Names that would be taken for something else are offered behind "--", and it in their place. */
static void names_or_dashes(struct suggestions *c, const struct action *a)
{
    size_t kept = 0, all = c->v.len;
    for (size_t i = 0; i < all; i++)
        if (action_word_names(a, c->v.data[i].value))
            c->v.data[kept++] = c->v.data[i];
    c->v.len = kept;
    if (kept < all)
        suggest_add(c, "--", "then names that begin with - or have a = in them");
}

/* Its objects, and behind the first of them key=value where the verb sets such. */
static void suggest_words(const struct place *p, const struct action *a, const struct args *args)
{
    const struct param *settings = action_settings(a);
    const char *object = a->params[0].name;
    suggest_param(p->c, a, args, object, p->o, p->wait_ms);
    if (!after_dashes(p->o))
        names_or_dashes(p->c, a);
    if (settings && args_get(args, object) && !after_dashes(p->o))
        suggest_param(p->c, a, args, settings->name, p->o, p->wait_ms);
}

static void complete_verb(const struct place *p, const struct action *a)
{
    struct verb_options v;
    struct err err = {0};
    size_t n = p->o->nargs;
    const char *option = p->option, *param = NULL;
    if (option && option_value(p, option))
        return;
    if (option && option[1] == '-')
        param = param_of(a, option + 2);
    /* What is there so far, as far as it can be read: other parameters may depend on it. */
    verb_options_parse(&v, a, p->o->args, param ? n - 1 : n, &err);
    if (param)
        suggest_param(p->c, a, &v.args, param, p->o, p->wait_ms);
    else if (p->c->typed[0] == '-' && !after_dashes(p->o))
        add_params(p->c, a);
    else
        suggest_words(p, a, &v.args);
    verb_options_release(&v);
}

/* ---- all ------------------------------------------------------------------------------------ */

static void add_commands(struct suggestions *c)
{
    for (size_t i = 0; commands[i]; i++)
        suggest_add(c, commands[i]->name, commands[i]->help);
    for (size_t i = 0; actions[i]; i++)
        suggest_add(c, actions[i]->name, actions[i]->help);
}

/* The options as the usage of the command has them. */
static void add_options(struct suggestions *c, const char *usage)
{
    for (const char *at = usage; (at = strstr(at, "--")); at += 2)
        suggest_addf(c, NULL, "%.*s", (int)strspn(at, "-abcdefghijklmnopqrstuvwxyz"), at);
    if (strstr(usage, "-o "))
        suggest_add(c, "--output", NULL);
}

static void complete_journal(const struct place *p)
{
    const char *words[1];
    if (!words_of(p, words, 1))
        suggest_changes(p->c, p->o, p->wait_ms);
}

static void complete_shells(const struct place *p)
{
    suggest_add(p->c, "bash", NULL);
    suggest_add(p->c, "zsh", NULL);
    suggest_add(p->c, "fish", NULL);
}

static void complete_help(const struct place *p)
{
    add_commands(p->c);
    add_lists(p->c);
}

/* Principals are free words; what they would do something with has names. */
static void complete_can(const struct place *p)
{
    const char *words[1];
    if (words_of(p, words, 1))
        add_config_scopes(p);
    else
        suggest_add(p->c, "User:", NULL);
}

static void complete_command(const struct place *p, const char *name)
{
    static const struct {
        const char *command;
        void (*complete)(const struct place *p);
    } ways[] = {{"get", complete_get},         {"describe", complete_describe},
                {"journal", complete_journal}, {"completion", complete_shells},
                {"help", complete_help},       {"can", complete_can}};
    const struct command *c = command_find(name);
    if (c && p->option)
        get_value(p, p->option);
    if (!c || p->c->v.len)
        return;
    if (p->c->typed[0] == '-')
        add_options(p->c, c->usage);
    for (size_t i = 0; p->c->typed[0] != '-' && i < sizeof ways / sizeof *ways; i++)
        if (strcmp(ways[i].command, name) == 0)
            ways[i].complete(p);
}

static void complete(const struct place *p)
{
    const struct action *a = p->o->nargs ? action_find(p->o->args[0]) : NULL;
    if (a)
        complete_verb(p, a);
    else if (p->o->nargs)
        complete_command(p, p->o->args[0]);
    else if (p->c->typed[0] != '-')
        add_commands(p->c);
    if (p->c->typed[0] == '-')
        add_shared(p->c, p->o->nargs > 0);
}

void suggest_find(struct suggestions *c, const char *const *words, size_t n, int64_t wait_ms)
{
    char **argv = xcalloc(n + 2, sizeof *argv);
    const char *last = n ? words[n - 1] : "";
    const struct option_spec *shared = shared_option(last);
    bool value = shared && shared->arg;
    struct options o;
    struct err err = {0};
    argv[0] = arena_strdup(&c->arena, "klamm");
    for (size_t i = 0; i < n; i++) /* copies: options_parse writes over secrets */
        argv[i + 1] = arena_strdup(&c->arena, words[i]);
    if (options_parse(&o, (int)(value ? n : n + 1), argv, &err)) {
        struct place p = {c, &o, last[0] == '-' && last[1] ? last : NULL, wait_ms};
        if (value && !(o.nargs && shared->scope == OPTION_BEFORE_COMMAND))
            shared_value(&p, shared);
        else
            complete(&p);
    }
    options_release(&o);
    free(argv);
}
