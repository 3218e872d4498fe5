/* Completion from the model and from the table of configuration keys. Pure; called while someone
 * types, so it only walks what is there. */
#include "core/action/complete.h"

#include "core/base/text_compare.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void complete_topics(const struct model *m, const char *param, const char *typed, struct args *out)
{
    for (size_t i = 0; m && m->metadata && i < m->metadata->ntopics; i++) {
        const char *name = m->metadata->topics[i].name;

        if (text_starts_ci(name, typed))
            args_add(out, param, name);
    }
}

void complete_groups(const struct model *m, const char *param, const char *typed, struct args *out)
{
    for (size_t i = 0; m && m->group_list && i < m->group_list->ngroups; i++) {
        const char *id = m->group_list->groups[i].id;

        if (text_starts_ci(id, typed))
            args_add(out, param, id);
    }
}

void complete_brokers(const struct model *m, const char *param, const char *typed, struct args *out)
{
    char id[16];

    for (size_t i = 0; m && m->metadata && i < m->metadata->nbrokers; i++) {
        snprintf(id, sizeof id, "%" PRId32, m->metadata->brokers[i].id);
        if (text_starts_ci(id, typed))
            args_add(out, param, id);
    }
}

/* The i-th key; false when there are no more. */
static bool key_at(enum config_type type, const struct config_set *listed, size_t *i,
                   struct config_key *out)
{
    size_t n;
    const struct config_key *k = config_keys_all(&n);

    if (listed) {
        if (*i >= listed->n)
            return false;
        *out = config_key_of(type, listed->entries[(*i)++].name);
        return true;
    }
    while (*i < n && k[*i].type != type)
        (*i)++;
    if (*i == n)
        return false;
    *out = k[(*i)++];
    return true;
}

void complete_keys(enum config_type type, const struct config_set *listed, const char *param,
                   const char *typed, struct args *out)
{
    struct config_key k;

    for (size_t i = 0; key_at(type, listed, &i, &k);) {
        if (text_starts_ci(k.name, typed))
            args_add(out, param, k.name);
    }
}

void complete_choices(const char *const *choices, const char *param, const char *typed,
                      struct args *out)
{
    for (size_t i = 0; choices[i]; i++) {
        if (text_starts_ci(choices[i], typed))
            args_add(out, param, choices[i]);
    }
}

static void complete_value(const struct config_key *k, const char *param, const char *typed,
                           struct args *out)
{
    const char *choices = k->kind == CONFIG_KIND_BOOL ? "true|false" : k->choices;
    char text[200];

    while (choices && *choices) {
        size_t len = strcspn(choices, "|");

        snprintf(text, sizeof text, "%s=%.*s", k->name, (int)len, choices);
        if (text_starts_ci(text, typed))
            args_add(out, param, text);
        choices += len + (choices[len] == '|');
    }
    if (k->unlimited) {
        snprintf(text, sizeof text, "%s=unlimited", k->name);
        if (text_starts_ci(text, typed))
            args_add(out, param, text);
    }
}

void complete_config(enum config_type type, const struct config_set *listed, const char *param,
                     const char *typed, struct args *out)
{
    bool has_value = strchr(typed, '=') != NULL;
    struct config_key k;
    char text[200];

    for (size_t i = 0; key_at(type, listed, &i, &k);) {
        snprintf(text, sizeof text, "%s=", k.name);
        if (has_value)
            complete_value(&k, param, typed, out);
        else if (text_starts_ci(text, typed))
            args_add(out, param, text);
    }
}

bool param_completes(const struct param *p)
{
    return p->complete || p->choices || p->type == PARAM_TOPIC || p->type == PARAM_SCOPE ||
           p->type == PARAM_GROUP || p->type == PARAM_BROKER;
}

void param_complete(const struct action_ctx *x, const struct args *args, const struct param *p,
                    const char *typed, struct args *out)
{
    if (p->complete)
        p->complete(x, args, p, typed, out);
    else if (p->choices)
        complete_choices(p->choices, p->name, typed, out);
    else if (p->type == PARAM_TOPIC || p->type == PARAM_SCOPE)
        complete_topics(x->model, p->name, typed, out);
    else if (p->type == PARAM_GROUP)
        complete_groups(x->model, p->name, typed, out);
    else if (p->type == PARAM_BROKER)
        complete_brokers(x->model, p->name, typed, out);
}

void group_prefill(const struct action_ctx *x, const char *object, struct args *args)
{
    (void)x;
    if (object)
        args_set(args, "group", object);
}

void topic_prefill(const struct action_ctx *x, const char *object, struct args *args)
{
    (void)x;
    if (object)
        args_set(args, "topic", object);
}
