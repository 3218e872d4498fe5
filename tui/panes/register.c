/* The special panes, one line each. Lists need no line: every resource has a pane. */
#include "tui/pane.h"

#include <string.h>

const struct pane_kind pane_kinds[] = {
    {0},
};

const struct pane_kind *pane_kind_find(const char *name)
{
    for (const struct pane_kind *k = pane_kinds; k->name; k++) {
        if (!strcmp(k->name, name))
            return k;
    }
    return NULL;
}
