/* What acl-create is asked for, as the bindings it takes. */
#ifndef KLAMM_CORE_ACTION_ACL_ACL_ASK_H
#define KLAMM_CORE_ACTION_ACL_ACL_ASK_H

#include "core/action/acl/acl_change.h"

/* The exact bindings, each checked; false with the first thing that is wrong. */
bool acl_ask(struct arena *arena, const struct args *args, struct acl_set *out, struct err *err);
/* Parts of that, as the fields are typed: the operations as bits; whether the template goes
 * together with what else is said; whether what the template needs of this parameter is there
 * (NULL: of all). */
bool acl_ask_operations(const struct args *args, unsigned *out, struct err *err);
bool acl_ask_template(const struct args *args, struct err *err);
bool acl_ask_carried(const struct args *args,
                     struct err *err); /* of a kind the library can carry */
bool acl_ask_resources(const struct args *args, const char *param, struct err *err);

#endif
