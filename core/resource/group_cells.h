/* What the lists of groups share: state words, lag cells, and what to fetch. */
#ifndef KLAMM_CORE_RESOURCE_GROUP_CELLS_H
#define KLAMM_CORE_RESOURCE_GROUP_CELLS_H

#include "core/insight/lag/lag.h"
#include "core/resource/build.h"

/* State as the description has it, else the listing's. */
enum group_state group_state_now(const struct model *m, const struct group_entry *g);
void cell_group_state(struct row *r, size_t col, enum group_state s);
/* The total, "≥ total" when partitions are missing, – without any commit, or why it is missing. */
void cell_group_lag(struct table *t, struct row *r, size_t col, const struct model *m,
                    const char *group, bool known, const struct group_lag *lag);
/* That a list of groups, or what is derived from one, is a part: nerrors brokers did not list
 * theirs. */
void note_part_of_groups(struct table *t, const struct group_listing *l);
/* "data lost: 42,812 records; ahead of the log end on 1"; NULL when there is nothing to say. */
const char *group_lag_note(struct arena *a, const struct group_lag *lag);
/* The topics that the group has committed on, then those of which it owns partitions; one may come
 * more than once. */
void group_topics(const struct model *m, const char *group,
                  void (*each)(void *user, const char *topic, bool committed), void *user);
/* Offsets of the topics that the group has committed or owns partitions of. */
void want_group_topics(const struct model *m, struct wants *w, const char *group,
                       int64_t max_age_ms, int priority);
/* Sentence for the table when there is nothing of this group: why. Returns its description or NULL
 * (not known, dead …); the note is set when there is something to say. */
const struct group_desc *group_scope(const struct view *v, struct table *t);
void cell_host(struct table *t, struct row *r, size_t col, const char *host);

#endif
