/* The cluster and the settings that the options name. */
#ifndef KLAMM_CORE_CONFIG_OPTIONS_PROFILE_H
#define KLAMM_CORE_CONFIG_OPTIONS_PROFILE_H

#include "core/config/options.h"

/* The cluster that options and configuration name together, malloc'd (profile_free):
 * -c from the configuration; -b and/or -F make one of their own, named after the first host;
 * without these the default cluster. -b over -F or -c replaces the brokers, -X comes on top of all.
 * NULL when that can't be; what was wrong is in err, every detail and the warnings in problems. */
struct profile *options_profile(const struct options *o, const struct config *c,
                                struct problems *problems, struct err *err);
/* The overrides of settings (--theme) into a loaded configuration. */
bool options_apply(const struct options *o, struct config *c, struct err *err);

#endif
