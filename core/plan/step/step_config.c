/* Setting or reverting one configuration key. All keys of one object travel in one
 * IncrementalAlterConfigs, which the broker takes or refuses as a whole: so a refusal concerns each
 * step, also those that were right by themselves. */
#include "core/plan/step/step_config.h"

#include "core/kafka/configs.h"
#include "core/kafka/convert.h"
#include "core/plan/command_line.h"
#include "core/plan/config_pairs.h"
#include "core/plan/json.h"
#include "core/plan/step.h"

#include <string.h>

struct plan_step *plan_add_config(struct plan *p, const struct config_step *c)
{
    struct config_step *copy = arena_alloc(&p->arena, sizeof *copy);
    struct plan_step *s;

    copy->type = c->type;
    copy->name = arena_strdup(&p->arena, c->name);
    copy->key = arena_strdup(&p->arena, c->key);
    copy->op = c->op;
    copy->value = arena_strdup(&p->arena, c->value);
    copy->was_set = c->was_set;
    copy->was = arena_strdup(&p->arena, c->was);
    s = plan_add(p, &step_config, c->name);
    s->payload = copy;
    s->what = plan_str(p, "%s %s", c->op == CONFIG_DELETE ? "revert" : "set", plan_show(p, c->key));
    s->before = c->was_set ? plan_show(p, copy->was) : NULL;
    s->after = plan_show(p, copy->value);
    return s;
}

static bool together(const struct plan_step *a, const struct plan_step *b)
{
    const struct config_step *x = a->payload, *y = b->payload;

    return x->type == y->type && strcmp(x->name, y->name) == 0;
}

static struct request *send_steps(struct cluster *c, const struct plan_step *s, size_t n,
                                  request_done *done, void *user)
{
    const struct config_step *first = s->payload;
    struct config_change *changes;
    struct request *r;
    struct arena a;

    arena_init(&a);
    changes = arena_array(&a, n, sizeof *changes);
    for (size_t i = 0; i < n; i++) {
        const struct config_step *step = s[i].payload;

        changes[i].key = step->key;
        changes[i].op = step->op;
        changes[i].value = step->value;
    }
    r = kafka_alter_config(c, first->type, first->name, changes, n, false, done, user);
    arena_release(&a);
    return r;
}

static bool concerns(const struct plan_step *s, const struct outcome *o)
{
    (void)s;
    (void)o;
    return true;
}

static void want(const struct plan_step *s, struct reads *f)
{
    const struct config_step *c = s->payload;

    reads_want_config(f, c->type, c->name);
}

static bool read_back(struct plan *p, struct plan_step *s, const struct reads *f, bool *as_intended,
                      struct err *err)
{
    const struct config_step *c = s->payload;
    const struct config_set *set = reads_config(f, c->type, c->name, err);
    const struct config_entry *e;

    if (!set)
        return false;
    e = config_set_find(set, c->key);
    if (!e || !config_entry_overridden(set, e)) {
        s->now = NULL;
        *as_intended = c->op == CONFIG_DELETE;
        return true;
    }
    s->now = plan_show(p, e->value ? e->value : "");
    *as_intended = c->op != CONFIG_DELETE && e->value && strcmp(e->value, c->value) == 0;
    return true;
}

static bool reverse(struct plan *to, const struct plan_step *s, struct err *err)
{
    const struct config_step *c = s->payload;
    struct config_step back = *c;

    (void)err;
    back.op = c->was_set ? CONFIG_SET : CONFIG_DELETE;
    back.value = c->was_set ? c->was : NULL;
    back.was_set = c->op != CONFIG_DELETE;
    back.was = c->value;
    plan_add_config(to, &back);
    return true;
}

static bool again(struct plan *to, const struct plan_step *s, const struct reads *f,
                  struct err *err)
{
    struct config_step c = *(const struct config_step *)s->payload;
    const struct config_set *set = reads_config(f, c.type, c.name, err);
    const struct config_entry *e = set ? config_set_find(set, c.key) : NULL;

    c.was_set = e && config_entry_overridden(set, e);
    c.was = c.was_set ? e->value : NULL;
    if (set)
        plan_add_config(to, &c);
    return set != NULL;
}

static const char *topic(const struct plan_step *s)
{
    const struct config_step *c = s->payload;

    return c->type == CONFIG_TOPIC ? c->name : NULL;
}

static bool add_changes(struct buf *b, const struct plan_step *s, size_t n, bool sets)
{
    struct buf list;
    bool ok = true;

    buf_init(&list, 0);
    for (size_t i = 0; i < n; i++) {
        const struct config_step *c = s[i].payload;

        if ((c->value != NULL) != sets)
            continue;
        if (list.len)
            buf_addc(&list, ',');
        if (sets)
            ok = command_setting(&list, c->key, c->value) && ok;
        else
            buf_adds(&list, c->key);
    }
    if (list.len)
        command_option(b, sets ? "add-config" : "delete-config", buf_str(&list));
    buf_release(&list);
    return ok;
}

static bool command(const struct plan_step *s, size_t n, const struct profile *profile,
                    struct buf *b)
{
    const struct config_step *first = s->payload;

    command_start(b, "kafka-configs", profile);
    buf_adds(b, " --alter");
    command_option(b, config_type_name(first->type), first->name);
    return add_changes(b, s, n, true) && add_changes(b, s, n, false);
}

static const char *show(const struct plan_step *s, const char *value, struct arena *a)
{
    const struct config_step *c = s->payload;

    return config_pair_shown(c->type, c->key, value, a);
}

static const char *type_word(enum config_type t)
{
    return t == CONFIG_BROKER ? "broker" : t == CONFIG_GROUP ? "group" : "topic";
}

static json_t *to_json(const struct plan_step *s)
{
    const struct config_step *c = s->payload;

    return json_pack("{s:s, s:o, s:o, s:s, s:o, s:o}", "type", type_word(c->type), "name",
                     json_text(c->name), "key", json_text(c->key), "op",
                     c->op == CONFIG_DELETE ? "delete" : "set", "value",
                     json_text(s->secret ? NULL : c->value), "was",
                     json_text(s->secret || !c->was_set ? NULL : c->was));
}

static bool type_parse(const char *word, enum config_type *out, struct err *err)
{
    for (enum config_type t = CONFIG_TOPIC; t <= CONFIG_GROUP; t++) {
        if (strcmp(word, type_word(t)) == 0) {
            *out = t;
            return true;
        }
    }
    return err_set(err, ERR_CONFIG, "'type' must be topic, broker or group, not %s", word);
}

static bool from_json(struct plan *p, struct plan_step *s, const json_t *data, struct err *err)
{
    struct config_step *c = arena_alloc(&p->arena, sizeof *c);
    const char *type, *op;

    if (!json_need_text(&p->arena, data, "type", &type, err) || !type_parse(type, &c->type, err) ||
        !json_need_text(&p->arena, data, "name", &c->name, err) ||
        !json_need_text(&p->arena, data, "key", &c->key, err) ||
        !json_need_text(&p->arena, data, "op", &op, err))
        return false;
    if (strcmp(op, "set") != 0 && strcmp(op, "delete") != 0)
        return err_set(err, ERR_CONFIG, "'op' must be set or delete, not %s", op);
    c->op = strcmp(op, "set") == 0 ? CONFIG_SET : CONFIG_DELETE;
    c->value = json_text_get(&p->arena, json_object_get(data, "value"));
    c->was = json_text_get(&p->arena, json_object_get(data, "was"));
    c->was_set = c->was != NULL;
    if ((c->op == CONFIG_SET) != (c->value != NULL))
        return err_set(err, ERR_CONFIG, "'value' of %s does not fit 'op'", c->key);
    s->payload = c;
    return true;
}

const struct step_kind step_config = {
    .name = "config",
    .together = together,
    .send = send_steps,
    .concerns = concerns,
    .want = want,
    .read = read_back,
    .reverse = reverse,
    .command = command,
    .again = again,
    .topic = topic,
    .to_json = to_json,
    .from_json = from_json,
    .show = show,
};
