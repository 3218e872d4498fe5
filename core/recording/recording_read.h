/* What was recorded, for verdicts, charts and lists. */
#ifndef KLAMM_CORE_RECORDING_RECORDING_READ_H
#define KLAMM_CORE_RECORDING_RECORDING_READ_H

#include "core/recording/recording.h"

const struct recording_group *recording_find(const struct recording *h,
                                             const char *id); /* or NULL */

/* One sample of a partition: as struct lag_point of the verdicts, who can't be named here. */
struct recording_point {
    int64_t commit_ms, ends_ms, committed, start, end;
};
/* Oldest first, at most RECORDING_FINE + RECORDING_PER_…: the fine samples, before them the minutes
 * that reach back further, no older than widest_ms. start of a minute is that of no sample: it is
 * taken from the oldest fine one. Returns how many. */
enum { RECORDING_POINTS = 128 };
size_t recording_points(const struct recording_group *g, const struct recording_part *p,
                        int64_t widest_ms, struct recording_point out[RECORDING_POINTS]);
/* All fine samples, oldest first, also those in which nothing of the partition is known: the i-th is
 * of the same moment for each partition of the group. Returns how many. */
size_t recording_fine(const struct recording_group *g, const struct recording_part *p,
                      struct recording_point out[RECORDING_FINE]);
/* The minutes before those: commits and ends only; at most RECORDING_MINUTES. */
size_t recording_minutes(const struct recording_group *g, const struct recording_part *p,
                         struct recording_point out[RECORDING_MINUTES]);
/* Medians of the rates per minute, without those younger than without_ms. False: too few. */
bool recording_usual(const struct recording_group *g, const struct recording_part *p,
                     int64_t without_ms, double *in, double *out);
/* The median of the group's partitions, which commit alike, or as the file had it; 0 not known. */
int64_t recording_usual_gap(const struct recording_group *g);
int64_t recording_gap(const struct recording_part *p); /* median between commits; 0 not known */
/* Times of the samples that saw offsets set by hand since the one before, or that jumped ahead:
 * what lies between was not read, or it is unknown whether it was. Returns how many. */
size_t recording_resets(const struct recording_group *g, int64_t at_ms[RECORDING_MARKS]);
/* Is one of these times, as recording_resets gives them, after the one and not after the other? */
bool recording_any_within(const int64_t *at_ms, size_t n, int64_t after_ms, int64_t upto_ms);
/* The sums from the newest back, the finest there is of each time, as far as there is no hole in
 * watching. Begin with {0}; false: no more. */
struct recording_walk {
    enum recording_tier tier;
    size_t left;
    bool begun, over;
    int64_t before_ms;
};
bool recording_walk_back(const struct recording_group *g, struct recording_walk *w,
                         struct recording_total *t);
const struct recording_total *recording_total_at(const struct recording_group *g,
                                                 enum recording_tier t,
                                                 size_t i); /* 0 = oldest; NULL beyond */
/* The i-th last mark, 0 the newest; NULL beyond. */
const struct recording_mark *recording_mark_at(const struct recording_group *g, size_t i);

#endif
