/* Candidates that only the cluster knows. Somebody has pressed Tab and waits: the connection gets a
 * second or so, and when it does not answer there are no candidates, without a word. */
#include "cli/connect.h"
#include "cli/suggest.h"

#include "core/action/action.h"
#include "core/base/text.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void suggest_init(struct suggestions *c, const char *typed)
{
    *c = (struct suggestions){.typed = typed};
    arena_init(&c->arena);
}

void suggest_release(struct suggestions *c)
{
    vec_release(&c->v);
    arena_release(&c->arena);
}

void suggest_add(struct suggestions *c, const char *value, const char *help)
{
    size_t n = strlen(c->typed);
    if (strncmp(value, c->typed, n) != 0 || !text_is_plain(value, strlen(value)))
        return;
    struct suggestion one = {arena_strdup(&c->arena, value),
                             help ? arena_strdup(&c->arena, help) : ""};
    vec_push(&c->v, one);
}

void suggest_addf(struct suggestions *c, const char *help, const char *fmt, ...)
{
    char value[512];
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(value, sizeof value, fmt, ap);
    va_end(ap);
    if (n >= 0 && (size_t)n < sizeof value)
        suggest_add(c, value, help);
}

/* ---- the cluster ---------------------------------------------------------------------------- */

/* Connects and asks for what the list is made of; false: nobody answered in time. */
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

/* Ids of the journal, newest first. */
void suggest_changes(struct suggestions *c, const struct options *o, int64_t wait_ms)
{
    struct connection x = {0};
    const struct journal *j = ask(&x, o, "journal", wait_ms) ? x.session->model.journal : NULL;
    for (size_t i = j ? j->n : 0; i-- > 0;)
        suggest_add(c, j->entries[i].id, j->entries[i].title);
    connection_close(&x);
}

/* ---- parameters of verbs -------------------------------------------------------------------- */

/* Which list brings what is needed into the model; NULL: the cluster is not needed. */
static const char *list_for(const struct action *a, const struct args *args, const struct param *p)
{
    const char *type = args_value(a, args, "type");
    switch (p->type) {
    case PARAM_GROUP:
        return "groups";
    case PARAM_TEXT:
        if (a->needs_row && a->resource && p == a->params)
            return a->resource;
        return type && strcmp(type, "group") == 0 ? "groups" : "brokers";
    case PARAM_TOPIC:
    case PARAM_BROKER:
    case PARAM_SCOPE:
        return "brokers";
    default:
        return NULL;
    }
}

static void ask_verb(struct suggestions *c, const struct action *a, const struct args *args,
                     const char *param, const struct action_ctx *ctx)
{
    struct args found;
    args_init(&found);
    a->complete(ctx, args, param, c->typed, &found);
    for (size_t i = 0; i < found.n; i++)
        suggest_add(c, found.list[i].value, NULL);
    args_release(&found);
}

void suggest_param(struct suggestions *c, const struct action *a, const struct args *args,
                   const char *param, const struct options *o, int64_t wait_ms)
{
    const struct param *p = action_param(a, param);
    const char *list = list_for(a, args, p);
    struct connection x = {0};
    struct action_ctx ctx = {0};
    for (size_t i = 0; p->choices && p->choices[i]; i++)
        suggest_add(c, p->choices[i], NULL);
    c->files = c->files || p->type == PARAM_FILE;
    if (p->choices || p->secret || !a->complete)
        return;
    if (list && ask(&x, o, list, wait_ms)) {
        ctx.model = &x.session->model;
        ctx.cluster = x.session->cluster;
    }
    ask_verb(c, a, args, param, &ctx);
    connection_close(&x);
}
