/* Shared by the files of acl-create. */
#ifndef KLAMM_CORE_ACTION_ACL_ACL_CREATE_H
#define KLAMM_CORE_ACTION_ACL_ACL_CREATE_H

#include "core/action/acl/acl_change.h"

extern const struct action action_acl_create;

#endif
