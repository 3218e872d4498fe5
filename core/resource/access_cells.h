/* What the lists of who may do what share: the rules with what else decides, and cells that are an
 * answer of the authorizer. */
#ifndef KLAMM_CORE_RESOURCE_ACCESS_CELLS_H
#define KLAMM_CORE_RESOURCE_ACCESS_CELLS_H

#include "core/insight/access.h"
#include "core/resource/build.h"

/* The ACLs, and a broker's settings; those of all brokers where a rule's host is a network. */
void access_want(const struct view *v, struct wants *w);
/* False: there is nothing to reason over; the table's note says why (not permitted, no authorizer
 * …). Else the rules, in the table's arena, with a note on what is not known. */
bool access_rules_in(struct table *t, const struct model *m, struct access_rules *out);
/* What one of the brokers is known to be set to, and what all of them are. */
struct access_settings access_settings_in(struct arena *a, const struct model *m);
/* What an empty list of ACLs means, by its proof. */
void access_note_empty(struct table *t, enum acl_proof proof);

/* "yes", "no", "denied" by a deny, "not known" where it depends on a setting that is not shown. */
void cell_access(struct row *r, size_t col, const struct access *x);

/* Which rule decides, operations with the same answer together: "Read, Describe allowed by: …;
 * Write denied by: …". `ops` has a bit for each that is shown; x is by operation. */
char *access_reasons(struct arena *a, const struct access x[ACL_OPERATIONS], unsigned ops);

/* Text that lists principals: "" stands for those that no rule names. */
struct access_names {
    const char **list;
    size_t n;
};
/* The principals that these rules name, "" first, known super users with them. */
struct access_names access_principals(struct arena *a, const struct access_rules *r,
                                      const struct acl *const *covering, size_t n);
/* The addresses and networks that these rules name for the principal or for everyone; the first is
 * NULL: any other. */
struct access_names access_hosts(struct arena *a, const struct access_settings *s,
                                 const char *principal, const struct acl *const *covering,
                                 size_t n);

#endif
