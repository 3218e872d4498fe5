/* Runs several reads side by side and calls back when the last has answered. Used by the verbs when
 * they plan and by apply.c when it reads back; owns every answer until it is released.
 *
 * How a kind is requested is in the table of fact sources, as for the feed: items of a kind that
 * goes in batches share a call and its answer, which belongs to the first of them. */
#include "core/plan/reads.h"

#include "core/kafka/configs.h"
#include "core/kafka/groups.h"
#include "core/kafka/offsets.h"
#include "core/kafka/topics.h"

#include <stdio.h>
#include <string.h>

struct read_call {
    struct reads *reads;
    struct read_item **items;
    size_t n;
};

static void on_room(void *reads);

void reads_init(struct reads *f, struct cluster *c)
{
    memset(f, 0, sizeof *f);
    f->cluster = c;
    f->sources = fact_sources;
    f->calls = c ? cluster_calls(c) : NULL;
    f->room = (struct call_waiter){.go = on_room, .user = f};
    for (int k = 0; k < FACT_KINDS; k++)
        map_init(&f->index[k]);
    arena_init(&f->arena);
}

void reads_release(struct reads *f)
{
    int pending = f->pending;

    call_limit_forget(f->calls, &f->room);
    for (size_t i = 0; i < f->items.len; i++) {
        struct read_item *item = f->items.data[i];

        if (item->request)
            request_cancel(item->request);
        if (item->answer && !item->shared)
            f->sources[item->kind].drop(item->answer);
    }
    for (int k = 0; k < FACT_KINDS; k++) {
        map_release(&f->index[k], NULL);
        vec_release(&f->queues[k].items);
    }
    vec_release(&f->items);
    arena_release(&f->arena);
    memset(f->queues, 0, sizeof f->queues);
    f->next = 0;
    f->pending = 0;
    if (pending)
        call_limit_give(f->calls, pending);
}

/* ---- what is wanted -------------------------------------------------------------------------- */

enum { TAG_TEXT = 16 };

static const char *key_of(char tag_text[TAG_TEXT], const char *name, int tag)
{
    if (name)
        return name;
    snprintf(tag_text, TAG_TEXT, "%d", tag);
    return tag_text;
}

static struct read_item *find(const struct reads *f, enum fact_kind kind, const char *name, int tag)
{
    char text[TAG_TEXT];
    const char *key = key_of(text, name, tag);
    struct read_item *item = map_get(&f->index[kind], key);

    return item || !f->known ? item : map_get(&f->known->index[kind], key);
}

static struct read_item *item_get(struct reads *f, enum fact_kind kind, const char *name, int tag)
{
    struct read_item *item = find(f, kind, name, tag);
    char text[TAG_TEXT];

    if (item)
        return item;
    item = arena_alloc(&f->arena, sizeof *item);
    item->kind = kind;
    item->name = arena_strdup(&f->arena, name);
    item->tag = tag;
    vec_push(&f->items, item);
    map_set(&f->index[kind], key_of(text, name, tag), item);
    return item;
}

void reads_want(struct reads *f, enum fact_kind kind, const char *name)
{
    item_get(f, kind, name, 0);
}

void reads_want_config(struct reads *f, enum config_type type, const char *name)
{
    item_get(f, fact_kind_of_config(type), name, 0);
}

void reads_want_offsets(struct reads *f, int tag, const struct offset_query *q, size_t n)
{
    struct read_item *item = item_get(f, FACT_TOPIC_OFFSETS, NULL, tag);
    struct offset_query *room = item->queries;
    const char *last = NULL, *kept = NULL;

    if (item->n + n > item->cap) {
        item->cap = (item->n + n) * 2;
        room = arena_array(&f->arena, item->cap, sizeof *room);
        if (item->n)
            memcpy(room, item->queries, item->n * sizeof *room);
        item->queries = room;
    }
    for (size_t i = 0; i < n; i++) {
        kept = q[i].topic == last ? kept : arena_strdup(&f->arena, q[i].topic);
        last = q[i].topic;
        room[item->n] = q[i];
        room[item->n++].topic = kept;
    }
}

void reads_want_topic_ids(struct reads *f, const char *const *topics, size_t n)
{
    for (size_t i = 0; i < n; i++)
        item_get(f, FACT_TOPIC_ID, topics[i], 0);
}

/* ---- calls ----------------------------------------------------------------------------------- */

static void on_answer(void *user, void *answer, const struct err *err);

static void ask(struct reads *f, struct read_call *call)
{
    struct read_item *first = call->items[0];
    const char **names = arena_array(&f->arena, call->n, sizeof *names);
    struct fact_query q = {
        .names = names, .n = call->n, .partitions = first->queries, .npartitions = first->n};

    for (size_t i = 0; i < call->n; i++)
        names[i] = call->items[i]->name;
    first->request = f->sources[first->kind].ask(f->cluster, &q, on_answer, call);
}

/* As many as go into one call: of partitions one question, and of the others a batch. */
static void ask_next(struct reads *f, enum fact_kind kind)
{
    const struct fact_source *s = &f->sources[kind];
    struct read_queue *q = &f->queues[kind];
    size_t left = q->items.len - q->head, most = s->partitions ? 1 : s->batch;
    struct read_call *call = arena_alloc(&f->arena, sizeof *call);

    call->reads = f;
    call->n = left < most ? left : most;
    call->items = arena_array(&f->arena, call->n, sizeof *call->items);
    memcpy(call->items, &q->items.data[q->head], call->n * sizeof *call->items);
    q->head += call->n;
    q->running++;
    f->pending++;
    ask(f, call);
}

/* Each of several specs of a kind is a call of its own: see struct fact_source. */
static bool may_ask(const struct reads *f, enum fact_kind kind)
{
    const struct fact_source *s = &f->sources[kind];
    const struct read_queue *q = &f->queues[kind];

    return q->head < q->items.len && q->running < s->parallel * (s->nspecs ? s->nspecs : 1);
}

static void ask_some(struct reads *f)
{
    for (int k = 0; k < FACT_KINDS; k++) {
        while (may_ask(f, (enum fact_kind)k)) {
            if (!call_limit_take(f->calls, 1, &f->room))
                return;
            ask_next(f, (enum fact_kind)k);
        }
    }
}

static void on_room(void *reads)
{
    ask_some(reads);
}

/* Without a call under way there may still be some that wait for room. */
static bool all_answered(const struct reads *f)
{
    bool waits = false;

    for (int k = 0; k < FACT_KINDS; k++)
        waits |= f->queues[k].head < f->queues[k].items.len;
    return f->pending == 0 && !waits;
}

/* The record that travels as the callback's user lives in the arena: it is freed only with `f`, and
 * then the request has been cancelled. */
static void on_answer(void *user, void *answer, const struct err *err)
{
    struct read_call *call = user;
    struct reads *f = call->reads;

    call->items[0]->request = NULL;
    for (size_t i = 0; i < call->n; i++) {
        call->items[i]->answer = answer;
        call->items[i]->shared = i > 0;
        if (err)
            call->items[i]->err = *err;
    }
    f->queues[call->items[0]->kind].running--;
    f->pending--;
    call_limit_give(f->calls, 1);
    ask_some(f);
    if (all_answered(f))
        f->done(f->user);
}

void reads_run(struct reads *f, void (*done)(void *user), void *user)
{
    f->done = done;
    f->user = user;
    for (; f->next < f->items.len; f->next++) {
        struct read_item *item = f->items.data[f->next];

        vec_push(&f->queues[item->kind].items, item);
    }
    ask_some(f);
}

bool reads_due(const struct reads *f)
{
    return f->next < f->items.len;
}

/* ---- what was read --------------------------------------------------------------------------- */

static void *answer_of(const struct read_item *i, struct err *err)
{
    if (i && i->answer)
        return i->answer;
    if (i && i->err.kind != ERR_NONE) {
        if (err)
            *err = i->err;
    } else {
        err_set(err, ERR_USAGE, "this was not read");
    }
    return NULL;
}

const struct metadata *reads_metadata(const struct reads *f, struct err *err)
{
    return answer_of(find(f, FACT_METADATA, NULL, 0), err);
}

const struct cluster_desc *reads_cluster(const struct reads *f, struct err *err)
{
    return answer_of(find(f, FACT_CLUSTER, NULL, 0), err);
}

const struct group_listing *reads_group_list(const struct reads *f, struct err *err)
{
    return answer_of(find(f, FACT_GROUP_LIST, NULL, 0), err);
}

/* An element that failed inside an answer that did not. */
static bool element_ok(const struct fact *fact, struct err *err)
{
    if (fact->failed == ERR_NONE)
        return true;
    return err_set(err, fact->failed, "%s", fact->why ? fact->why : err_kind_name(fact->failed));
}

const struct group_desc *reads_group(const struct reads *f, const char *id, struct err *err)
{
    const struct group_desc_list *l = answer_of(find(f, FACT_GROUP, id, 0), err);

    for (size_t i = 0; l && i < l->n; i++) {
        if (strcmp(l->g[i]->id, id) == 0)
            return element_ok(&l->g[i]->fact, err) ? l->g[i] : NULL;
    }
    if (l)
        err_set(err, ERR_BROKER, "the coordinator's answer does not mention group %s", id);
    return NULL;
}

const struct group_offsets *reads_group_offsets(const struct reads *f, const char *id,
                                                struct err *err)
{
    const struct group_offsets *o = answer_of(find(f, FACT_GROUP_OFFSETS, id, 0), err);

    return o && element_ok(&o->fact, err) ? o : NULL;
}

const struct config_set *reads_config(const struct reads *f, enum config_type type,
                                      const char *name, struct err *err)
{
    const struct config_list *l = answer_of(find(f, fact_kind_of_config(type), name, 0), err);

    for (size_t i = 0; l && i < l->n; i++) {
        if (strcmp(l->c[i]->name, name) == 0)
            return element_ok(&l->c[i]->fact, err) ? l->c[i] : NULL;
    }
    if (l)
        err_set(err, ERR_BROKER, "the broker's answer does not mention %s", name);
    return NULL;
}

const struct offset_answers *reads_offsets(const struct reads *f, int tag, struct err *err)
{
    return answer_of(find(f, FACT_TOPIC_OFFSETS, NULL, tag), err);
}

const struct acl_list *reads_acls(const struct reads *f, struct err *err)
{
    const struct acl_list *l = answer_of(find(f, FACT_ACLS, NULL, 0), err);

    if (!l || l->proof == ACL_PROOF_SEEN)
        return l;
    if (l->proof == ACL_PROOF_DENIED)
        err_set(err, ERR_DENIED,
                "the ACLs can't be seen: this needs Describe on Cluster, and changing them Alter");
    else if (l->proof == ACL_PROOF_NO_AUTHORIZER)
        err_set(err, ERR_UNSUPPORTED,
                "the brokers run without an authorizer, so there can be no ACLs");
    else
        err_set(err, ERR_BROKER,
                "whether there are no ACLs, or they may not be seen, the cluster does not say");
    return NULL;
}

const struct user_list *reads_users(const struct reads *f, struct err *err)
{
    return answer_of(find(f, FACT_USERS, NULL, 0), err);
}

const char *reads_topic_id(const struct reads *f, const char *topic)
{
    const struct topic_id_list *l = answer_of(find(f, FACT_TOPIC_ID, topic, 0), NULL);

    for (size_t i = 0; l && i < l->n; i++) {
        if (strcmp(l->e[i].topic, topic) == 0)
            return l->e[i].id;
    }
    return NULL;
}
