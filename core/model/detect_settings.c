/* Events of settings, topic ids and ACLs. A topic shows values that it inherits from the brokers:
 * only what was set on the topic itself counts as its change, or one setting of the brokers would
 * be reported once for every topic. Withheld values (secrets) are never compared nor shown. */
#include "core/model/detect_impl.h"

#include "core/base/arena.h"
#include "core/base/clock.h"
#include "core/model/acl_text.h"

#include <stdlib.h>
#include <string.h>

/* ---- settings -------------------------------------------------------------------------------- */

static enum event_object object_of(enum config_type t)
{
    return t == CONFIG_TOPIC    ? EVENT_OF_TOPIC
           : t == CONFIG_BROKER ? EVENT_OF_BROKER
                                : EVENT_OF_GROUP;
}

static bool same_text(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool is_change(const struct config_set *was, const struct config_entry *a,
                      const struct config_set *is, const struct config_entry *b)
{
    if ((a && a->sensitive) || (b && b->sensitive) ||
        same_text(a ? a->value : NULL, b ? b->value : NULL))
        return false;
    /* Any value of a broker is its own; others show what they inherit. */
    return is->type == CONFIG_BROKER || (a && config_entry_overridden(was, a)) ||
           (b && config_entry_overridden(is, b));
}

static void tell_setting(struct model *m, const struct config_set *was,
                         const struct config_entry *a, const struct config_set *is,
                         const struct config_entry *b)
{
    if (!is_change(was, a, is, b))
        return;
    struct event e = {.kind = EVENT_CONFIG_CHANGED,
                      .of = object_of(is->type),
                      .sev = SEV_INFO,
                      .object = (char *)(uintptr_t)is->name,
                      .partition = -1,
                      .what = (char *)(uintptr_t)(a ? a : b)->name,
                      .before = (char *)(uintptr_t)(a ? a->value : NULL),
                      .after = (char *)(uintptr_t)(b ? b->value : NULL)};
    detect_when(&e, &was->fact, is->fact.at_ms);
    events_add(&m->events, &e);
}

void detect_config(struct model *m, const struct config_set *before, const struct config_set *now)
{
    size_t i = 0, k = 0;
    if (!before || !fact_known(&before->fact) || before->entries == now->entries)
        return;
    while (i < before->n || k < now->n) {
        const struct config_entry *a = i < before->n ? &before->entries[i] : NULL;
        const struct config_entry *b = k < now->n ? &now->entries[k] : NULL;
        int c = !a ? 1 : !b ? -1 : strcmp(a->name, b->name);
        tell_setting(m, before, c <= 0 ? a : NULL, now, c >= 0 ? b : NULL);
        i += c <= 0;
        k += c >= 0;
    }
}

/* ---- topic ids ------------------------------------------------------------------------------- */

void detect_topic_id(struct model *m, const char *topic, const char *before, const char *now,
                     const struct fact *known)
{
    struct event e = {.kind = EVENT_TOPIC_RECREATED,
                      .of = EVENT_OF_TOPIC,
                      .sev = SEV_WARN,
                      .object = (char *)(uintptr_t)topic,
                      .partition = -1,
                      .what = (char[]){"topic id"},
                      .before = (char *)(uintptr_t)before,
                      .after = (char *)(uintptr_t)now};
    detect_when(&e, known, clock_mono_ms());
    events_add(&m->events, &e);
}

/* ---- ACLs ------------------------------------------------------------------------------------ */

static int by_binding(const void *a, const void *b)
{
    return acl_compare(*(const struct acl *const *)a, *(const struct acl *const *)b);
}

static const struct acl **sorted(struct arena *a, const struct acl_list *l)
{
    const struct acl **list = arena_array(a, l->n, sizeof *list);
    for (size_t i = 0; i < l->n; i++)
        list[i] = &l->acls[i];
    if (l->n)
        qsort(list, l->n, sizeof *list, by_binding);
    return list;
}

static void tell_acl(struct model *m, struct arena *a, const struct acl *acl, bool added)
{
    struct event e = {.kind = added ? EVENT_ACL_ADDED : EVENT_ACL_REMOVED,
                      .of = EVENT_OF_ACLS,
                      .sev = SEV_INFO,
                      .object = (char *)(uintptr_t)acl->principal,
                      .partition = -1,
                      .what = acl_words(a, acl)};
    detect_when(&e, &m->acls_fact, clock_mono_ms());
    events_add(&m->events, &e);
}

/* An empty list without evidence may be a refusal. */
static bool is_proven(const struct acl_list *l)
{
    return l && l->proof == ACL_PROOF_SEEN;
}

void detect_acls(struct model *m, const struct acl_list *now)
{
    if (!is_proven(m->acls) || !is_proven(now))
        return;
    struct arena a;
    arena_init(&a);
    const struct acl **old = sorted(&a, m->acls), **reads = sorted(&a, now);
    size_t i = 0, k = 0;
    while (i < m->acls->n || k < now->n) {
        int c = i == m->acls->n ? 1 : k == now->n ? -1 : acl_compare(old[i], reads[k]);
        if (c < 0)
            tell_acl(m, &a, old[i], false);
        else if (c > 0)
            tell_acl(m, &a, reads[k], true);
        i += c <= 0;
        k += c >= 0;
    }
    arena_release(&a);
}
