/* The words of the verdicts, the windows they are judged in, and the hysteresis that keeps them
 * from flickering. */
#include "core/insight/verdict.h"

static const struct {
    const char *id, *name, *meaning;
    enum severity sev;
} words[VERDICTS] = {
    [VERDICT_DATA_LOST] = {"data-lost", "data lost",
                           "Retention deleted records before they were read; the next fetch jumps "
                           "to where auto.offset.reset says.",
                           SEV_BAD},
    [VERDICT_AHEAD] = {"ahead-of-end", "ahead of the log end",
                       "The committed offset lies beyond the last record: the log was truncated by "
                       "an unclean election, the topic was made anew, or the commit is of another "
                       "cluster.",
                       SEV_BAD},
    [VERDICT_STALLED] = {"stalled", "stalled",
                         "A member owns the partition and there is something to read, but the "
                         "commit does not move: stuck on a record, hanging, or not committing.",
                         SEV_BAD},
    [VERDICT_NO_MEMBERS] = {"no-members", "no active members",
                            "There is something to read and nobody who reads.", SEV_WARN},
    [VERDICT_BLOCKED] = {"blocked", "blocked by an open transaction",
                         "A reader of committed records waits for the end of a transaction that a "
                         "producer left open.",
                         SEV_BAD},
    [VERDICT_REWINDING] = {"rewinding", "rewinding",
                           "The commit went back and what was read before is read again.",
                           SEV_WARN},
    [VERDICT_REBALANCING] = {"rebalancing", "rebalancing",
                             "Members share out the partitions anew for longer, or more often, "
                             "than is healthy: meanwhile nobody reads.",
                             SEV_WARN},
    [VERDICT_FALLING_BEHIND] = {"falling-behind", "falling behind",
                                "More is written than is read: the backlog grows.", SEV_WARN},
    [VERDICT_NO_OWNER] = {"no-owner", "unassigned",
                          "The group has members, but none of them has this partition.", SEV_WARN},
    [VERDICT_STEADY_BACKLOG] = {"steady-backlog", "steady backlog",
                                "As much is read as is written, but the backlog does not shrink.",
                                SEV_INFO},
    [VERDICT_CATCHING_UP] = {"catching-up", "catching up",
                             "More is read than is written: the backlog shrinks.", SEV_INFO},
    [VERDICT_COMMITS_EMPTY] = {"empty-but-committing", "empty but committing",
                               "The group has no members, yet its commits move: a consumer with "
                               "assign(), Flink, Spark or a mirror tool. A reset would be "
                               "overwritten.",
                               SEV_INFO},
    [VERDICT_NEVER_COMMITTED] = {"no-commit", "no commit",
                                 "Nothing was committed: what will be read depends on "
                                 "auto.offset.reset.",
                                 SEV_MUTED},
    [VERDICT_TOO_EARLY] = {"not-enough-data", "not enough data",
                           "It was not watched for long enough to tell.", SEV_MUTED},
    [VERDICT_CAUGHT_UP] = {"caught-up", "caught up",
                           "Nothing is left to read but what lies between two commits.", SEV_GOOD},
    [VERDICT_INACTIVE] = {"inactive", "inactive", "No members, and next to nothing to read.", SEV_MUTED},
    [VERDICT_GONE] = {"does-not-exist", "does not exist", "The coordinator does not know it.",
                      SEV_MUTED},
};

const char *verdict_name(enum verdict v)
{
    return words[v].name;
}

const char *verdict_id(enum verdict v)
{
    return words[v].id;
}

const char *verdict_meaning(enum verdict v)
{
    return words[v].meaning;
}

enum severity verdict_severity(enum verdict v)
{
    return words[v].sev;
}

struct lag_rules lag_rules_of(int64_t interval_ms)
{
    return (struct lag_rules){
        .interval_ms = interval_ms,
        .window_ms = interval_ms * 12,
        .widest_ms = interval_ms * 60,
        .min_samples = 6,
        .gap_ms = interval_ms / 2,
        .stalled_ms = interval_ms * 6,
        .rebalancing_ms = interval_ms * 6,
        .transaction_ms = interval_ms * 6,
        .target_ms = 30 * 60000,
        .risk_ms = 3600000,
        .headroom = 0.2,
    };
}

enum { SAMPLES_TO_APPEAR = 2, SAMPLES_TO_CLEAR = 3 };

static bool appears_at_once(enum verdict v)
{
    return v == VERDICT_DATA_LOST || v == VERDICT_AHEAD || v == VERDICT_REWINDING;
}

bool verdict_explains(enum verdict now, enum verdict shown)
{
    return now == VERDICT_BLOCKED && shown == VERDICT_STALLED;
}

/* What one would act on stays until it is surely over. */
static int samples_to_clear(enum verdict v)
{
    return words[v].sev >= SEV_WARN ? SAMPLES_TO_CLEAR : SAMPLES_TO_APPEAR;
}

const struct partition_verdict *verdict_hold(struct verdict_hold *h,
                                             const struct partition_verdict *now)
{
    bool first = !h->any || h->shown.verdict == VERDICT_TOO_EARLY;
    if (first || now->verdict == h->shown.verdict || appears_at_once(now->verdict) ||
        verdict_explains(now->verdict, h->shown.verdict)) {
        *h = (struct verdict_hold){.any = true, .fresh = !h->any, .shown = *now};
        return &h->shown;
    }
    h->fresh = false;
    h->seen = h->next == now->verdict ? h->seen + 1 : 1;
    h->next = now->verdict;
    h->off++;
    if (h->seen >= SAMPLES_TO_APPEAR && h->off >= samples_to_clear(h->shown.verdict))
        *h = (struct verdict_hold){.any = true, .shown = *now};
    return &h->shown;
}
