/* Looking at one change of the journal: the dialog that showed its result then shows it again, with
 * who and when, and offers to undo it or to send the rest. The file is read on the thread
 * pool; closing the dialog calls that off. */
#include "tui/dialog/journal_dialog.h"

#include "core/action/register.h"
#include "core/base/mem.h"
#include "core/base/text.h"
#include "core/journal/journal_fetch.h"
#include "core/journal/journal_read.h"
#include "tui/dialog/change_impl.h"
#include "tui/navigation.h"

#include <stdlib.h>
#include <string.h>

/* "20261122-… by alice@ops-1, started …, ended …, undone by …". */
static char *about(const struct journal_entry *e)
{
    struct arena a;
    arena_init(&a);
    const char *text = arena_printf(
        &a, "%s %s by %s@%s, started %s%s%s%s%s%s%s", e->verb, e->id, e->user ? e->user : "?",
        e->host ? e->host : "?", e->at ? e->at : "?", e->ended ? ", ended " : "",
        e->ended ? e->ended : "", e->undoes ? ", undoes " : "", e->undoes ? e->undoes : "",
        e->undone_by ? ", undone by " : "", e->undone_by ? e->undone_by : "");
    char *copy = xstrdup(text_visible(&a, text, strlen(text)));
    arena_release(&a);
    return copy;
}

static void show(struct change *g, const struct journal_entry *e, struct plan *plan)
{
    g->plan = plan;
    g->entry = xstrdup(e->id);
    g->about = about(e);
    g->status = APPLY_FAILED;
    if (!e->status)
        g->outcome =
            e->running ? "no result yet, it is being sent" : "interrupted, its outcome is unknown";
    else
        apply_status_parse(e->status, &g->status);
    if (e->error)
        err_set(&g->said, ERR_BROKER, "%s", plan_show(plan, e->error));
    g->state = CHANGE_RESULT;
    change_show(g);
}

static void on_journal(void *user, struct journal *j, const struct journal_stamp *stamp,
                       const struct err *failed)
{
    struct change *g = user;
    struct app *a = g->pane.app;
    struct err err = {0};
    const struct journal_entry *e = j ? journal_need(j, g->entry, &err) : NULL;
    (void)stamp;
    g->job = NULL;
    if (failed)
        err = *failed;
    struct plan *plan = e ? journal_plan(e, &err) : NULL;
    free(g->entry);
    g->entry = NULL;
    if (plan) {
        show(g, e, plan);
    } else {
        app_say(a, SEV_BAD, "%s", err.msg);
        app_pop(a, &g->pane);
    }
    journal_free(j);
    app_dirty(a, DIRTY_ALL);
}

void journal_dialog_open(struct app *a, const char *id)
{
    const struct cluster_desc *d = a->session->model.cluster;
    const struct pane *p = app_under(a);
    if (!id)
        id = p ? pane_selected(p, "journal") : NULL;
    if (!id || !d) {
        app_say(a, SEV_INFO, "%s",
                id ? "not connected: which cluster it is is not known yet"
                   : "select a change first");
        return;
    }
    struct change *g = change_new(a, action_find("undo"), NULL);
    g->entry = xstrdup(id);
    g->job = journal_fetch(a->loop, d->cluster_id, true, NULL, on_journal, g);
    app_push(a, &g->pane);
}
