/* When requests have waited long enough: each has a deadline of klamm's own, see request.c, and
 * what ran into it is reported once and abandoned. The client with all that was abandoned in it is
 * given up when a change must not be sent any more, or when there is too much of it. */
#include "core/kafka/internal.h"

#include "core/base/clock.h"
#include "core/base/text_human.h"

enum {
    ABANDONED_MAX = 64, /* librdkafka looks for the coordinator of each twice a second, without
                           end */
};

/* Gives up the client, and with it what no caller waits for. Reads that are waited for are sent
 * again by the new one; a change never is. False: the hook that learnt that there is no new one
 * freed the cluster. */
static bool renew(struct cluster *c)
{
    struct request *next;
    for (struct request *r = c->sent.first; r; r = next) {
        next = r->next;
        if (r->probe)
            continue; /* ends with the client, see link.c */
        r->doubtful = r->change;
        if (r->latest_ms)
            r->deadline_ms = r->latest_ms;
        if (r->change)
            err_set(&r->failed, ERR_TIMEOUT,
                    "%s%s%s: the connection was closed before an answer came, it may have been "
                    "carried out anyway",
                    api_name(r->api), r->object ? " for " : "", r->object ? r->object : "");
        request_move(r, REQUEST_PARKED);
    }
    if (!cluster_reopen(c))
        return false;
    handle_wake(c->handle);
    if (c->model->link != LINK_DOWN)
        link_probe(c);
    return true;
}

void request_follow_coordinator(struct watch *w)
{
    if (coordinator_is_stale(w->cluster))
        renew(w->cluster);
}

/* What waits for a broker that answers, or for the link, has not left. */
static void say_overdue(const struct request *r, struct err *err)
{
    char span[TEXT_NUM];
    bool sent = r->state == REQUEST_SENT, hurried = sent && r->deadline_ms < r->latest_ms;
    int64_t time =
        hurried ? r->deadline_ms - REQUEST_LATE_MS - r->sent_ms : r->cluster->timeouts.request_ms;
    const char *unsent = "nothing was sent, no broker that answers was found within";
    err_set(err, ERR_TIMEOUT, "%s%s%s: %s %s", api_name(r->api), r->object ? " for " : "",
            r->object ? r->object : "", r->change && !sent ? unsent : "no answer within",
            text_duration(span, time));
    request_blame(r, err);
}

static void expire(struct request *r)
{
    struct cluster *c = r->cluster;
    struct err err = {0};
    say_overdue(r, &err);
    if (r->state == REQUEST_PARKED) {
        if (r->failed.kind != ERR_NONE || r->passing.kind != ERR_NONE)
            err = r->failed.kind != ERR_NONE ? r->failed : r->passing;
        request_end(r, NULL, &err);
        return;
    }
    if (!r->probe)
        link_silence(c);
    request_done *done = r->done;
    void *user = r->user;
    bool late = r->change && r->coordinator;
    r->done = NULL;
    r->forget = NULL;
    request_move(r, REQUEST_ABANDONED);
    bool gone = (late || c->abandoned.n >= ABANDONED_MAX) && !renew(c);
    if (done && !gone)
        done(user, NULL, &err);
}

static struct request *overdue(struct request_list *l, int64_t now)
{
    for (struct request *r = l->first; r; r = r->next)
        if (r->deadline_ms <= now)
            return r;
    return NULL;
}

void request_expire(struct watch *w, int64_t now)
{
    while (w->cluster) {
        struct request *r = overdue(&w->cluster->sent, now);
        if (!r)
            r = overdue(&w->cluster->parked, now);
        if (!r)
            break;
        expire(r);
    }
    if (w->cluster)
        request_follow_coordinator(w);
}

void request_postpone(struct cluster *c, int64_t by_ms)
{
    struct request_list *lists[] = {&c->sent, &c->parked};
    for (size_t i = 0; i < 2; i++)
        for (struct request *r = lists[i]->first; r; r = r->next) {
            r->deadline_ms += by_ms;
            r->sent_ms += by_ms;
            r->latest_ms += r->latest_ms ? by_ms : 0;
        }
}

int64_t request_deadline(const struct cluster *c)
{
    int64_t next = coordinator_deadline(c), now = clock_mono_ms();
    const struct request_list *lists[] = {&c->sent, &c->parked};
    for (size_t i = 0; i < 2; i++)
        for (const struct request *r = lists[i]->first; r; r = r->next) {
            bool again = i == 1 && r->again_ms > now && r->again_ms < r->deadline_ms;
            int64_t at = again ? r->again_ms : r->deadline_ms;
            if (!next || at < next)
                next = at;
        }
    return next;
}
