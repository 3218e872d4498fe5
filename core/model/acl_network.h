/* A rule's host: one address, or from Kafka 4.4 on a network (KIP-1276). */
#ifndef KLAMM_CORE_MODEL_ACL_NETWORK_H
#define KLAMM_CORE_MODEL_ACL_NETWORK_H

#include "core/model/acl.h"

/* A network as those brokers read it. */
bool acl_is_network(const char *host);
/* Some rule's host is one. */
bool acl_any_network(const struct acl *acls, size_t n);
/* Whether an address, or all of another network, is in it. */
bool acl_network_has(const char *network, const char *host);
/* False: no request ever comes from there. */
bool acl_host_counts(const char *host, enum acl_networks networks);

#endif
