/* Is the cluster reachable, and if not, why?
 *
 * Judged from what happens anyway: answers, librdkafka's errors and log lines, and its brokers'
 * connection states; nothing is polled while all is well. One answer of any broker makes the link
 * UP, so one dead broker of three changes nothing. It goes DOWN when librdkafka says that all
 * brokers are down, or when no broker answers: after some seconds of silence with requests under
 * way every broker is asked, as one that hangs says nothing about the others; the same after the
 * last connection got lost, because brokers close idle ones. While the link is down librdkafka
 * itself tries every second to connect; as soon as there is a connection, a probe (DescribeCluster)
 * decides.
 *
 * Of all failures of an attempt, the one that helps most is reported: a wrong password or
 * certificate before a refused port, before silence. */
#include "core/kafka/internal.h"
#include "core/kafka/link_failure.h"

#include "core/base/clock.h"
#include "core/base/text_human.h"
#include "core/config/profile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    GRACE_MS = 150,       /* a lost connection may come back by itself for this long */
    SILENCE_MS = 3000,    /* requests under way and no answer at all for this long: ask every
                             broker; … */
    PROBE_WAIT_MS = 3000, /* then one of them must answer within */
    NUDGE_MS = 1,         /* after the start, when the code that makes the cluster may have asked */
    OPEN_MS = 50,
    OTHERS_MS = 500, /* while connecting: brokers with a connection by then are asked, too */
    AGAIN_MS = 2000, /* while down: between two probes on a connection that is up */
    REASON_KEEP_MS = 10000,
    RENEW_MOST_MS = 30000, /* between two attempts with secrets requested again */
    LOGIN_MS = 30000,      /* until credentials that were refused are sent a second time */
    LOGIN_MOST_MS = 1800000,
};

static void publish(struct cluster *c, enum link_state state)
{
    struct model *m = c->model;
    if (m->link != state) {
        m->link = state;
        m->link_since_wall_ms = clock_wall_ms();
    }
    m->link_err = state == LINK_UP ? (struct err){0} : c->link.reason;
    if (state == LINK_UP)
        m->link_again_wall_ms = 0;
    if (c->hooks.link_changed)
        c->hooks.link_changed(c->hooks.user);
}

/* ---- reasons --------------------------------------------------------------------------------- */

static int weight(enum err_kind kind)
{
    switch (kind) {
    case ERR_NONE:
        return 0;
    case ERR_TIMEOUT:
        return 1;
    case ERR_UNREACHABLE:
        return 2;
    case ERR_REFUSED:
        return 3;
    case ERR_RESOLVE:
        return 4;
    case ERR_CONFIG:
        return 6;
    default:
        return 5; /* TLS, authentication */
    }
}

/* A helper that keeps secrets may have to unlock something, or counts wrong ones: not every two
 * seconds. */
static int64_t renew_pause(struct link *l)
{
    int64_t ms = (int64_t)AGAIN_MS << (l->refusals < 4 ? l->refusals : 4);
    l->refusals++;
    return ms < RENEW_MOST_MS ? ms : RENEW_MOST_MS;
}

/* Without asking a broker, no one can say whether a ticket has been renewed. */
static int64_t login_pause(struct cluster *c)
{
    struct link *l = &c->link;
    if (!c->handle->login)
        return renew_pause(l);
    int64_t pause = (int64_t)LOGIN_MS << (l->logins < 4 ? 2 * l->logins : 8);
    l->logins++;
    return pause < LOGIN_MOST_MS ? pause : LOGIN_MOST_MS;
}

/* A server that counts wrong passwords locks the account after a few, and librdkafka would send
 * them every two seconds: the client goes, and the next is made when the login may be another one,
 * or after a while. */
static void begin_rest(struct cluster *c)
{
    struct link *l = &c->link;
    int64_t now = clock_mono_ms();
    int64_t pause = login_pause(c);
    l->refused = c->handle->login;
    l->login_at_ms = now + pause;
    l->again_at_ms =
        l->refused && profile_has_recipes(c->profile) ? now + AGAIN_MS : l->login_at_ms;
    c->model->link_again_wall_ms = clock_wall_ms() + pause;
}

static void note(struct cluster *c, const struct err *err, bool login_refused)
{
    int64_t now = clock_mono_ms();
    struct link *l = &c->link;
    if (weight(err->kind) < weight(l->reason.kind) && now - l->reason_at_ms < REASON_KEEP_MS)
        return;
    bool same = l->reason.kind == err->kind && strcmp(l->reason.msg, err->msg) == 0;
    l->reason = *err;
    l->reason_at_ms = now;
    l->login_refused = login_refused;
    bool down = c->model->link == LINK_DOWN;
    if (down && login_refused) {
        begin_rest(c);
        cluster_shut(c);
    }
    if (down && (login_refused || !same))
        publish(c, LINK_DOWN);
}

static void note_failure(struct cluster *c, enum err_kind kind, const char *text)
{
    struct failure f;
    if (!failure_parse(&f, text))
        return;
    struct err err = {0};
    bool login_refused = false;
    if (!failure_explain(&f, c->model->link == LINK_UP, &err)) {
        login_refused = strstr(f.words, "SASL authentication error") != NULL;
        struct arena a;
        arena_init(&a);
        if (kind == ERR_NONE)
            kind = failure_kind(f.words);
        err_set(&err, kind, "%s: %s%s", f.broker, words_visible(&a, f.words),
                failure_is_their_word(c, &f, kind)
                    ? "; the brokers themselves name this address "
                      "(advertised.listeners), the one you gave answered"
                    : "");
        arena_release(&a);
    }
    note(c, &err, login_refused);
}

void link_log(struct cluster *c, const char *text)
{
    if (c->model->link != LINK_UP || c->link.up == 0)
        note_failure(c, ERR_NONE, text);
}

/* ---- transitions ----------------------------------------------------------------------------- */

static void go_down(struct cluster *c, enum err_kind kind, const char *otherwise)
{
    struct link *l = &c->link;
    l->decide_at_ms = l->suspect_at_ms = 0;
    l->again_at_ms = clock_mono_ms() + AGAIN_MS;
    if (l->reason.kind == ERR_NONE)
        err_set(&l->reason, kind, "%s: %s", profile_brokers(c->profile), otherwise);
    if (c->model->link == LINK_DOWN)
        return;
    log_add(&c->model->log, SEV_BAD, c->model->cluster_name, "not connected: %s", l->reason.msg);
    struct err err = l->reason;
    bool resting = l->login_refused && c->open;
    if (resting)
        begin_rest(c);
    struct watch *w = c->watch;
    publish(c, LINK_DOWN);
    if (w->cluster)
        request_fail_all(w, &err);
    /* Calls that no one waits for any more would keep librdkafka connecting in a tight loop. */
    if (w->cluster && resting)
        cluster_shut(c);
    else if (w->cluster && c->abandoned.n > 0)
        cluster_reopen(c);
}

uint64_t link_refused_login(const struct cluster *c)
{
    return clock_mono_ms() < c->link.login_at_ms ? c->link.refused : 0;
}

void link_try_again(struct cluster *c)
{
    c->link.login_at_ms = 0;
    c->link.again_at_ms = clock_mono_ms();
}

void link_refused(struct cluster *c, const struct err *err)
{
    if (err->kind == ERR_AUTH) { /* nothing new; the reason is that of the broker */
        int64_t again = clock_mono_ms() + renew_pause(&c->link);
        c->link.again_at_ms = again < c->link.login_at_ms ? again : c->link.login_at_ms;
        return;
    }
    bool news = c->model->link == LINK_DOWN && strcmp(c->link.reason.msg, err->msg) != 0;
    c->link.reason = *err;
    c->link.reason_at_ms = clock_mono_ms();
    struct watch *w = c->watch;
    go_down(c, err->kind, "");
    if (!w->cluster)
        return;
    c->link.again_at_ms = clock_mono_ms() + renew_pause(&c->link);
    if (news)
        publish(c, LINK_DOWN);
}

void link_answered(struct cluster *c)
{
    struct link *l = &c->link;
    l->decide_at_ms = l->suspect_at_ms = l->again_at_ms = 0;
    l->heard_at_ms = clock_mono_ms();
    l->refusals = l->logins = 0;
    l->renew_at_ms = l->login_at_ms = 0;
    l->login_refused = false;
    if (c->handle)
        atomic_store(&c->handle->heard_ms, l->heard_at_ms);
    if (c->model->link == LINK_UP)
        return;
    bool was_down = c->model->link == LINK_DOWN;
    l->reason = (struct err){0};
    if (was_down) {
        log_add(&c->model->log, SEV_GOOD, c->model->cluster_name, "connected again");
        link_forgive(c, l->heard_at_ms);
        link_probe_all(c);
    }
    publish(c, LINK_UP);
}

/* ---- what is reported from outside ----------------------------------------------------------- */

void link_start(struct cluster *c)
{
    c->model->link = LINK_CONNECTING;
    c->model->link_since_wall_ms = clock_wall_ms();
    /* A little longer than librdkafka's own limit, whose sentence is better. */
    c->link.decide_at_ms = clock_mono_ms() + c->timeouts.connect_ms + 200;
    c->link.nudge_at_ms = clock_mono_ms() + NUDGE_MS;
}

void link_brokers(struct cluster *c, int up)
{
    struct link *l = &c->link;
    bool lost = l->up > 0 && up == 0;
    l->up = up;
    if (up > 0) {
        l->suspect_at_ms = 0;
        if (c->model->link == LINK_DOWN || (c->model->link == LINK_CONNECTING && c->sent.n == 0))
            link_probe(c);
    } else if (lost && c->model->link == LINK_UP && !l->suspect_at_ms) {
        l->suspect_at_ms = clock_mono_ms() + GRACE_MS;
    }
}

/* No broker is asked before there is one, and the library tries again after ten seconds. */
static bool is_without_token(const char *text)
{
    static const char words[] = "Failed to acquire SASL OAUTHBEARER token";
    return strncmp(text, words, sizeof words - 1) == 0;
}

/* "1/1 brokers are down": a new client takes the addresses one by one, and the first may have failed
 * before it knows of the second. */
static bool all_were_tried(const struct cluster *c, const char *text)
{
    const char *slash = strchr(text, '/');
    return !slash || strtoul(slash + 1, NULL, 10) >= profile_naddresses(c->profile);
}

void link_error(struct cluster *c, rd_kafka_resp_err_t code, const char *text)
{
    switch (code) {
    case RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN:
        if (c->model->link == LINK_CONNECTING && all_were_tried(c, text))
            go_down(c, ERR_UNREACHABLE, "no broker can be reached");
        else if (c->model->link == LINK_UP && c->link.up == 0 && !c->link.suspect_at_ms &&
                 (handle_reached_brokers(c->handle) || all_were_tried(c, text)))
            go_down(c, ERR_UNREACHABLE, "all brokers are unreachable");
        return;
    case RD_KAFKA_RESP_ERR__AUTHENTICATION:
        note_failure(c, ERR_AUTH, text);
        if (is_without_token(text) && c->model->link == LINK_CONNECTING)
            go_down(c, ERR_AUTH, "");
        return;
    case RD_KAFKA_RESP_ERR__SSL:
        note_failure(c, ERR_TLS, text);
        return;
    case RD_KAFKA_RESP_ERR__RESOLVE:
        note_failure(c, ERR_RESOLVE, text);
        return;
    default:
        link_log(c, text);
        return;
    }
}

void link_lost(struct cluster *c)
{
    /* A connection was up and broke before the first answer: it will not get better by itself. */
    if (c->model->link == LINK_CONNECTING && c->link.reason.kind != ERR_NONE)
        go_down(c, ERR_UNREACHABLE, "");
}

void link_silence(struct cluster *c)
{
    if (c->model->link != LINK_UP || c->link.decide_at_ms)
        return;
    c->link.decide_at_ms = clock_mono_ms() + PROBE_WAIT_MS;
    link_probe_all(c);
}

/* Early enough that a request that runs into its deadline can say which broker does not respond. */
static int silence_ms(const struct cluster *c)
{
    int share = c->timeouts.request_ms / FIRST_SHARE;
    return share < SILENCE_MS ? share : SILENCE_MS;
}

/* When the silence of the brokers that were asked becomes suspicious, also while others answer:
 * those who wait then learn which broker does not respond. 0: none was asked. */
static int64_t silence_at(const struct cluster *c)
{
    const struct request *oldest = c->sent.first;
    if (!oldest || c->model->link != LINK_UP || c->link.decide_at_ms)
        return 0;
    int64_t since = oldest->sent_ms > c->link.probed_at_ms ? oldest->sent_ms : c->link.probed_at_ms;
    return since + silence_ms(c);
}

static void decide(struct cluster *c)
{
    char words[64], span[TEXT_NUM];
    int waited = c->model->link == LINK_UP ? silence_ms(c) + PROBE_WAIT_MS : c->timeouts.connect_ms;
    snprintf(words, sizeof words, "no answer within %s", text_duration(span, waited));
    go_down(c, ERR_TIMEOUT, words);
}

/* librdkafka sends a request that any broker can answer to the first address it tries, or to the
 * controller of the first metadata: when that one does not respond, others, with a connection, are
 * asked by their ids.
 *
 * A caller that only waits for the link to come up requests nothing, and librdkafka, left to
 * itself, makes its first connection after a second. The answer names the brokers that can be asked
 * when one stops responding. */
static void nudge(struct cluster *c, int64_t now)
{
    struct link *l = &c->link;
    if (!l->nudge_at_ms || now < l->nudge_at_ms)
        return;
    l->nudge_at_ms = !c->open                            ? now + OPEN_MS /* a secret is being
                                                                            requested */
                     : c->model->link == LINK_CONNECTING ? now + OTHERS_MS
                                                         : 0;
    if (l->nprobes == 0) /* also to learn which brokers there are */
        link_probe(c);
    if (c->model->link == LINK_CONNECTING && l->up > 0)
        link_probe_connected(c);
}

/* A login was refused with secrets that may have been replaced where they came from. */
static bool secrets_are_stale(struct cluster *c, int64_t now)
{
    struct link *l = &c->link;
    if (l->reason.kind != ERR_AUTH || now < l->renew_at_ms || !profile_has_recipes(c->profile))
        return false;
    l->renew_at_ms = now + renew_pause(l);
    return true;
}

void link_tick(struct cluster *c, int64_t now)
{
    struct link *l = &c->link;
    int64_t silence = silence_at(c);
    if ((l->suspect_at_ms && now >= l->suspect_at_ms) || (silence && now >= silence)) {
        l->suspect_at_ms = 0;
        link_silence(c);
    }
    if (l->again_at_ms && now >= l->again_at_ms) {
        l->again_at_ms = now + AGAIN_MS;
        if (c->shut && now >= l->login_at_ms)
            c->model->link_again_wall_ms = 0;
        if (c->shut)
            cluster_reopen(c);
        else if (l->up > 0)
            link_probe(c);
        else if (secrets_are_stale(c, now))
            cluster_reopen(c);
    }
    nudge(c, now);
    if (l->decide_at_ms && now >= l->decide_at_ms)
        decide(c);
}

void link_postpone(struct cluster *c, int64_t by_ms)
{
    struct link *l = &c->link;
    int64_t *all[] = {&l->suspect_at_ms, &l->decide_at_ms, &l->heard_at_ms};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (*all[i])
            *all[i] += by_ms;
    link_forgive(c, clock_mono_ms());
}

int64_t link_deadline(const struct cluster *c)
{
    const struct link *l = &c->link;
    const int64_t all[] = {l->suspect_at_ms, l->decide_at_ms, l->again_at_ms, l->nudge_at_ms,
                           silence_at(c)};
    int64_t next = 0;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i] && (!next || all[i] < next))
            next = all[i];
    return next;
}

bool link_open_for_requests(const struct cluster *c)
{
    return c->open && c->model->link != LINK_DOWN;
}
