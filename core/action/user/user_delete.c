/* user-delete: removes SCRAM credentials, of one mechanism or of all the user has. Nothing can
 * restore them: only the user knows the password. What the user may do (ACLs) stays. */
#include "core/action/user/user_rules.h"

#include <string.h>

static void prefill(const struct action_ctx *x, const char *object, struct args *args);
static struct job *plan(const struct action_ctx *x, const struct args *args, plan_done *done,
                        void *user);

static const char *const which[] = {"all", "SCRAM-SHA-512", "SCRAM-SHA-256", NULL};

static const struct param params[] = {
    {.name = "user",
     .title = "user",
     .type = PARAM_TEXT,
     .required = true,
     .repeatable = true,
     .complete = user_complete,
     .help = "whose login ends; several are shown in one plan"},
    {.name = "mechanism",
     .title = "mechanism",
     .type = PARAM_CHOICE,
     .def = "all",
     .choices = which,
     .complete = user_complete_mechanism,
     .help =
         "all: every credential that there is; SCRAM-SHA-256: only that one; SCRAM-SHA-512: only "
         "that one"},
};

static const struct alias aliases[] = {
    {"entity-name", NULL, "user"},
    {"delete-config", NULL, "mechanism"},
    {NULL, NULL, NULL},
};

const struct action action_user_delete = {
    .name = "user-delete",
    .title = "delete user",
    .help = "Remove a user's SCRAM credentials permanently.",
    .examples = "alice --mechanism SCRAM-SHA-256",
    .object = OBJECT_USER,
    .needs_row = true,
    .params = params,
    .nparams = sizeof params / sizeof *params,
    .aliases = aliases,
    .danger = DANGER_HIGH,
    .prefill = prefill,
    .plan = plan,
};

static bool none_left(const struct user *now, bool all, enum scram m, struct err *err)
{
    return err_set(err, ERR_NOT_FOUND, "user %s has no %s credential", now->name,
                   all ? "SCRAM" : scram_name(m));
}

static void warn_acls(struct planning *p, const char *user)
{
    const struct model *m = cluster_model(p->cluster);
    const char *principal = plan_str(p->plan, "User:%s", user);
    size_t n = 0;

    for (size_t i = 0; m && m->acls && i < m->acls->n; i++)
        n += strcmp(m->acls->acls[i].principal, principal) == 0;
    if (n)
        plan_warn(p->plan, "%zu ACL%s of %s stay: a new user of that name will have them", n,
                  n == 1 ? "" : "s", principal);
    else
        plan_sum(p->plan, "ACLs of %s, if there are any, stay", principal);
}

static void on_users(struct planning *p)
{
    const char *name = planning_arg(p, "user"), *word = planning_arg(p, "mechanism");
    struct err err = {0};
    struct user now;
    enum scram only = SCRAM_SHA_512;
    bool all = !word || !scram_parse(word, &only);

    if (!user_now(p, name, &now, &err)) {
        planning_fail(p, &err);
        return;
    }
    user_facts(p->plan, &now);
    for (int m = 0; m < SCRAM_MECHANISMS; m++) {
        struct user_step step = {
            .user = name, .mechanism = (enum scram)m, .was = now.iterations[m]};

        if (now.iterations[m] && (all || m == (int)only))
            user_change(p, &step);
    }
    if (p->plan->nsteps == 0) {
        none_left(&now, all, only, &err);
        planning_fail(p, &err);
        return;
    }
    user_show(p, "delete user", name);
    warn_acls(p, name);
    planning_done(p);
}

static struct job *plan(const struct action_ctx *x, const struct args *args, plan_done *done,
                        void *user)
{
    struct planning *p = planning_new(x, &action_user_delete, args, done, user);

    reads_want(&p->reads, FACT_USERS, NULL);
    planning_read(p, on_users);
    return &p->job;
}

static void prefill(const struct action_ctx *x, const char *object, struct args *args)
{
    (void)x;
    if (object)
        args_set(args, "user", object);
}
