/* Runs several reads side by side and calls back when the last has answered. Used by the verbs when
 * they plan and by apply.c when it reads back; owns every answer until it is released. */
#include "core/action/fresh.h"

#include <string.h>

enum { AT_ONCE = 64 };

struct fresh_call {
    struct fresh *fresh;
    struct fresh_item *item;
};

static void answer_free(struct fresh_item *i)
{
    if (!i->answer)
        return;
    switch (i->what) {
    case FRESH_METADATA:
        metadata_free(i->answer);
        break;
    case FRESH_CLUSTER:
        cluster_desc_free(i->answer);
        break;
    case FRESH_GROUP_LIST:
        group_listing_free(i->answer);
        break;
    case FRESH_GROUP:
        group_desc_list_free(i->answer);
        break;
    case FRESH_GROUP_OFFSETS:
        group_offsets_free(i->answer);
        break;
    case FRESH_CONFIG:
        config_list_free(i->answer);
        break;
    case FRESH_OFFSETS:
        offset_answers_free(i->answer);
        break;
    case FRESH_TOPIC_IDS:
        topic_id_list_free(i->answer);
        break;
    case FRESH_ACLS:
        acl_list_free(i->answer);
        break;
    case FRESH_USERS:
        user_list_free(i->answer);
        break;
    }
    i->answer = NULL;
}

void fresh_init(struct fresh *f, struct cluster *c)
{
    memset(f, 0, sizeof *f);
    f->cluster = c;
    arena_init(&f->arena);
}

void fresh_release(struct fresh *f)
{
    for (size_t i = 0; i < f->items.len; i++) {
        struct fresh_item *item = f->items.data[i];

        if (item->request)
            request_cancel(item->request);
        answer_free(item);
    }
    vec_release(&f->items);
    arena_release(&f->arena);
    f->next = f->pending = 0;
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static struct fresh_item *find_here(const struct fresh *f, enum fresh_what what,
                                    enum config_type type, const char *name, int tag)
{
    for (size_t i = 0; i < f->items.len; i++) {
        struct fresh_item *item = f->items.data[i];

        if (item->what == what && item->type == type && item->tag == tag &&
            same_text(item->name, name))
            return item;
    }
    return NULL;
}

static struct fresh_item *find(const struct fresh *f, enum fresh_what what, enum config_type type,
                               const char *name, int tag)
{
    struct fresh_item *item = find_here(f, what, type, name, tag);

    return item || !f->known ? item : find_here(f->known, what, type, name, tag);
}

static struct fresh_item *item_get(struct fresh *f, enum fresh_what what, enum config_type type,
                                   const char *name, int tag)
{
    struct fresh_item *item = find(f, what, type, name, tag);

    if (item)
        return item;
    item = arena_alloc(&f->arena, sizeof *item);
    item->what = what;
    item->type = type;
    item->name = arena_strdup(&f->arena, name);
    item->tag = tag;
    vec_push(&f->items, item);
    return item;
}

void fresh_want(struct fresh *f, enum fresh_what what, const char *name)
{
    item_get(f, what, 0, name, 0);
}

void fresh_want_config(struct fresh *f, enum config_type type, const char *name)
{
    item_get(f, FRESH_CONFIG, type, name, 0);
}

void fresh_want_offsets(struct fresh *f, int tag, const struct offset_query *q, size_t n)
{
    struct fresh_item *item = item_get(f, FRESH_OFFSETS, 0, NULL, tag);
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

/* One call for all of them, as long as it was not made yet. */
static struct fresh_item *topic_ids_item(struct fresh *f)
{
    struct fresh_item *item;
    int tag = 0;

    for (size_t i = 0; i < f->items.len; i++) {
        item = f->items.data[i];
        if (item->what != FRESH_TOPIC_IDS)
            continue;
        if (i >= f->next)
            return item;
        tag++;
    }
    return item_get(f, FRESH_TOPIC_IDS, 0, NULL, tag);
}

void fresh_want_topic_ids(struct fresh *f, const char *const *topics, size_t n)
{
    struct fresh_item *item = topic_ids_item(f);
    const char **list = arena_array(&f->arena, item->n + n, sizeof *list);

    if (item->n)
        memcpy(list, item->topics, item->n * sizeof *list);
    item->topics = list;
    for (size_t i = 0; i < n; i++) {
        bool there = false;

        for (size_t k = 0; !there && k < item->n; k++)
            there = strcmp(list[k], topics[i]) == 0;
        if (!there)
            list[item->n++] = arena_strdup(&f->arena, topics[i]);
    }
}

static void on_answer(void *user, void *result, const struct err *err);

static struct request *ask(struct fresh *f, struct fresh_item *i, struct fresh_call *call)
{
    struct config_query config = {.type = i->type, .name = i->name};

    switch (i->what) {
    case FRESH_METADATA:
        return kafka_get_metadata(f->cluster, on_answer, call);
    case FRESH_CLUSTER:
        return kafka_describe_cluster(f->cluster, on_answer, call);
    case FRESH_GROUP_LIST:
        return kafka_list_groups(f->cluster, on_answer, call);
    case FRESH_GROUP:
        return kafka_describe_groups(f->cluster, &i->name, 1, on_answer, call);
    case FRESH_GROUP_OFFSETS:
        return kafka_group_offsets(f->cluster, i->name, on_answer, call);
    case FRESH_CONFIG:
        return kafka_describe_configs(f->cluster, &config, 1, on_answer, call);
    case FRESH_TOPIC_IDS:
        return kafka_topic_ids(f->cluster, i->topics, i->n, on_answer, call);
    case FRESH_ACLS:
        return kafka_describe_acls(f->cluster, on_answer, call);
    case FRESH_USERS:
        return kafka_describe_users(f->cluster, on_answer, call);
    case FRESH_OFFSETS:
        break;
    }
    return kafka_list_offsets(f->cluster, i->queries, i->n, false, on_answer, call);
}

/* librdkafka keeps few coordinators in mind, and brokers have others to serve. */
static void ask_some(struct fresh *f)
{
    for (; f->next < f->items.len && f->pending < AT_ONCE; f->next++) {
        struct fresh_item *item = f->items.data[f->next];
        struct fresh_call *call = arena_alloc(&f->arena, sizeof *call);

        call->fresh = f;
        call->item = item;
        f->pending++;
        item->request = ask(f, item, call);
    }
}

/* The record that travels as the callback's user lives in the arena: it is gone only with `f`,
 * and then the request has been cancelled. */
static void on_answer(void *user, void *result, const struct err *err)
{
    struct fresh_call *call = user;
    struct fresh *f = call->fresh;

    call->item->request = NULL;
    call->item->answer = result;
    if (err)
        call->item->err = *err;
    f->pending--;
    ask_some(f);
    if (f->pending == 0)
        f->done(f->user);
}

void fresh_run(struct fresh *f, void (*done)(void *user), void *user)
{
    f->done = done;
    f->user = user;
    ask_some(f);
}

bool fresh_due(const struct fresh *f)
{
    return f->next < f->items.len;
}

static void *answer_of(const struct fresh_item *i, struct err *err)
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

const struct metadata *fresh_metadata(const struct fresh *f, struct err *err)
{
    return answer_of(find(f, FRESH_METADATA, 0, NULL, 0), err);
}

const struct cluster_desc *fresh_cluster(const struct fresh *f, struct err *err)
{
    return answer_of(find(f, FRESH_CLUSTER, 0, NULL, 0), err);
}

const struct group_listing *fresh_group_list(const struct fresh *f, struct err *err)
{
    return answer_of(find(f, FRESH_GROUP_LIST, 0, NULL, 0), err);
}

/* An element that failed inside an answer that did not. */
static bool element_ok(const struct fact *fact, struct err *err)
{
    if (fact->failed == ERR_NONE)
        return true;
    return err_set(err, fact->failed, "%s", fact->why ? fact->why : err_kind_name(fact->failed));
}

const struct group_desc *fresh_group(const struct fresh *f, const char *id, struct err *err)
{
    const struct group_desc_list *l = answer_of(find(f, FRESH_GROUP, 0, id, 0), err);

    if (!l)
        return NULL;
    if (l->n == 0) {
        err_set(err, ERR_BROKER, "the coordinator's answer does not mention group %s", id);
        return NULL;
    }
    return element_ok(&l->g[0]->fact, err) ? l->g[0] : NULL;
}

const struct group_offsets *fresh_group_offsets(const struct fresh *f, const char *id,
                                                struct err *err)
{
    const struct group_offsets *o = answer_of(find(f, FRESH_GROUP_OFFSETS, 0, id, 0), err);

    return o && element_ok(&o->fact, err) ? o : NULL;
}

const struct config_set *fresh_config(const struct fresh *f, enum config_type type,
                                      const char *name, struct err *err)
{
    const struct config_list *l = answer_of(find(f, FRESH_CONFIG, type, name, 0), err);

    if (!l)
        return NULL;
    if (l->n == 0) {
        err_set(err, ERR_BROKER, "the broker's answer does not mention %s", name);
        return NULL;
    }
    return element_ok(&l->c[0]->fact, err) ? l->c[0] : NULL;
}

const struct offset_answers *fresh_offsets(const struct fresh *f, int tag, struct err *err)
{
    return answer_of(find(f, FRESH_OFFSETS, 0, NULL, tag), err);
}

const struct acl_list *fresh_acls(const struct fresh *f, struct err *err)
{
    const struct acl_list *l = answer_of(find(f, FRESH_ACLS, 0, NULL, 0), err);

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
                "whether there are no ACLs, or they may not be seen, the cluster does not tell");
    return NULL;
}

static const char *topic_id_in(const struct fresh *f, const char *topic)
{
    for (size_t i = 0; i < f->items.len; i++) {
        const struct fresh_item *item = f->items.data[i];
        const struct topic_id_list *l = item->what == FRESH_TOPIC_IDS ? item->answer : NULL;

        for (size_t k = 0; l && k < l->n; k++) {
            if (strcmp(l->e[k].topic, topic) == 0)
                return l->e[k].id;
        }
    }
    return NULL;
}

const struct user_list *fresh_users(const struct fresh *f, struct err *err)
{
    return answer_of(find(f, FRESH_USERS, 0, NULL, 0), err);
}

const char *fresh_topic_id(const struct fresh *f, const char *topic)
{
    const char *id = topic_id_in(f, topic);

    return id || !f->known ? id : topic_id_in(f->known, topic);
}
