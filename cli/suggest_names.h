/* Candidates that only the cluster knows. */
#ifndef KLAMM_CLI_SUGGEST_NAMES_H
#define KLAMM_CLI_SUGGEST_NAMES_H

#include "cli/suggestions.h"
#include "core/action/line_complete.h"
#include "core/config/options.h"

#include <stdint.h>

struct acl_list;
struct line_place;

/* Names of the cluster that the options name. */
void suggest_topics(struct suggestions *c, const struct options *o, int64_t wait_ms);
void suggest_groups(struct suggestions *c, const struct options *o, int64_t wait_ms);
void suggest_brokers(struct suggestions *c, const struct options *o, int64_t wait_ms);
void suggest_principals(struct suggestions *c, const struct options *o, int64_t wait_ms);
/* Each principal that these rules name, once; NULL: none. */
void suggest_principals_of(struct suggestions *c, const struct acl_list *l);
void suggest_changes(struct suggestions *c, const struct options *o, int64_t wait_ms);
/* What can come at this place of a verb's line and is not a value of line_options. */
void suggest_line(struct suggestions *c, const struct line_place *at, const struct options *o,
                  int64_t wait_ms);

#endif
