/* acl-delete: removes exact rules. They are named one by one, or found by a filter of the same
 * grammar as the lists have; either way the plan lists each, and only those are sent. */
#include "core/action/acl/acl_change.h"
#include "core/action/acl/acl_effect.h"
#include "core/base/match.h"
#include "core/base/match_parse.h"
#include "core/base/text.h"
#include "core/base/text_compare.h"
#include "core/model/acl_text.h"

#include <string.h>

static bool check_acl(const struct action_ctx *x, const struct args *args, const struct param *p,
                      struct err *err);
static void complete_acl(const struct action_ctx *x, const struct args *args, const struct param *p,
                         const char *typed, struct args *out);
static const char *refusal(const struct action_ctx *x, const char *object);
static void prefill(const struct action_ctx *x, const char *object, struct args *args);
static struct job *plan(const struct action_ctx *x, const struct args *args, plan_done *done,
                        void *user);

static const struct param params[] = {
    {.name = "acl",
     .title = "ACL",
     .type = PARAM_TEXT,
     .required = true,
     .repeatable = true,
     .check = check_acl,
     .complete = complete_acl,
     .help =
         "a rule as klamm get acls -o name writes it, 'allow Read topic literal orders "
         "User:alice *'; or a filter, such as 'principal=User:alice name=orders': the plan lists "
         "each rule that it finds"},
};

const struct action action_acl_delete = {
    .name = "acl-delete",
    .title = "remove ACLs",
    .help = "Remove rules, each of them named in the plan; never by a pattern that is resolved "
            "elsewhere.",
    .examples = "'allow Read topic literal orders User:alice *'\n"
                "'principal=User:alice name=orders'",
    .object = OBJECT_ACL,
    .needs_row = true,
    .params = params,
    .nparams = sizeof params / sizeof *params,
    .danger = DANGER_LOW,
    .plans_together = true,
    .at_once = true,
    .refusal = refusal,
    .prefill = prefill,
    .plan = plan,
};

static const struct match_column filter_columns[] = {
    {.id = "principal", .kind = VALUE_TEXT}, {.id = "permission", .kind = VALUE_TEXT},
    {.id = "operation", .kind = VALUE_TEXT}, {.id = "resource", .kind = VALUE_TEXT},
    {.id = "name", .kind = VALUE_TEXT},      {.id = "pattern", .kind = VALUE_TEXT},
    {.id = "host", .kind = VALUE_TEXT},      {.id = "note", .kind = VALUE_TEXT},
};
enum { FILTER_COLUMNS = sizeof filter_columns / sizeof *filter_columns };

struct filtered {
    struct value cells[FILTER_COLUMNS];
};

static const struct value *cell(const void *user, size_t column)
{
    return &((const struct filtered *)user)->cells[column];
}

static bool passes(const struct match *m, const struct acl *a, enum acl_networks networks,
                   struct arena *arena)
{
    const char *note = acl_no_effect(a, networks);
    const char *const texts[FILTER_COLUMNS] = {
        text_visible(arena, a->principal, strlen(a->principal)),
        acl_permission_name(a->permission),
        acl_operation_name(a->operation),
        acl_resource_name(a->resource),
        text_visible(arena, a->name, strlen(a->name)),
        acl_pattern_name(a->pattern),
        text_visible(arena, a->host, strlen(a->host)),
        note ? note : "",
    };
    struct filtered f = {0};

    for (size_t i = 0; i < FILTER_COLUMNS; i++)
        f.cells[i] =
            (struct value){.kind = VALUE_TEXT, .state = VALUE_KNOWN, .text = (char *)texts[i]};
    return match_row(m, cell, &f);
}

/* Predicates make a filter: words alone are a rule that was not written to its end. */
static bool is_filter(const char *text)
{
    return strpbrk(text, "=~<>") != NULL;
}

static struct match *compile(const char *text, struct err *err)
{
    size_t at = 0;
    struct match *m = match_new(text, filter_columns, FILTER_COLUMNS, &at, err);

    if (!m)
        err_wrap(err, "the filter, at character %zu", at + 1);
    return m;
}

static bool word_ok(struct arena *arena, const char *text, int *filters, struct err *err)
{
    struct match *m;
    struct acl a;

    if (acl_parse(arena, text, &a, err))
        return acl_can_carry(&a, err);
    if (!is_filter(text))
        return false;
    if ((*filters)++)
        return err_set(err, ERR_USAGE,
                       "two filters would remove what matches either of them: write one, "
                       "'principal=User:alice resource=topic', whose words a rule must all match, "
                       "or remove them one after the other");
    m = compile(text, err);
    match_free(m);
    return m != NULL;
}

static bool check_acl(const struct action_ctx *x, const struct args *args, const struct param *p,
                      struct err *err)
{
    struct arena arena;
    const char *text;
    int filters = 0;
    bool ok = true;

    (void)x;
    arena_init(&arena);
    for (size_t i = 0; ok && (text = args_nth(args, p->name, i)); i++)
        ok = !*text || word_ok(&arena, text, &filters, err);
    arena_release(&arena);
    return ok;
}

/* ---- as rows --------------------------------------------------------------------------------- */

static const char *refusal(const struct action_ctx *x, const char *object)
{
    struct arena arena;
    struct acl a;
    bool can;

    (void)x;
    if (!object)
        return NULL;
    arena_init(&arena);
    can = acl_parse(&arena, object, &a, NULL) && acl_is_known(&a);
    arena_release(&arena);
    return can ? NULL : "the client library can't name this rule: use Kafka's own kafka-acls";
}

static void prefill(const struct action_ctx *x, const char *object, struct args *args)
{
    (void)x;
    if (object)
        args_add(args, "acl", object);
}

static void complete_acl(const struct action_ctx *x, const struct args *args, const struct param *p,
                         const char *typed, struct args *out)
{
    const struct acl_list *l = x->model ? x->model->acls : NULL;
    struct arena arena;

    (void)args;
    arena_init(&arena);
    for (size_t i = 0; l && i < l->n; i++) {
        const char *spelt = acl_spell(&arena, &l->acls[i]);

        if (acl_is_known(&l->acls[i]) && text_starts_ci(spelt, typed))
            args_add(out, p->name, spelt);
    }
    arena_release(&arena);
}

/* ---- the plan -------------------------------------------------------------------------------- */

static bool find_matching(struct planning *p, struct acl_change *c, const char *filter,
                          struct err *err)
{
    struct arena *arena = &p->plan->arena;
    struct match *m = compile(filter, err);
    size_t beyond = 0;

    for (size_t i = 0; m && i < c->now->n; i++) {
        const struct acl *a = &c->now->acls[i];

        if (!passes(m, a, c->settings.networks, arena))
            continue;
        if (acl_is_known(a))
            acl_set_add(arena, &c->remove, a);
        else
            beyond++;
    }
    const char *star = m ? match_finds_all(m) : NULL;
    if (star)
        plan_warn(p->plan,
                  "in a filter * stands for anything: %s finds every name, not only the "
                  "rules for * itself",
                  plan_show(p->plan, star));
    bool sure = m && (!match_trouble(m) || err_set(err, ERR_USAGE, "%s", match_trouble(m)));
    match_free(m);
    if (beyond)
        plan_warn(p->plan,
                  "%zu more match, but the client library can't name them: use Kafka's own "
                  "kafka-acls for those",
                  beyond);
    return sure;
}

static bool find(struct planning *p, struct acl_change *c, struct err *err)
{
    struct arena *arena = &p->plan->arena;
    struct acl_set named = {0};
    const char *text;
    struct acl a;

    for (size_t i = 0; (text = args_nth(p->plan->args, "acl", i)); i++) {
        if (!*text)
            continue;
        if (acl_parse(arena, text, &a, NULL))
            acl_set_add(arena, &named, &a);
        else if (!find_matching(p, c, text, err))
            return false;
        else
            p->plan->danger = DANGER_HIGH; /* it may match more than was intended */
    }
    for (size_t i = 0; i < named.n; i++)
        acl_set_add(arena, acl_among(c->now->acls, c->now->n, &named.a[i]) ? &c->remove : &c->gone,
                    &named.a[i]);
    return c->remove.n || err_set(err, ERR_NOT_FOUND, "there is no such ACL");
}

static void name_it(struct plan *p, const struct acl_change *c)
{
    const struct acl_set *s = &c->remove;

    if (s->n == 1) {
        p->title = plan_str(p, "remove ACL: %s", acl_words(&p->arena, &s->a[0]));
        p->confirm = plan_show(p, s->a[0].principal);
    } else {
        p->title = plan_str(p, "remove %zu ACLs", s->n);
        p->confirm = plan_str(p, "%zu", s->n);
    }
}

static void on_settings(struct planning *p)
{
    struct acl_change c = {0};
    struct err err = {0};

    c.now = reads_acls(&p->reads, &err);
    acl_take_settings(p, &c);
    if (!c.now || !find(p, &c, &err)) {
        planning_fail(p, &err);
        return;
    }
    name_it(p->plan, &c);
    acl_change_plan(p->plan, &c, cluster_profile(p->cluster));
    planning_done(p);
}

static void on_read(struct planning *p)
{
    acl_read_settings(p, NULL, on_settings);
}

static struct job *plan(const struct action_ctx *x, const struct args *args, plan_done *done,
                        void *user)
{
    struct planning *p = planning_new(x, &action_acl_delete, args, done, user);

    reads_want(&p->reads, FACT_ACLS, NULL);
    reads_want(&p->reads, FACT_METADATA, NULL);
    planning_read(p, on_read);
    return &p->job;
}
