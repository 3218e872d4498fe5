/* klamm VERB OBJECT… [parameters]: one command for each action of the register, derived from it
 * alone. A saved plan (--plan-in) is planned again from its own arguments first, so that a file
 * that lies is found out before anyone is asked about it. */
#include "cli/verb.h"

#include "cli/change.h"
#include "cli/cli.h"
#include "cli/plan_file.h"
#include "cli/say.h"
#include "cli/verb_edit.h"
#include "cli/verb_groups.h"
#include "cli/verb_options.h"
#include "cli/verb_secrets.h"
#include "cli/verb_undo.h"
#include "core/action/register.h"
#include "core/base/text.h"
#include "core/plan/command_line.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

enum { SECRET_MS = 60000 }; /* someone may have to touch a key for it */

/* ---- making the plan ------------------------------------------------------------------------- */

static bool make_plan(struct change *g, const struct action *a, const struct args *args,
                      struct err *err)
{
    struct action_ctx ctx = {.cluster = g->x->session->cluster, .model = &g->x->session->model};
    err_clear(&g->err);
    g->job = action_plan(a, &ctx, args, change_planned, g);
    change_wait(g);
    if (!g->plan)
        *err = g->err;
    return g->plan && change_watch(g, err);
}

static bool read_plan(struct change *g, const struct verb_options *v, struct arena *arena,
                      struct err *err)
{
    const char *id = connection_cluster_id(g->x, arena, err);
    struct plan *file = id ? plan_file_read(v->line.plan_in, v->line.action, id, err) : NULL;
    if (!file)
        return false;
    if (!make_plan(g, v->line.action, file->args, err)) {
        plan_free(file);
        return err_wrap(err, "%s", v->line.plan_in);
    }
    g->plan = plan_file_check(file, g->plan, err);
    g->from_file = true;
    return g->plan != NULL;
}

static int save_plan(struct change *g, const struct verb_options *v, struct arena *arena)
{
    struct err err = {0};
    const char *id = connection_cluster_id(g->x, arena, &err);
    if (!id || !plan_file_write(v->line.plan_out, g->plan, id, g->x->profile, &err))
        return change_fail(g, &err);
    struct buf line;
    buf_init(&line, 0);
    command_klamm(&line, g->x->profile, v->line.action->name);
    command_option(&line, "plan-in", v->line.plan_out);
    cli_say("%s: the plan was saved; %s sends it", g->object, buf_str(&line));
    buf_release(&line);
    return CLI_DONE;
}

/* "topic-create orders", for messages. */
static const char *name_of(const struct verb_options *v, const struct plan *p, struct arena *a)
{
    const char *object = args_get(&v->line.args, v->line.action->params[0].name);
    if (args_nth(&v->line.args, v->line.action->params[0].name, 1) || (!object && p))
        object = p ? p->confirm : NULL;
    return object ? arena_printf(a, "%s %s", v->line.action->name,
                                 text_visible(a, object, strlen(object)))
                  : v->line.action->name;
}

/* By the file, by what the editor says, or by the arguments as they are. */
static bool get_plan(struct change *g, const struct verb_options *v, struct arena *arena,
                     struct err *err)
{
    if (v->line.plan_in)
        return read_plan(g, v, arena, err);
    if (!v->line.edit)
        return make_plan(g, v->line.action, &v->line.args, err);
    struct args *edited = verb_edit(g->x, v->line.action, &v->line.args, err);
    bool ok = edited && make_plan(g, v->line.action, edited, err);
    args_free(edited);
    return ok;
}

static int run_on(struct connection *x, struct verb_options *v, struct arena *arena)
{
    struct change g = {.x = x,
                       .yes = v->line.yes,
                       .dry_run = v->line.dry_run || v->line.plan_out,
                       .print = {.action = v->line.action,
                                 .profile = x->profile,
                                 .format = v->format,
                                 .no_headers = v->line.no_headers}};
    struct err err = {0};
    int code;
    g.object = name_of(v, NULL, arena);
    if (!connection_up(x, v->line.timeout_ms, &err) ||
        (v->line.all_groups && !verb_all_groups(x, &v->line, &err)) ||
        (verb_undo_open(&v->line) && !verb_undo_last(x, &v->line, &err)) ||
        !get_plan(&g, v, arena, &err)) {
        bool as_it_was = v->line.edit && err.kind == ERR_CANCELLED;
        code = change_fail(&g, &err);
        code = as_it_was ? CLI_DONE : code;
    } else {
        g.object = name_of(v, g.plan, arena);
        code = change_run(&g);
        if (v->line.plan_out && code == CLI_DONE)
            code = save_plan(&g, v, arena);
    }
    change_release(&g);
    return code;
}

int verb_run(const struct action *a, const struct options *o, const char *const *args, size_t nargs)
{
    struct connection x = {0};
    struct verb_options v;
    struct arena arena;
    struct err err = {0};
    int code;
    signal(SIGPIPE, SIG_IGN); /* a reader that leaves must not end us between two steps */
    arena_init(&arena);
    struct action_ctx nothing = {0};
    const char *bad = NULL;
    if (!verb_options_parse(&v, a, args, nargs, &err) || !verb_secrets(&v.line, SECRET_MS, &err) ||
        !verb_undo_fits(&v.line, &err) ||
        (!v.line.plan_in && !v.line.edit && !v.line.all_groups && !verb_undo_open(&v.line) &&
         !action_check(a, &nothing, &v.line.args, &bad, &err)) ||
        !connection_open(&x, o, &err)) {
        verb_options_as_typed(a, args, nargs, bad, &err);
        if (strncmp(err.msg, a->name, strlen(a->name)) != 0)
            err_wrap(&err, "%s", name_of(&v, NULL, &arena));
        code = cli_fail(&err);
    } else {
        code = run_on(&x, &v, &arena);
    }
    verb_options_release(&v);
    connection_close(&x);
    arena_release(&arena);
    return code;
}
