/* config-alter: set keys of a topic, a broker or a group, or take back what was set. Only the keys
 * that are named travel, and only incrementally: the older call replaces everything that is not
 * repeated. This file has the parameters; config_plan.c makes the plan, config_show.c shows it. */
#include "core/action/config_alter.h"

#include "core/action/complete.h"
#include "core/action/config_pairs.h"
#include "core/base/parse.h"
#include "core/base/text.h"

#include <inttypes.h>
#include <string.h>

static const char *const types[] = {"topic", "broker", "group", NULL};

static const struct param params[] = {
    {.name = "name",
     .title = "name",
     .type = PARAM_TEXT,
     .required = true,
     .repeatable = true,
     .help = "the topic, the broker's id or the group whose settings change; several are shown in "
             "one plan"},
    {.name = "type",
     .title = "of a",
     .type = PARAM_CHOICE,
     .def = "topic",
     .choices = types,
     .help = "what the name is: topic, broker or group"},
    {.name = "set",
     .title = "set",
     .type = PARAM_CONFIG,
     .repeatable = true,
     .help = "key=value, as retention.ms=7d, retention.bytes=10GiB, retention.ms=unlimited; key=[] "
             "for an empty list; key= takes back what was set"},
    {.name = "revert",
     .title = "take back",
     .type = PARAM_TEXT,
     .repeatable = true,
     .help = "a key whose own value is removed, so that the one behind it counts again"},
    {.name = "append",
     .title = "append",
     .type = PARAM_CONFIG,
     .repeatable = true,
     .help = "key=item,item: adds to a list what is not in it yet, as cleanup.policy=compact; "
             "sent as the whole list that comes of it"},
    {.name = "subtract",
     .title = "subtract",
     .type = PARAM_CONFIG,
     .repeatable = true,
     .help = "key=item,item: takes these out of a list; sent as the whole list that is left"},
    {.name = "retention",
     .title = "keep records for",
     .type = PARAM_TEXT,
     .help = "of a topic: how long records are kept, as 7d, 36h or unlimited; the same as "
             "set retention.ms"},
    {.name = "retention-size",
     .title = "keep at most",
     .type = PARAM_TEXT,
     .help = "of a topic: how large each partition may grow, as 10GiB or unlimited; the same as "
             "set retention.bytes"},
};

#define ALL_BROKERS "<default>" /* as kafka-configs prints the entity */

static const struct alias aliases[] = {
    {"entity-name", NULL, "name"},
    {"entity-type", NULL, "type"},
    {"entity-default", "name=" ALL_BROKERS, NULL},
    {"broker-defaults", "name=" ALL_BROKERS, NULL},
    {"add-config", NULL, "set"},
    {"delete-config", NULL, "revert"},
    {"topic", "type=topic", "name"},
    {"broker", "type=broker", "name"},
    {"group", "type=group", "name"},
    {NULL, NULL, NULL},
};

bool alter_type_parse(const char *word, enum config_type *out)
{
    for (int i = 0; types[i]; i++) {
        if (strcmp(word, types[i]) == 0) {
            *out = (enum config_type)(CONFIG_TOPIC + i);
            return true;
        }
    }
    return false;
}

/* ---- the arguments -------------------------------------------------------------------------- */

static bool add_key(struct alter *r, enum alter_op op, const char *key, const char *value,
                    struct err *err)
{
    struct alter_key *k;

    for (size_t i = 0; i < r->n; i++) {
        if (strcmp(r->keys[i].key, key) == 0)
            return err_set(err, ERR_USAGE, "%s is given twice", key);
    }
    k = &r->keys[r->n++];
    k->key = key;
    k->op = op == ALTER_SET && !value ? ALTER_REVERT : op;
    if (op == ALTER_APPEND || op == ALTER_SUBTRACT)
        k->items = value;
    else
        k->value = value;
    return true;
}

static bool is_list(const struct alter *r, const char *param, const char *key, const char *items,
                    struct err *err)
{
    if (config_key_of(r->type, key).kind != CONFIG_KIND_LIST)
        return err_set(err, ERR_USAGE, "%s is no list: '%s' is for lists, 'set' takes its value",
                       key, param);
    return (items && *items) ||
           err_set(err, ERR_USAGE, "%s: say what to %s, as key=item", key, param);
}

/* All values of one parameter. */
static bool add_pairs(struct alter *r, struct arena *a, const struct args *args, const char *param,
                      enum alter_op op, struct err *err)
{
    const char *typed, *key, *value;
    bool revert = op == ALTER_REVERT;

    for (size_t i = 0; (typed = args_nth(args, param, i)); i++) {
        if (!*typed)
            continue;
        if (revert && strchr(typed, '='))
            return err_set(err, ERR_USAGE,
                           "%s: a key that is taken back is named alone, without '='", typed);
        if (revert)
            typed = arena_printf(a, "%s=", typed);
        if (!config_pair_parse(r->type, typed, a, &key, &value, err) ||
            (op > ALTER_REVERT && !is_list(r, param, key, value, err)) ||
            !add_key(r, op, key, value, err))
            return false;
    }
    return true;
}

static bool add_all_pairs(struct alter *r, struct arena *a, const struct args *args,
                          struct err *err)
{
    return add_pairs(r, a, args, "set", ALTER_SET, err) &&
           add_pairs(r, a, args, "revert", ALTER_REVERT, err) &&
           add_pairs(r, a, args, "append", ALTER_APPEND, err) &&
           add_pairs(r, a, args, "subtract", ALTER_SUBTRACT, err);
}

static bool add_short(struct alter *r, struct arena *a, const struct args *args, const char *param,
                      const char *key, struct err *err)
{
    const char *typed = args_get(args, param), *k, *value;

    if (!typed || !*typed)
        return true;
    if (r->type != CONFIG_TOPIC)
        return err_set(err, ERR_USAGE, "'%s' is for topics", param);
    return config_pair_parse(r->type, arena_printf(a, "%s=%s", key, typed), a, &k, &value, err) &&
           add_key(r, ALTER_SET, k, value, err);
}

static bool type_of(struct alter *r, const struct args *args, struct err *err)
{
    const char *type = args_get(args, "type");

    r->type = CONFIG_TOPIC;
    return !type || !*type || alter_type_parse(type, &r->type) ||
           err_set(err, ERR_USAGE, "'type' must be topic, broker or group");
}

bool alter_parse_keys(struct alter *r, struct arena *a, const struct args *args, struct err *err)
{
    memset(r, 0, sizeof *r);
    r->cut_ms = r->will_delete = -1;
    r->keys = arena_array(a, args->n + 1, sizeof *r->keys);
    return type_of(r, args, err) && add_all_pairs(r, a, args, err) &&
           add_short(r, a, args, "retention", "retention.ms", err) &&
           add_short(r, a, args, "retention-size", "retention.bytes", err);
}

/* librdkafka can't name the brokers' common default (ConfigResource_new(BROKER, "") is refused). */
static bool broker_named(const char *name, struct err *err)
{
    int64_t id;

    if (strcmp(name, ALL_BROKERS) == 0 || strcmp(name, "default") == 0)
        return err_set(err, ERR_UNSUPPORTED,
                       "the default of all brokers is out of librdkafka's reach: name the brokers "
                       "one by one, or use kafka-configs --entity-type brokers --entity-default");
    return parse_int(name, 0, INT32_MAX, &id, err) || err_wrap(err, "a broker is named by its id");
}

bool alter_parse(struct alter *r, struct arena *a, const struct args *args, struct err *err)
{
    const char *name = args_get(args, "name");

    if (!alter_parse_keys(r, a, args, err))
        return false;
    if (!name || !*name)
        return err_set(err, ERR_USAGE, "the name is missing");
    if (r->type == CONFIG_BROKER && !broker_named(name, err))
        return false;
    r->name = arena_strdup(a, name);
    return r->n > 0 || err_set(err, ERR_USAGE,
                               "no key is named: set one, as retention.ms=7d, or take one back");
}

/* ---- the form ------------------------------------------------------------------------------- */

static bool name_known(const struct metadata *md, const char *name, enum config_type type,
                       struct err *err)
{
    int64_t id;

    if (type == CONFIG_TOPIC && !metadata_topic(md, name))
        return err_set(err, ERR_USAGE, "there is no topic %s, or you may not see it", name);
    if (type == CONFIG_BROKER && !broker_named(name, err))
        return false;
    if (type == CONFIG_BROKER &&
        (!parse_int(name, 0, INT32_MAX, &id, NULL) || !metadata_broker(md, (int32_t)id)))
        return err_set(err, ERR_USAGE, "there is no broker %s", name);
    return true;
}

static bool names_known(const struct action_ctx *x, const struct args *args, enum config_type type,
                        struct err *err)
{
    const struct metadata *md = x->model ? x->model->metadata : NULL;
    bool ok = true;

    for (size_t i = 0; ok && i < args->n; i++) {
        const struct arg *l = &args->list[i];

        if (strcmp(l->name, "name") != 0)
            continue;
        /* Whatever kind was asked for: only brokers have a default that klamm could mean. */
        if (type != CONFIG_GROUP && strcmp(l->value, ALL_BROKERS) == 0)
            return broker_named(l->value, err);
        ok = !md || name_known(md, l->value, type, err);
    }
    return ok;
}

/* As far as something was read of such an object; what is not listed of a broker may be a secret. */
static bool keys_listed(const struct action_ctx *x, const struct args *args, const struct alter *r,
                        struct err *err)
{
    const struct config_set *set = config_listed(x->model, r->type, args_get(args, "name"));
    bool ok = true;

    for (size_t i = 0; ok && r->type != CONFIG_BROKER && i < r->n; i++)
        ok = config_key_listed(set, r->type, r->keys[i].key, err);
    return ok;
}

static bool check(const struct action_ctx *x, const struct args *args, const char *param,
                  struct err *err)
{
    const char *type = args_get(args, "type");
    struct alter r = {.type = CONFIG_TOPIC};
    struct arena a;
    bool ok = true;

    if (type && *type)
        alter_type_parse(type, &r.type);
    arena_init(&a);
    r.keys = arena_array(&a, args->n + 1, sizeof *r.keys);
    if (strcmp(param, "name") == 0)
        ok = names_known(x, args, r.type, err);
    else if (strcmp(param, "set") == 0)
        ok = add_pairs(&r, &a, args, param, ALTER_SET, err) && keys_listed(x, args, &r, err);
    else if (strcmp(param, "revert") == 0 || strcmp(param, "append") == 0 ||
             strcmp(param, "subtract") == 0)
        ok = add_all_pairs(&r, &a, args, err);
    else if (strcmp(param, "retention") == 0)
        ok = add_short(&r, &a, args, param, "retention.ms", err);
    else if (strcmp(param, "retention-size") == 0)
        ok = add_short(&r, &a, args, param, "retention.bytes", err);
    arena_release(&a);
    return ok;
}

static const char *noun(const struct args *args)
{
    enum config_type type = CONFIG_TOPIC;
    const char *word = args_get(args, "type");

    if (word && *word)
        alter_type_parse(word, &type);
    return types[type - CONFIG_TOPIC];
}

static enum config_type type_at(const struct action_ctx *x)
{
    if (x->resource && strstr(x->resource, "broker"))
        return CONFIG_BROKER;
    if (x->resource && strstr(x->resource, "group"))
        return CONFIG_GROUP;
    return CONFIG_TOPIC;
}

static const struct config_set *set_of(const struct model *m, enum config_type type,
                                       const char *name)
{
    if (!m || !name)
        return NULL;
    switch (type) {
    case CONFIG_TOPIC:
        return model_topic_config(m, name);
    case CONFIG_GROUP:
        return model_group_config(m, name);
    case CONFIG_BROKER:
        break;
    }
    return model_broker_config(m, (int32_t)strtol(name, NULL, 10));
}

static bool in_settings(const struct action_ctx *x)
{
    return x->resource && strstr(x->resource, "config") != NULL;
}

static const char *refusal(const struct action_ctx *x, const char *object)
{
    const struct config_set *set = in_settings(x) ? set_of(x->model, type_at(x), x->scope) : NULL;
    const struct config_entry *e = set && object ? config_set_find(set, object) : NULL;

    if (e && e->sensitive)
        return "it is a secret, which klamm neither shows nor writes down";
    if (e && e->read_only)
        return "it can't be changed while the broker runs, only in its file";
    return NULL;
}

/* In a list of settings the scope is the object and the row is the key; elsewhere the row is the
 * object. */
static void prefill(const struct action_ctx *x, const char *object, struct args *args)
{
    const char *name = in_settings(x) ? x->scope : object;
    const struct config_set *set = set_of(x->model, type_at(x), name);
    const struct config_entry *e;
    struct config_key k;
    struct arena a;

    args_set(args, "type", types[type_at(x) - CONFIG_TOPIC]);
    if (name)
        args_set(args, "name", name);
    if (!in_settings(x) || !object)
        return;
    e = set ? config_set_find(set, object) : NULL;
    arena_init(&a);
    k = config_key_of(type_at(x), object);
    args_set(args, "set",
             arena_printf(&a, "%s=%s", object, config_value_typed(&k, e ? e->value : NULL, &a)));
    arena_release(&a);
}

static void complete_names(const struct action_ctx *x, enum config_type type, const char *typed,
                           struct args *out)
{
    const struct model *m = x->model;
    char id[16];

    if (type == CONFIG_TOPIC)
        complete_topics(m, "name", typed, out);
    for (size_t i = 0; type == CONFIG_BROKER && m->metadata && i < m->metadata->nbrokers; i++) {
        snprintf(id, sizeof id, "%" PRId32, m->metadata->brokers[i].id);
        if (text_starts_ci(id, typed))
            args_add(out, "name", id);
    }
    if (type == CONFIG_GROUP)
        complete_groups(m, "name", typed, out);
}

static void complete(const struct action_ctx *x, const struct args *args, const char *param,
                     const char *typed, struct args *out)
{
    const struct config_set *listed;
    const char *type_name = args_get(args, "type");
    enum config_type type = CONFIG_TOPIC;

    if (type_name && *type_name)
        alter_type_parse(type_name, &type);
    listed = config_listed(x->model, type, args_get(args, "name"));
    if (strcmp(param, "set") == 0 || strcmp(param, "append") == 0 || strcmp(param, "subtract") == 0)
        complete_config(type, listed, param, typed, out);
    else if (strcmp(param, "type") == 0)
        complete_choices(types, param, typed, out);
    else if (strcmp(param, "name") == 0 && x->model)
        complete_names(x, type, typed, out);
    else if (strcmp(param, "revert") == 0)
        complete_keys(type, listed, param, typed, out);
}

const struct action action_config_alter = {
    .name = "config-alter",
    .title = "alter settings",
    .help = "Set keys of a topic, broker or group, or take back what was set on it.",
    .resource = NULL,
    .needs_row = false,
    .params = params,
    .nparams = sizeof params / sizeof *params,
    .aliases = aliases,
    .danger = DANGER_LOW,
    .refusal = refusal,
    .prefill = prefill,
    .check = check,
    .complete = complete,
    .plan = alter_plan,
    .noun = noun,
    .document = &config_document,
};
