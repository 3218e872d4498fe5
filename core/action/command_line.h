/* The equivalent command line of Kafka's own tools, to paste into a ticket or a shell. */
#ifndef KLAMM_CORE_ACTION_COMMAND_LINE_H
#define KLAMM_CORE_ACTION_COMMAND_LINE_H

#include "core/action/plan.h"
#include "core/base/buf.h"
#include "core/config/profile.h"

/* One word, quoted for the shell where that is needed; control characters become escapes of
 * $'…', so that the line can be shown as it is and still means the same. */
void command_word(struct buf *b, const char *word);
/* "kafka-topics --bootstrap-server …" and --command-config where the profile needs one. */
void command_start(struct buf *b, const char *tool, const struct profile *profile);
/* " --name value" */
void command_option(struct buf *b, const char *name, const char *value);
/* Sets the plan's command from its steps, when each kind of them has one. */
void command_plan(struct plan *p, const struct profile *profile);

#endif
