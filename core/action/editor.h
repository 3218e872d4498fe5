/* The person's editor on a text: $VISUAL, else $EDITOR, else vi, run by the shell on a file that
 * only this user can read. It has the terminal while it runs; the loop goes on. */
#ifndef KLAMM_CORE_ACTION_EDITOR_H
#define KLAMM_CORE_ACTION_EDITOR_H

#include "core/base/err.h"

#include <uv.h>

struct editor;
/* text: what the file holds now (valid only during the call), NULL with err when the editor could
 * not be run or ended in failure. The editor has ended then, and the file is removed. */
typedef void editor_done(void *user, const char *text, const struct err *err);

/* name is the file's, without a directory. NULL with err: it could not be started; done does not
 * run then. Ctrl-C in the editor is not for us while it runs. */
struct editor *editor_start(uv_loop_t *loop, const char *text, const char *name, editor_done *done,
                            void *user, struct err *err);
/* Ends it and removes the file; done does not run. */
void editor_cancel(struct editor *e);

#endif
