/* Parameters of a verb as a command line has them: options, aliases, what applies together. */
#ifndef KLAMM_CORE_ACTION_OPTIONS_H
#define KLAMM_CORE_ACTION_OPTIONS_H

#include "core/action/action.h"

/* `when` holds. */
bool param_applies(const struct param *p, const struct args *args);

/* Takes "name: " or "title: " of the parameter from the front of the message, where a label or an
 * option says it already; false: it was not there. */
bool param_unlabel(const struct param *p, struct err *err);

/* The value, its default where none was given, NULL when both are empty. */
const char *args_value(const struct action *act, const struct args *a, const char *name);

/* The parameter that takes a word key=value (no topic, broker or user has such a name); NULL: none.
 */
const struct param *action_settings(const struct action *a);
/* Takes an option as written on a command line ("partitions", or an alias). *used says whether the
 * value was needed (value may be NULL when none follows). False with err: unknown option, with a
 * suggestion, or its value is missing. */
bool action_option(const struct action *a, struct args *args, const char *option, const char *value,
                   bool *used, struct err *err);
/* The same for a value that is attached to it (--name=value), which must be one that it takes. */
bool action_option_with(const struct action *a, struct args *args, const char *option,
                        const char *value, struct err *err);
/* The parameter whose value follows this option (without dashes); NULL: none does. */
const char *action_option_param(const struct action *a, const char *option);
/* For a line, not for a form, which keeps what was typed into a field that does not apply now:
 * false with err when something is given that would be ignored. */
bool args_apply(const struct action *a, const struct args *args, struct err *err);

#endif
