/* Which words and values can come at a place. The grammar is that of the registers: commands, verbs
 * with their parameters, lists with their scopes. The words before are read as klamm itself reads
 * them, so the cluster that is named there is the one that is read. */
#include "cli/suggest.h"

#include "cli/command.h"
#include "cli/suggest_names.h"
#include "core/action/line.h"
#include "core/action/line_complete.h"
#include "core/action/register.h"
#include "core/base/builtin.h"
#include "core/base/mem.h"
#include "core/config/config.h"
#include "core/format/export.h"
#include "core/model/acl.h"
#include "core/resource/resource.h"

#include <stdlib.h>
#include <string.h>

struct place {
    struct suggestions *c;
    const struct options *o; /* the shared options before, and the words of the command */
    const char *option;      /* the word before is this option, whose value stands here; NULL */
    int64_t wait_ms;
};

/* ---- shared options -------------------------------------------------------------------------- */

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

/* ---- names of the cluster -------------------------------------------------------------------- */

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

/* ---- get and describe ------------------------------------------------------------------------ */

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

/* The last predicate of a filter begins with a column; how it goes on depends on what it holds. */
static void add_predicates(struct suggestions *c, const struct resource *r)
{
    const char *blank = strrchr(c->typed, ' ');
    int kept = blank ? (int)(blank - c->typed) + 1 : 0;
    kept += c->typed[kept] == '!';
    for (size_t i = 0; i < r->ncolumns; i++) {
        const struct column *col = &r->columns[i];
        bool number = col->kind != VALUE_TEXT && col->kind != VALUE_BOOL;
        suggest_addf(c, col->help, "%.*s%s%s", kept, c->typed, col->id, number ? ">" : "=");
    }
}

static void add_formats(struct suggestions *c)
{
    for (size_t i = 0; export_format_names[i]; i++)
        suggest_add(c, export_format_names[i], NULL);
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

/* The list whose columns options name: that of get, or the one that the command prints. */
static const struct resource *list_of(const struct place *p)
{
    const char *command = p->o->args[0];
    const char *words[3];
    size_t n = words_of(p, words, 3);
    if (strcmp(command, "health") == 0)
        return resource_find("findings");
    if (strcmp(command, "get") != 0)
        return resource_find(command);
    if (n && strncmp(words[0], "config", 6) == 0) {
        struct resource_ref ref;
        struct err err = {0};
        return resource_resolve(words[0], words + 1, n - 1, &ref, &err) ? ref.resource : NULL;
    }
    return n ? resource_find(words[0]) : NULL;
}

static void get_value(const struct place *p, const char *option)
{
    const struct resource *r = list_of(p);
    if (strcmp(option, "-o") == 0 || strcmp(option, "--output") == 0)
        add_formats(p->c);
    else if (r && strcmp(option, "--columns") == 0)
        add_columns(p->c, r, "");
    else if (r && strcmp(option, "--filter") == 0)
        add_predicates(p->c, r);
    else if (r && strcmp(option, "--sort") == 0) {
        add_columns(p->c, r, "");
        add_columns(p->c, r, "-");
    }
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

/* ---- verbs ----------------------------------------------------------------------------------- */

/* The value of an option that every verb has. */
static void add_option_values(struct suggestions *c, const struct line_option *o)
{
    c->files = strcmp(o->value, "FILE") == 0;
    if (strcmp(o->value, "FORMAT") == 0)
        add_formats(c);
}

static void complete_verb(const struct place *p, const struct action *a)
{
    size_t n = p->o->nargs - 1;
    struct line_word *words = xcalloc(n + 1, sizeof *words);
    struct line_word typed = {.text = p->c->typed};
    struct line_place at;
    for (size_t i = 0; i < n; i++)
        words[i].text = p->o->args[i + 1];
    line_place(&at, a, words, n, &typed);
    if (at.option)
        add_option_values(p->c, at.option);
    else
        suggest_line(p->c, &at, p->o, p->wait_ms);
    line_place_release(&at);
    free(words);
}

/* ---- all ------------------------------------------------------------------------------------- */

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

/* What someone may do with topics, groups or the cluster, as Kafka writes it. */
static void add_operations(struct suggestions *c)
{
    suggest_add(c, "consume", "Read on a topic and a group");
    suggest_add(c, "produce", "Write on a topic");
    for (int o = ACL_READ; o < ACL_OPERATIONS; o++)
        suggest_add(c, acl_operation_name((enum acl_operation)o), NULL);
}

static void add_places(const struct place *p)
{
    static const char *const words[] = {"topic/", "group/", "transactional-id/", "cluster"};
    if (strchr(p->c->typed, '/')) {
        add_config_scopes(p);
        return;
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        suggest_add(p->c, words[i], NULL);
}

/* Those that rules name; any other word can be one, too. */
static void complete_can(const struct place *p)
{
    const char *words[2];
    size_t n = words_of(p, words, 2);
    if (n == 0) {
        suggest_principals(p->c, p->o, p->wait_ms);
        if (!p->c->v.len)
            suggest_add(p->c, "User:", NULL);
    } else if (n == 1)
        add_operations(p->c);
    else
        add_places(p);
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
