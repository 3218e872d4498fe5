/* Configuration of topics, brokers and groups: DescribeConfigs with synonyms, and the incremental
 * change. The replacing AlterConfigs is never used: it drops every key that is not sent along. */
#include "core/kafka/configs.h"

#include "core/kafka/internal.h"

#include "core/base/mem.h"
#include "core/kafka/convert.h"
#include "core/model/config.h"

#include <stdlib.h>
#include <string.h>

struct config_args {
    rd_kafka_ConfigResource_t **resources;
    size_t n;
    bool validate_only;
    struct err err; /* ERR_NONE, or why it can't be sent */
};

static void config_args_free(void *p)
{
    struct config_args *a = p;
    if (a->n > 0)
        rd_kafka_ConfigResource_destroy_array(a->resources, a->n);
    free(a->resources);
    free(a);
}

static rd_kafka_ResourceType_t resource_type(enum config_type t)
{
    switch (t) {
    case CONFIG_TOPIC:
        return RD_KAFKA_RESOURCE_TOPIC;
    case CONFIG_BROKER:
        return RD_KAFKA_RESOURCE_BROKER;
    case CONFIG_GROUP:
        return RD_KAFKA_RESOURCE_GROUP;
    }
    return RD_KAFKA_RESOURCE_UNKNOWN;
}

static enum config_type config_type_from(rd_kafka_ResourceType_t t)
{
    switch (t) {
    case RD_KAFKA_RESOURCE_BROKER:
        return CONFIG_BROKER;
    case RD_KAFKA_RESOURCE_GROUP:
        return CONFIG_GROUP;
    default:
        return CONFIG_TOPIC;
    }
}

static bool ask_add(struct config_args *a, enum config_type type, const char *name, struct err *err)
{
    if (!string_fits(name, err))
        return false;
    rd_kafka_ConfigResource_t *res = rd_kafka_ConfigResource_new(resource_type(type), name);
    if (!res)
        return err_set(err, ERR_USAGE, "brokers keep no settings of a %s with an empty name",
                       config_type_name(type));
    a->resources[a->n++] = res;
    return true;
}

/* ---- reading --------------------------------------------------------------------------------- */

void config_list_free(struct config_list *l)
{
    if (!l)
        return;
    for (size_t i = 0; i < l->n; i++)
        config_set_free(l->c[i]);
    free(l->c);
    free(l);
}

static void drop_configs(void *l)
{
    config_list_free(l);
}

static enum config_source source_from(rd_kafka_ConfigSource_t s)
{
    switch (s) {
    case RD_KAFKA_CONFIG_SOURCE_DYNAMIC_TOPIC_CONFIG:
        return CONFIG_SOURCE_TOPIC;
    case RD_KAFKA_CONFIG_SOURCE_DYNAMIC_BROKER_CONFIG:
        return CONFIG_SOURCE_BROKER;
    case RD_KAFKA_CONFIG_SOURCE_DYNAMIC_DEFAULT_BROKER_CONFIG:
        return CONFIG_SOURCE_BROKER_DEFAULT;
    case RD_KAFKA_CONFIG_SOURCE_STATIC_BROKER_CONFIG:
        return CONFIG_SOURCE_STATIC;
    case RD_KAFKA_CONFIG_SOURCE_DEFAULT_CONFIG:
        return CONFIG_SOURCE_DEFAULT;
    case RD_KAFKA_CONFIG_SOURCE_GROUP_CONFIG:
        return CONFIG_SOURCE_GROUP;
    default:
        return CONFIG_SOURCE_UNKNOWN;
    }
}

static void convert_entry(struct arena *a, struct config_entry *e,
                          const rd_kafka_ConfigEntry_t *from)
{
    e->name = arena_strdup(a, rd_kafka_ConfigEntry_name(from));
    e->value = arena_strdup(a, rd_kafka_ConfigEntry_value(from));
    e->source = source_from(rd_kafka_ConfigEntry_source(from));
    e->read_only = rd_kafka_ConfigEntry_is_read_only(from) == 1;
    e->sensitive = rd_kafka_ConfigEntry_is_sensitive(from) == 1;
    e->is_default = rd_kafka_ConfigEntry_is_default(from) == 1;
    size_t n;
    const rd_kafka_ConfigEntry_t **syn = rd_kafka_ConfigEntry_synonyms(from, &n);
    e->synonyms = arena_array(a, n, sizeof *e->synonyms);
    for (size_t i = 0; i < n; i++)
        e->synonyms[e->nsynonyms++] = (struct config_synonym){
            .name = arena_strdup(a, rd_kafka_ConfigEntry_name(syn[i])),
            .value = arena_strdup(a, rd_kafka_ConfigEntry_value(syn[i])),
            .source = source_from(rd_kafka_ConfigEntry_source(syn[i])),
        };
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct config_entry *)a)->name, ((const struct config_entry *)b)->name);
}

static void convert_entries(struct config_set *c, const rd_kafka_ConfigResource_t *from)
{
    const rd_kafka_ConfigEntry_t **entries = rd_kafka_ConfigResource_configs(from, &c->n);
    c->entries = arena_array(&c->arena, c->n, sizeof *c->entries);
    for (size_t i = 0; i < c->n; i++)
        convert_entry(&c->arena, &c->entries[i], entries[i]);
    if (c->n > 0)
        qsort(c->entries, c->n, sizeof *c->entries, by_name);
}

/* Settings of groups came with Kafka 4.0: brokers before it take such a request for an invalid one
 * (seen on 3.9: "Unexpected resource type UNKNOWN"), later ones only if the group id is empty. */
static bool has_none(const struct config_set *c, rd_kafka_resp_err_t code)
{
    return code == RD_KAFKA_RESP_ERR_INVALID_REQUEST && c->type == CONFIG_GROUP && *c->name;
}

static struct config_set *convert_set(const rd_kafka_ConfigResource_t *from)
{
    struct config_set *c = config_set_new();
    c->type = config_type_from(rd_kafka_ConfigResource_type(from));
    c->name = arena_strdup(&c->arena, rd_kafka_ConfigResource_name(from));
    rd_kafka_resp_err_t code = rd_kafka_ConfigResource_error(from);
    if (!code)
        convert_entries(c, from);
    if (!code || has_none(c, code))
        return c;
    struct err err = {0};
    const char *object = arena_printf(&c->arena, "%s %s", config_type_name(c->type), c->name);
    err_kafka(&err, API_DESCRIBE_CONFIGS, object, code, rd_kafka_ConfigResource_error_string(from));
    fact_failed(&c->fact, &err);
    return c;
}

static bool read_answer(struct request *r, rd_kafka_event_t *ev, void **result, struct err *err)
{
    (void)r, (void)err;
    size_t n;
    const rd_kafka_ConfigResource_t **res =
        rd_kafka_DescribeConfigs_result_resources(rd_kafka_event_DescribeConfigs_result(ev), &n);
    struct config_list *l = xcalloc(1, sizeof *l);
    l->c = xcalloc(n ? n : 1, sizeof *l->c);
    for (size_t i = 0; i < n; i++)
        l->c[l->n++] = convert_set(res[i]);
    *result = l;
    return true;
}

static bool read_send(struct request *r, struct err *err)
{
    struct config_args *a = r->args;
    if (a->err.kind != ERR_NONE) {
        *err = a->err;
        return false;
    }
    rd_kafka_AdminOptions_t *o = request_options(r, RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS, false);
    rd_kafka_DescribeConfigs(r->cluster->handle->rk, a->resources, a->n, o,
                             r->cluster->handle->queue);
    rd_kafka_AdminOptions_destroy(o);
    return true;
}

struct request *kafka_describe_configs(struct cluster *c, const struct config_query *q, size_t n,
                                       request_done *done, void *user)
{
    struct request *r = request_new(c, API_DESCRIBE_CONFIGS, done, user);
    if (n == 1)
        r->object = xasprintf("%s %s", config_type_name(q[0].type), q[0].name);
    struct config_args *a = xcalloc(1, sizeof *a);
    a->resources = xcalloc(n ? n : 1, sizeof(rd_kafka_ConfigResource_t *));
    size_t brokers = 0;
    for (size_t i = 0; i < n && ask_add(a, q[i].type, q[i].name, &a->err); i++)
        brokers += q[i].type == CONFIG_BROKER;
    if (brokers > 1)
        err_set(&a->err, ERR_USAGE, "One broker's configuration per call, not %zu", brokers);
    r->args = a;
    r->anywhere = brokers == 0;
    r->free_args = config_args_free;
    r->send = read_send;
    r->answer = read_answer;
    r->drop_result = drop_configs;
    return request_start(r);
}

/* ---- changing -------------------------------------------------------------------------------- */

static rd_kafka_AlterConfigOpType_t op_of(enum config_op op)
{
    switch (op) {
    case CONFIG_SET:
        return RD_KAFKA_ALTER_CONFIG_OP_TYPE_SET;
    case CONFIG_DELETE:
        return RD_KAFKA_ALTER_CONFIG_OP_TYPE_DELETE;
    case CONFIG_APPEND:
        return RD_KAFKA_ALTER_CONFIG_OP_TYPE_APPEND;
    case CONFIG_SUBTRACT:
        return RD_KAFKA_ALTER_CONFIG_OP_TYPE_SUBTRACT;
    }
    return RD_KAFKA_ALTER_CONFIG_OP_TYPE_SET;
}

static bool add_change(rd_kafka_ConfigResource_t *res, const struct config_change *ch,
                       struct err *err)
{
    if (!string_fits(ch->key, err) || (ch->value && !string_fits(ch->value, err)))
        return false;
    rd_kafka_error_t *e = rd_kafka_ConfigResource_add_incremental_config(
        res, ch->key, op_of(ch->op), ch->op == CONFIG_DELETE ? NULL : ch->value);
    if (!e)
        return true;
    err_set(err, ERR_USAGE, "Config '%s': %s", ch->key, rd_kafka_error_string(e));
    rd_kafka_error_destroy(e);
    return false;
}

static bool alter_answer(struct request *r, rd_kafka_event_t *ev, void **result, struct err *err)
{
    (void)err;
    size_t n;
    const rd_kafka_ConfigResource_t **res = rd_kafka_IncrementalAlterConfigs_result_resources(
        rd_kafka_event_IncrementalAlterConfigs_result(ev), &n);
    struct outcome_list *l = outcome_list_new(n);
    for (size_t i = 0; i < n; i++)
        outcome_list_add(l, rd_kafka_ConfigResource_name(res[i]), r->api,
                         rd_kafka_ConfigResource_error(res[i]),
                         rd_kafka_ConfigResource_error_string(res[i]));
    *result = l;
    return true;
}

static bool alter_send(struct request *r, struct err *err)
{
    struct config_args *a = r->args;
    if (a->err.kind != ERR_NONE) {
        *err = a->err;
        return false;
    }
    rd_kafka_AdminOptions_t *o =
        request_options(r, RD_KAFKA_ADMIN_OP_INCREMENTALALTERCONFIGS, false);
    rd_kafka_AdminOptions_set_validate_only(o, a->validate_only, NULL, 0);
    rd_kafka_IncrementalAlterConfigs(r->cluster->handle->rk, a->resources, a->n, o,
                                     r->cluster->handle->queue);
    rd_kafka_AdminOptions_destroy(o);
    return true;
}

struct request *kafka_alter_config(struct cluster *c, enum config_type type, const char *name,
                                   const struct config_change *changes, size_t n,
                                   bool validate_only, request_done *done, void *user)
{
    struct request *r = request_new(c, API_ALTER_CONFIGS, done, user);
    r->object = xasprintf("%s %s", config_type_name(type), name);
    struct config_args *a = xcalloc(1, sizeof *a);
    a->resources = xcalloc(1, sizeof(rd_kafka_ConfigResource_t *));
    a->validate_only = validate_only;
    if (ask_add(a, type, name, &a->err))
        for (size_t i = 0; i < n && add_change(a->resources[0], &changes[i], &a->err); i++)
            ;
    r->args = a;
    r->free_args = config_args_free;
    r->change = !validate_only;
    r->forwarded = type != CONFIG_BROKER; /* a broker's own: to that broker */
    r->send = alter_send;
    r->answer = alter_answer;
    r->drop_result = drop_outcomes;
    return request_start(r);
}
