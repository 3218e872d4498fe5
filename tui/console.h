/* The console from start to end. */
#ifndef KLAMM_TUI_CONSOLE_H
#define KLAMM_TUI_CONSOLE_H

#include "tui/app.h"

/* Takes over the terminal and opens `start` (a pane as after ":") on the cluster; false with err
 * when it can't. The profile must outlive the app. */
bool app_init(struct app *a, uv_loop_t *loop, struct config *config, const struct profile *profile,
              const char *start, struct err *err);
/* Runs until the user quits; restores the terminal. Returns the exit code. */
int app_run(struct app *a);
void app_release(struct app *a);

#endif
