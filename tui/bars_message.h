/* The message line. */
#ifndef KLAMM_TUI_BARS_MESSAGE_H
#define KLAMM_TUI_BARS_MESSAGE_H

#include "tui/app.h"

void bars_message(struct app *a, struct rect r);

#endif
