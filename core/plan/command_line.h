/* The equivalent command line of Kafka's own tools, to paste into a ticket or a shell. */
#ifndef KLAMM_CORE_PLAN_COMMAND_LINE_H
#define KLAMM_CORE_PLAN_COMMAND_LINE_H

#include "core/base/buf.h"
#include "core/config/profile.h"
#include "core/plan/plan.h"

/* One word, quoted for the shell where that is needed; control characters become escapes of
 * $'…', so that the line can be shown as it is and still means the same. */
void command_word(struct buf *b, const char *word);
/* "kafka-topics --bootstrap-server …" and --command-config where the profile needs one. */
void command_start(struct buf *b, const char *tool, const struct profile *profile);
/* " --name value", or " --name=value" where the value would be taken for an option itself. */
void command_option(struct buf *b, const char *name, const char *value);
/* " --topic name" of kafka-topics --delete and --alter, which take it for a regular expression
 * (TopicFilter.IncludeList). */
void command_topic_pattern(struct buf *b, const char *topic);
/* "key=value" as kafka-configs --add-config reads it (ConfigCommand.parseConfigsToBeAdded): commas
 * and equal signs only within [ ]. False: there is no way to write this value. */
bool command_setting(struct buf *b, const char *key, const char *value);
/* "klamm -c name", by the options that lead to this cluster, and the verb. */
void command_klamm(struct buf *b, const struct profile *profile, const char *verb);
/* " name", after "--" where it would be taken for an option. */
void command_object(struct buf *b, const char *name);
/* What comes before a command that reads these lines from the file COMMAND_FILE, "f=$(mktemp) &&
 * printf … >"$f" && ": Kafka's tools read some files twice, so it can be no pipe. */
void command_file(struct buf *b, const char *lines);
#define COMMAND_FILE "\"$f\""
#endif
