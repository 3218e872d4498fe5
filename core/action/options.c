/* Checks parameters against what is given, and turns a command line's options into arguments:
 * names, aliases of Kafka's tools, values. */
#include "core/action/options.h"

#include "core/action/action.h"

#include "core/action/register.h"
#include "core/base/mem.h"
#include "core/base/text_compare.h"

#include <stdlib.h>
#include <string.h>

const char *args_value(const struct action *act, const struct args *a, const char *name)
{
    const struct param *p = action_param(act, name);
    const char *v = args_get(a, name);

    if (!v || !*v)
        v = p ? p->def : NULL;
    return v && *v ? v : NULL;
}

bool param_unlabel(const struct param *p, struct err *err)
{
    const char *const labels[] = {p->name, p->title};

    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        size_t n = strlen(labels[i]);

        if (strncmp(err->msg, labels[i], n) == 0 && strncmp(err->msg + n, ": ", 2) == 0) {
            memmove(err->msg, err->msg + n + 2, strlen(err->msg + n + 2) + 1);
            return true;
        }
    }
    return false;
}

bool param_applies(const struct param *p, const struct args *args)
{
    const char *eq = p->when ? strchr(p->when, '=') : NULL;
    const char *v;
    char name[64];

    if (p->matters && !p->matters(args))
        return false;
    if (!eq || (size_t)(eq - p->when) >= sizeof name)
        return true;
    memcpy(name, p->when, (size_t)(eq - p->when));
    name[eq - p->when] = '\0';
    v = args_get(args, name);
    return strcmp(v ? v : "", eq + 1) == 0;
}

const struct param *action_settings(const struct action *a)
{
    for (size_t i = 1; i < a->nparams; i++) {
        if (a->params[i].type == PARAM_CONFIG)
            return &a->params[i];
    }
    return NULL;
}

static const struct alias *find_alias(const struct action *a, const char *option)
{
    for (const struct alias *l = a->aliases; l && l->option; l++) {
        if (strcmp(l->option, option) == 0)
            return l;
    }
    return NULL;
}

static bool unknown_option(const struct action *a, const char *option, struct err *err)
{
    const char *near = NULL;
    int best = 4;

    for (size_t i = 0; i < a->nparams; i++) {
        int d = text_distance(option, a->params[i].name, 3);

        if (d < best && !a->params[i].internal) {
            best = d;
            near = a->params[i].name;
        }
    }
    if (near)
        return err_set(err, ERR_USAGE, "%s has no option --%s; did you mean --%s?", a->name, option,
                       near);
    return err_set(err, ERR_USAGE, "%s has no option --%s", a->name, option);
}

static void put(const struct action *a, struct args *args, const char *name, const char *value)
{
    const struct param *p = action_param(a, name);
    const char *was = args_get(args, name);

    /* Of two different values neither is taken for the other: action_check says that it is twice.
     */
    if ((p && p->repeatable) || !was || strcmp(was, value) != 0)
        args_add(args, name, value);
}

/* Kafka's tools name kinds in the plural: --entity-type topics. */
static const char *singular(const struct param *p, const char *value)
{
    for (size_t i = 0; p && p->choices && p->choices[i]; i++) {
        size_t n = strlen(p->choices[i]);

        if (strncmp(value, p->choices[i], n) == 0 && strcmp(value + n, "s") == 0)
            return p->choices[i];
    }
    return value;
}

static bool put_implied(const struct action *a, struct args *args, const struct alias *l,
                        const char *option, struct err *err)
{
    const char *eq = strchr(l->sets, '=');
    char *name = xstrndup(l->sets, (size_t)(eq - l->sets));
    const char *was = args_get(args, name);
    bool ok = !was || strcmp(was, eq + 1) == 0;

    if (ok)
        put(a, args, name, eq + 1);
    else
        err_set(err, ERR_USAGE, "--%s contradicts %s=%s, which was given before", option, name,
                was);
    free(name);
    return ok;
}

const char *action_option_param(const struct action *a, const char *option)
{
    const struct param *p = action_param(a, option);
    const struct alias *l = p ? NULL : find_alias(a, option);

    if (p)
        return p->type == PARAM_BOOL ? NULL : p->name;
    return l ? l->param : NULL;
}

bool action_option(const struct action *a, struct args *args, const char *option, const char *value,
                   bool *used, struct err *err)
{
    const struct param *p = action_param(a, option);
    const struct alias *l = p ? NULL : find_alias(a, option);
    const char *target = p ? p->name : l ? l->param : NULL;

    *used = false;
    if ((!p && !l) || (p && p->internal))
        return unknown_option(a, option, err);
    if (p && p->secret)
        return err_set(
            err, ERR_USAGE,
            "--%s: a secret is never taken from a line, where others could read it: leave "
            "it out to be prompted for it, or write --%s-command",
            option, option);
    if (l && l->sets && !put_implied(a, args, l, option, err))
        return false;
    if (p && p->type == PARAM_BOOL) {
        put(a, args, p->name, "true");
        return true;
    }
    if (!target)
        return true;
    if (!value)
        return err_set(err, ERR_USAGE, "--%s needs a value", option);
    *used = true;
    put(a, args, target, l ? singular(action_param(a, target), value) : value);
    return true;
}

bool action_option_with(const struct action *a, struct args *args, const char *option,
                        const char *value, struct err *err)
{
    const struct param *p = action_param(a, option);
    bool used;

    if (p && p->type == PARAM_BOOL) {
        args_set(args, p->name, value);
        return true;
    }
    return action_option(a, args, option, value, &used, err) &&
           (used || err_set(err, ERR_USAGE, "--%s takes no value", option));
}

bool args_apply(const struct action *a, const struct args *args, struct err *err)
{
    for (size_t i = 0; i < args->n; i++) {
        const struct param *p = action_param(a, args->list[i].name);
        const char *eq = p && p->when ? strchr(p->when, '=') : NULL;

        if (eq && !param_applies(p, args))
            return err_set(err, ERR_USAGE,
                           eq[1] ? "--%s says nothing without --%.*s %s"
                                 : "--%s says nothing with --%.*s%s",
                           p->name, (int)(eq - p->when), p->when, eq + 1);
    }
    return true;
}
