/* Who may do what: the decision procedure of Kafka's StandardAuthorizer over the ACLs that are
 * known (StandardAuthorizerData#authorize, #findResult; docs/kafka.md, "ACLs"). Pure.
 *
 * What brokers don't show is not guessed: super.users and allow.everyone.if.no.acl.found come
 * redacted when they are set, so an answer says whether they could change it. */
#ifndef KLAMM_CORE_INSIGHT_ACCESS_H
#define KLAMM_CORE_INSIGHT_ACCESS_H

#include "core/base/arena.h"
#include "core/model/acl.h"
#include "core/model/config.h"

#include <stdbool.h>
#include <stddef.h>

/* ---- what decides, besides the ACLs ---------------------------------------------------------- */

enum access_set { ACCESS_NOT_SHOWN, ACCESS_NO, ACCESS_YES };

struct access_settings {
    enum access_set everyone; /* allow.everyone.if.no.acl.found */
    bool supers_known;        /* false: set, but not shown; or no broker could be asked */
    const char **supers;      /* "User:admin" … */
    size_t nsupers;
    enum acl_networks networks; /* of one broker; see access_networks_of */
};
/* From any broker's configuration; NULL: it could not be read, and nothing is known. */
struct access_settings access_settings_of(struct arena *a, const struct config_set *broker);
/* What all these brokers are: each decides by itself, and an upgrade goes from one to the next. Not
 * known where two differ, one (NULL) could not be read, or there is none. */
enum acl_networks access_networks_of(const struct config_set *const *brokers, size_t n);

/* ---- the ACLs, in order ---------------------------------------------------------------------- */

struct access_rules {
    const struct acl **sorted; /* literal names, by resource and name */
    size_t nsorted;
    const struct acl **broad; /* prefixes and "*", by resource */
    const struct acl **owned; /* the same, by resource and principal */
    size_t nbroad;
    struct access_settings settings;
};
/* The ACLs and the settings' strings must outlive it. */
struct access_rules access_rules_of(struct arena *a, const struct acl *acls, size_t n,
                                    const struct access_settings *settings);

/* ---- one question ---------------------------------------------------------------------------- */

struct access_query {
    const char *principal;
    const char *host; /* NULL: an address that no rule names; a network: one that is in it, and in
                         none within it that a rule names */
    enum acl_operation operation;
    enum acl_resource resource;
    /* LITERAL: the resource of this name, "*": any that no rule names; PREFIXED: any whose name
     * begins so and that no more precise rule names. */
    enum acl_pattern pattern;
    const char *name;
};

enum access_why {
    ACCESS_SUPER,        /* super users stand above the ACLs */
    ACCESS_DENIED_BY,    /* a deny fits, however general: `by` */
    ACCESS_ALLOWED_BY,   /* no deny fits, an allow does: `by` */
    ACCESS_NONE_APPLIES, /* rules cover the resource (`by`: one of them), but none is for this */
    ACCESS_NO_ACL,       /* no rule covers it: allow.everyone.if.no.acl.found decides */
    ACCESS_BY_NETWORK,   /* it depends on whether the brokers match networks: `by`; not allowed */
};

struct access {
    bool allowed; /* with what is known; ACCESS_NOT_SHOWN counts as Kafka's default, no */
    enum access_why why;
    const struct acl *by; /* NULL where `why` names none */
    bool if_super;        /* it is denied, unless the principal is one of the unknown super users */
    bool if_everyone;     /* it is denied, unless allow.everyone.if.no.acl.found is set */
};
struct access access_decide(const struct access_rules *r, const struct access_query *q);

/* The same among rules that access_covering found for this resource: for many questions about one.
 */
struct access access_decide_among(const struct access_settings *s,
                                  const struct acl *const *covering, size_t n,
                                  const struct access_query *q);

/* The answer as a sentence, safe to show: "allowed by: allow User:alice Read on topic orders". */
char *access_words(struct arena *a, const struct access *x);

/* Does this rule apply to such a resource at all, for any principal? */
bool access_covers(const struct acl *rule, enum acl_resource resource, enum acl_pattern pattern,
                   const char *name);
/* Every rule that applies, in `out` (room for nsorted + nbroad); returns how many. */
size_t access_covering(const struct access_rules *r, enum acl_resource resource,
                       enum acl_pattern pattern, const char *name, const struct acl **out);
/* Whether an allowed operation implies the other: the same, All, or Read → Describe. */
bool access_implies(enum acl_operation allowed, enum acl_operation asked);

/* ---- rules that change nothing --------------------------------------------------------------- */

/* A rule that makes this one superfluous: another that allows (or denies) at least as much, or a
 * deny that leaves nothing of an allow. NULL: none. */
const struct acl *access_shadow(const struct access_rules *r, const struct acl *rule);

#endif
