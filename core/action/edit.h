/* Editing a verb's arguments as a document: read what is there, write it, run the editor, read what
 * came back; where that is wrong the editor opens again with the text kept and the mistakes in it.
 * Nothing is sent: what comes out is planned like what a form says. */
#ifndef KLAMM_CORE_ACTION_EDIT_H
#define KLAMM_CORE_ACTION_EDIT_H

#include "core/action/action.h"
#include "core/loop/job.h"

/* The owner of the screen releases it and takes it again; either may be NULL. */
struct edit_screen {
    void (*leave)(void *user);
    void (*back)(void *user);
    void *user;
};

/* args: what is requested, owned by the callee (args_free); NULL with err: nothing (ERR_CANCELLED,
 * with the reason), or it failed. Runs once, from the loop. */
typedef void edit_done(void *user, struct args *args, const struct err *err);

/* args names at least the object. The screen is restored before done runs. Cancelled like any job
 * while it runs: the editor is ended then. */
struct job *action_edit(const struct action *a, const struct action_ctx *x, const struct args *args,
                        const struct edit_screen *screen, edit_done *done, void *user);

#endif
