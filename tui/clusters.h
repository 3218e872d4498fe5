/* Going from one cluster to another without leaving. */
#ifndef KLAMM_TUI_CLUSTERS_H
#define KLAMM_TUI_CLUSTERS_H

#include "tui/app.h"

/* The named profile's cluster is the one on screen from now on, connected if it is not yet. Nothing
 * is open on it; the caller opens a pane. The profile must outlive the app. */
bool app_cluster(struct app *a, const struct profile *profile, struct err *err);
/* The same for a configured name, on the tab that is open now; reports the outcome. */
void clusters_switch(struct app *a, const char *name);
/* Gives the models the clusters, for the list of them. */
void clusters_tell(struct app *a);

#endif
