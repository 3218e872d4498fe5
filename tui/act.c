/* The way from a verb to a plan. The register of actions is not linked in yet: until it is, the
 * weak definitions below stand for an empty one. */
#include "tui/act.h"
#include <string.h>
__attribute__((weak)) const struct action *const actions[] = {NULL};
__attribute__((weak)) const struct action *action_find(const char *name)
{
    (void)name;
    return NULL;
}
void act_start(struct app *a, const struct action *act, const char *arg)
{
    (void)arg;
    app_say(a, SEV_INFO, "%s", act->name);
}
const char *act_refusal(struct app *a, const struct action *act)
{
    (void)a;
    (void)act;
    return NULL;
}
void act_complete(struct app *a, const struct action *act, const char *args, const char *typed,
                  struct candidates *out)
{
    (void)a;
    (void)act;
    (void)args;
    candidates_add(out, typed, "", NULL);
}
