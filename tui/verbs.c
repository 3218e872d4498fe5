/* What verbs are called and what they do, for everything that lists them. */
#include "tui/verbs.h"

#include "core/action/action.h"
#include "core/action/register.h"
#include "core/base/arena.h"
#include "core/resource/resource.h"
#include "tui/app.h"

#include <string.h>

void verb_for_dialogs(struct app *a, const char *arg)
{
    (void)arg;
    app_say(a, SEV_INFO, "that is for dialogs and fields: there is none open");
}

const struct verb *verb_find(const char *name)
{
    for (const struct verb *v = verbs; v->name; v++) {
        if (strcmp(v->name, name) == 0)
            return v;
    }
    return NULL;
}

bool verb_in_dialogs(const struct verb *v)
{
    return v->run == verb_for_dialogs;
}

const char *verb_label(const char *name)
{
    const struct verb *v = verb_find(name);
    const struct action *act = v ? NULL : action_find(name);
    return v ? v->label : act ? act->title : name;
}

const char *verb_help_with(const char *name, const char *arg, struct arena *a)
{
    const char *help = verb_help(name);
    if (arg && strcmp(name, "filter") == 0)
        return arena_printf(a, "Show only rows that match %s.", arg);
    if (!help)
        help = verb_label(name);
    return arg ? arena_printf(a, "%s (%s %s)", help, name, arg) : help;
}

const char *verb_help(const char *name)
{
    const struct verb *v = verb_find(name);
    const struct action *act = action_find(name);
    const struct resource *r = resource_find(name);
    const struct pane_kind *k = pane_kind_find(name);
    return v ? v->help : act ? act->help : k ? k->help : r ? r->help : NULL;
}
