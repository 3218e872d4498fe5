/* What config-alter works on when started from a list: the setting of a row, or what the row, or
 * the list, is about. */
#include "core/action/config/config_row.h"

#include "core/action/config/config_alter.h"
#include "core/model/config_value.h"
#include "core/model/model_fact.h"

#include <stdlib.h>

static bool in_settings(const struct action_ctx *x)
{
    return x->rows == OBJECT_SETTING;
}

/* Whose settings: what the list is of, else what its rows are. False: of nothing that has any. */
static bool type_at(const struct action_ctx *x, enum config_type *out)
{
    switch (in_settings(x) || x->of ? x->of : x->rows) {
    case OBJECT_TOPIC:
        *out = CONFIG_TOPIC;
        return true;
    case OBJECT_BROKER:
        *out = CONFIG_BROKER;
        return true;
    case OBJECT_GROUP:
        *out = CONFIG_GROUP;
        return true;
    default:
        return false;
    }
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

static const struct config_entry *entry_at(const struct action_ctx *x, const char *key)
{
    enum config_type type;
    const struct config_set *set =
        key && in_settings(x) && type_at(x, &type) ? set_of(x->model, type, x->scope) : NULL;

    return set ? config_set_find(set, key) : NULL;
}

const char *alter_refusal(const struct action_ctx *x, const char *object)
{
    const struct config_entry *e = entry_at(x, object);

    if (e && e->sensitive)
        return "it is a secret, which klamm neither shows nor writes down";
    if (e && e->read_only)
        return "it can't be changed while the broker runs, only in its file";
    return NULL;
}

/* In a list of settings the scope is the object and the row is the key; elsewhere the row is the
 * object. */
void alter_prefill(const struct action_ctx *x, const char *object, struct args *args)
{
    const char *name = in_settings(x) ? x->scope : object;
    const struct config_entry *e = entry_at(x, object);
    enum config_type type;
    struct config_key k;
    struct arena a;

    if (!type_at(x, &type))
        return;
    args_set(args, "type", alter_type_name(type));
    if (name)
        args_set(args, "name", name);
    if (!in_settings(x) || !object)
        return;
    arena_init(&a);
    k = config_key_of(type, object);
    args_set(args, "set",
             arena_printf(&a, "%s=%s", object, config_value_typed(&k, e ? e->value : NULL, &a)));
    arena_release(&a);
}
