/* From facts to a document and back: facts → text → editor → text → arguments, and again while the
 * text can't be read. The facts stay those that the document was written from: what the person did
 * not touch is the same in both and is not requested. If the cluster changed in the meantime, the
 * plan that is made of the arguments shows it. */
#include "core/action/edit.h"

#include "core/action/document.h"
#include "core/action/editor.h"
#include "core/base/mem.h"

#include <stdlib.h>
#include <string.h>

/* An editor that is a script may make the same mistake each time. */
enum { ROUNDS_MAX = 50 };

struct edit {
    struct job job; /* first: a job is its edit */
    const struct action *action;
    struct action_ctx x;
    struct args *args;
    struct reads reads;
    struct edit_screen screen;
    struct editor *editor;
    bool away;        /* the screen was left */
    char *shown;      /* what the editor got last, without klamm's remarks */
    struct err wrong; /* the first mistake in that; ERR_NONE: none */
    int rounds;       /* how often it came back with mistakes */
    edit_done *done;
    void *user;
};

static void read_on(struct edit *e);
static void on_edited(void *user, const char *text, const struct err *err);

static void edit_free(struct edit *e)
{
    job_stop(&e->job);
    editor_cancel(e->editor);
    reads_release(&e->reads);
    args_free(e->args);
    free(e->shown);
    free(e);
}

static void come_back(struct edit *e)
{
    if (e->away && e->screen.back)
        e->screen.back(e->screen.user);
    e->away = false;
}

static void abandon(struct job *j)
{
    struct edit *e = (struct edit *)j;

    if (e->editor)
        editor_cancel(e->editor);
    e->editor = NULL;
    come_back(e);
    edit_free(e);
}

static void finish(struct edit *e, struct args *args, const struct err *err)
{
    edit_done *done = e->done;
    void *user = e->user;
    struct err kept = {0};

    if (err)
        kept = *err;
    come_back(e);
    edit_free(e);
    done(user, args, args ? NULL : &kept);
}

static void nothing(struct edit *e, const char *why)
{
    struct err err = {0};

    err_set(&err, ERR_CANCELLED, "%s", why);
    finish(e, NULL, &err);
}

/* ---- the editor ------------------------------------------------------------------------------ */

static void run_editor(struct edit *e, const char *text)
{
    const struct action_document *d = e->action->document;
    char *name = xasprintf("%s%s", e->action->name, d->suffix);
    struct err err = {0};

    if (!e->away && e->screen.leave)
        e->screen.leave(e->screen.user);
    e->away = true;
    e->editor = editor_start(cluster_loop(e->x.cluster), text, name, on_edited, e, &err);
    free(name);
    if (!e->editor)
        finish(e, NULL, &err);
}

static void give_up(struct edit *e)
{
    struct err why = e->wrong;

    err_wrap(&why, "nothing was changed, the document was left with a mistake");
    finish(e, NULL, &why);
}

static void open_again(struct edit *e, const struct document_wrongs *w)
{
    struct buf marked;

    err_set(&e->wrong, ERR_USAGE, "line %zu: %s", w->list[0].line, w->list[0].what);
    if (++e->rounds == ROUNDS_MAX) {
        give_up(e);
        return;
    }
    buf_init(&marked, 0);
    document_mark(e->shown, w, &marked);
    run_editor(e, buf_str(&marked));
    buf_release(&marked);
}

static void take(struct edit *e)
{
    const struct action_document *d = e->action->document;
    struct args *out = args_copy(NULL);
    struct document_wrongs w;
    bool asked;

    document_wrongs_init(&w);
    asked = d->read(&e->x, e->args, &e->reads, e->shown, out, &w);
    if (w.n > 0) {
        args_free(out);
        open_again(e, &w);
    } else if (!asked) {
        args_free(out);
        nothing(e, "the document says what is there already: nothing to do");
    } else {
        finish(e, out, NULL);
    }
    document_wrongs_release(&w);
}

static void on_edited(void *user, const char *text, const struct err *err)
{
    struct edit *e = user;
    struct buf clean;

    e->editor = NULL;
    if (err) {
        finish(e, NULL, err);
        return;
    }
    buf_init(&clean, 0);
    document_clean(text, &clean);
    if (strspn(buf_str(&clean), " \t\n") == clean.len) {
        buf_release(&clean);
        nothing(e, "the document came back empty: nothing was changed");
        return;
    }
    if (strcmp(buf_str(&clean), e->shown) == 0) {
        buf_release(&clean);
        if (e->wrong.kind == ERR_NONE)
            nothing(e, "saved unchanged: nothing to do");
        else
            give_up(e);
        return;
    }
    free(e->shown);
    e->shown = buf_take(&clean);
    err_clear(&e->wrong);
    take(e);
}

/* ---- what is there --------------------------------------------------------------------------- */

static void write_it(struct edit *e)
{
    struct err err = {0};
    struct buf text, clean;
    bool ok;

    buf_init(&text, 0);
    buf_init(&clean, 0);
    ok = e->action->document->write(&e->x, e->args, &e->reads, &text, &err);
    if (ok) {
        document_clean(buf_str(&text), &clean);
        e->shown = buf_take(&clean);
    }
    buf_release(&text);
    buf_release(&clean);
    if (ok)
        run_editor(e, e->shown);
    else
        finish(e, NULL, &err);
}

static void on_fresh(void *user)
{
    read_on(user);
}

static void read_on(struct edit *e)
{
    struct err err = {0};
    bool more = false;

    if (!e->action->document->want(&e->x, e->args, &e->reads, &more, &err))
        finish(e, NULL, &err);
    else if (more)
        reads_run(&e->reads, on_fresh, e);
    else
        write_it(e);
}

static void start(struct job *j)
{
    struct edit *e = (struct edit *)j;
    struct err err = {0};

    if (e->action->document) {
        read_on(e);
        return;
    }
    err_set(&err, ERR_USAGE, "%s has no document to edit", e->action->name);
    finish(e, NULL, &err);
}

struct job *action_edit(const struct action *a, const struct action_ctx *x, const struct args *args,
                        const struct edit_screen *screen, edit_done *done, void *user)
{
    struct edit *e = xcalloc(1, sizeof *e);

    e->job.abandon = abandon;
    e->action = a;
    e->x = (struct action_ctx){.cluster = x->cluster, .model = x->model};
    e->args = args_copy(args);
    if (screen)
        e->screen = *screen;
    e->done = done;
    e->user = user;
    reads_init(&e->reads, x->cluster);
    job_after(&e->job, cluster_loop(x->cluster), 0, start);
    return &e->job;
}
