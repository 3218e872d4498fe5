/* acl-import: makes the cluster's ACLs match a file. What only the file has is added; what only the
 * cluster has is removed on request, else left and counted. The plan shows both sides. */
#include "core/action/acl/acl_effect.h"
#include "core/action/acl/acl_file.h"
#include "core/base/file.h"
#include "core/base/parse.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_BYTES = 64 << 20 };

static bool resolve_args(struct args *args, struct err *err);
static struct job *plan(const struct action_ctx *x, const struct args *args, plan_done *done,
                        void *user);

static const struct param params[] = {
    {.name = "file",
     .title = "file",
     .type = PARAM_FILE,
     .required = true,
     .help = "CSV with a line of column names, or JSON, as klamm get acls -o csv or -o json writes "
             "them"},
    {.name = "remove",
     .title = "remove others",
     .type = PARAM_BOOL,
     .def = "false",
     .help = "true: ACLs that are not in the file are removed; false: they are left alone"},
    {.name = "allow-empty",
     .title = "allow an empty file",
     .type = PARAM_BOOL,
     .def = "false",
     .help = "true: a list without a rule may stand for no ACLs at all, and all of them are "
             "removed"},
    {.name = "rules",
     .title = "rules",
     .type = PARAM_TEXT,
     .when = "remove=rules",
     .internal = true,
     .help = "what the file held when it was read: it is not read again"},
};

const struct action action_acl_import = {
    .name = "acl-import",
    .title = "import ACLs",
    .help = "Bring the ACLs to what a file says (klamm get acls -o csv writes one): what is to add "
            "next to what is to remove; removing only on request.",
    .examples = "acls.csv --remove --dry-run",
    .object = OBJECT_ACL,
    .params = params,
    .nparams = sizeof params / sizeof *params,
    .danger = DANGER_LOW,
    .resolve_args = resolve_args,
    .plan = plan,
};

struct importing {
    struct acl_set wanted;
    size_t unknown;
};

static bool parse(struct arena *a, const char *path, const char *text, size_t len,
                  struct importing *i, struct err *err)
{
    return acl_file_parse(a, text, len, &i->wanted, &i->unknown, err) || err_wrap(err, "%s", path);
}

/* A pipe can be read once, and a file may be another before the plan is sent. */
static bool resolve_args(struct args *args, struct err *err)
{
    const char *path = args_get(args, "file"), *rules = args_get(args, "rules");
    struct importing unused = {0};
    struct arena a;
    struct buf data;
    char *full;
    bool ok;

    if (rules && *rules)
        return true;
    full = file_expand(path);
    arena_init(&a);
    buf_init(&data, 0);
    ok = file_read(full, MOST_BYTES, &data, err) &&
         (!memchr(buf_str(&data), 0, data.len) ||
          err_set(err, ERR_USAGE, "%s is not text: it has zero bytes", path)) &&
         parse(&a, path, buf_str(&data), data.len, &unused, err);
    if (ok)
        args_set(args, "rules", buf_str(&data));
    buf_release(&data);
    arena_release(&a);
    free(full);
    return ok;
}

static bool says_yes(const struct planning *p, const char *param)
{
    bool yes = false;

    return parse_bool(planning_arg(p, param), &yes, NULL) && yes;
}

/* A file may be long: it is read when the plan is made, not while its name is typed. */
static bool removes(const struct planning *p)
{
    return says_yes(p, "remove");
}

/* A list without rules is more often an export that went wrong than a wish. */
static bool may_be_empty(const struct planning *p, const struct importing *i, struct err *err)
{
    if (i->wanted.n || !removes(p) || says_yes(p, "allow-empty"))
        return true;
    return err_set(err, ERR_USAGE,
                   "%s holds no rule%s, so every ACL would be removed: add --allow-empty if that "
                   "is meant",
                   planning_arg(p, "file"), i->unknown ? " that can be named" : "");
}

static void find_others(struct planning *p, struct acl_change *c, const struct importing *i)
{
    struct arena *arena = &p->plan->arena;
    const struct acl *wanted = acl_set_sorted(arena, &i->wanted);
    struct acl_set *to = removes(p) ? &c->remove : &c->left;

    for (size_t k = 0; k < c->now->n; k++) {
        const struct acl *a = &c->now->acls[k];

        if (acl_is_known(a) && !acl_among(wanted, i->wanted.n, a))
            acl_set_push(arena, to, a);
    }
}

/* What could never matter is not brought from one cluster to the next; what is there stays. */
static void leave_out(struct planning *p, struct acl_change *c)
{
    struct acl_set all = c->add;
    struct err why = {0};
    size_t n = 0, denies = 0;

    c->add.n = 0;
    for (size_t k = 0; k < all.n; k++) {
        struct err first = {0};

        if (acl_makes_sense(&all.a[k], c->settings.networks, &first)) {
            c->add.a[c->add.n++] = all.a[k];
            continue;
        }
        denies += all.a[k].permission == ACL_DENY;
        if (n++ == 0)
            why = first;
    }
    if (n)
        plan_warn(p->plan, "%zu rule%s of the file could never matter: left out. The first: %s", n,
                  n == 1 ? "" : "s", why.msg);
    if (denies)
        plan_warn(p->plan, "%zu of them deny%s: leaving them out shuts no one out", denies,
                  denies == 1 ? "" : " something");
}

static void describe(struct planning *p, const struct acl_change *c, const struct importing *i)
{
    struct plan *plan = p->plan;

    plan->title = plan_str(plan, "import ACLs from %s", planning_arg(p, "file"));
    plan->title = plan_show(plan, plan->title);
    plan->confirm = plan_str(plan, "%zu", c->add.n + c->remove.n);
    plan_sum(plan, "%zu to add, %zu to remove, %zu as in the file already", c->add.n, c->remove.n,
             c->there.n);
    if (c->left.n)
        plan_sum(plan, "%zu that are not in the file are left alone (remove: true removes them)",
                 c->left.n);
    if (i->unknown)
        plan_warn(plan,
                  "%zu rules of the file are of kinds that the client library can't name: left out",
                  i->unknown);
    if (c->remove.n)
        plan->danger = DANGER_HIGH;
}

static void on_settings(struct planning *p)
{
    const struct importing *i = p->state;
    struct acl_change c = {.two_columns = true};
    struct err err = {0};
    const struct acl_list *now = reads_acls(&p->reads, &err);

    if (!now) {
        planning_fail(p, &err);
        return;
    }
    acl_take_settings(p, &c);
    acl_change_split(&p->plan->arena, &c, now, &i->wanted);
    leave_out(p, &c);
    if (!acl_networks_known(&c, &err)) {
        planning_fail(p, &err);
        return;
    }
    find_others(p, &c, i);
    describe(p, &c, i);
    acl_change_plan(p->plan, &c, cluster_profile(p->cluster));
    planning_done(p);
}

static void on_read(struct planning *p)
{
    acl_read_settings(p, &((const struct importing *)p->state)->wanted, on_settings);
}

static struct job *plan(const struct action_ctx *x, const struct args *args, plan_done *done,
                        void *user)
{
    struct planning *p = planning_new(x, &action_acl_import, args, done, user);
    struct importing *i = arena_alloc(&p->plan->arena, sizeof *i);
    const char *rules = args_get(args, "rules");
    struct err err = {0};

    p->state = i;
    if (!parse(&p->plan->arena, planning_arg(p, "file"), rules, strlen(rules), i, &err) ||
        !may_be_empty(p, i, &err)) {
        job_cancel(&p->job);
        return planning_refuse(x->cluster, &err, done, user);
    }
    reads_want(&p->reads, FACT_ACLS, NULL);
    reads_want(&p->reads, FACT_METADATA, NULL);
    planning_read(p, on_read);
    return &p->job;
}
