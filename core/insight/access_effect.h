/* What other ACLs would mean, and for which principal: the same questions asked of the rules as
 * they are and as they would be. Pure. */
#ifndef KLAMM_CORE_INSIGHT_ACCESS_EFFECT_H
#define KLAMM_CORE_INSIGHT_ACCESS_EFFECT_H

#include "core/insight/access.h"

struct access_effect {
    const char *principal; /* NULL: everyone that no rule names */
    const char *host;      /* from there; NULL: from any address that no rule names */
    enum acl_resource resource;
    enum acl_pattern pattern;
    const char *name;
    unsigned lost, gained; /* operations as bits 1u << acl_operation */
    bool closes; /* no rule covered it before: principals that are not named now were let in by
                    the setting */
    bool opens;  /* no rule covers it afterwards */
};
struct access_effects {
    struct access_effect *e;
    size_t n;
    size_t unseen; /* narrower resources that were too many to check */
};

/* changed: the rules that are in only one of both. everyone: what to take
 * allow.everyone.if.no.acl.found for where it is not known. Super users that are known are left
 * out. */
struct access_effects access_effects_of(struct arena *a, const struct access_rules *before,
                                        const struct access_rules *after,
                                        const struct acl *const *changed, size_t nchanged,
                                        bool everyone);

#endif
