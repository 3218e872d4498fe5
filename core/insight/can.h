/* What klamm answers when someone asks whether a principal may do something with a resource: the
 * authorizer's decision, what else clients need, and what would make it another. */
#ifndef KLAMM_CORE_INSIGHT_CAN_H
#define KLAMM_CORE_INSIGHT_CAN_H

#include "core/insight/access.h"

struct can_place {
    enum acl_resource resource;
    const char *name;
    bool guess; /* a name without a kind: what it is, the cluster decides (can_ask.h) */
};

struct can_query {
    const char *principal;
    enum acl_operation operation;
    const char *host; /* NULL: an address that no rule names */
};

enum { CAN_HOSTS = 3 }; /* listed one by one */

enum can_decision { CAN_ALLOWED, CAN_DENIED, CAN_UNKNOWN };

struct can_answer {
    struct can_place place;
    enum can_decision decision;
    const struct acl *by; /* the rule that decides; NULL: none does */
    /* First why; then what else clients need and lack; then, where no host was named, from where it
     * is different. */
    const char *reasons[2 + CAN_HOSTS + 1];
    size_t nreasons;
    const char *unless[2]; /* settings that brokers don't show, and that would make it another */
    size_t nunless;
};

/* Texts are display-safe, in the arena or literals. */
struct can_answer can_decide(struct arena *a, const struct access_rules *r,
                             const struct can_query *q, const struct can_place *p);
/* Of a cluster that decides without rules, or of rules that are not known. */
struct can_answer can_answer_all(enum can_decision decision, const struct can_place *p,
                                 const char *reason);

#endif
