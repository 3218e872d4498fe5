/* What the real authorizer decides: requests that a principal of any name sends over SASL
 * (OAUTHBEARER with an unsecured token, which the test cluster takes). Through librdkafka by
 * itself, as client.h. Operations are bits 1u << enum acl_operation. */
#ifndef KLAMM_TESTS_SUPPORT_AUTHZ_H
#define KLAMM_TESTS_SUPPORT_AUTHZ_H

#include <stdbool.h>
#include <stddef.h>

struct authz;
struct authz *authz_open(const char *user); /* "alice": the principal is User:alice */
void authz_close(struct authz *z);

/* Which of these operations the brokers say the principal has; 0 when it may not even describe. */
void authz_topics(struct authz *z, const char *const *topics, size_t n, unsigned *operations);
unsigned authz_group(struct authz *z, const char *group);
unsigned authz_cluster(struct authz *z);

/* One real request for all topics each; allowed[i] says whether it went through. */
void authz_describe_configs(struct authz *z, const char *const *topics, size_t n, bool *allowed);
void authz_alter_configs(struct authz *z, const char *const *topics, size_t n, bool *allowed);
void authz_add_partitions(struct authz *z, const char *const *topics, size_t n, bool *allowed);
/* Of topics that are there, so that nothing comes of it. */
void authz_create_topics(struct authz *z, const char *const *topics, size_t n, bool *allowed);
/* Before the first one there is: none. Topics that may not be described have no leader to ask. */
void authz_delete_records(struct authz *z, const char *const *topics, size_t n, bool *allowed);
void authz_commit(struct authz *z, const char *group, const char *const *topics, size_t n,
                  bool *allowed);
bool authz_delete_group(struct authz *z, const char *group); /* one that is not there */

/* A record to, and from, each topic; there must be one in partition 0 to read. */
void authz_produce(const char *user, const char *const *topics, size_t n, bool *allowed);
void authz_fetch(const char *user, const char *const *topics, size_t n, bool *allowed);
/* init_transactions(). */
bool authz_transaction(const char *user, const char *transactional_id);

/* Waits until each broker lists exactly as many rules of this principal. */
void authz_settle(const char *principal, size_t nacls);

#endif
