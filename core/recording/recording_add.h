/* Samples and marks enter a recording. */
#ifndef KLAMM_CORE_RECORDING_RECORDING_ADD_H
#define KLAMM_CORE_RECORDING_RECORDING_ADD_H

#include "core/recording/recording.h"

const char *mark_name(enum mark_kind k);

/* Values sorted by topic and partition. A sample that is not later than the last one by most of an
 * interval is dropped (false); one that is earlier than the last by more than an interval says that
 * the clock was set back: what is later than it is forgotten first. */
bool recording_add(struct recording *h, const char *group, const struct recording_sample *s,
                   const struct recording_value *v, size_t n);
/* The wall clock changed by by_ms: whatever is recorded happened as long ago as before, and no time
 * between two samples gets longer or shorter by it. */
void recording_clock_set(struct recording *h, int64_t by_ms);

/* A fine sample with its state, of the file; its partitions are set by the caller, who knows
 * whether some commit moved forward. */
size_t recording_push_sample(struct recording *h, struct recording_group *g,
                             const struct recording_sample *s, const struct recording_total *t,
                             bool forward);
/* The clock was set back to now: nothing recorded is later than that, and samples start again. */
void recording_clock_back(struct recording_group *g, int64_t now);
/* The commit at that moment, for the rhythm of commits: samples can't tell times between two
 * changes apart that are shorter than least_gap_ms. */
void recording_see_commit(struct recording_part *p, int64_t committed, int64_t at_ms,
                          int64_t least_gap_ms);
/* The log at that moment, after the commit: is there more to read? */
void recording_see_rest(struct recording_part *p, int64_t start, int64_t end, int64_t at_ms);
/* The group has no members, and no client commits without being one: none of its partitions is
 * waited for. To be called after the commits of the sample. */
void recording_see_no_members(struct recording_group *g, const struct recording_sample *s);
/* A minute's sums towards the next quarter of an hour. True: that was complete. */
bool recording_add_quarter(struct recording_group *g, const struct recording_total *minute,
                           int64_t interval_ms);

#endif
