/* One cluster being worked on. Owns model, connection, feed and datasets; collects the wants of all
 * datasets into one set whenever one of them changed, and after answers (a group's offsets name the
 * topics whose ends are wanted next). One timer serves both "in the next loop turn" and a
 * table that was held back. */
#include "core/live/session.h"

#include "core/base/mem.h"
#include "core/config/profile.h"
#include "core/insight/sight.h"
#include "core/live/feed_wants.h"
#include "core/live/sampler_wants.h"
#include "core/loop/timer.h"

#include <stdlib.h>

enum { FLUSH_MS = 2000 }; /* for what must still go out when klamm is left */

/* The lists say how old their facts may get at the built-in pace; the operator's `refresh` makes
 * all of it slower or faster alike. */
static void keep_pace(struct wants *w, const struct profile *p)
{
    for (size_t i = 0; i < w->len; i++) {
        int64_t age = w->list[i].max_age_ms;
        if (age > 0)
            w->list[i].max_age_ms = age * p->limits.refresh_ms / PROFILE_REFRESH_MS;
    }
}

/* What lists leave out is not reported as deleted before it was requested by name. */
static void ask_about_gone(struct session *s, const struct map *gone, enum fact_kind kind)
{
    enum { MOST = 500, AGE_MS = 1000 };
    const char *name;
    void *value;
    size_t n = 0;
    for (size_t it = 0; n < MOST && map_next(gone, &it, &name, &value); n++)
        wants_add(&s->wants, kind, name, AGE_MS, 2);
}

static void collect_wants(struct session *s)
{
    s->wants_changed = false;
    wants_clear(&s->wants);
    for (size_t i = 0; i < s->datasets.v.len; i++)
        dataset_want(s, s->datasets.v.data[i]);
    if (s->watch) { /* brokers, leaders and own rights; interrupted changes */
        wants_add(&s->wants, FACT_METADATA, NULL, AGE_USUAL, 1);
        wants_add(&s->wants, FACT_CLUSTER, NULL, AGE_USUAL, 1);
        sight_want(&s->model, &s->wants);
        wants_add(&s->wants, FACT_JOURNAL, NULL, AGE_USUAL, 2);
    }
    ask_about_gone(s, &s->model.events.gone_topics, FACT_TOPIC_ID);
    ask_about_gone(s, &s->model.events.gone_groups, FACT_GROUP);
    keep_pace(&s->wants, s->profile);
    sampler_want(s->sampler, &s->wants);
    feed_set_wants(s->feed, &s->wants);
}

static void update(void *session)
{
    struct session *s = session;
    int64_t soonest = -1;
    bool changed = false;
    sampler_observe(s->sampler);
    collect_wants(s);
    for (size_t i = 0; i < s->datasets.v.len; i++) {
        int64_t again;
        changed |= dataset_update(s, s->datasets.v.data[i], &again);
        if (again >= 0 && (soonest < 0 || again < soonest))
            soonest = again;
    }
    if (soonest >= 0)
        timer_start(s->timer, soonest);
    if (changed && s->changed)
        s->changed(s->user);
}

void session_touch(struct session *s)
{
    if (s->wants_changed)
        return;
    s->wants_changed = true;
    timer_start(s->timer, 0);
}

void session_watch(struct session *s, bool on)
{
    if (s->watch == on)
        return;
    s->watch = on;
    session_touch(s);
}

void session_sampling(struct session *s, enum sampling mode)
{
    sampler_mode(s->sampler, mode);
    session_touch(s);
}

bool session_settled(struct session *s)
{
    if (s->wants_changed || timer_is_running(s->timer))
        return false;
    return sampler_settled(s->sampler) && feed_settled(s->feed);
}

static void on_link(void *user)
{
    struct session *s = user;
    if (!s->feed) /* the connection calls before the session is complete */
        return;
    update(s);
    if (s->changed)
        s->changed(s->user);
}

struct session *session_new(uv_loop_t *loop, const struct profile *profile,
                            void (*changed)(void *user), void *user, struct err *err)
{
    struct session *s = xcalloc(1, sizeof *s);
    struct cluster_hooks hooks = {.link_changed = on_link, .logged = on_link, .user = s};
    s->profile = profile;
    s->loop = loop;
    s->changed = changed;
    s->user = user;
    model_init(&s->model, profile->name);
    wants_init(&s->wants);
    s->cluster = cluster_new(loop, profile, &s->model, &hooks, err);
    if (!s->cluster) {
        wants_release(&s->wants);
        model_release(&s->model);
        free(s);
        return NULL;
    }
    s->timer = timer_new(loop, update, s);
    s->feed = feed_new(s->cluster, update, s);
    s->sampler = sampler_new(s->cluster, s->feed, update, s);
    return s;
}

void session_free(struct session *s)
{
    if (!s)
        return;
    while (s->datasets.v.len > 0) {
        struct dataset *d = s->datasets.v.data[0];
        d->viewers = 1;
        dataset_close(s, d);
    }
    vec_release(&s->datasets.v);
    timer_free(s->timer);
    sampler_free(s->sampler);
    feed_free(s->feed);
    cluster_flush(s->cluster, FLUSH_MS);
    cluster_free(s->cluster);
    wants_release(&s->wants);
    model_release(&s->model);
    free(s);
}
