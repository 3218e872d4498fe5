/* The words of the verdicts, the windows they are judged in, and the hysteresis that keeps them
 * from flickering. */
#include "core/insight/lag/verdict.h"

static const struct {
    const char *id, *name, *meaning;
    enum severity sev;
} words[VERDICTS] = {
    [VERDICT_DATA_LOST] = {"data-lost", "data lost",
                           "Retention deleted records before they were read; the next fetch jumps "
                           "to where auto.offset.reset says.",
                           SEV_BAD},
    [VERDICT_AHEAD] = {"ahead-of-end", "ahead of the log end",
                       "The committed offset is beyond the last record: the log was truncated "
                       "by an unclean election, the topic was recreated, or the commit came from "
                       "another cluster.",
                       SEV_BAD},
    [VERDICT_STALLED] = {"stalled", "stalled",
                         "A member owns the partition and there is something to read, but the "
                         "commit does not move: stuck on a record, hanging, or not committing.",
                         SEV_BAD},
    [VERDICT_NO_MEMBERS] = {"no-members", "no active members",
                            "There are records to read and no member to read them.", SEV_WARN},
    [VERDICT_BLOCKED] = {"blocked", "blocked by an open transaction",
                         "A reader of committed records waits for the end of a transaction that a "
                         "producer left open.",
                         SEV_BAD},
    [VERDICT_REWINDING] = {"rewinding", "rewinding",
                           "The commit went back and what was read before is read again.",
                           SEV_WARN},
    [VERDICT_REBALANCING] = {"rebalancing", "rebalancing",
                             "The partitions are being reassigned for longer, or more often, than "
                             "is healthy; no member reads during that time.",
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
                           "Nothing is left to read but what is written between two commits.",
                           SEV_GOOD},
    [VERDICT_INACTIVE] = {"inactive", "inactive", "No members, and next to nothing to read.",
                          SEV_MUTED},
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

/* Growth that has clearly come to its end is not said for another half minute. */
static bool ends(const struct partition_verdict *now, enum verdict shown)
{
    return now->turned && (shown == VERDICT_FALLING_BEHIND || shown == VERDICT_CATCHING_UP ||
                           shown == VERDICT_STEADY_BACKLOG);
}

bool verdict_explains(enum verdict now, enum verdict shown)
{
    return now == VERDICT_BLOCKED && shown == VERDICT_STALLED;
}

/* What one would act on stays until it is surely over, or worse. */
static int samples_to_clear(enum verdict shown, enum verdict next)
{
    return words[shown].sev >= SEV_WARN && next > shown ? SAMPLES_TO_CLEAR : SAMPLES_TO_APPEAR;
}

const struct partition_verdict *verdict_debounce(struct verdict_debounce *h,
                                                 const struct partition_verdict *now)
{
    bool first = !h->any || h->shown.verdict == VERDICT_TOO_EARLY;
    if (first || now->verdict == h->shown.verdict || appears_at_once(now->verdict) ||
        verdict_explains(now->verdict, h->shown.verdict) || ends(now, h->shown.verdict)) {
        *h = (struct verdict_debounce){.any = true, .first = !h->any, .shown = *now};
        return &h->shown;
    }
    h->first = false;
    h->seen = h->next == now->verdict ? h->seen + 1 : 1;
    h->next = now->verdict;
    h->off++;
    if (h->seen >= SAMPLES_TO_APPEAR && h->off >= samples_to_clear(h->shown.verdict, h->next))
        *h = (struct verdict_debounce){.any = true, .shown = *now};
    return &h->shown;
}
