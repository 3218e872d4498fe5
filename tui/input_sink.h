/* What a key, the mouse and pasted text do. */
#ifndef KLAMM_TUI_INPUT_SINK_H
#define KLAMM_TUI_INPUT_SINK_H

#include "tui/app.h"

extern const struct input_sink app_sink; /* user is the app */

#endif
