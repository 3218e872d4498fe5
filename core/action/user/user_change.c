/* user-create and user-alter: a login by SCRAM. To the broker both are the same call, which creates
 * or overwrites; to people they are not, so one refuses an existing user and the other a missing
 * one. The password comes from a masked field, a terminal without echo or a command, never from a
 * line, and is in the plan's arguments only. */
#include "core/action/secret_fetch.h"
#include "core/action/user/user_rules.h"
#include "core/base/parse.h"

#include <inttypes.h>
#include <string.h>

#define ITERATIONS_HELP                                                                            \
    "how often the password is hashed, 4096 to 16384: more is harder to guess and slower to log "  \
    "in"
#define PASSWORD_HELP "typed twice; it is never shown, and in no journal, log or saved plan"
#define PASSWORD_COMMAND                                                                           \
    {                                                                                              \
        .name = "password-command", .title = "command", .type = PARAM_TEXT,                        \
        .help = "a command that prints the password, such as pass show kafka/alice; then none is " \
                "typed"                                                                            \
    }

static const char *shown_mechanism(const struct action_ctx *x, const struct args *args,
                                   const struct param *p, const char *typed, struct arena *a);
static const char *shown_iterations(const struct action_ctx *x, const struct args *args,
                                    const struct param *p, const char *typed, struct arena *a);
static bool check_iterations(const struct action_ctx *x, const struct args *args,
                             const struct param *p, struct err *err);
static struct job *create_plan(const struct action_ctx *x, const struct args *args, plan_done *done,
                               void *user);
static void prefill(const struct action_ctx *x, const char *object, struct args *args);
static struct job *alter_plan(const struct action_ctx *x, const struct args *args, plan_done *done,
                              void *user);

static const struct param create_params[] = {
    {.name = "user",
     .title = "user",
     .type = PARAM_TEXT,
     .required = true,
     .complete = user_complete,
     .help = "the name to log in with; ACLs know it as User:NAME"},
    {.name = "mechanism",
     .title = "mechanism",
     .type = PARAM_CHOICE,
     .def = "SCRAM-SHA-512",
     .choices = user_mechanisms,
     .complete = user_complete_mechanism,
     .help = "SCRAM-SHA-256: the password is proven with SHA-256; SCRAM-SHA-512: with SHA-512; "
             "clients name the same one as sasl.mechanism"},
    {.name = "iterations",
     .title = "iterations",
     .type = PARAM_INT,
     .def = "4096",
     .check = check_iterations,
     .help = ITERATIONS_HELP},
    {.name = "password",
     .title = "password",
     .type = PARAM_TEXT,
     .required = true,
     .when = "password-command=",
     .secret = true,
     .help = PASSWORD_HELP},
    PASSWORD_COMMAND,
};

#define EXISTING "existing"

static const char *const which[] = {EXISTING, "SCRAM-SHA-512", "SCRAM-SHA-256", NULL};

static const struct param alter_params[] = {
    {.name = "user",
     .title = "user",
     .type = PARAM_TEXT,
     .required = true,
     .complete = user_complete,
     .help = "whose password changes"},
    {.name = "mechanism",
     .title = "mechanism",
     .type = PARAM_CHOICE,
     .def = EXISTING,
     .choices = which,
     .shown = shown_mechanism,
     .complete = user_complete_mechanism,
     .help = EXISTING ": the only one the user has; SCRAM-SHA-256: the password for that one; "
                      "SCRAM-SHA-512: the password for that one"},
    {.name = "iterations",
     .title = "iterations",
     .type = PARAM_INT,
     .check = check_iterations,
     .shown = shown_iterations,
     .empty = "as many as now",
     .help = ITERATIONS_HELP "; empty: as many as now"},
    {.name = "password",
     .title = "new password",
     .type = PARAM_TEXT,
     .required = true,
     .when = "password-command=",
     .secret = true,
     .help = PASSWORD_HELP},
    PASSWORD_COMMAND,
};

static const struct alias aliases[] = {
    {"entity-name", NULL, "user"},
    {NULL, NULL, NULL},
};

const struct action action_user_create = {
    .name = "user-create",
    .title = "create user",
    .help = "Make a login by SCRAM: a user with a password.",
    .examples = "alice --password-command 'pass show kafka/alice'",
    .object = OBJECT_USER,
    .params = create_params,
    .nparams = sizeof create_params / sizeof *create_params,
    .aliases = aliases,
    .danger = DANGER_LOW,
    .plan = create_plan,
};

const struct action action_user_alter = {
    .name = "user-alter",
    .title = "change password",
    .help = "Give a user's SCRAM login another password, or more iterations.",
    .examples = "alice --iterations 8192",
    .object = OBJECT_USER,
    .needs_row = true,
    .params = alter_params,
    .nparams = sizeof alter_params / sizeof *alter_params,
    .aliases = aliases,
    .danger = DANGER_HIGH,
    .prefill = prefill,
    .plan = alter_plan,
};

static bool iterations_ok(const char *typed, int64_t *n, struct err *err)
{
    return parse_int(typed, SCRAM_ITERATIONS_MIN, SCRAM_ITERATIONS_MAX, n, err) ||
           err_wrap(err, "iterations");
}

static bool check_iterations(const struct action_ctx *x, const struct args *args,
                             const struct param *p, struct err *err)
{
    const char *typed = args_get(args, p->name);
    int64_t n;

    (void)x;
    return !typed || !*typed || iterations_ok(typed, &n, err);
}

/* ---- the form: what the user has now --------------------------------------------------------- */

static const struct user *user_named(const struct action_ctx *x, const struct args *args)
{
    const char *name = args_get(args, "user");
    const struct user *u =
        name && x->model && x->model->users ? user_list_find(x->model->users, name) : NULL;

    return u && !u->err ? u : NULL;
}

static bool has_both(const struct user *u)
{
    return u->iterations[SCRAM_SHA_256] && u->iterations[SCRAM_SHA_512];
}

static const char *shown_mechanism(const struct action_ctx *x, const struct args *args,
                                   const struct param *p, const char *typed, struct arena *a)
{
    const struct user *u = user_named(x, args);
    enum scram m;

    (void)p;
    if (!u)
        return NULL;
    if (scram_parse(typed, &m))
        return u->iterations[m] ? NULL : "the user has none of that";
    return has_both(u)
               ? arena_printf(a, "%s has SCRAM-SHA-256 and SCRAM-SHA-512: choose one", u->name)
           : u->iterations[SCRAM_SHA_512] ? "SCRAM-SHA-512"
           : u->iterations[SCRAM_SHA_256] ? "SCRAM-SHA-256"
                                          : "the user has none";
}

static const char *shown_iterations(const struct action_ctx *x, const struct args *args,
                                    const struct param *p, const char *typed, struct arena *a)
{
    const struct user *u = user_named(x, args);
    const char *mechanism = args_get(args, "mechanism");
    enum scram m;

    (void)p;
    if (*typed || !u)
        return NULL;
    if (!mechanism || !scram_parse(mechanism, &m)) {
        if (has_both(u))
            return NULL;
        m = u->iterations[SCRAM_SHA_512] ? SCRAM_SHA_512 : SCRAM_SHA_256;
    }
    return u->iterations[m] ? arena_printf(a, "%" PRId32 ", as now", u->iterations[m]) : NULL;
}

/* ---- planning -------------------------------------------------------------------------------- */

struct login {
    struct user_step step;
    bool create;
    bool any; /* whichever mechanism there is */
};

static bool say_which(const struct user *now, struct login *l, struct err *err)
{
    size_t n = 0;

    for (int m = 0; m < SCRAM_MECHANISMS; m++) {
        if (now->iterations[m]) {
            l->step.mechanism = (enum scram)m;
            n++;
        }
    }
    return n == 1 ||
           err_set(
               err, n ? ERR_USAGE : ERR_NOT_FOUND,
               n ? "%s has a password for SCRAM-SHA-256 and for SCRAM-SHA-512: choose the mechanism"
                 : "there is no user %s with SCRAM credentials; user-create makes one",
               now->name);
}

static bool judge(const struct user *now, struct login *l, struct err *err)
{
    if (l->any && !say_which(now, l, err))
        return false;
    l->step.was = now->iterations[l->step.mechanism];
    if (l->create && l->step.was)
        return err_set(err, ERR_USAGE,
                       "user %s has a %s credential already; user-alter changes its password",
                       now->name, scram_name(l->step.mechanism));
    if (!l->create && !l->step.was)
        return err_set(err, ERR_NOT_FOUND, "user %s has no %s credential; user-create makes one",
                       now->name, scram_name(l->step.mechanism));
    if (!l->step.iterations)
        l->step.iterations = l->step.was;
    return true;
}

static void on_users(struct planning *p)
{
    struct login *l = p->state;
    struct err err = {0};
    struct user now;

    if (!user_now(p, l->step.user, &now, &err) || !judge(&now, l, &err)) {
        planning_fail(p, &err);
        return;
    }
    user_facts(p->plan, &now);
    user_change(p, &l->step);
    user_show(p, l->create ? "create user" : "change password of user", l->step.user);
    plan_sum(p->plan, "the password is sent as what %s derives from it, and can't be read back",
             scram_name(l->step.mechanism));
    planning_done(p);
}

static bool parse(struct planning *p, struct login *l, struct err *err)
{
    const char *mechanism = planning_arg(p, "mechanism"), *n = planning_arg(p, "iterations");
    int64_t iterations = 0;

    l->step.user = arena_strdup(&p->plan->arena, planning_arg(p, "user"));
    l->any = !mechanism || !scram_parse(mechanism, &l->step.mechanism);
    if (!user_name_ok(l->step.user, err) || (n && !iterations_ok(n, &iterations, err)))
        return false;
    l->step.iterations = (int32_t)iterations;
    return true;
}

static void go_on(struct planning *p)
{
    struct login *l = p->state;
    struct err err = {0};

    l->step.password = args_get(p->plan->args, "password");
    if (!l->step.password || !*l->step.password) {
        err_set(&err, ERR_USAGE, "the password is missing");
        planning_fail(p, &err);
        return;
    }
    reads_want(&p->reads, FACT_USERS, NULL);
    planning_read(p, on_users);
}

/* From now on it is as if it had been typed: what is sent is what the plan was made with. */
static void on_printed(void *user, const char *value, const struct err *err)
{
    struct planning *p = user;

    p->work = NULL;
    if (!value) {
        planning_fail(p, err);
        return;
    }
    args_remove(p->plan->args, "password-command");
    args_set(p->plan->args, "password", value);
    go_on(p);
}

static void get_password(struct planning *p)
{
    const char *command = args_get(p->plan->args, "password-command");

    if (command && *command)
        p->work = secret_fetch(cluster_loop(p->cluster), "password", command, on_printed, p);
    else
        go_on(p);
}

static struct job *plan(const struct action *verb, const struct action_ctx *x,
                        const struct args *args, plan_done *done, void *user)
{
    struct planning *p = planning_new(x, verb, args, done, user);
    struct login *l = arena_alloc(&p->plan->arena, sizeof *l);
    struct err err = {0};

    p->state = l;
    l->create = verb == &action_user_create;
    if (!parse(p, l, &err)) {
        job_cancel(&p->job);
        return planning_refuse(x->cluster, &err, done, user);
    }
    planning_read(p, get_password);
    return &p->job;
}

static struct job *create_plan(const struct action_ctx *x, const struct args *args, plan_done *done,
                               void *user)
{
    return plan(&action_user_create, x, args, done, user);
}

static struct job *alter_plan(const struct action_ctx *x, const struct args *args, plan_done *done,
                              void *user)
{
    return plan(&action_user_alter, x, args, done, user);
}

static void prefill(const struct action_ctx *x, const char *object, struct args *args)
{
    (void)x;
    if (object)
        args_set(args, "user", object);
}
