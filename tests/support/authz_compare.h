/* The evaluator and the real authorizer, asked the same: generated rules, then real requests as the
 * principals they are about. What brokers say one is allowed covers every operation of each topic,
 * group and the cluster; requests that do something cover what they say. Seeded: a disagreement
 * fails the test, and prints the seed and the rules. */
#ifndef KLAMM_TESTS_SUPPORT_AUTHZ_COMPARE_H
#define KLAMM_TESTS_SUPPORT_AUTHZ_COMPARE_H

#include <stddef.h>

struct access_settings;

/* Topics of that replication and two principals of their own, and their end. */
void authz_compare_open(int replication);
void authz_compare_close(void);

struct authz_counts {
    size_t asked, allowed;
};
/* This many sets of nrules rules (26 at most), for the first of them also what is really done.
 * Settings: what the brokers are set to. */
struct authz_counts authz_compare_rounds(int rounds, int doing, size_t nrules,
                                         const struct access_settings *settings);
/* The test fails unless each operation was both allowed and denied by the brokers so far. */
void authz_compare_saw_all(void);

#endif
