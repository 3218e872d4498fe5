/* Shared by the verbs that change ACLs: what is asked for, what that means for the ACLs there are,
 * and the plan of it. */
#ifndef KLAMM_CORE_ACTION_ACL_CHANGE_H
#define KLAMM_CORE_ACTION_ACL_CHANGE_H

#include "core/action/acl_step.h"
#include "core/action/planning.h"
#include "core/insight/access.h"

struct acl_set {
    struct acl *a; /* in an arena; each binding once */
    size_t n, cap;
};
/* False: it was in there already. */
bool acl_set_add(struct arena *arena, struct acl_set *s, const struct acl *a);
/* The caller knows that it is not in there yet. */
void acl_set_push(struct arena *arena, struct acl_set *s, const struct acl *a);
/* For acl_among. */
const struct acl *acl_set_sorted(struct arena *arena, const struct acl_set *s);

struct acl_change {
    struct acl_set add;    /* not there yet */
    struct acl_set remove; /* there */
    struct acl_set there;  /* asked for, and there already */
    struct acl_set gone;   /* asked to be removed, and not there */
    struct acl_set left;   /* there, not asked for, and left alone (import) */
    const struct acl_list *now;
    const struct metadata *topics; /* NULL: not known */
    bool two_columns;              /* the table has what is added beside what is removed */
    struct access_settings settings;
};

/* Reads, after the ACLs and the metadata, what decides beside the ACLs, then goes on in next: of one
 * broker, or of all where a rule that is there or wanted (may be NULL) has a network for its host. */
void acl_read_settings(struct planning *p, const struct acl_set *wanted,
                       void (*next)(struct planning *p));
/* What was read of that, and of the topics. */
void acl_take_settings(struct planning *p, struct acl_change *c);
/* Who loses and who gains by it: warnings, sums, facts, and the danger they make. */
void acl_change_effects(struct plan *p, const struct acl_change *c, const struct profile *profile);

/* Sorts what is asked for into c by what is there now. */
void acl_change_split(struct arena *arena, struct acl_change *c, const struct acl_list *now,
                      const struct acl_set *wanted);
/* Steps (first what is added, so that nobody loses access in between), facts, warnings, table and
 * command line; the verb has set title and confirm. */
void acl_change_plan(struct plan *p, const struct acl_change *c, const struct profile *profile);

/* A binding that Kafka would take but that could never matter, or that the library can't carry, is
 * refused with what would be right. */
bool acl_makes_sense(const struct acl *a, enum acl_networks networks, struct err *err);
/* False: what is to be added has a network for its host, and nobody says whether that counts. */
bool acl_networks_known(const struct acl_change *c, struct err *err);
bool acl_principal_ok(const char *principal, struct err *err);
/* False with the tool that can: the library has no words for a part of it. */
bool acl_can_carry(const struct acl *a, struct err *err);
/* "Read, Write, Describe …" that such a resource has; in the arena. */
const char *acl_operations_text(struct arena *a, enum acl_resource r);
/* What only Kafka's own tool can do: "user", "CreateTokens" … */
bool acl_beyond(const char *word);

#endif
