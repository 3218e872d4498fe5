/* Who is affected by a change of ACLs, for its plan: a loss is a warning, gains are summed up. The
 * sentences are facts of the plan, so that rules which another user makes in the meantime don't
 * turn it into a change other than the confirmed one. */
#include "core/action/acl/acl_effect.h"

#include "core/action/acl/acl_change.h"
#include "core/config/profile.h"
#include "core/insight/access_effect_words.h"
#include "core/model/acl_network.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { LOSSES_SHOWN = 8, GAINS_SHOWN = 4 };

/* ---- what decides besides the ACLs ----------------------------------------------------------- */

void acl_read_settings(struct planning *p, const struct acl_set *wanted,
                       void (*next)(struct planning *p))
{
    const struct metadata *md = reads_metadata(&p->reads, NULL);
    const struct acl_list *now = reads_acls(&p->reads, NULL);
    bool all = (now && acl_any_network(now->acls, now->n)) ||
               (wanted && acl_any_network(wanted->a, wanted->n));
    size_t n = 0;

    for (size_t i = 0; md && i < md->nbrokers && (all || n == 0); i++) {
        if (!md->brokers[i].alive)
            continue;
        reads_want_config(&p->reads, CONFIG_BROKER,
                          arena_printf(&p->plan->arena, "%" PRId32, md->brokers[i].id));
        n++;
    }
    if (n)
        planning_read(p, next);
    else
        next(p);
}

/* Of a broker that was not asked, or did not answer: NULL. */
static const struct config_set *settings_of(const struct planning *p, const struct broker *b)
{
    const char *id = arena_printf(&p->plan->arena, "%" PRId32, b->id);

    return reads_config(&p->reads, CONFIG_BROKER, id, NULL);
}

/* Those who may not see topics or settings may still make rules: these are then taken as unknown.
 */
void acl_take_settings(struct planning *p, struct acl_change *c)
{
    const struct metadata *md = c->topics = reads_metadata(&p->reads, NULL);
    struct arena *a = &p->plan->arena;
    const struct config_set **sets = arena_array(a, md ? md->nbrokers : 0, sizeof *sets),
                            *one = NULL;
    size_t n = 0;

    for (size_t i = 0; md && i < md->nbrokers; i++) {
        if (!md->brokers[i].alive)
            continue;
        sets[n] = settings_of(p, &md->brokers[i]);
        one = one ? one : sets[n];
        n++;
    }
    c->settings = access_settings_of(a, one);
    c->settings.networks = access_networks_of(sets, n);
}

/* ---- who ------------------------------------------------------------------------------------- */

struct effect {
    struct plan *plan;
    const struct acl_change *change;
    const char *self; /* "User:…" as which we log in; NULL: not known */
    struct access_rules before, after;
    const struct acl **changed;
    size_t nchanged;
    size_t losses, gains;
};

static void warn_of_networks(struct plan *p, const struct acl *acls, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (!acl_is_network(acls[i].host))
            continue;
        plan_warn(p, "there are rules for networks: what is said here of effects is true from "
                     "Kafka 4.4 on, and that is not known of each broker here");
        return;
    }
}

static void make_rules(struct effect *f)
{
    const struct acl_change *c = f->change;
    struct arena *a = &f->plan->arena;
    struct acl *after = arena_array(a, c->now->n + c->add.n, sizeof *after);
    const struct acl *removed = acl_set_sorted(a, &c->remove);
    size_t n = 0;

    for (size_t i = 0; i < c->now->n; i++) {
        if (!acl_among(removed, c->remove.n, &c->now->acls[i]))
            after[n++] = c->now->acls[i];
    }
    for (size_t i = 0; i < c->add.n; i++)
        after[n++] = c->add.a[i];
    struct access_settings s = c->settings;

    if (s.networks == ACL_NETWORKS_UNKNOWN) {
        s.networks = ACL_NETWORKS_YES;
        warn_of_networks(f->plan, c->now->acls, c->now->n);
    }
    f->before = access_rules_of(a, c->now->acls, c->now->n, &s);
    f->after = access_rules_of(a, after, n, &s);
    f->changed = arena_array(a, c->add.n + c->remove.n, sizeof *f->changed);
    for (size_t i = 0; i < c->add.n; i++)
        f->changed[f->nchanged++] = &c->add.a[i];
    for (size_t i = 0; i < c->remove.n; i++)
        f->changed[f->nchanged++] = &c->remove.a[i];
}

/* The principals that the changed rules name know it. */
static bool is_meant(const struct effect *f, const struct access_effect *e)
{
    for (size_t i = 0; e->principal && i < f->nchanged; i++) {
        if (strcmp(f->changed[i]->principal, e->principal) == 0)
            return true;
    }
    return false;
}

/* The fact has what is known of it one by one: the words that people read may change. */
static void access_fact(struct plan *p, const struct access_effect *e, const char *condition)
{
    struct arena *a = &p->arena;
    const char *part =
        arena_printf(a, "%s%s%s%son %s %s %s%s%s%s%s", e->lost ? "loses " : "",
                     access_operations(a, e->lost), e->lost ? " " : "",
                     e->gained ? arena_printf(a, "gains %s ", access_operations(a, e->gained)) : "",
                     acl_pattern_name(e->pattern), acl_resource_name(e->resource), e->name,
                     e->host ? " from " : "", e->host ? e->host : "",
                     e->closes  ? ", closed by it"
                     : e->opens ? ", opened by it"
                                : "",
                     *condition ? ", if allow.everyone.if.no.acl.found" : "");

    plan_fact(p, PLAN_FACT_ACCESS, e->principal ? e->principal : "everyone else", part, "yes");
    p->facts[p->nfacts - 1].sentence =
        plan_show(p, plan_str(p, "%s%s", condition, access_effect_words_1(a, e)));
}

static void tell_loss(struct effect *f, const struct access_effect *e, const char *condition)
{
    struct plan *p = f->plan;
    const char *words = access_effect_words(&p->arena, e);

    access_fact(p, e, condition);
    if (++f->losses <= LOSSES_SHOWN)
        plan_warn(p, "%s%s", condition, words);
    if (!is_meant(f, e))
        p->danger = DANGER_HIGH;
    if (f->self && e->principal && strcmp(e->principal, f->self) == 0 &&
        e->resource == ACL_CLUSTER && e->lost & (1u << ACL_ALTER | 1u << ACL_DESCRIBE)) {
        p->danger = DANGER_HIGH;
        plan_warn(p, "%s is you: without Describe and Alter on the cluster you can't undo this",
                  f->self);
    }
}

static void tell_gain(struct effect *f, const struct access_effect *e, const char *condition)
{
    struct plan *p = f->plan;
    const char *words = access_effect_words(&p->arena, e);

    access_fact(p, e, condition);
    if (e->opens && ++f->losses <= LOSSES_SHOWN)
        plan_warn(p, "%s%s", condition, words);
    else if (!e->opens && ++f->gains <= GAINS_SHOWN)
        plan_sum(p, "%s%s", condition, words);
    if (e->opens)
        p->danger = DANGER_HIGH;
}

/* Of a resource that closes or opens it is enough to say what that means for those not named. */
static bool worth_saying(const struct access_effect *e, bool only_by_setting)
{
    bool turned = e->closes || e->opens;

    return turned ? !e->principal || (e->closes && e->gained) : !only_by_setting;
}

static void tell(struct effect *f, bool everyone, bool only_by_setting)
{
    struct arena *a = &f->plan->arena;
    const char *condition =
        only_by_setting ? "if allow.everyone.if.no.acl.found is set, which the brokers don't show: "
                        : "";
    struct access_effects all =
        access_effects_of(a, &f->before, &f->after, f->changed, f->nchanged, everyone);

    for (size_t i = 0; i < all.n; i++) {
        const struct access_effect *e = &all.e[i];

        if (!worth_saying(e, only_by_setting))
            continue;
        if (e->lost)
            tell_loss(f, e, condition);
        else
            tell_gain(f, e, condition);
    }
    if (all.unseen)
        plan_warn(f->plan, "%zu narrower resources were not checked", all.unseen);
}

static const char *own_name(struct arena *a, const struct profile *profile)
{
    const struct property *user = properties_get(&profile->properties, "sasl.username");

    return user && user->from == PROPERTY_LITERAL ? arena_printf(a, "User:%s", user->value) : NULL;
}

void acl_change_effects(struct plan *p, const struct acl_change *c, const struct profile *profile)
{
    struct effect f = {.plan = p, .change = c, .self = own_name(&p->arena, profile)};
    bool unknown = c->settings.everyone == ACCESS_NOT_SHOWN;

    make_rules(&f);
    tell(&f, false, false);
    if (unknown)
        tell(&f, true, true);
    if (f.losses > LOSSES_SHOWN)
        plan_warn(p, "and %zu more lose or gain like these", f.losses - LOSSES_SHOWN);
    if (f.gains > GAINS_SHOWN)
        plan_sum(p, "and %zu more gain like these", f.gains - GAINS_SHOWN);
    if (f.losses && !c->settings.supers_known)
        plan_sum(p, "ACLs do not apply to super users; the brokers don't show who they are");
}
