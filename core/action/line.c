/* Reads the words of a verb's line. Words are objects, and key=value where the verb sets such;
 * options are the verb's parameters in our spelling or that of Kafka's tools (action_option), or
 * one of those that every verb has. Secrets are never taken from a line, where others could read
 * them. The whole line is read even when something in it is wrong, for completion; the first
 * mistake is the one that is reported. */
#include "core/action/line.h"

#include "core/action/line_impl.h"
#include "core/action/options.h"
#include "core/action/register.h"
#include "core/base/mem.h"
#include "core/base/parse.h"
#include "core/base/parse_duration.h"

#include <stdlib.h>
#include <string.h>

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

const struct line_option line_options[] = {
    [OPT_DRY_RUN] = {"dry-run", 0, NULL, NULL, NULL, "print the plan and stop"},
    [OPT_YES] = {"yes", 'y', NULL, "execute", "y sends the plan", "send it without asking"},
    [OPT_EDIT] = {"edit", 0, NULL, NULL, NULL,
                  "change it as a document in VISUAL or EDITOR first, where the verb has one"},
    [OPT_OUTPUT] = {"output", 'o', "FORMAT", NULL, "x exports the plan that is shown",
                    "table, wide (with what the plan rests on), json, yaml, csv, markdown"},
    [OPT_PLAN_OUT] = {"plan-out", 0, "FILE", NULL, "x exports the plan that is shown",
                      "save the plan and stop"},
    [OPT_PLAN_IN] = {"plan-in", 0, "FILE", NULL, "a saved plan is sent by klamm in a shell",
                     "send exactly the plan that was saved"},
    [OPT_NO_HEADERS] = {"no-headers", 0, NULL, NULL, "the plan is shown as a table",
                        "leave out the header of tables and CSV"},
    [OPT_TIMEOUT] = {"timeout", 0, "30s", NULL, "Esc stops waiting",
                     "for connecting and for making the plan"},
    [OPT_ALL_GROUPS] = {"all-groups", 0, NULL, NULL, "* marks all groups of the list",
                        "every inactive group, where the verb is about groups; active ones are "
                        "named and left"},
    {NULL, 0, NULL, NULL, NULL, NULL},
};

bool line_takes_groups(const struct action *a)
{
    return a->params[0].type == PARAM_GROUP && a->params[0].repeatable;
}

bool line_option_fits(const struct line_option *o, const struct action *a)
{
    return o == &line_options[OPT_EDIT]         ? a->document != NULL
           : o == &line_options[OPT_ALL_GROUPS] ? line_takes_groups(a)
                                                : true;
}

const struct param *line_secret_of(const struct action *a, const char *option)
{
    for (size_t i = 0; i < a->nparams; i++) {
        size_t n = strlen(a->params[i].name);

        if (a->params[i].secret && strncmp(option, a->params[i].name, n) == 0 &&
            strcmp(option + n, "-command") == 0)
            return &a->params[i];
    }
    return NULL;
}

/* ---- options --------------------------------------------------------------------------------- */

/* One option as it is written. */
struct written {
    char *name;        /* without dashes */
    const char *value; /* what is attached to it; NULL: nothing */
};

/* `-y`, `-ojson` or `--name`; *tail is what is attached to it ("" or "=…"; anything after a
 * letter). */
static const struct line_option *find_option(const char *word, const char **tail)
{
    for (const struct line_option *o = line_options; o->name; o++) {
        const char *const names[] = {o->name, o->alias};

        *tail = word + 2;
        if (word[1] != '-' && o->letter == word[1])
            return o;
        for (size_t i = 0; word[1] == '-' && i < 2; i++) {
            size_t n = names[i] ? strlen(names[i]) : 0;

            *tail = word + 2 + n;
            if (n && strncmp(word + 2, names[i], n) == 0 && (!**tail || **tail == '='))
                return o;
        }
    }
    return NULL;
}

static bool keep(struct line *l, const struct line_option *o, const char *value, struct err *err)
{
    switch (o - line_options) {
    case OPT_DRY_RUN:
        l->dry_run = true;
        break;
    case OPT_YES:
        l->yes = true;
        break;
    case OPT_EDIT:
        l->edit = true;
        break;
    case OPT_OUTPUT:
        l->output = value;
        break;
    case OPT_PLAN_OUT:
        l->plan_out = value;
        break;
    case OPT_PLAN_IN:
        l->plan_in = value;
        break;
    case OPT_NO_HEADERS:
        l->no_headers = true;
        break;
    case OPT_ALL_GROUPS:
        l->all_groups = true;
        break;
    case OPT_TIMEOUT:
        return parse_duration(value, &l->timeout_ms, err) &&
               (l->timeout_ms > 0 || err_set(err, ERR_USAGE, "--timeout must be more than 0"));
    default:
        break;
    }
    return true;
}

/* An option that every verb has; *tail: what is attached to it. */
static bool take_common(struct walk *w, const struct line_option *o, const char *tail,
                        struct err *err)
{
    const char *value = *tail == '=' ? tail + 1 : *tail ? tail : NULL;

    if (!o->value && value)
        return err_set(err, ERR_USAGE, "--%s takes no value", o->name);
    if (o->value && !value && w->i + 1 < w->n)
        value = w->words[++w->i].text;
    if (o->value && !value) {
        w->wants_option = o;
        return err_set(err, ERR_USAGE, "--%s needs a value", o->name);
    }
    /* --yes does no harm where the plan asks anyway. */
    if (o->console && !w->line->not_in_console && o != &line_options[OPT_YES])
        w->line->not_in_console = o;
    return keep(w->line, o, value, err);
}

static bool take_command(struct line *l, const struct param *p, const char *option,
                         const char *value, struct err *err)
{
    if (!value || !*value)
        return err_set(err, ERR_USAGE, "--%s-command needs a command that prints it", p->name);
    args_set(&l->args, option, value);
    return true;
}

static bool take_param(struct walk *w, const struct written *o, struct err *err)
{
    const struct action *a = w->line->action;
    const struct param *command = line_secret_of(a, o->name);
    const char *next = w->i + 1 < w->n ? w->words[w->i + 1].text : NULL;
    bool used = false, ok;

    if (!next && !o->value)
        w->wants = command ? command->name : action_option_param(a, o->name);
    if (command) {
        w->i += !o->value && next;
        return take_command(w->line, command, o->name, o->value ? o->value : next, err);
    }
    if (o->value)
        return action_option_with(a, &w->line->args, o->name, o->value, err);
    ok = action_option(a, &w->line->args, o->name, next, &used, err);
    w->i += used;
    return ok;
}

static bool take_option(struct walk *w, struct err *err)
{
    const char *word = w->words[w->i].text, *tail, *eq = strchr(word, '=');
    const struct line_option *common = find_option(word, &tail);
    bool ok;

    if (common)
        return take_common(w, common, tail, err);
    if (word[1] != '-')
        return err_set(err, ERR_USAGE, "%s has no option %s", w->line->action->name, word);
    struct written o = {.name =
                            eq ? xstrndup(word + 2, (size_t)(eq - word) - 2) : xstrdup(word + 2),
                        .value = eq ? eq + 1 : NULL};
    ok = take_param(w, &o, err);
    free(o.name);
    return ok;
}

/* ---- words ----------------------------------------------------------------------------------- */

const char *line_kind_before(const struct action *a, const char *word, size_t *len)
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

static bool set_kind(struct line *l, const char *kind, struct err *err)
{
    const char *was = args_get(&l->args, "type");

    if (was && strcmp(was, kind) != 0)
        return err_set(err, ERR_USAGE, "%s works on objects of one kind: %s or %s, not both",
                       l->action->name, was, kind);
    args_set(&l->args, "type", kind);
    return true;
}

static bool take_object(struct line *l, const char *word, struct err *err)
{
    const struct param *object = &l->action->params[0];

    if (!object->repeatable && args_get(&l->args, object->name))
        return err_set(err, ERR_USAGE, "unexpected argument \"%s\": %s works on one %s", word,
                       l->action->name, object->title);
    args_add(&l->args, object->name, word);
    return true;
}

/* Whether a name comes behind this word: `topic orders` is the topic orders, `topic` alone the topic
 * of that name. */
static bool name_follows(const struct walk *w)
{
    const struct line_word *next = w->i + 1 < w->n ? &w->words[w->i + 1] : NULL;

    return next ? next->name || (next->text[0] != '-' && !strchr(next->text, '=')) : w->more;
}

static bool take_word(struct walk *w, struct err *err)
{
    struct line *l = w->line;
    const char *word = w->words[w->i].text;
    const struct param *settings = action_settings(l->action);
    const char *eq = strchr(word, '=');
    size_t len = 0;
    const char *kind = line_kind_before(l->action, word, &len);
    bool named = kind && word[len]; /* group/a=b: no key has a slash */

    if (settings && eq && eq > word && !named) {
        args_add(&l->args, settings->name, word);
        return true;
    }
    if (!kind ||
        (!word[len] && (args_get(&l->args, l->action->params[0].name) || !name_follows(w))))
        return take_object(l, word, err);
    return set_kind(l, kind, err) && (!word[len] || take_object(l, word + len, err));
}

static bool take_one(struct walk *w, struct err *err)
{
    const struct line_word *word = &w->words[w->i];
    bool dash = word->text[0] == '-' && word->text[1];

    if (w->words_only || word->name)
        return take_object(w->line, word->text, err);
    if (!dash)
        return take_word(w, err);
    if (strcmp(word->text, "--") != 0)
        return take_option(w, err);
    w->words_only = true;
    return true;
}

bool line_walk(struct walk *w, struct err *err)
{
    bool ok = true;

    args_init(&w->line->args);
    for (w->i = 0; w->i < w->n; w->i++)
        ok = take_one(w, ok ? err : NULL) && ok;
    return ok;
}

/* ---- the whole line -------------------------------------------------------------------------- */

static bool groups_fit(const struct line *l, struct err *err)
{
    if (!l->all_groups)
        return true;
    if (!line_takes_groups(l->action))
        return err_set(err, ERR_USAGE, "%s takes no --all-groups", l->action->name);
    if (l->plan_in || l->edit || args_get(&l->args, "from-file"))
        return err_set(err, ERR_USAGE, "--all-groups goes with no --%s",
                       l->plan_in ? "plan-in"
                       : l->edit  ? "edit"
                                  : "from-file");
    if (args_get(&l->args, l->action->params[0].name))
        return err_set(err, ERR_USAGE, "--all-groups is every group: name none");
    return true;
}

/* `partitions-add orders 6`: words are objects, and a topic may be called 6, so it is not guessed.
 */
static bool number_is_no_object(const struct line *l, struct err *err)
{
    const struct action *a = l->action;
    const char *word, *last = NULL;
    int64_t number;

    for (size_t n = 0; (word = args_nth(&l->args, a->params[0].name, n)); n++)
        last = n ? word : NULL;
    for (size_t i = 1; last && i < a->nparams; i++) {
        const struct param *p = &a->params[i];

        if (p->type == PARAM_INT && p->required && !args_get(&l->args, p->name) &&
            parse_int(last, 0, INT32_MAX, &number, NULL))
            return err_set(err, ERR_USAGE, "\"%s\" is taken for a %s: did you mean --%s %s?", last,
                           a->params[0].title, p->name, last);
    }
    return true;
}

/* A saved plan has its arguments; only its secret is not in it. */
static bool saved_plan_fits(const struct line *l, struct err *err)
{
    if (!l->plan_in)
        return true;
    for (size_t i = 0; i < l->args.n; i++) {
        if (!line_secret_of(l->action, l->args.list[i].name))
            return err_set(err, ERR_USAGE,
                           "--plan-in sends the plan as it was saved: leave out '%s' and all "
                           "other parameters",
                           l->args.list[i].name);
    }
    if (l->edit)
        return err_set(err, ERR_USAGE,
                       "--plan-in sends the plan as it was saved: leave out --edit");
    return !l->plan_out || err_set(err, ERR_USAGE, "--plan-out and --plan-in exclude each other");
}

static bool fits_together(const struct line *l, struct err *err)
{
    if (!groups_fit(l, err) || !args_apply(l->action, &l->args, err) ||
        !number_is_no_object(l, err) || !saved_plan_fits(l, err))
        return false;
    if (l->edit && !l->action->document)
        return err_set(err, ERR_USAGE, "%s has no document to edit", l->action->name);
    if (l->yes && (l->dry_run || l->plan_out))
        return err_set(err, ERR_USAGE, "--yes sends, --%s does not: leave out one of them",
                       l->dry_run ? "dry-run" : "plan-out");
    return true;
}

bool line_parse(struct line *l, const struct action *a, const struct line_word *words, size_t n,
                struct err *err)
{
    struct walk w = {.line = l, .words = words, .n = n};

    *l = (struct line){.action = a};
    return line_walk(&w, err) && fits_together(l, err);
}

void line_release(struct line *l)
{
    args_release(&l->args);
}
