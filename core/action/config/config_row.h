/* config-alter offered for the row that is selected. */
#ifndef KLAMM_CORE_ACTION_CONFIG_CONFIG_ROW_H
#define KLAMM_CORE_ACTION_CONFIG_CONFIG_ROW_H

#include "core/action/config/config_alter.h"

/* The functions of struct action. */
const char *alter_refusal(const struct action_ctx *x, const char *object);
void alter_prefill(const struct action_ctx *x, const char *object, struct args *args);

#endif
