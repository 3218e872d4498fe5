/* The sentence of a partition's verdict: its numbers, the window they were taken from, and how
 * sure it is. */
#include "core/insight/lag/verdict_text.h"

#include "core/insight/lag/verdict.h"

#include "core/base/buf.h"
#include "core/base/text_human.h"

#include <math.h>

void words_growth(struct buf *b, double per_s)
{
    char n[TEXT_NUM];
    const char *rate = text_rate(n, per_s);
    bool less = *rate == '<';
    buf_addf(b, "%s+%s/s", less ? "<" : "", rate + less);
}

/* " from 220 to 400/s" */
static void words_change(struct buf *b, double from, double to)
{
    char x[TEXT_NUM], y[TEXT_NUM];
    buf_addf(b, " from %s to %s/s", text_rate(x, from), text_rate(y, to));
}

void words_flow(struct buf *b, const struct flow *f)
{
    char n[TEXT_NUM];
    buf_addf(b, "reads %s/s ", text_rate(n, f->out));
    buf_addf(b, "of %s/s written", text_rate(n, f->in));
}

void words_cause(struct buf *b, const struct cause_words *w)
{
    char n[TEXT_NUM];
    switch (w->cause) {
    case CAUSE_PRODUCERS:
        buf_adds(b, "producers sped up");
        words_change(b, w->usual.in, w->now.in);
        buf_addf(b, ", consumers read %s/s", text_rate(n, w->now.out));
        break;
    case CAUSE_CONSUMERS:
        buf_adds(b, "consumers slowed down");
        words_change(b, w->usual.out, w->now.out);
        buf_addf(b, ", producers write %s/s", text_rate(n, w->now.in));
        break;
    case CAUSE_BOTH:
        buf_adds(b, "both: producers sped up");
        words_change(b, w->usual.in, w->now.in);
        buf_addf(b, " (%.0f %% of it), consumers slowed down", w->share * 100);
        words_change(b, w->usual.out, w->now.out);
        break;
    case CAUSE_LONG:
    case CAUSE_UNKNOWN: /* no earlier rates to compare with yet */
        words_flow(b, &w->now);
        break;
    }
    buf_adds(b, w->there ? " there" : "");
    buf_adds(b, w->cause == CAUSE_LONG ? ", as before" : "");
}

void words_window(struct buf *b, int64_t window_ms, size_t samples)
{
    char n[TEXT_NUM];
    buf_addf(b, " (%zu sample%s in %s)", samples, samples == 1 ? "" : "s",
             text_duration(n, window_ms));
}

static void rates(struct buf *b, const struct partition_verdict *v)
{
    words_flow(b, &(struct flow){v->in, v->out});
}

static void behind(struct buf *b, const struct partition_verdict *v)
{
    char n[TEXT_NUM];
    if (v->time_lag_ms == LAG_MS_UNKNOWN)
        return;
    buf_addf(b, ", %s%s behind", v->time_lag_more ? "at least " : "",
             text_duration(n, v->time_lag_ms));
}

static void unread(struct buf *b, const struct partition_verdict *v)
{
    char n[TEXT_NUM];
    buf_addf(b, "%s unread", text_count(n, v->lag));
    behind(b, v);
}

static void rewound(struct buf *b, const struct partition_verdict *v)
{
    char n[TEXT_NUM];
    text_count(n, v->rewound);
    switch (v->rewind) {
    case REWIND_BY_HAND:
        buf_addf(b, "reset by hand: %s back while the group had no members", n);
        break;
    case REWIND_REDELIVERY:
        buf_addf(b, "%s are redelivered: no more than one fetch or commit interval", n);
        break;
    case REWIND_OTHER:
        buf_addf(b, "rewound by %s: they are read again", n);
        break;
    }
}

/* How often it committed before, and what is written. */
static void before(struct buf *b, const struct partition_verdict *v)
{
    char g[TEXT_NUM];
    if (v->gap_known)
        buf_addf(b,
                 v->gap_of_others ? " (the other partitions commit every %s)"
                                  : " (before, one came every %s)",
                 text_duration(g, v->gap_ms));
}

static void standing_head(struct buf *b, const struct partition_verdict *v)
{
    char n[TEXT_NUM];
    if (v->moved) {
        buf_addf(b, "commits again, after %s without a commit", text_duration(n, v->unchanged_ms));
        return;
    }
    buf_adds(b, "no commit");
    before(b, v);
    buf_adds(b, v->in > 0 ? ", " : ", producer idle");
    if (v->in > 0)
        words_growth(b, v->in);
}

static void standing(struct buf *b, const struct partition_verdict *v)
{
    char n[TEXT_NUM];
    text_duration(n, v->unchanged_ms);
    if (v->moved) {
        buf_addf(b, "commits again, after %s without a commit: ", n);
        unread(b, v);
        return;
    }
    buf_addf(b, "no commit for %s", n);
    before(b, v);
    buf_adds(b, v->in > 0 ? ", " : ", producer idle, ");
    unread(b, v);
    if (v->in > 0) {
        buf_adds(b, ", ");
        words_growth(b, v->in);
    }
}

static void jumped(struct buf *b, const struct partition_verdict *v)
{
    char n[TEXT_NUM];
    buf_addf(b, "; %s ago offsets were set ahead by", text_duration(n, v->set_ms));
    buf_addf(b, " %s record%s, or jumped while all members were replaced: not counted as read",
             text_count(n, v->set), v->set == 1 ? "" : "s");
}

static void early(struct buf *b, const struct partition_verdict *v)
{
    if (v->committed == OFFSET_UNKNOWN || v->lag == OFFSET_UNKNOWN)
        buf_adds(b, "no sample with commit and log end");
    else
        unread(b, v);
}

static void caught_up(struct buf *b, const struct partition_verdict *v)
{
    char n[TEXT_NUM];
    if (v->lag == 0) {
        buf_adds(b, "nothing unread, ");
    } else {
        buf_addf(b, "%s unread", text_count(n, v->lag));
        if (v->in > 0 && v->gap_known)
            buf_addf(b, ", as between two commits %s apart", text_duration(n, v->gap_ms));
        buf_adds(b, ", ");
    }
    rates(b, v);
}

static void catching_up(struct buf *b, const struct partition_verdict *v)
{
    char n[TEXT_NUM];
    unread(b, v);
    if (v->drained_ms > 0)
        buf_addf(b, ", drained in %s", text_duration(n, v->drained_ms));
    buf_adds(b, ": ");
    rates(b, v);
}

static void blocked(struct buf *b, const struct partition_verdict *v)
{
    char n[TEXT_NUM], at[TEXT_NUM];
    text_duration(n, v->unchanged_ms);
    if (v->moved)
        buf_addf(b, "the transaction is over that held readers of committed records for %s: ", n);
    else
        buf_addf(b, "an open transaction holds readers of committed records at %s for %s, ",
                 text_count(at, v->committed), n);
}

static void blocked_head(struct buf *b, const struct partition_verdict *v)
{
    char at[TEXT_NUM];
    if (v->moved)
        buf_adds(b, "the transaction is over that held readers of committed records");
    else
        buf_addf(b, "an open transaction holds readers of committed records at %s",
                 text_count(at, v->committed));
}

const char *partition_verdict_head(const struct partition_verdict *v, struct arena *a)
{
    struct buf b;
    buf_init(&b, 0);
    if (v->verdict == VERDICT_STALLED)
        standing_head(&b, v);
    else
        blocked_head(&b, v);
    const char *text = arena_strdup(a, buf_str(&b));
    buf_release(&b);
    return text;
}

static void numbers(struct buf *b, const struct partition_verdict *v)
{
    char n[TEXT_NUM];
    struct cause_words why = {
        v->cause, v->share, {v->in, v->out}, {v->usual_in, v->usual_out}, false};
    switch (v->verdict) {
    case VERDICT_DATA_LOST:
        buf_addf(b, "%s deleted unread; the next fetch goes where auto.offset.reset says",
                 text_count(n, v->lost));
        break;
    case VERDICT_AHEAD:
        buf_addf(b, "committed %s past the last record", text_count(n, v->committed - v->end));
        break;
    case VERDICT_STALLED:
        standing(b, v);
        break;
    case VERDICT_BLOCKED:
        blocked(b, v);
        unread(b, v);
        break;
    case VERDICT_REWINDING:
        rewound(b, v);
        break;
    case VERDICT_FALLING_BEHIND:
        words_growth(b, v->slope);
        buf_adds(b, ": ");
        words_cause(b, &why);
        break;
    case VERDICT_STEADY_BACKLOG:
        unread(b, v);
        buf_adds(b, ", ");
        rates(b, v);
        break;
    case VERDICT_CATCHING_UP:
        catching_up(b, v);
        break;
    case VERDICT_NEVER_COMMITTED:
        if (v->waiting)
            buf_addf(b, "up to %s wait, as auto.offset.reset says", text_count(n, v->waiting));
        else
            buf_adds(b, "and the log is empty");
        break;
    case VERDICT_NO_OWNER:
    case VERDICT_NO_MEMBERS:
    case VERDICT_INACTIVE:
        unread(b, v);
        break;
    case VERDICT_TOO_EARLY:
        early(b, v);
        break;
    case VERDICT_CAUGHT_UP:
        caught_up(b, v);
        break;
    case VERDICT_REBALANCING:
    case VERDICT_COMMITS_EMPTY:
    case VERDICT_GONE:
    case VERDICTS:
        break; /* of groups only */
    }
}

void words_few(struct buf *b, int intervals)
{
    if (intervals > 0)
        buf_addf(b, "; low confidence: %d interval%s between commits", intervals,
                 intervals == 1 ? "" : "s");
}

void words_risk(struct buf *b, int64_t risk_ms)
{
    char n[TEXT_NUM];
    if (risk_ms == LAG_MS_UNKNOWN)
        buf_adds(b, "; retention is about to delete unread records");
    else
        buf_addf(b, "; unread records are deleted in %s", text_duration(n, risk_ms));
}

const char *partition_verdict_text(const struct partition_verdict *v, struct arena *a)
{
    struct buf b;
    buf_init(&b, 0);
    bool grows = v->verdict == VERDICT_FALLING_BEHIND;
    buf_addf(&b, grows ? "%s, " : "%s: ", verdict_name(v->verdict));
    numbers(&b, v);
    if (v->samples > 0)
        words_window(&b, v->window_ms, v->samples);
    words_few(&b, v->intervals);
    if (v->set > 0)
        jumped(&b, v);
    if (v->risk)
        words_risk(&b, v->risk_ms);
    const char *text = arena_strdup(a, buf_str(&b));
    buf_release(&b);
    return text;
}
