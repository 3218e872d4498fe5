/* While a document is being read, edited and read back: a dialog that owns the job, so that closing
 * it cancels the job. The editor has the terminal until it ends; then this dialog closes and the
 * plan opens in its place. The reason why the editor failed is shown in the form below, or in a
 * dialog of its own. */
#include "tui/dialog/edit.h"

#include "core/action/edit.h"
#include "core/base/mem.h"
#include "tui/dialog/change.h"
#include "tui/navigation.h"
#include "tui/selection.h"
#include "tui/term/box.h"
#include "tui/terminal.h"

#include <stdlib.h>
#include <string.h>

struct edit_pane {
    struct pane pane;
    const struct action *action;
    struct pane *form; /* NULL: none */
    struct job *job;   /* NULL: it has ended */
};

static struct edit_pane *self(const struct pane *p)
{
    return (struct edit_pane *)(uintptr_t)p;
}

static void edit_free(struct pane *p)
{
    struct edit_pane *e = self(p);
    if (e->job)
        job_cancel(e->job);
    pane_release(p);
    free(e);
}

static void lend(void *user)
{
    app_lend(user);
}

static void take_back(void *user)
{
    app_return(user);
}

static void on_done(void *user, struct args *args, const struct err *err)
{
    struct edit_pane *e = user;
    struct app *a = e->pane.app;
    struct pane *form = e->form;
    const struct action *act = e->action;
    e->job = NULL;
    app_pop(a, &e->pane);
    if (args) {
        if (form)
            form->cls->fill(form, args);
        change_open(a, act, args, form);
        args_free(args);
        return;
    }
    bool left =
        err->kind == ERR_CANCELLED || err->kind == ERR_USAGE; /* by the person's own doing */
    app_say(a, err->kind == ERR_CANCELLED ? SEV_INFO : SEV_BAD, "%s: %s", act->name, err->msg);
    if (form)
        form->cls->tell(form, err->msg);
    else if (!left)
        change_tell(a, act->title, err->msg);
}

static bool edit_verb(struct pane *p, const char *verb, const char *arg)
{
    (void)arg;
    if (strcmp(verb, "cancel") == 0 || strcmp(verb, "back") == 0)
        app_pop(p->app, p);
    return true;
}

static void edit_draw(struct pane *p, struct canvas *c, struct rect r)
{
    struct rect in = rect_inset(r, 1, 2);
    draw_fill(c, r, PEN(ROLE_DIALOG));
    draw_box(c, r, ROLE_DIALOG_EDGE, self(p)->action->title, NULL);
    draw_text(c, in.y, in.x, in.w, PEN_ON(ROLE_INFO, ROLE_DIALOG),
              "reading what is there, for the editor…");
}

static struct rect edit_place(struct pane *p, struct rect screen)
{
    (void)p;
    return rect_centre(rect_inset(screen, 1, 1), 3, screen.w < 64 ? screen.w - 2 : 60);
}

static const char *const *edit_contexts(const struct pane *p)
{
    static const char *const contexts[] = {"menu", NULL};
    (void)p;
    return contexts;
}

static const char *const *edit_hints(const struct pane *p)
{
    static const char *const hints[] = {"cancel", NULL};
    (void)p;
    return hints;
}

static const struct pane_class edit_class = {
    .name = "edit",
    .contexts = edit_contexts,
    .free = edit_free,
    .draw = edit_draw,
    .verb = edit_verb,
    .hints = edit_hints,
    .place = edit_place,
    .modal = true,
};

void edit_open(struct app *a, const struct action *act, const struct args *args, struct pane *form)
{
    struct edit_pane *e = xcalloc(1, sizeof *e);
    struct action_ctx x = selection_context(a);
    struct edit_screen screen = {.leave = lend, .back = take_back, .user = a};
    pane_init(&e->pane, &edit_class, a, act->name, NULL);
    e->action = act;
    e->form = form;
    app_push(a, &e->pane);
    e->job = action_edit(act, &x, args, &screen, on_done, e);
}
