/* Candidates that only the cluster knows. Someone has pressed Tab and waits: the connection gets a
 * second or so, and when it does not answer there are no candidates and no message. */
#include "cli/suggest_names.h"

#include "cli/connect.h"
#include "core/action/complete.h"
#include "core/action/line.h"
#include "core/action/line_complete.h"
#include "core/action/options.h"
#include "core/model/acl.h"

#include <inttypes.h>
#include <string.h>

/* ---- the cluster ----------------------------------------------------------------------------- */

/* Connects and requests what the list is made of; false: no broker answered in time. */
static bool ask(struct connection *x, const struct options *o, const char *list, int64_t wait_ms)
{
    struct err err = {0};
    if (!connection_begin(x, o, &err)) /* a Tab has no time for helpers */
        return false;
    struct dataset *d = dataset_open(x->session, resource_find(list), NULL);
    connection_wait(x, wait_ms);
    dataset_close(x->session, d);
    return x->session->model.link == LINK_UP;
}

void suggest_topics(struct suggestions *c, const struct options *o, int64_t wait_ms)
{
    struct connection x = {0};
    const struct metadata *md = ask(&x, o, "brokers", wait_ms) ? x.session->model.metadata : NULL;
    for (size_t i = 0; md && i < md->ntopics; i++)
        suggest_addf(c, md->topics[i].internal ? "internal" : "", "%s", md->topics[i].name);
    connection_close(&x);
}

void suggest_brokers(struct suggestions *c, const struct options *o, int64_t wait_ms)
{
    struct connection x = {0};
    const struct metadata *md = ask(&x, o, "brokers", wait_ms) ? x.session->model.metadata : NULL;
    for (size_t i = 0; md && i < md->nbrokers; i++)
        suggest_addf(c, md->brokers[i].host, "%" PRId32, md->brokers[i].id);
    connection_close(&x);
}

void suggest_groups(struct suggestions *c, const struct options *o, int64_t wait_ms)
{
    struct connection x = {0};
    const struct group_listing *l =
        ask(&x, o, "groups", wait_ms) ? x.session->model.group_list : NULL;
    for (size_t i = 0; l && i < l->ngroups; i++)
        suggest_add(c, l->groups[i].id, group_state_name(l->groups[i].state));
    connection_close(&x);
}

void suggest_principals_of(struct suggestions *c, const struct acl_list *l)
{
    for (size_t i = 0; l && i < l->n; i++) {
        bool before = false;
        for (size_t k = 0; k < i && !before; k++)
            before = strcmp(l->acls[k].principal, l->acls[i].principal) == 0;
        if (!before)
            suggest_add(c, l->acls[i].principal, NULL);
    }
}

void suggest_principals(struct suggestions *c, const struct options *o, int64_t wait_ms)
{
    struct connection x = {0};
    suggest_principals_of(c, ask(&x, o, "acls", wait_ms) ? x.session->model.acls : NULL);
    connection_close(&x);
}

/* Ids of the journal, newest first. */
void suggest_changes(struct suggestions *c, const struct options *o, int64_t wait_ms)
{
    struct connection x = {0};
    const struct journal *j = ask(&x, o, "journal", wait_ms) ? x.session->model.journal : NULL;
    for (size_t i = j ? j->n : 0; i-- > 0;)
        suggest_add(c, j->entries[i].id, j->entries[i].title);
    connection_close(&x);
}

/* ---- lines of verbs -------------------------------------------------------------------------- */

/* Which list brings what is needed into the model; NULL: the cluster is not needed. */
static const char *list_for(const struct line *l, const struct param *p)
{
    const struct action *a = l->action;
    const char *type = args_value(a, &l->args, "type");
    switch (p ? p->type : PARAM_CHOICE) {
    case PARAM_GROUP:
        return "groups";
    case PARAM_TEXT:
        if (a->needs_row && a->object && p == a->params)
            return object_list(a->object);
        if (strcmp(p->name, "principal") == 0)
            return "acls";
        return type && strcmp(type, "group") == 0 ? "groups" : "brokers";
    case PARAM_TOPIC:
    case PARAM_BROKER:
    case PARAM_SCOPE:
        return "brokers";
    default:
        return NULL;
    }
}

/* A word can't have "-- " in it: where a name needs that, "--" itself is offered. */
static void on_found(void *user, const char *word, const char *help, bool dashes)
{
    struct suggestions *c = user;
    if (!dashes)
        suggest_add(c, word, help);
    else if (strncmp(word, c->typed, strlen(c->typed)) == 0)
        c->dashes = true;
}

void suggest_line(struct suggestions *c, const struct line_place *at, const struct options *o,
                  int64_t wait_ms)
{
    const struct param *p = line_place_param(at);
    bool asks = p && !p->choices && !p->secret && param_completes(p);
    const char *list = asks ? list_for(&at->line, p) : NULL;
    struct connection x = {0};
    struct action_ctx ctx = {0};
    c->files = p && p->type == PARAM_FILE;
    if (list && ask(&x, o, list, wait_ms)) {
        ctx.model = &x.session->model;
        ctx.cluster = x.session->cluster;
    }
    line_offer(at, &ctx, false, on_found, c);
    if (c->dashes)
        suggest_add(c, "--", "then names that begin with - or have a = in them");
    connection_close(&x);
}
