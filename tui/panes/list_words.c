/* What a list says about itself: why it is empty, how far it is, how old, what is wrong. Pure texts
 * from the dataset and the session; list.c and the composite panes show them. */
#include "tui/panes/list_words.h"

#include "core/base/clock.h"
#include "core/base/match.h"
#include "core/base/text.h"
#include "core/base/text_human.h"
#include "core/config/profile.h"
#include "core/live/session.h"

#include <string.h>

static const char *err_kind_title(enum err_kind k)
{
    switch (k) {
    case ERR_RESOLVE:
        return "Name not found";
    case ERR_REFUSED:
        return "Refused";
    case ERR_TLS:
        return "TLS failed";
    case ERR_AUTH:
        return "Login refused";
    case ERR_TIMEOUT:
        return "Timed out";
    default:
        return "Failed";
    }
}

/* No list can be read: what was tried, why it failed, and that klamm keeps trying. */
static const char *unreachable(const struct session *s, struct arena *a)
{
    const struct model *m = &s->model;
    const char *tried = profile_brokers(s->profile);
    const char *why = m->link_err.msg;
    char since[TEXT_NUM], again[TEXT_NUM];
    const char *goes_on = "klamm keeps trying; this fills by itself as soon as a broker answers.";
    if (m->link_again_wall_ms)
        goes_on = arena_printf(a,
                               "Too many wrong passwords may lock an account: klamm sends these "
                               "again at %s, others at once. r tries now.",
                               text_clock(again, m->link_again_wall_ms));
    return arena_printf(
        a, "No broker of the cluster can be reached since %s.\n\nTried: %s\n%s: %s\n\n%s",
        text_clock(since, m->link_since_wall_ms), text_visible(a, tried, strlen(tried)),
        err_kind_title(m->link_err.kind), why[0] ? text_visible(a, why, strlen(why)) : "no answer",
        goes_on);
}

/* Long lists fill row by row: how far that is. Short ones are there before it could be read. */
static const char *progress(const struct dataset *d, struct arena *a)
{
    enum { LONG = 50 };
    char answered[TEXT_NUM], wanted[TEXT_NUM];
    if (d->answered >= d->wanted || d->wanted < LONG)
        return NULL;
    return arena_printf(a, "loading %s of %s", text_count(answered, (int64_t)d->answered),
                        text_count(wanted, (int64_t)d->wanted));
}

const char *list_why_empty(const struct session *s, const struct dataset *d,
                           const struct table_view *v, struct arena *a)
{
    char n[TEXT_NUM];
    if (v->order.n)
        return NULL;
    if (d->table->nrows && v->filter && match_trouble(v->filter))
        return arena_printf(a, "Nothing is shown by the filter “%s”: %s. Esc removes it.",
                            v->filter_text, match_trouble(v->filter));
    if (d->table->nrows && v->filter_text) {
        const char *loading = progress(d, a);
        return arena_printf(a, "None of %s passes the filter “%s”%s%s. Esc removes it.",
                            text_count(n, (int64_t)d->table->nrows), v->filter_text,
                            loading ? " so far: " : "", loading ? loading : "");
    }
    if (s->model.link == LINK_DOWN && d->state != DATASET_FRESH && !d->at_ms)
        return unreachable(s, a);
    if (d->table->note)
        return d->table->note;
    if (d->state == DATASET_FAILED && d->err)
        return arena_printf(a, "Not answered: %s", d->err);
    if (d->state == DATASET_LOADING)
        return "Waiting for the answer…";
    if (strchr(d->resource->title, ' ')) /* "what if broker" */
        return "There is nothing here.";
    return arena_printf(a, "There are no %s.", d->resource->title);
}

const char *list_note(const struct dataset *d, struct arena *a)
{
    const char *loading = progress(d, a);
    char age[TEXT_NUM];
    const char *old = d->at_ms ? text_age(age, clock_mono_ms() - d->at_ms) : NULL;
    switch (d->state) {
    case DATASET_LOADING:
        return !d->table->nrows ? NULL : loading ? loading : "loading…";
    case DATASET_STALE:
        return old ? arena_printf(a, "stale: %s old%s%s", old, d->err ? ": " : "",
                                  d->err ? d->err : "")
                   : "stale";
    case DATASET_FAILED:
        return d->table->nrows ? d->err : NULL; /* else the body says it */
    case DATASET_FRESH:
        break;
    }
    return !d->table->nrows ? NULL : loading ? loading : d->table->note;
}

const char *state_shown(const char *state)
{
    static const struct {
        const char *state, *shown;
    } signs[] = {
        {"stable", "● stable"},
        {"empty", "○ empty"},
        {"preparing rebalance", "↻ rebalancing"},
        {"completing rebalance", "↻ rebalancing"},
        {"unknown (rebalancing?)", "? unknown"},
        {"dead", "✗ dead"},
        {"up", "● up"},
        {"lost", "✗ lost"},
        {"gone", "○ gone"},
    };
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (strcmp(signs[i].state, state) == 0)
            return signs[i].shown;
    return NULL;
}
