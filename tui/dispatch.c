/* Routes verbs and lines to what carries them out: the dialog or pane with the focus, then the
 * registers of verbs, actions, panes and lists. */
#include "tui/dispatch.h"

#include "core/action/action.h"
#include "core/action/register.h"
#include "core/base/mem.h"
#include "core/resource/resource.h"
#include "tui/navigation.h"
#include "tui/selection.h"
#include "tui/verbs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool app_knows_verb(const char *verb)
{
    return verb_find(verb) || action_find(verb) || resource_find(verb) || pane_kind_find(verb);
}

const char *app_refusal(struct app *a, const char *verb)
{
    const struct action *act = verb_find(verb) ? NULL : action_find(verb);
    /* A dialog that names an action has its own object, and offers only what can be done. */
    return act && !app_focus(a)->cls->modal ? selection_refusal(a, act) : NULL;
}

void app_verb(struct app *a, const char *verb, const char *arg)
{
    struct pane *p = app_focus(a);
    app_dirty(a, DIRTY_ALL);
    if (p && p->cls->verb && p->cls->verb(p, verb, arg))
        return;
    if (p && p->cls->modal)
        return;
    if (a->strip && a->strip->cls->verb(a->strip, verb, arg))
        return;
    const struct verb *v = verb_find(verb);
    const struct action *act = v ? NULL : action_find(verb);
    if (v && v->run)
        v->run(a, arg);
    else if (v)
        app_say(a, SEV_INFO, "'%s' does nothing here", verb);
    else if (act)
        run_action(a, act, arg);
    else
        app_open(a, verb, arg);
}

void app_command(struct app *a, const char *line)
{
    char word[64];
    line += strspn(line, " ");
    size_t n = strcspn(line, " ");
    if (!n)
        return;
    snprintf(word, sizeof word, "%.*s", (int)n, line);
    char *arg = xstrdup(line + n + strspn(line + n, " "));
    /* Completion leaves one behind; one after a backslash belongs to a name. */
    for (size_t len = strlen(arg); len && arg[len - 1] == ' '; len--) {
        if (len > 1 && arg[len - 2] == '\\')
            break;
        arg[len - 1] = 0;
    }
    if (!app_knows_verb(word))
        app_say(a, SEV_WARN, "there is nothing called '%s' (Tab after : lists what there is)",
                word);
    else
        app_verb(a, word, *arg ? arg : NULL);
    free(arg);
}
