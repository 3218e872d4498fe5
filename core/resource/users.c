/* The users that log in by SCRAM. Logins by PLAIN, certificate, token or Kerberos are known only to
 * the brokers' files or to other systems, and no call lists them. */
#include "core/resource/build.h"
#include "core/resource/list.h"

#include <string.h>

enum { USER, MECHANISM, SHA_512, SHA_256, NOTE, COLUMNS };

static const struct column columns[COLUMNS] = {
    [USER] = {.id = "user",
              .title = "USER",
              .max_width = 60,
              .help = "The name to log in with; ACLs know it as User:NAME."},
    [MECHANISM] = {.id = "mechanism",
                   .title = "MECHANISM",
                   .help = "By which SCRAM mechanisms the user can log in."},
    [SHA_512] = {.id = "sha512",
                 .title = "SHA-512",
                 .kind = VALUE_COUNT,
                 .help = "How often the password is hashed for SCRAM-SHA-512; – no such login."},
    [SHA_256] = {.id = "sha256",
                 .title = "SHA-256",
                 .kind = VALUE_COUNT,
                 .help = "How often the password is hashed for SCRAM-SHA-256; – no such login."},
    [NOTE] = {.id = "note",
              .title = "NOTE",
              .priority = 1,
              .help = "Why the credentials of this user are unknown, if they are."},
};

static void want(const struct view *v, struct wants *w)
{
    (void)v;
    wants_add(w, FACT_USERS, NULL, AGE_USUAL, 0);
}

static void add_iterations(struct row *r, size_t column, int32_t n)
{
    if (n)
        cell_num(r, column, n);
    else
        cell_none(r, column);
}

static void add_user(struct table *t, const struct user *u)
{
    struct row *r = table_add_row(t, u->name);
    bool first = u->iterations[SCRAM_SHA_512], second = u->iterations[SCRAM_SHA_256];
    cell_text(t, r, USER, u->name);
    cell_note(t, r, NOTE, u->err);
    if (u->err) {
        for (size_t i = MECHANISM; i <= SHA_256; i++)
            cell_failed(t, r, i, u->err);
        r->sev = SEV_WARN;
        return;
    }
    cell_textf(t, r, MECHANISM, "%s%s%s", first ? scram_name(SCRAM_SHA_512) : "",
               first && second ? ", " : "", second ? scram_name(SCRAM_SHA_256) : "");
    cell_names(t, r, MECHANISM);
    add_iterations(r, SHA_512, u->iterations[SCRAM_SHA_512]);
    add_iterations(r, SHA_256, u->iterations[SCRAM_SHA_256]);
}

static void build(const struct view *v, struct table *t)
{
    if (!build_need(t, v->model, FACT_USERS, NULL))
        return;
    const struct user_list *l = v->model->users;
    for (size_t i = 0; i < l->n; i++)
        add_user(t, &l->users[i]);
    if (!l->n)
        table_note(t, SEV_INFO,
                   "no user logs in by SCRAM; logins by PLAIN, certificate or token are not listed "
                   "by Kafka");
}

const struct resource resource_users = {
    .name = "users",
    .rows = OBJECT_USER,
    .aliases = (const char *const[]){"u", "user", NULL},
    .title = "users",
    .help = "The users that log in with a password by SCRAM, which the cluster keeps. Other logins "
            "(PLAIN, certificates, tokens) are not known to it.",
    .tab = true,
    .columns = columns,
    .ncolumns = COLUMNS,
    .want = want,
    .build = build,
    .sort = "user",
    .actions = (const char *const[]){"user-create", "user-alter", "user-delete", NULL},
};
