/* The tour: five things in two minutes, on the cluster that is open. A strip below everything says
 * what to press; it notices when it was done. It never presses a key and never sends anything. */
#ifndef KLAMM_TUI_TOUR_TOUR_H
#define KLAMM_TUI_TOUR_TOUR_H

#include "tui/app.h"

/* Starts with the welcome, also when a tour is under way. */
void tour_open(struct app *a);

#endif
