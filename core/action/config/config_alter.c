/* config-alter: set keys of a topic, a broker or a group, or remove overrides. Only the named keys
 * are sent, and only incrementally: the older call replaces everything that is not repeated. This
 * file has the parameters; config_row.c says what a row of a list means for them, config_plan.c
 * makes the plan, config_show.c shows it. */
#include "core/action/config/config_alter.h"

#include "core/action/complete.h"
#include "core/action/config/config_plan.h"
#include "core/action/config/config_row.h"
#include "core/base/parse.h"
#include "core/model/model_fact.h"
#include "core/plan/config_pairs.h"

#include <inttypes.h>
#include <string.h>

static bool check_name(const struct action_ctx *x, const struct args *args, const struct param *p,
                       struct err *err);
static bool check_set(const struct action_ctx *x, const struct args *args, const struct param *p,
                      struct err *err);
static bool check_all_keys(const struct action_ctx *x, const struct args *args,
                           const struct param *p, struct err *err);
static bool check_retention(const struct action_ctx *x, const struct args *args,
                            const struct param *p, struct err *err);
static bool check_retention_size(const struct action_ctx *x, const struct args *args,
                                 const struct param *p, struct err *err);
static void complete_name(const struct action_ctx *x, const struct args *args,
                          const struct param *p, const char *typed, struct args *out);
static void complete_pair(const struct action_ctx *x, const struct args *args,
                          const struct param *p, const char *typed, struct args *out);
static void complete_key(const struct action_ctx *x, const struct args *args, const struct param *p,
                         const char *typed, struct args *out);
static const char *shown_pair(const struct action_ctx *x, const struct args *args,
                              const struct param *p, const char *typed, struct arena *a);
static const char *shown_retention(const struct action_ctx *x, const struct args *args,
                                   const struct param *p, const char *typed, struct arena *a);
static bool is_of_topic(const struct args *args);
static const char *noun(const struct args *args);

static const char *const types[] = {"topic", "broker", "group", NULL};

static const struct param params[] = {
    {.name = "name",
     .title = "name",
     .type = PARAM_TEXT,
     .required = true,
     .repeatable = true,
     .check = check_name,
     .complete = complete_name,
     .help = "the topic, the broker's id or the group whose settings change; several are shown in "
             "one plan"},
    {.name = "type",
     .title = "kind",
     .type = PARAM_CHOICE,
     .def = "topic",
     .choices = types,
     .help = "topic: the name is a topic; broker: the name is a broker id; group: the name is a "
             "consumer group"},
    {.name = "set",
     .title = "set",
     .type = PARAM_CONFIG,
     .repeatable = true,
     .check = check_set,
     .shown = shown_pair,
     .empty = "key=value",
     .complete = complete_pair,
     .help = "key=value, such as retention.ms=7d, retention.bytes=10GiB, retention.ms=unlimited; "
             "key=[] for an empty list; key= reverts it"},
    {.name = "revert",
     .title = "revert",
     .type = PARAM_TEXT,
     .repeatable = true,
     .check = check_all_keys,
     .empty = "a setting to revert",
     .complete = complete_key,
     .help =
         "a setting whose own value is removed, so that the value it falls back to takes effect"},
    {.name = "append",
     .title = "append",
     .type = PARAM_CONFIG,
     .repeatable = true,
     .check = check_all_keys,
     .empty = "key=item, for a setting that is a list",
     .complete = complete_pair,
     .help = "key=item,item: adds to a list what is not in it yet, such as cleanup.policy=compact; "
             "sent as the whole resulting list"},
    {.name = "subtract",
     .title = "subtract",
     .type = PARAM_CONFIG,
     .repeatable = true,
     .check = check_all_keys,
     .empty = "key=item, for a setting that is a list",
     .complete = complete_pair,
     .help = "key=item,item: removes these from a list; sent as the whole list that is left"},
    {.name = "retention",
     .title = "retention time",
     .type = PARAM_TEXT,
     .check = check_retention,
     .matters = is_of_topic,
     .shown = shown_retention,
     .help = "of a topic: how long records are kept, such as 7d, 36h or unlimited; the same as "
             "set retention.ms"},
    {.name = "retention-size",
     .title = "retention size",
     .type = PARAM_TEXT,
     .check = check_retention_size,
     .matters = is_of_topic,
     .shown = shown_retention,
     .help =
         "of a topic: how large each partition may grow, such as 10GiB or unlimited; the same as "
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

const struct action action_config_alter = {
    .name = "config-alter",
    .title = "change settings",
    .help = "Change settings of a topic, broker or group, or revert them.",
    .examples = "topic orders retention.ms=7d\n"
                "broker/1 broker/2 log.cleaner.threads=2\n"
                "orders --revert retention.ms --dry-run",
    .needs_row = false,
    .params = params,
    .nparams = sizeof params / sizeof *params,
    .aliases = aliases,
    .danger = DANGER_LOW,
    .refusal = alter_refusal,
    .prefill = alter_prefill,
    .plan = alter_plan,
    .noun = noun,
    .document = &config_document,
};

const char *alter_type_name(enum config_type type)
{
    return types[type - CONFIG_TOPIC];
}

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

/* ---- the arguments --------------------------------------------------------------------------- */

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
        return err_set(err, ERR_USAGE, "%s is not a list: '%s' is for lists, 'set' takes its value",
                       key, param);
    return (items && *items) ||
           err_set(err, ERR_USAGE, "%s: say what to %s, such as key=item", key, param);
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
                           "%s: a setting to be reverted is named alone, without '='", typed);
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
    return r->n > 0 ||
           err_set(err, ERR_USAGE,
                   "no setting is named: set one, such as retention.ms=7d, or revert one");
}

/* ---- the form -------------------------------------------------------------------------------- */

static bool name_known(const struct metadata *md, const char *name, enum config_type type,
                       struct err *err)
{
    int64_t id;

    if (type == CONFIG_TOPIC && !metadata_topic(md, name))
        return err_set(err, ERR_USAGE, "there is no topic \"%s\", or you may not see it", name);
    if (type == CONFIG_BROKER && !broker_named(name, err))
        return false;
    if (type == CONFIG_BROKER &&
        (!parse_int(name, 0, INT32_MAX, &id, NULL) || !metadata_broker(md, (int32_t)id)))
        return err_set(err, ERR_USAGE, "there is no broker \"%s\"", name);
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
        /* Whatever kind was named: only brokers have a default that klamm could mean. */
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

static enum config_type type_typed(const struct args *args)
{
    enum config_type type = CONFIG_TOPIC;
    const char *word = args_get(args, "type");

    if (word && *word)
        alter_type_parse(word, &type);
    return type;
}

/* What counts now for the one object that is named, where it was read; NULL: unknown. */
static const char *present(const struct action_ctx *x, const struct args *args, const char *key,
                           struct arena *a)
{
    enum config_type type = type_typed(args);
    const char *name = args_get(args, "name");
    const struct config_set *set = NULL;
    const struct config_entry *e;
    int64_t id;

    if (!x->model || !name || !*name || args_nth(args, "name", 1))
        return NULL;
    if (type == CONFIG_TOPIC)
        set = model_topic_config(x->model, name);
    else if (type == CONFIG_GROUP)
        set = model_group_config(x->model, name);
    else if (parse_int(name, 0, INT32_MAX, &id, NULL))
        set = model_broker_config(x->model, (int32_t)id);
    e = set ? config_set_find(set, key) : NULL;
    return e && e->value ? config_pair_shown(type, key, e->value, a) : NULL;
}

static const char *shown_pair(const struct action_ctx *x, const struct args *args,
                              const struct param *p, const char *typed, struct arena *a)
{
    size_t len = strcspn(typed, "=");

    (void)p;
    return typed[len] && typed[len + 1] ? NULL : present(x, args, arena_strndup(a, typed, len), a);
}

/* Of other objects the field is there only as long as something is in it, which is refused. */
static bool is_of_topic(const struct args *args)
{
    return type_typed(args) == CONFIG_TOPIC || args_get(args, "retention") ||
           args_get(args, "retention-size");
}

static const char *shown_retention(const struct action_ctx *x, const struct args *args,
                                   const struct param *p, const char *typed, struct arena *a)
{
    const char *key = strcmp(p->name, "retention") == 0 ? "retention.ms" : "retention.bytes";

    return !*typed && type_typed(args) == CONFIG_TOPIC ? present(x, args, key, a) : NULL;
}

static bool check_name(const struct action_ctx *x, const struct args *args, const struct param *p,
                       struct err *err)
{
    (void)p;
    return names_known(x, args, type_typed(args), err);
}

static void keys_begin(struct alter *r, struct arena *a, const struct args *args)
{
    *r = (struct alter){.type = type_typed(args)};
    arena_init(a);
    r->keys = arena_array(a, args->n + 1, sizeof *r->keys);
}

static bool check_set(const struct action_ctx *x, const struct args *args, const struct param *p,
                      struct err *err)
{
    struct alter r;
    struct arena a;
    bool ok;

    keys_begin(&r, &a, args);
    ok = add_pairs(&r, &a, args, p->name, ALTER_SET, err) && keys_listed(x, args, &r, err);
    arena_release(&a);
    return ok;
}

static bool check_all_keys(const struct action_ctx *x, const struct args *args,
                           const struct param *p, struct err *err)
{
    struct alter r;
    struct arena a;
    bool ok;

    (void)x;
    (void)p;
    keys_begin(&r, &a, args);
    ok = add_all_pairs(&r, &a, args, err);
    arena_release(&a);
    return ok;
}

static bool check_short(const struct args *args, const char *param, const char *key,
                        struct err *err)
{
    struct alter r;
    struct arena a;
    bool ok;

    keys_begin(&r, &a, args);
    ok = add_short(&r, &a, args, param, key, err);
    arena_release(&a);
    return ok;
}

static bool check_retention(const struct action_ctx *x, const struct args *args,
                            const struct param *p, struct err *err)
{
    (void)x;
    return check_short(args, p->name, "retention.ms", err);
}

static bool check_retention_size(const struct action_ctx *x, const struct args *args,
                                 const struct param *p, struct err *err)
{
    (void)x;
    return check_short(args, p->name, "retention.bytes", err);
}

static const char *noun(const struct args *args)
{
    return alter_type_name(type_typed(args));
}

static void complete_name(const struct action_ctx *x, const struct args *args,
                          const struct param *p, const char *typed, struct args *out)
{
    switch (type_typed(args)) {
    case CONFIG_TOPIC:
        complete_topics(x->model, p->name, typed, out);
        break;
    case CONFIG_BROKER:
        complete_brokers(x->model, p->name, typed, out);
        break;
    case CONFIG_GROUP:
        complete_groups(x->model, p->name, typed, out);
        break;
    }
}

static const struct config_set *listed(const struct action_ctx *x, const struct args *args)
{
    return config_listed(x->model, type_typed(args), args_get(args, "name"));
}

static void complete_pair(const struct action_ctx *x, const struct args *args,
                          const struct param *p, const char *typed, struct args *out)
{
    complete_config(type_typed(args), listed(x, args), p->name, typed, out);
}

static void complete_key(const struct action_ctx *x, const struct args *args, const struct param *p,
                         const char *typed, struct args *out)
{
    complete_keys(type_typed(args), listed(x, args), p->name, typed, out);
}
