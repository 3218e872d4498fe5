/* Reads `klamm VERB OBJECT… [parameters]`. The words are the objects (and key=value where the verb
 * sets such, as in `config-alter topic orders retention.ms=7d`), options are the verb's parameters
 * in our spelling or that of Kafka's tools (action_option), or one of those below that every verb
 * has. Secrets are never taken from the command line, where everybody on the machine can read them.
 */
#include "cli/verb_options.h"

#include "cli/command.h"
#include "cli/verb_groups.h"
#include "core/base/mem.h"
#include "core/base/parse.h"

#include <stdlib.h>
#include <string.h>

enum { TIMEOUT_DEFAULT_MS = 30000 };

enum {
    OPT_DRY_RUN,
    OPT_YES,
    OPT_EDIT,
    OPT_OUTPUT,
    OPT_PLAN_OUT,
    OPT_PLAN_IN,
    OPT_NO_HEADERS,
    OPT_TIMEOUT,
    OPT_ALL_GROUPS
};

const struct verb_option verb_option_list[] = {
    [OPT_DRY_RUN] = {"dry-run", 0, NULL, NULL, "print the plan and stop"},
    [OPT_YES] = {"yes", 'y', NULL, "execute", "send it without asking"},
    [OPT_EDIT] = {"edit", 0, NULL, NULL,
                  "change it as a document in VISUAL or EDITOR first, where the verb has one"},
    [OPT_OUTPUT] = {"output", 'o', "FORMAT", NULL,
                    "table, wide (with what the plan rests on), json, csv, markdown"},
    [OPT_PLAN_OUT] = {"plan-out", 0, "FILE", NULL, "save the plan and stop"},
    [OPT_PLAN_IN] = {"plan-in", 0, "FILE", NULL, "send exactly the plan that was saved"},
    [OPT_NO_HEADERS] = {"no-headers", 0, NULL, NULL, "leave out the header of tables and CSV"},
    [OPT_TIMEOUT] = {"timeout", 0, "30s", NULL, "for connecting and for making the plan"},
    [OPT_ALL_GROUPS] = {"all-groups", 0, NULL, NULL,
                        "every inactive group, where the verb is about groups; active ones are "
                        "named and left"},
    {NULL, 0, NULL, NULL, NULL},
};

static bool format_fits(enum export_format f, struct err *err)
{
    if (f == EXPORT_NAME || f == EXPORT_JSONL)
        return err_set(err, ERR_USAGE,
                       "a plan is printed as table, wide, json, csv or markdown, not as %s",
                       export_format_names[f]);
    return true;
}

static bool keep(struct verb_options *v, size_t id, const char *value, struct err *err)
{
    switch (id) {
    case OPT_DRY_RUN:
        v->dry_run = true;
        break;
    case OPT_YES:
        v->yes = true;
        break;
    case OPT_EDIT:
        v->edit = true;
        break;
    case OPT_OUTPUT:
        return export_format_parse(value, &v->format, err) && format_fits(v->format, err);
    case OPT_PLAN_OUT:
        v->plan_out = value;
        break;
    case OPT_PLAN_IN:
        v->plan_in = value;
        break;
    case OPT_NO_HEADERS:
        v->no_headers = true;
        break;
    case OPT_ALL_GROUPS:
        v->all_groups = true;
        break;
    case OPT_TIMEOUT:
        return parse_duration(value, &v->timeout_ms, err) &&
               (v->timeout_ms > 0 ||
                err_set(err, ERR_USAGE, "--timeout must be longer than nothing"));
    default:
        break;
    }
    return true;
}

/* One of the list above? *ours says so; false: err. */
static bool take_ours(struct verb_options *v, const char *const *args, size_t nargs, size_t *i,
                      bool *ours, struct err *err)
{
    const char *value;
    for (size_t id = 0; verb_option_list[id].name; id++) {
        const struct verb_option *l = &verb_option_list[id];
        struct command_option by_name = {l->letter, l->name, l->value != NULL};
        struct command_option by_alias = {0, l->alias ? l->alias : l->name, l->value != NULL};
        err->kind = ERR_NONE;
        *ours = command_take_option(&by_name, args, nargs, i, &value, err) ||
                command_take_option(&by_alias, args, nargs, i, &value, err);
        if (*ours)
            return err->kind == ERR_NONE && keep(v, id, value, err);
    }
    return true;
}

/* ---- parameters ----------------------------------------------------------------------------- */

const struct param *verb_secret_of(const struct action *a, const char *option)
{
    for (size_t i = 0; i < a->nparams; i++) {
        size_t n = strlen(a->params[i].name);
        if (a->params[i].secret && strncmp(option, a->params[i].name, n) == 0 &&
            strcmp(option + n, "-command") == 0)
            return &a->params[i];
    }
    return NULL;
}

static bool take_command(struct verb_options *v, const struct param *p, const char *value,
                         struct err *err)
{
    if (!value || !*value)
        return err_set(err, ERR_USAGE, "--%s-command needs a command that prints it", p->name);
    v->secret_commands[p - v->action->params] = value;
    return true;
}

static bool take_param(struct verb_options *v, const char *option, const char *attached,
                       const char *next, bool *took_next, struct err *err)
{
    const struct action *a = v->action;
    const struct param *p = action_param(a, option), *command = verb_secret_of(a, option);
    *took_next = false;
    if (command) {
        *took_next = !attached;
        return take_command(v, command, attached ? attached : next, err);
    }
    if (p && p->secret)
        return err_set(err, ERR_USAGE,
                       "--%s: everybody on this machine can read a command line; leave it out to "
                       "be asked, or write --%s-command",
                       option, option);
    if (attached)
        return action_option_with(a, &v->args, option, attached, err);
    return action_option(a, &v->args, option, next, took_next, err);
}

static bool take_option(struct verb_options *v, const char *const *args, size_t nargs, size_t *i,
                        struct err *err)
{
    const char *word = args[*i], *eq = strchr(word, '=');
    bool ours, took_next;
    if (!take_ours(v, args, nargs, i, &ours, err))
        return false;
    if (ours)
        return true;
    if (word[1] != '-')
        return err_set(err, ERR_USAGE, "%s has no option %s", v->action->name, word);
    char *option = eq ? xstrndup(word + 2, (size_t)(eq - word) - 2) : xstrdup(word + 2);
    bool ok = take_param(v, option, eq ? eq + 1 : NULL, *i + 1 < nargs ? args[*i + 1] : NULL,
                         &took_next, err);
    *i += ok && took_next;
    free(option);
    return ok;
}

/* "topic", "topics" or "topic/" before a name, where a verb works on several kinds: the choice and
 * how long it is in the word. NULL: none. */
static const char *kind_before(const struct action *a, const char *word, size_t *len)
{
    const struct param *type = action_param(a, "type");
    for (size_t i = 0; type && type->choices && type->choices[i]; i++) {
        size_t n = strlen(type->choices[i]);
        if (strncmp(word, type->choices[i], n) != 0)
            continue;
        *len = n + (word[n] == 's' || word[n] == '/');
        if (!word[*len] || word[n] == '/')
            return type->choices[i];
    }
    return NULL;
}

static bool set_kind(struct verb_options *v, const char *kind, struct err *err)
{
    const char *was = args_get(&v->args, "type");
    if (was && strcmp(was, kind) != 0)
        return err_set(err, ERR_USAGE, "%s works on objects of one kind: %s or %s, not both",
                       v->action->name, was, kind);
    args_set(&v->args, "type", kind);
    return true;
}

static bool take_object(struct verb_options *v, const char *word, struct err *err)
{
    const struct param *object = &v->action->params[0];
    if (!object->repeatable && args_get(&v->args, object->name))
        return err_set(err, ERR_USAGE, "\"%s\" is one word too many: %s works on one %s", word,
                       v->action->name, object->title);
    args_add(&v->args, object->name, word);
    return true;
}

/* A word that does not follow "--". next: whether another one comes behind it: `topic orders` is
 * the topic orders, `topic` alone the topic of that name. */
static bool take_word(struct verb_options *v, const char *word, const char *next, struct err *err)
{
    const struct param *settings = action_settings(v->action);
    const char *eq = strchr(word, '=');
    size_t len = 0;
    const char *kind = kind_before(v->action, word, &len);
    bool named = kind && word[len]; /* group/a=b: no key has a slash */
    if (settings && eq && eq > word && !named) {
        args_add(&v->args, settings->name, word);
        return true;
    }
    if (!kind || (!word[len] && (args_get(&v->args, v->action->params[0].name) || !next ||
                                 next[0] == '-' || strchr(next, '='))))
        return take_object(v, word, err);
    return set_kind(v, kind, err) && (!word[len] || take_object(v, word + len, err));
}

static bool groups_fit(const struct verb_options *v, struct err *err)
{
    if (!v->all_groups)
        return true;
    if (!verb_takes_groups(v->action))
        return err_set(err, ERR_USAGE, "%s takes no --all-groups", v->action->name);
    if (v->plan_in || v->edit || args_get(&v->args, "from-file"))
        return err_set(err, ERR_USAGE, "--all-groups goes with no --%s",
                       v->plan_in ? "plan-in"
                       : v->edit  ? "edit"
                                  : "from-file");
    if (args_get(&v->args, v->action->params[0].name))
        return err_set(err, ERR_USAGE, "--all-groups is every group: name none");
    return true;
}

/* `partitions-add orders 6`: words are objects, and a topic may be called 6, so it is not guessed.
 */
static bool number_is_no_object(const struct verb_options *v, struct err *err)
{
    const struct action *a = v->action;
    const char *word, *last = NULL;
    int64_t number;
    for (size_t n = 0; (word = args_nth(&v->args, a->params[0].name, n)); n++)
        last = n ? word : NULL;
    for (size_t i = 1; last && i < a->nparams; i++) {
        const struct param *p = &a->params[i];
        if (p->type == PARAM_INT && p->required && !args_get(&v->args, p->name) &&
            parse_int(last, 0, INT32_MAX, &number, NULL))
            return err_set(err, ERR_USAGE, "\"%s\" is taken for a %s: did you mean --%s %s?", last,
                           a->params[0].title, p->name, last);
    }
    return true;
}

static bool fits_together(const struct verb_options *v, struct err *err)
{
    if (!groups_fit(v, err) || !args_apply(v->action, &v->args, err) ||
        !number_is_no_object(v, err))
        return false;
    if (v->plan_in && v->args.n)
        return err_set(err, ERR_USAGE,
                       "--plan-in sends the plan as it was saved: leave out '%s' and all other "
                       "parameters",
                       v->args.list[0].name);
    if (v->edit && v->plan_in)
        return err_set(err, ERR_USAGE,
                       "--plan-in sends the plan as it was saved: leave out --edit");
    if (v->edit && !v->action->document)
        return err_set(err, ERR_USAGE, "%s has no document to edit", v->action->name);
    if (v->plan_out && v->plan_in)
        return err_set(err, ERR_USAGE, "--plan-out and --plan-in exclude each other");
    if (v->yes && (v->dry_run || v->plan_out))
        return err_set(err, ERR_USAGE, "--yes sends, --%s does not: leave out one of them",
                       v->dry_run ? "dry-run" : "plan-out");
    return true;
}

bool verb_options_parse(struct verb_options *v, const struct action *a, const char *const *args,
                        size_t nargs, struct err *err)
{
    bool words_only = false;
    *v = (struct verb_options){.action = a, .timeout_ms = TIMEOUT_DEFAULT_MS};
    args_init(&v->args);
    v->secret_commands = xcalloc(a->nparams, sizeof *v->secret_commands);
    for (size_t i = 1; i < nargs; i++) {
        bool word = words_only || args[i][0] != '-' || !args[i][1];
        if (!word && strcmp(args[i], "--") == 0)
            words_only = true;
        else if (words_only ? !take_object(v, args[i], err)
                 : word     ? !take_word(v, args[i], i + 1 < nargs ? args[i + 1] : NULL, err)
                            : !take_option(v, args, nargs, &i, err))
            return false;
    }
    return fits_together(v, err);
}

void verb_options_release(struct verb_options *v)
{
    args_release(&v->args);
    free(v->secret_commands);
    v->secret_commands = NULL;
}
