/* Which groups --all-groups means. Called by verb.c before it plans, so that the plan itself lists
 * each group by its name and nothing is resolved again when it is sent. */
#include "cli/verb_groups.h"

#include "cli/say.h"
#include "core/base/text.h"
#include "core/model/model_fact.h"
#include "core/resource/resource.h"

#include <string.h>

enum { NAMES_SHOWN = 8 };

struct left_out {
    struct arena arena;
    const char *names;
    size_t n;
};

static void leave_out(struct left_out *l, const char *id)
{
    if (l->n++ < NAMES_SHOWN)
        l->names = arena_printf(&l->arena, "%s%s%s", l->names, *l->names ? ", " : "",
                                text_visible(&l->arena, id, strlen(id)));
}

static void tell_left_out(const struct left_out *l, const char *why)
{
    if (l->n)
        cli_say("%zu %s, left as %s: %s%s", l->n, why, l->n == 1 ? "it is" : "they are", l->names,
                l->n > NAMES_SHOWN ? " …" : "");
}

static bool list_groups(struct connection *x, int64_t timeout_ms, struct err *err)
{
    struct dataset *d = dataset_open(x->session, resource_find("groups"), NULL);
    dataset_set_all(x->session, d, true);
    enum waited how = connection_wait(x, timeout_ms);
    const struct model *m = &x->session->model;
    const struct group_listing *l = m->group_list;
    const struct fact *f = model_fact(m, FACT_GROUP_LIST, NULL);
    bool whole = how == WAITED_SETTLED && l && f && fact_known(f) && !l->nerrors;
    if (!whole)
        err_set(err, ERR_UNREACHABLE, "not all groups could be listed%s%s", f && f->why ? ": " : "",
                f && f->why ? f->why : "");
    dataset_close(x->session, d);
    return whole;
}

static bool has_commits(const struct model *m, const char *id)
{
    const struct group_offsets *o = model_group_offsets(m, id);
    return !o || !fact_known(&o->fact) || o->n > 0;
}

bool verb_all_groups(struct connection *x, struct line *l, struct err *err)
{
    const struct model *m = &x->session->model;
    const struct param *object = &l->action->params[0];
    bool scoped = args_get(&l->args, "topic") != NULL;
    struct left_out active = {.names = ""}, idle = {.names = ""};
    size_t taken = 0;
    if (!list_groups(x, l->timeout_ms, err))
        return false;
    arena_init(&active.arena);
    arena_init(&idle.arena);
    for (size_t i = 0; i < m->group_list->ngroups; i++) {
        const struct group_entry *g = &m->group_list->groups[i];
        if (group_state_active(g->state)) {
            leave_out(&active, g->id);
        } else if (!scoped && !has_commits(m, g->id)) {
            leave_out(&idle, g->id);
        } else {
            args_add(&l->args, object->name, g->id);
            taken++;
        }
    }
    tell_left_out(&active, active.n == 1 ? "group is active" : "groups are active");
    tell_left_out(&idle, idle.n == 1 ? "group has no commit" : "groups have no commit");
    arena_release(&active.arena);
    arena_release(&idle.arena);
    return taken || err_set(err, ERR_NOT_FOUND, "no group is left to change");
}
