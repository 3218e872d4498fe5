/* Lists know their verbs by name alone: the register says which dialog does each. */
#include "tui/list_verbs.h"

#include <stddef.h>
#include <string.h>

bool list_verb_run(struct app *a, const struct dataset *d, struct table_view *v, const char *verb,
                   const char *arg)
{
    for (const struct list_verb *l = list_verbs; l->name; l++) {
        if (strcmp(l->name, verb) == 0) {
            l->run(a, d, v, arg);
            return true;
        }
    }
    return false;
}
