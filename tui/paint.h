/* One frame. */
#ifndef KLAMM_TUI_PAINT_H
#define KLAMM_TUI_PAINT_H

#include "tui/app.h"

void app_paint(struct app *a);

#endif
