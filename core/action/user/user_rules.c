/* Shared by user-create, user-alter and user-delete: the table, the warnings about klamm's own
 * login, and the command line of Kafka's tool, which leaves the password out. */
#include "core/action/user/user_rules.h"

#include "core/action/complete.h"
#include "core/base/text_compare.h"
#include "core/config/profile.h"
#include "core/plan/command_line.h"

#include <inttypes.h>
#include <string.h>

const char *const user_mechanisms[] = {"SCRAM-SHA-512", "SCRAM-SHA-256", NULL};

enum { COL_USER, COL_MECHANISM, COL_NOW, COL_NEW, COL_NOTE };
static const struct column columns[] = {
    [COL_USER] = {.id = "user", .title = "USER", .kind = VALUE_TEXT, .help = "Whose login."},
    [COL_MECHANISM] = {.id = "mechanism",
                       .title = "MECHANISM",
                       .kind = VALUE_TEXT,
                       .help =
                           "How the password is proven; each mechanism has its own credential."},
    [COL_NOW] = {.id = "now",
                 .title = "NOW",
                 .kind = VALUE_TEXT,
                 .help = "What is there; passwords are never shown."},
    [COL_NEW] = {.id = "new", .title = "NEW", .kind = VALUE_TEXT, .help = "What will be there."},
    [COL_NOTE] = {.id = "note", .title = "NOTE", .kind = VALUE_TEXT, .help = "What is special."},
};

bool user_name_ok(const char *name, struct err *err)
{
    return (name && *name) || err_set(err, ERR_USAGE, "the user's name is missing");
}

bool user_now(const struct planning *p, const char *name, struct user *out, struct err *err)
{
    const struct user_list *l = reads_users(&p->reads, err);
    const struct user *u = user_list_find(l, name);

    memset(out, 0, sizeof *out);
    if (u)
        *out = *u;
    out->name = name;
    if (u && u->err)
        return err_set(err, ERR_BROKER, "%s", u->err);
    return l != NULL;
}

void user_facts(struct plan *p, const struct user *u)
{
    for (int m = 0; m < SCRAM_MECHANISMS; m++)
        plan_fact(p, PLAN_FACT_CREDENTIAL, u->name, scram_name((enum scram)m),
                  user_step_shown(p, u->iterations[m]));
}

void user_change(struct planning *p, const struct user_step *step)
{
    struct plan_step *s = plan_add_user(p->plan, step);
    struct table *t = p->plan->preview;
    struct row *r;

    if (!t)
        t = p->plan->preview = table_new(columns, sizeof columns / sizeof *columns);
    r = table_add_row(t, scram_name(step->mechanism));
    cell_text(t, r, COL_USER, step->user);
    cell_text(t, r, COL_MECHANISM, scram_name(step->mechanism));
    cell_text(t, r, COL_NOW, s->before);
    cell_text(t, r, COL_NEW, s->after);
    cell_note(t, r, COL_NOTE,
              !step->iterations ? "the login by it ends"
              : step->was       ? "the old password ends"
                                : NULL);
    t->complete = true;
}

/* The name klamm logs in with; NULL: it has none, or not by password. */
static const char *own_name(const struct profile *profile)
{
    const struct property *user = properties_get(&profile->properties, "sasl.username");
    const struct property *how = properties_get(&profile->properties, "sasl.mechanism");

    if (!how)
        how = properties_get(&profile->properties, "sasl.mechanisms");
    if (!user || user->from != PROPERTY_LITERAL || !how || !how->value ||
        strncmp(how->value, "SCRAM", 5) != 0)
        return NULL;
    return user->value;
}

/* A line per credential, as they are sent: brokers refuse two of one user in a request. */
static const char *user_command(struct planning *p, const char *name)
{
    const char *command;
    struct buf b;

    buf_init(&b, 0);
    for (size_t i = 0; i < p->plan->nsteps; i++) {
        const struct user_step *u = p->plan->steps[i].payload;
        const char *mechanism = scram_name(u->mechanism);

        buf_adds(&b, i ? " && " : "");
        command_start(&b, "kafka-configs", cluster_profile(p->cluster));
        buf_adds(&b, " --alter");
        command_option(&b, "user", name);
        if (u->iterations)
            buf_addf(&b, " --add-config \"%s=[iterations=%" PRId32 ",password=${PASSWORD:?}]\"",
                     mechanism, u->iterations);
        else
            command_option(&b, "delete-config", mechanism);
    }
    command = arena_strdup(&p->plan->arena, buf_str(&b));
    buf_release(&b);
    return command;
}

void user_show(struct planning *p, const char *what, const char *name)
{
    const char *own = own_name(cluster_profile(p->cluster));
    bool ends = false;

    p->plan->title = plan_show(p->plan, plan_str(p->plan, "%s %s", what, name));
    p->plan->confirm = plan_show(p->plan, name);
    if (p->plan->nsteps)
        p->plan->command = user_command(p, name);
    for (size_t i = 0; i < p->plan->nsteps; i++)
        ends = ends || ((const struct user_step *)p->plan->steps[i].payload)->was;
    if (!ends)
        return;
    plan_warn(p->plan, "connections that are open go on until they end; a new login with the old "
                       "password is refused");
    if (own && strcmp(own, name) == 0)
        plan_warn(p->plan,
                  "klamm itself logs in to this cluster as %s: it can't connect again "
                  "until its configuration has the new login",
                  name);
}

void user_complete(const struct action_ctx *x, const struct args *args, const struct param *p,
                   const char *typed, struct args *out)
{
    const struct user_list *l = x->model ? x->model->users : NULL;

    (void)args;
    for (size_t i = 0; l && i < l->n; i++) {
        if (text_starts_ci(l->users[i].name, typed))
            args_add(out, p->name, l->users[i].name);
    }
}

void user_complete_mechanism(const struct action_ctx *x, const struct args *args,
                             const struct param *p, const char *typed, struct args *out)
{
    (void)x;
    (void)args;
    complete_choices(user_mechanisms, p->name, typed, out);
}
