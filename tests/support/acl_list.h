/* What Kafka's own kafka-acls --list says, as sorted lines to compare with. */
#ifndef KLAMM_TESTS_SUPPORT_ACL_LIST_H
#define KLAMM_TESTS_SUPPORT_ACL_LIST_H

/* One line a rule, "TOPIC LITERAL orders User:alice READ ALLOW *", sorted. malloc'd. */
char *acl_list_all(void);
/* The lines of one principal, which is written P in them. malloc'd. */
char *acl_list_of(const char *all, const char *principal);

#endif
