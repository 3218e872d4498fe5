/* Shared by the verbs that change ACLs: what is requested, what that means for the existing ACLs,
 * and the plan of it. */
#ifndef KLAMM_CORE_ACTION_ACL_ACL_CHANGE_H
#define KLAMM_CORE_ACTION_ACL_ACL_CHANGE_H

#include "core/action/planning.h"
#include "core/insight/access.h"

struct acl_set {
    struct acl *a; /* in an arena; each binding once */
    size_t n, cap;
};
/* False: it was in the set already. */
bool acl_set_add(struct arena *arena, struct acl_set *s, const struct acl *a);
/* The caller knows that it is not in the set yet. */
void acl_set_push(struct arena *arena, struct acl_set *s, const struct acl *a);
/* For acl_among. */
const struct acl *acl_set_sorted(struct arena *arena, const struct acl_set *s);

struct acl_change {
    struct acl_set add;    /* not there yet */
    struct acl_set remove; /* there */
    struct acl_set there;  /* requested, and there already */
    struct acl_set gone;   /* asked to be removed, and not there */
    struct acl_set left;   /* there, not requested, and left alone (import) */
    const struct acl_list *now;
    const struct metadata *topics; /* NULL: not known */
    bool two_columns;              /* the table has what is added next to what is removed */
    struct access_settings settings;
};

/* Sorts what is requested into c by what is there now. */
void acl_change_split(struct arena *arena, struct acl_change *c, const struct acl_list *now,
                      const struct acl_set *wanted);
/* Steps (additions first, so that no one loses access while they are sent), facts, warnings, table
 * and command line; the verb has set title and confirm. */
void acl_change_plan(struct plan *p, const struct acl_change *c, const struct profile *profile);

/* A binding that Kafka would take but that could never matter, or that librdkafka can't send, is
 * refused with the correct form. */
bool acl_makes_sense(const struct acl *a, enum acl_networks networks, struct err *err);
/* False: what is to be added has a network for its host, and whether that counts is unknown. */
bool acl_networks_known(const struct acl_change *c, struct err *err);
bool acl_principal_ok(const char *principal, struct err *err);
/* False with the tool that can: the library has no words for a part of it. */
bool acl_can_carry(const struct acl *a, struct err *err);
/* "Read, Write, Describe …" that such a resource has; in the arena. */
const char *acl_operations_text(struct arena *a, enum acl_resource r);
/* What only Kafka's own tool can do: "user", "CreateTokens" … */
bool acl_beyond(const char *word);

#endif
