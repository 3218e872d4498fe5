/* The one path of every change on the screen: the plan is made, shown as it would be sent,
 * confirmed by y or by the typed name, sent, read back, and its result shown per step. Owns the
 * plan and the job that works on it; closing the dialog cancels the job, so no callback runs
 * afterwards. What is refused (an active group, a read-only cluster) is still shown, with the
 * reason in place of the question. */
#include "tui/dialog/change.h"

#include "core/action/apply.h"
#include "core/action/guard.h"
#include "core/action/options.h"
#include "core/action/plan_watch.h"
#include "core/action/register.h"
#include "core/base/file.h"
#include "core/base/mem.h"
#include "tui/dialog/change_impl.h"
#include "tui/navigation.h"
#include "tui/selection.h"
#include "tui/widget/pager.h"
#include "tui/widget/table_verbs.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define LOOK_MS 100 /* while it is sent the steps are looked at that often */

struct change *change_of(const struct pane *p)
{
    return (struct change *)(uintptr_t)p;
}

static void change_free(struct pane *p)
{
    struct change *g = change_of(p);
    if (g->job)
        job_cancel(g->job);
    job_cancel(g->watch);
    table_view_release(&g->view);
    table_free(g->steps);
    plan_free(g->plan);
    free(g->entry);
    free(g->about);
    prompt_release(&g->prompt);
    pane_release(p);
    free(g);
}

/* Whether it may be sent, and if so, what confirms it. */
static void judge(struct change *g)
{
    const struct profile *profile = g->pane.app->session->profile;
    err_clear(&g->refused);
    if (plan_is_empty(g->plan))
        err_set(&g->refused, ERR_GUARD, "nothing to do: everything is already as requested");
    else if (guard_allows(profile, g->plan, &g->refused) && g->only_show)
        err_set(&g->refused, ERR_GUARD, "--dry-run only shows the plan");
    g->typing =
        g->refused.kind == ERR_NONE && guard_wants_typing(profile, g->plan) && g->plan->confirm;
}

static void send_plan(struct change *g);

/* What came of the watch stands where the plan is read; it is sent only if it was confirmed and
 * nothing speaks against it. */
static void on_watched(void *user, const struct err *err)
{
    struct change *g = user;
    struct app *a = g->pane.app;
    g->watch = NULL;
    judge(g);
    if (err)
        g->refused = *err;
    g->typing = g->typing && g->refused.kind == ERR_NONE;
    if (g->waits && g->refused.kind == ERR_NONE)
        send_plan(g);
    else if (g->waits)
        app_say(a, SEV_WARN, "not sent: %s", g->refused.msg);
    g->waits = false;
    app_dirty(a, DIRTY_ALL);
}

static void preview(struct change *g, struct plan *plan)
{
    plan_free(g->plan);
    g->plan = plan;
    g->state = CHANGE_PREVIEW;
    judge(g);
    if (plan->nwatches && g->refused.kind == ERR_NONE)
        g->watch = plan_watch(plan, g->pane.app->session->cluster, on_watched, g);
    prompt_set(&g->prompt, "");
    g->seen = g->waits = false;
    change_show(g);
    app_dirty(g->pane.app, DIRTY_ALL);
}

void change_tell(struct app *a, const char *title, const char *why)
{
    struct pager *p = pager_new(a, "details", title, false);
    pager_line(p, ROLE_TEXT, NULL, 0, ROLE_BAD, why);
    pager_open(p);
}

static void no_plan(struct app *a, const struct action *act, struct pane *form, const char *why)
{
    if (form) {
        form->cls->tell(form, why); /* once, at the field it is about */
        return;
    }
    app_say(a, SEV_BAD, "%s: %s", act->name, why);
    change_tell(a, act->title, why);
}

static void on_planned(void *user, struct plan *plan, const struct err *err)
{
    struct change *g = user;
    struct app *a = g->pane.app;
    g->job = NULL;
    if (plan) {
        preview(g, plan);
        return;
    }
    no_plan(a, g->action, g->form, err->msg);
    app_pop(a, &g->pane);
}

static enum severity severity_of(enum apply_status s)
{
    return s == APPLY_DONE ? SEV_GOOD : s == APPLY_PARTIAL || s == APPLY_MOVED ? SEV_WARN : SEV_BAD;
}

static void on_applied(void *user, const struct apply_result *r)
{
    struct change *g = user;
    struct app *a = g->pane.app;
    g->job = NULL;
    g->said = r->err;
    g->status = r->status;
    free(g->entry);
    g->entry = xstrdup(r->journal_id);
    const char *words = r->err.msg[0] ? r->err.msg : apply_status_name(r->status);
    app_say(a, severity_of(r->status), "%s: %s", words, g->plan->title); /* a title may be cut */
    if (r->status == APPLY_MOVED && r->again) {
        preview(g, r->again);
        return;
    }
    g->state = CHANGE_RESULT;
    change_show(g);
    if (g->form && r->status != APPLY_GUARD && r->status != APPLY_MOVED) {
        struct pane *form = g->form; /* what was typed there has been sent */
        g->form = NULL;
        app_pop(a, form);
    }
    feed_refresh(a->session->feed);
}

static void send_plan(struct change *g)
{
    struct app *a = g->pane.app;
    if (g->state != CHANGE_PREVIEW || g->job)
        return;
    g->state = CHANGE_SENDING;
    g->warned = false;
    err_clear(&g->said);
    g->job = plan_apply(g->plan, a->session->cluster, on_applied, g);
    app_soon(a, LOOK_MS);
}

static void leave(struct change *g)
{
    struct app *a = g->pane.app;
    if (g->state == CHANGE_SENDING && !g->warned) {
        g->warned = true;
        plan_stop(g->job);
        app_say(a, SEV_WARN,
                plan_waits(g->plan)
                    ? "stopping: what was changed for it is restored; press again to "
                      "leave without seeing it"
                    : "stopping: what is on its way is waited for; press again to "
                      "leave without knowing the outcome (the journal keeps "
                      "what was intended)");
        return;
    }
    app_pop(a, &g->pane);
}

bool change_offers(const struct change *g, const char *verb)
{
    struct action_ctx x = selection_context(g->pane.app);
    const struct action *act = action_find(verb);
    bool some = false;
    if (g->state != CHANGE_RESULT || !g->entry || !act ||
        g->pane.app->session->profile->guard == GUARD_READ_ONLY || act->refusal(&x, g->entry))
        return false;
    for (size_t i = 0; i < g->plan->nsteps && !some; i++) {
        const struct plan_step *s = &g->plan->steps[i];
        bool happened = s->state != STEP_SKIPPED && s->state != STEP_REFUSED;
        some = *verb == 'u' ? happened && !s->cant_undo : s->state != STEP_DONE;
    }
    return some;
}

/* The result gives way to the plan that takes it back or goes on with it. */
static void follow_up(struct change *g, const char *verb)
{
    struct app *a = g->pane.app;
    struct args args;
    if (!change_offers(g, verb))
        return;
    args_init(&args);
    args_add(&args, "id", g->entry);
    app_pop(a, &g->pane);
    change_open(a, action_find(verb), &args, NULL);
    args_release(&args);
}

static bool confirmed(const struct change *g)
{
    return !g->typing || strcmp(prompt_text(&g->prompt), g->plan->confirm) == 0;
}

static void answer(struct change *g, bool enter)
{
    struct app *a = g->pane.app;
    bool ask = settings_bool(&a->config->settings, SETTING_ID_CONFIRM);
    if (g->state == CHANGE_RESULT)
        leave(g);
    else if (g->state != CHANGE_PREVIEW)
        return;
    else if (g->refused.kind != ERR_NONE)
        app_say(a, SEV_WARN, "not sent: %s", g->refused.msg);
    else if (!g->seen || a->blind) /* typed ahead, or at a plan the cluster has overtaken */
        app_say(a, SEV_WARN, "not sent: the plan was not on the screen yet");
    else if (enter && !g->typing && ask)
        app_say(a, SEV_INFO, "y sends it, n leaves");
    else if (!confirmed(g))
        app_say(a, SEV_WARN, "not sent: what was typed is not “%s”", g->plan->confirm);
    else if (g->watch)
        g->waits = true;
    else
        send_plan(g);
}

static bool change_key(struct pane *p, uint32_t key)
{
    struct change *g = change_of(p);
    if (g->state != CHANGE_PREVIEW || !g->typing)
        return false;
    enum prompt_did did = prompt_key(&g->prompt, &p->app->keymap, key);
    return did == PROMPT_CHANGED || did == PROMPT_MOVED;
}

static bool change_verb(struct pane *p, const char *verb, const char *arg)
{
    struct change *g = change_of(p);
    struct buf say;
    if (strcmp(verb, "cancel") == 0 || strcmp(verb, "back") == 0)
        leave(g);
    else if (strcmp(verb, "accept") == 0)
        answer(g, false);
    else if (strcmp(verb, "apply") == 0)
        answer(g, true);
    else if (strcmp(verb, "undo") == 0 || strcmp(verb, "resume") == 0)
        follow_up(g, verb);
    else if (strcmp(verb, "export") == 0)
        change_export(g, arg);
    else if (strcmp(verb, "plan-text") == 0)
        change_read(g);
    else {
        buf_init(&say, 0);
        table_view_verb(&g->view, verb, arg, &say);
        buf_release(&say);
    }
    return true;
}

static void change_paste(struct pane *p, const char *text, size_t len)
{
    struct change *g = change_of(p);
    if (g->state == CHANGE_PREVIEW && g->typing)
        prompt_paste(&g->prompt, text, len);
}

static bool change_mouse(struct pane *p, const struct mouse *m)
{
    bool open;
    return table_view_mouse(&change_of(p)->view, m, &open);
}

/* y on a plan that is refused repeats the reason. */
const char *const *change_contexts(const struct pane *p)
{
    static const char *const asked[] = {"confirm", "plan", NULL};
    static const char *const plain[] = {"plan", NULL};
    static const char *const result[] = {"plan", "result", NULL}; /* Esc before q, as in forms */
    const struct change *g = change_of(p);
    if (g->state == CHANGE_RESULT)
        return result;
    return g->state == CHANGE_PREVIEW && !g->typing ? asked : plain;
}

/* The table is offered to be moved in only where not all of it is in sight. */
static void table_hints(const struct change *g, const char **out, size_t n)
{
    const struct table_view *v = &g->view;
    if (v->cut_right || v->cut_left)
        out[n++] = v->cut_right ? "column-right|more columns" : "column-left|more columns";
    if (v->order.n > v->nvisible)
        out[n++] = "cursor-down";
    out[n] = NULL;
}

static const char *const *change_hints(const struct pane *p)
{
    static const char *out[10];
    const struct change *g = change_of(p);
    bool asks = g->state == CHANGE_PREVIEW && g->refused.kind == ERR_NONE;
    size_t n = 0;
    out[n++] = g->state == CHANGE_SENDING ? "cancel|stop"
               : !asks                    ? "cancel"
               : g->typing                ? "apply|send"
                                          : "accept|send";
    if (asks)
        out[n++] = "cancel";
    if (g->plan && !(asks && g->typing))
        out[n++] = "plan-text|all of it";
    if (asks && !g->typing)
        out[n++] = "export";
    if (change_offers(g, "resume"))
        out[n++] = "resume";
    if (change_offers(g, "undo"))
        out[n++] = "undo";
    table_hints(g, out, n);
    return out;
}

static struct rect change_place(struct pane *p, struct rect screen)
{
    (void)p;
    return (struct rect){1, 0, screen.h > 3 ? screen.h - 3 : 0, screen.w};
}

static void change_update(struct pane *p)
{
    struct change *g = change_of(p);
    if (g->state == CHANGE_SENDING) {
        change_show(g);
        app_soon(p->app, LOOK_MS);
    }
}

static const struct pane_class change_class = {
    .name = "plan",
    .contexts = change_contexts,
    .free = change_free,
    .update = change_update,
    .draw = change_draw,
    .key = change_key,
    .verb = change_verb,
    .mouse = change_mouse,
    .paste = change_paste,
    .hints = change_hints,
    .place = change_place,
    .modal = true,
};

struct change *change_new(struct app *a, const struct action *act, struct pane *form)
{
    struct change *g = xcalloc(1, sizeof *g);
    pane_init(&g->pane, &change_class, a, act->name, NULL);
    g->action = act;
    g->form = form;
    prompt_init(&g->prompt, NULL);
    table_view_init(&g->view, "plan", NULL, NULL, 0);
    g->view.ground = ROLE_DIALOG;
    return g;
}

/* Reading a pipe would block, and no key would be answered until it ends. */
static bool files_are_ordinary(const struct action *act, const struct args *args, struct err *err)
{
    bool ok = true;
    for (size_t i = 0; ok && i < act->nparams; i++) {
        const struct param *p = &act->params[i];
        const char *path = p->type == PARAM_FILE ? args_get(args, p->name) : NULL;
        struct stat st;
        if (!path || !param_applies(p, args))
            continue;
        char *full = file_expand(path);
        ok = stat(full, &st) != 0 || S_ISREG(st.st_mode) || S_ISDIR(st.st_mode) ||
             err_set(err, ERR_USAGE,
                     "%s is not a regular file, and the console would stand still while it waits "
                     "for it: klamm %s reads it in a shell",
                     path, act->name);
        free(full);
    }
    return ok;
}

static void open_change(struct app *a, const struct action *act, const struct args *args,
                        struct pane *form, bool only_show)
{
    struct err err = {0};
    if (!files_are_ordinary(act, args, &err)) {
        no_plan(a, act, form, err.msg);
        return;
    }
    struct action_ctx x = selection_context(a);
    struct change *g = change_new(a, act, form);
    g->only_show = only_show;
    app_push(a, &g->pane);
    g->job = action_plan(act, &x, args, on_planned, g);
}

void change_open(struct app *a, const struct action *act, const struct args *args,
                 struct pane *form)
{
    open_change(a, act, args, form, false);
}

void change_only_show(struct app *a, const struct action *act, const struct args *args)
{
    open_change(a, act, args, NULL, true);
}
