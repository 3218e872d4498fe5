/* What klamm can answers of each resource, in words and as a table for machines. */
#ifndef KLAMM_CLI_CAN_ANSWER_H
#define KLAMM_CLI_CAN_ANSWER_H

#include "core/insight/access.h"
#include "core/resource/export.h"

struct can_place {
    enum acl_resource resource;
    const char *name;
};

struct can_ask {
    const char *principal;
    enum acl_operation operation;
    const char *host; /* NULL: an address that no rule names */
};

enum { CAN_HOSTS = 3 }; /* told of one by one */

enum can_decision { CAN_ALLOWED, CAN_DENIED, CAN_UNTOLD };

struct can_answer {
    struct can_place place;
    enum can_decision decision;
    const struct acl *by; /* the rule that decides; NULL: none does */
    /* First why; then what clients need beside it, and have not; then, where no host was named,
     * from where it is otherwise. */
    const char *reasons[2 + CAN_HOSTS + 1];
    size_t nreasons;
    const char *unless[2]; /* settings that brokers don't show, and that would make it another */
    size_t nunless;
};

/* Texts are display-safe, in the arena or literals. */
struct can_answer can_decide(struct arena *a, const struct access_rules *r, const struct can_ask *q,
                             const struct can_place *p);
/* Of a cluster that decides without rules, or of rules that are not known. */
struct can_answer can_answer_all(enum can_decision decision, const struct can_place *p,
                                 const char *reason);

void can_print(const struct can_ask *q, const struct can_answer *list, size_t n);
/* The same as rows; in machine formats all columns. */
void can_print_table(const struct can_ask *q, const struct can_answer *list, size_t n,
                     enum export_format f);

#endif
