/* The clusters one can go to, and going there. A cluster once visited stays connected until klamm
 * ends, so that coming back is immediate; while it is not on screen, nothing is requested from
 * it. */
#include "tui/clusters.h"

#include "core/base/mem.h"
#include "core/config/profile.h"
#include "tui/navigation.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void on_changed(void *user)
{
    app_dirty(user, DIRTY_DATA | DIRTY_ALL);
}

/* Names are unique among the clusters of a run: -c gives a copy of the configured profile. */
static struct session *session_named(const struct app *a, const char *name)
{
    for (size_t i = 0; i < a->sessions.len; i++) {
        if (strcmp(a->sessions.data[i]->profile->name, name) == 0)
            return a->sessions.data[i];
    }
    return NULL;
}

bool app_cluster(struct app *a, const struct profile *profile, struct err *err)
{
    struct session *s = session_named(a, profile->name);
    if (!s) {
        s = session_new(a->loop, profile, on_changed, a, err);
        if (!s)
            return false;
        vec_push(&a->sessions, s);
    }
    app_clear_navigation(a);
    if (a->session) {
        session_watch(a->session, false);
        session_sampling(a->session, SAMPLING_READ);
    }
    a->session = s;
    a->health_of = NULL;
    a->log_seen = 0;
    session_watch(s, true);
    session_sampling(s, SAMPLING_CONSOLE);
    clusters_tell(a);
    app_dirty(a, DIRTY_ALL | DIRTY_DATA);
    return true;
}

void clusters_switch(struct app *a, const char *name)
{
    struct err e;
    const struct session *s = session_named(a, name);
    bool first = !s; /* its note is for who comes to it, and may speak of what is over later */
    const struct profile *p = s ? s->profile : config_profile(a->config, name, &e);
    const char *pane = app_pane(a) ? pane_tab(app_pane(a)) : NULL;
    if (p == a->session->profile) {
        app_say(a, SEV_INFO, "this is %s", name);
        return;
    }
    char start[64];
    bool tab = pane && strcmp(pane, "clusters") != 0;
    snprintf(start, sizeof start, "%s", tab ? pane : a->tabs[0]);
    if (!p || !app_cluster(a, p, &e)) {
        app_say(a, SEV_WARN, "%s", e.msg);
        return;
    }
    app_open(a, start, NULL);
    bool note = first && p->note[0];
    app_say(a, SEV_NONE, "now on %s%s%s", p->name, note ? ": " : "", note ? p->note : "");
}

/* One entry per configured cluster, and for the one made by -b or -F, for the list `clusters`. */
void clusters_tell(struct app *a)
{
    size_t n = a->config->nprofiles;
    const struct profile *own = a->sessions.data[0]->profile;
    free(a->entries);
    a->entries = xcalloc(n + 1, sizeof *a->entries);
    size_t used = 0;
    bool listed = false;
    for (size_t i = 0; i <= n; i++) {
        const struct profile *p = i < n ? a->config->profiles[i] : own;
        if (i == n && listed)
            break;
        listed |= p == own || strcmp(p->name, own->name) == 0;
        const struct session *s = session_named(a, p->name);
        a->entries[used++] = (struct cluster_entry){.name = p->name,
                                                    .servers = profile_brokers(p),
                                                    .label = p->label[0] ? p->label : NULL,
                                                    .guard = guard_name(p->guard),
                                                    .tags = p->tags,
                                                    .current = s && s == a->session,
                                                    .model = s ? &s->model : NULL};
    }
    for (size_t i = 0; i < a->sessions.len; i++) {
        a->sessions.data[i]->model.clusters = a->entries;
        a->sessions.data[i]->model.nclusters = used;
    }
}
