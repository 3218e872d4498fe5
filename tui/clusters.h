/* Going from one cluster to another without leaving. */
#ifndef KLAMM_TUI_CLUSTERS_H
#define KLAMM_TUI_CLUSTERS_H

#include "tui/app.h"

void clusters_switch(struct app *a, const char *name);
/* Tells the models which clusters there are, for the list of them. */
void clusters_tell(struct app *a);

#endif
