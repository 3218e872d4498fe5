/* Consumer groups: the listing of all brokers, and descriptions of some.
 * ListGroups goes to every broker and may come back with only some of them: the listing then says
 * how many did not answer. DescribeGroups is bound to the coordinator, see request.c. */
#include "core/kafka/groups.h"

#include "core/kafka/internal.h"

#include "core/base/clock.h"
#include "core/base/mem.h"
#include "core/model/group.h"

#include <stdlib.h>
#include <string.h>

/* ---- words ----------------------------------------------------------------------------------- */

static enum group_state state_from(rd_kafka_consumer_group_state_t s)
{
    switch (s) {
    case RD_KAFKA_CONSUMER_GROUP_STATE_PREPARING_REBALANCE:
        return GROUP_PREPARING_REBALANCE;
    case RD_KAFKA_CONSUMER_GROUP_STATE_COMPLETING_REBALANCE:
        return GROUP_COMPLETING_REBALANCE;
    case RD_KAFKA_CONSUMER_GROUP_STATE_STABLE:
        return GROUP_STABLE;
    case RD_KAFKA_CONSUMER_GROUP_STATE_DEAD:
        return GROUP_DEAD;
    case RD_KAFKA_CONSUMER_GROUP_STATE_EMPTY:
        return GROUP_EMPTY;
    default:
        return GROUP_UNKNOWN;
    }
}

static enum group_type type_from(rd_kafka_consumer_group_type_t t)
{
    switch (t) {
    case RD_KAFKA_CONSUMER_GROUP_TYPE_CLASSIC:
        return GROUP_TYPE_CLASSIC;
    case RD_KAFKA_CONSUMER_GROUP_TYPE_CONSUMER:
        return GROUP_TYPE_CONSUMER;
    default:
        return GROUP_TYPE_UNKNOWN;
    }
}

/* ---- the listing ----------------------------------------------------------------------------- */

static int by_id(const void *a, const void *b)
{
    return strcmp(((const struct group_entry *)a)->id, ((const struct group_entry *)b)->id);
}

static bool list_answer(struct request *r, rd_kafka_event_t *ev, void **result, struct err *err)
{
    const rd_kafka_ListConsumerGroups_result_t *res = rd_kafka_event_ListConsumerGroups_result(ev);
    size_t n, nerrors;
    const rd_kafka_ConsumerGroupListing_t **list =
        rd_kafka_ListConsumerGroups_result_valid(res, &n);
    const rd_kafka_error_t **errors = rd_kafka_ListConsumerGroups_result_errors(res, &nerrors);
    if (n == 0 && nerrors > 0)
        return err_kafka(err, r->api, NULL, rd_kafka_error_code(errors[0]),
                         rd_kafka_error_string(errors[0]));
    struct group_listing *g = group_listing_new();
    g->groups = arena_array(&g->arena, n, sizeof *g->groups);
    for (size_t i = 0; i < n; i++) {
        g->groups[i] = (struct group_entry){
            .id = arena_strdup(&g->arena, rd_kafka_ConsumerGroupListing_group_id(list[i])),
            .state = state_from(rd_kafka_ConsumerGroupListing_state(list[i])),
            .type = type_from(rd_kafka_ConsumerGroupListing_type(list[i])),
            .simple = rd_kafka_ConsumerGroupListing_is_simple_consumer_group(list[i]) != 0,
        };
    }
    g->ngroups = n;
    if (n > 0)
        qsort(g->groups, n, sizeof *g->groups, by_id);
    g->nerrors = nerrors;
    if (nerrors > 0)
        g->error =
            arena_printf(&g->arena, "%s%s",
                         err_sentence(&g->arena, r->api, NULL, rd_kafka_error_code(errors[0]),
                                      rd_kafka_error_string(errors[0])),
                         link_unresponsive_text(r->cluster, -1, (char[UNRESPONSIVE_TEXT]){0}));
    *result = g;
    return true;
}

static bool list_send(struct request *r, struct err *err)
{
    (void)err;
    rd_kafka_AdminOptions_t *o = request_options(r, RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPS, false);
    rd_kafka_ListConsumerGroups(r->cluster->handle->rk, o, r->cluster->handle->queue);
    rd_kafka_AdminOptions_destroy(o);
    return true;
}

static void drop_listing(void *g)
{
    group_listing_free(g);
}

struct request *kafka_list_groups(struct cluster *c, request_done *done, void *user)
{
    struct request *r = request_new(c, API_LIST_GROUPS, done, user);
    r->send = list_send;
    r->answer = list_answer;
    r->drop_result = drop_listing;
    return request_start(r);
}

/* ---- descriptions ---------------------------------------------------------------------------- */

struct group_ids {
    char **ids;
    size_t n;
    bool looked;   /* find_work() has run: below is what it saw */
    bool *foreign; /* by id: its coordinator says that there is none, and yet brokers, once
                      checked, list it */
};

static void group_ids_free(void *p)
{
    struct group_ids *a = p;
    for (size_t i = 0; i < a->n; i++)
        free(a->ids[i]);
    free(a->ids);
    free(a->foreign);
    free(a);
}

void group_desc_list_free(struct group_desc_list *l)
{
    if (!l)
        return;
    for (size_t i = 0; i < l->n; i++)
        group_desc_free(l->g[i]);
    free(l->g);
    free(l);
}

static struct member_partition *
convert_partitions(struct arena *a, const rd_kafka_MemberAssignment_t *from, size_t *n)
{
    const rd_kafka_topic_partition_list_t *list =
        from ? rd_kafka_MemberAssignment_partitions(from) : NULL;
    *n = list ? (size_t)list->cnt : 0;
    struct member_partition *p = arena_array(a, *n, sizeof *p);
    for (size_t i = 0; i < *n; i++)
        p[i] = (struct member_partition){arena_strdup(a, list->elems[i].topic),
                                         list->elems[i].partition};
    return p;
}

static void convert_member(struct arena *a, struct member *m,
                           const rd_kafka_MemberDescription_t *from)
{
    m->client_id = arena_strdup(a, rd_kafka_MemberDescription_client_id(from));
    m->member_id = arena_strdup(a, rd_kafka_MemberDescription_consumer_id(from));
    m->host = arena_strdup(a, rd_kafka_MemberDescription_host(from));
    const char *instance = rd_kafka_MemberDescription_group_instance_id(from);
    m->instance_id = instance && *instance ? arena_strdup(a, instance) : NULL;
    m->owns = convert_partitions(a, rd_kafka_MemberDescription_assignment(from), &m->nowns);
    const rd_kafka_MemberAssignment_t *target = rd_kafka_MemberDescription_target_assignment(from);
    m->has_target = target != NULL;
    m->target = convert_partitions(a, target, &m->ntarget);
}

static struct group_desc *convert_group(const rd_kafka_ConsumerGroupDescription_t *from)
{
    struct group_desc *g = group_desc_new();
    struct arena *a = &g->arena;
    g->id = arena_strdup(a, rd_kafka_ConsumerGroupDescription_group_id(from));
    g->coordinator = -1;
    const rd_kafka_error_t *failed = rd_kafka_ConsumerGroupDescription_error(from);
    /* No broker describes the group with an empty id (GroupCoordinatorService.isGroupIdNotEmpty),
     * but all accept commits for it. No member can join it. */
    if (failed && rd_kafka_error_code(failed) == RD_KAFKA_RESP_ERR_INVALID_GROUP_ID && !*g->id) {
        g->state = GROUP_EMPTY;
        g->type = GROUP_TYPE_CLASSIC;
        g->simple = true;
        return g;
    }
    if (failed && rd_kafka_error_code(failed)) {
        struct err err = {0};
        char *object = xasprintf("group %s", g->id);
        err_kafka(&err, API_DESCRIBE_GROUPS, object, rd_kafka_error_code(failed),
                  rd_kafka_error_string(failed));
        free(object);
        fact_failed(&g->fact, &err);
        return g;
    }
    g->state = state_from(rd_kafka_ConsumerGroupDescription_state(from));
    g->type = type_from(rd_kafka_ConsumerGroupDescription_type(from));
    g->simple = rd_kafka_ConsumerGroupDescription_is_simple_consumer_group(from) != 0;
    g->assignor = arena_strdup(a, rd_kafka_ConsumerGroupDescription_partition_assignor(from));
    const rd_kafka_Node_t *node = rd_kafka_ConsumerGroupDescription_coordinator(from);
    if (node) {
        g->coordinator = rd_kafka_Node_id(node);
        g->coordinator_host = arena_strdup(a, rd_kafka_Node_host(node));
        g->coordinator_port = rd_kafka_Node_port(node);
    }
    g->nmembers = rd_kafka_ConsumerGroupDescription_member_count(from);
    g->members = arena_array(a, g->nmembers, sizeof *g->members);
    for (size_t i = 0; i < g->nmembers; i++)
        convert_member(a, &g->members[i], rd_kafka_ConsumerGroupDescription_member(from, i));
    return g;
}

/* ---- groups of other types --------------------------------------------------------------------
 *
 * ListConsumerGroups leaves out share and streams groups, and DescribeConsumerGroups calls them
 * dead: as if there were none. Only the older listing has them, by which one group can be looked
 * for. It blocks, so it is done on a thread, and only where the coordinator says "dead". */

enum { FIND_MS = 4000 };

struct find_call {
    struct blocking blocking;
    struct request *request; /* touched on the loop only */
    struct group_ids *ids;   /* a copy: the dead groups */
    bool unknown;            /* for one or more, no broker could say whether there is such a
                                group */
};

/* False: not every broker answered, and those that did have none of that name. */
static bool look_for(rd_kafka_t *rk, const char *id, int timeout_ms, bool *found)
{
    const struct rd_kafka_group_list *l = NULL;
    rd_kafka_resp_err_t code = rd_kafka_list_groups(rk, id, &l, timeout_ms);
    *found = false;
    for (int i = 0; l && i < l->group_cnt; i++)
        *found = *found || strcmp(l->groups[i].group, id) == 0;
    if (l)
        rd_kafka_group_list_destroy(l);
    return *found || !code;
}

static void find_work(struct blocking *b, rd_kafka_t *rk)
{
    struct find_call *f = (struct find_call *)b;
    int64_t until = clock_mono_ms() + FIND_MS;
    for (size_t i = 0; i < f->ids->n && !f->unknown; i++) {
        int64_t left = until - clock_mono_ms();
        f->unknown = left <= 0 || task_is_cancelled(&f->blocking.task) ||
                     !look_for(rk, f->ids->ids[i], (int)left, &f->ids->foreign[i]);
    }
}

static void find_drop(struct blocking *b)
{
    group_ids_free(((struct find_call *)b)->ids);
    free(b);
}

static bool describe_send(struct request *r, struct err *err);

/* What was found is described once more: it may be a consumer group that appeared since. */
static void find_done(struct blocking *b)
{
    struct find_call *f = (struct find_call *)b;
    struct request *r = f->request;
    struct group_ids *a = r->args;
    struct err err = {0};
    for (size_t i = 0; i < f->ids->n; i++)
        for (size_t k = 0; k < a->n; k++)
            if (strcmp(f->ids->ids[i], a->ids[k]) == 0)
                a->foreign[k] = f->ids->foreign[i];
    a->looked = !f->unknown;
    if (f->unknown)
        err_set(&err, ERR_TIMEOUT,
                "DescribeGroups%s%s: not every broker said whether there is a group of another "
                "type",
                r->object ? " for " : "", r->object ? r->object : "");
    bool unknown = f->unknown;
    find_drop(b);
    r->send = describe_send;
    if (unknown) {
        request_finish(r, 0, NULL, NULL, &err);
        return;
    }
    if (r->state != REQUEST_SENT || !describe_send(r, &err))
        request_finish(r, 0, NULL, NULL, &err);
}

static struct group_ids *ids_new(size_t n)
{
    struct group_ids *a = xcalloc(1, sizeof *a);
    a->ids = xcalloc(n ? n : 1, sizeof *a->ids);
    a->foreign = xcalloc(n ? n : 1, sizeof *a->foreign);
    return a;
}

static bool find_send(struct request *r, struct err *err)
{
    const struct group_ids *a = r->args;
    struct find_call *f = xcalloc(1, sizeof *f);
    f->blocking = (struct blocking){.work = find_work, .done = find_done, .drop = find_drop};
    f->request = r;
    f->ids = ids_new(a->n);
    for (size_t i = 0; i < a->n; i++)
        if (a->foreign[i])
            f->ids->ids[f->ids->n++] = xstrdup(a->ids[i]);
    if (blocking_run(r->cluster, &f->blocking, err))
        return true;
    find_drop(&f->blocking);
    return err_wrap(err, "The group can't be searched for");
}

/* The dead ones are to be looked up; false: there are none, or they were. */
static bool must_look(struct group_ids *a, const struct group_desc_list *l)
{
    bool any = false;
    for (size_t i = 0; i < l->n && !a->looked; i++)
        for (size_t k = 0; k < a->n; k++)
            if (l->g[i]->state == GROUP_DEAD && strcmp(l->g[i]->id, a->ids[k]) == 0)
                any = a->foreign[k] = true;
    return any;
}

static void mark_foreign(const struct group_ids *a, struct group_desc_list *l)
{
    for (size_t i = 0; i < l->n; i++)
        for (size_t k = 0; k < a->n; k++)
            if (a->looked && a->foreign[k] && l->g[i]->state == GROUP_DEAD &&
                strcmp(l->g[i]->id, a->ids[k]) == 0)
                l->g[i]->state = GROUP_FOREIGN;
}

static bool describe_answer(struct request *r, rd_kafka_event_t *ev, void **result, struct err *err)
{
    size_t n, moving = 0;
    const rd_kafka_ConsumerGroupDescription_t **groups =
        rd_kafka_DescribeConsumerGroups_result_groups(
            rd_kafka_event_DescribeConsumerGroups_result(ev), &n);
    struct group_desc_list *l = xcalloc(1, sizeof *l);
    l->g = xcalloc(n ? n : 1, sizeof *l->g);
    for (size_t i = 0; i < n; i++) {
        const rd_kafka_error_t *failed = rd_kafka_ConsumerGroupDescription_error(groups[i]);
        if (failed && rd_kafka_error_code(failed) == RD_KAFKA_RESP_ERR_NOT_COORDINATOR)
            r->cluster->coordinator_moved = true;
        l->g[l->n] = convert_group(groups[i]);
        moving += l->g[l->n++]->fact.failed == ERR_NOT_READY;
    }
    if (n > 0 && moving == n) {
        err_set(err, ERR_NOT_READY, "%s", l->g[0]->fact.why);
        group_desc_list_free(l);
        return false;
    }
    if (must_look(r->args, l)) {
        group_desc_list_free(l);
        r->send = find_send;
        return true;
    }
    mark_foreign(r->args, l);
    *result = l;
    return true;
}

static bool describe_send(struct request *r, struct err *err)
{
    (void)err;
    struct group_ids *a = r->args;
    rd_kafka_AdminOptions_t *o = request_options(r, RD_KAFKA_ADMIN_OP_DESCRIBECONSUMERGROUPS, true);
    rd_kafka_DescribeConsumerGroups(r->cluster->handle->rk, (const char **)a->ids, a->n, o,
                                    r->cluster->handle->queue);
    rd_kafka_AdminOptions_destroy(o);
    return true;
}

static void drop_descs(void *l)
{
    group_desc_list_free(l);
}

struct request *kafka_describe_groups(struct cluster *c, const char *const *ids, size_t n,
                                      request_done *done, void *user)
{
    struct request *r = request_new(c, API_DESCRIBE_GROUPS, done, user);
    if (n == 1)
        r->object = xasprintf("group %s", ids[0]);
    struct group_ids *a = ids_new(n);
    for (size_t i = 0; i < n; i++) {
        request_string(r, ids[i]);
        a->ids[a->n++] = xstrdup(ids[i]);
    }
    r->args = a;
    r->free_args = group_ids_free;
    r->coordinator = true;
    r->send = describe_send;
    r->answer = describe_answer;
    r->drop_result = drop_descs;
    return request_start(r);
}
