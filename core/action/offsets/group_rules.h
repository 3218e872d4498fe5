/* What verbs require of a group before they change its commits. */
#ifndef KLAMM_CORE_ACTION_OFFSETS_GROUP_RULES_H
#define KLAMM_CORE_ACTION_OFFSETS_GROUP_RULES_H

#include "core/action/planning.h"

/* Its id for titles and to be typed: "" in quotes where it is empty. */
const char *group_shown(struct plan *p, const char *id);
/* It is not of another type (share, streams); else err says which, and which tool is for it. By its
 * coordinator: see GROUP_FOREIGN, and "dead" though there are commits. */
bool group_is_consumers(const struct planning *p, const struct group_desc *g,
                        const struct group_offsets *o, struct err *err);
/* There is such a group: it has members, or it has committed something. */
bool group_exists(const struct group_desc *g, const struct group_offsets *o);
/* The same, or err with the nearest name there is; "and resetting would create it" says what the
 * verb would have done; NULL: nothing. */
bool group_must_exist(const struct planning *p, const struct group_desc *g,
                      const struct group_offsets *o, const char *else_what, struct err *err);
/* Empty or dead, and without members (ConsumerGroupCommand's condition for a reset). */
bool group_inactive(const struct group_desc *g);
/* State and members become facts; an active group blocks the plan, with its members named. */
void group_must_be_inactive(struct plan *p, const struct group_desc *g);
/* The state becomes a fact. */
void group_state_fact(struct plan *p, const struct group_desc *g);
/* The commit of one partition becomes a fact. */
void group_commit_fact(struct plan *p, const char *group, const char *topic, int32_t partition,
                       int64_t committed);

#endif
