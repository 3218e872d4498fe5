/* ACL bindings as text, there and back. */
#ifndef KLAMM_CORE_MODEL_ACL_TEXT_H
#define KLAMM_CORE_MODEL_ACL_TEXT_H

#include "core/model/acl.h"

/* One binding in seven words, "allow Read topic literal orders User:alice *": what a person types
 * and a list's row is known by. Bytes that are not printable ASCII, spaces and backslashes of names
 * are written \xNN, so the words are safe to show and say exactly one binding. */
char *acl_spell(struct arena *a, const struct acl *acl);
/* The way back; the strings live in the arena. The error says what a binding looks like. */
bool acl_parse(struct arena *arena, const char *text, struct acl *out, struct err *err);
/* The same for people, safe to show: "allow User:alice Read on topic orders from 10.0.0.1". */
char *acl_words(struct arena *a, const struct acl *acl);
/* "topic orders", "every topic", "topics that start with ord", "the cluster": safe to show. */
char *acl_resource_words(struct arena *a, enum acl_resource r, enum acl_pattern p,
                         const char *name);
/* An address in the text that brokers compare hosts by (Java's getHostAddress: IPv6 in eight groups
 * without leading zeros); "*" stays. NULL: neither, so nothing ever comes from there. */
const char *acl_host(struct arena *a, const char *host);

#endif
