/* The menu of what can be done here. */
#ifndef KLAMM_TUI_DIALOG_MENU_H
#define KLAMM_TUI_DIALOG_MENU_H

#include "tui/app.h"

void menu_open_actions(struct app *a);

#endif
