/* Made-up producers and consumers, sampled as klamm samples real ones. Time is simulated second by
 * second, so whatever the sampling sees is consistent. */
#ifndef KLAMM_TESTS_UNIT_SERIES_H
#define KLAMM_TESTS_UNIT_SERIES_H

#include "core/insight/lag/verdict.h"

enum { SERIES_POINTS = 60, SERIES_MINUTES = 120 };

struct series_sim { /* zero is: nothing written, nothing read, samples each 10 s */
    double in, out; /* records per second; out is what it could read */
    int commit_s;   /* between commits; 0: never commits */
    double backlog; /* at the beginning */
    int64_t log_start;
    bool frozen;       /* the consumer reads nothing */
    int transaction_s; /* what is written can be read when its transaction ends; 0: at once */
    int64_t jitter_ms; /* samples come up to this much late */
    unsigned seed;
    /* the state */
    int64_t second;
    double end, position, stable;
    int64_t stable_at;
    int64_t committed, committed_at;
    struct lag_point p[SERIES_POINTS];
    size_t n;
    int64_t last_seen, changed_ms, idle_ms, quiet_ms, gaps[8];
    size_t ngaps, changes;
};

/* Runs for this many seconds; a sample each 10. */
void series_run(struct series_sim *s, int seconds);
void series_sample(struct series_sim *s);
/* The case as it stands: an owner, no baseline, no retention. */
struct partition_case series_case(const struct series_sim *s);
/* series_case judged by the rules for 10 s. */
struct partition_verdict series_verdict(const struct series_sim *s);

#endif
