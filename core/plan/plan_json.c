/* Plans as JSON. The journal writes them before sending, undo and --plan-in read them; the step
 * kinds write their own payload. Secrets are left out where a step or parameter is marked so. */
#include "core/plan/plan_json.h"

#include "core/plan/json.h"
#include "core/plan/step.h"

#include <string.h>

static json_t *texts(const char *const *list, size_t n)
{
    json_t *a = json_array();

    for (size_t i = 0; i < n; i++)
        json_array_append_new(a, json_text(list[i]));
    return a;
}

static json_t *args_to_json(const struct plan *p)
{
    json_t *a = json_array();

    for (size_t i = 0; p->args && i < p->args->n; i++) {
        const struct arg *arg = &p->args->list[i];
        const struct param *param = param_find(p->params, p->nparams, arg->name);
        bool known = param && !param->secret;

        json_array_append_new(a, json_pack("{s:s, s:o}", "name", arg->name, "value",
                                           json_text(known ? arg->value : NULL)));
    }
    return a;
}

static json_t *facts_to_json(const struct plan *p)
{
    json_t *a = json_array();

    for (size_t i = 0; i < p->nfacts; i++)
        json_array_append_new(a, plan_fact_to_json(&p->facts[i]));
    return a;
}

static const char *const roles[] = {
    [STEP_PLAIN] = "plain",
    [STEP_AFTER] = "after",
    [STEP_RESTORES] = "restores",
};

static json_t *step_to_json(const struct plan_step *s)
{
    json_t *o = json_pack("{s:s, s:o, s:o, s:o, s:o, s:o}", "kind", s->kind->name, "object",
                          json_text(s->object), "what", json_text(s->what), "before",
                          json_text(s->secret ? NULL : s->before), "after",
                          json_text(s->secret ? NULL : s->after), "data", s->kind->to_json(s));

    if (s->secret)
        json_object_set_new(o, "secret", json_true());
    if (s->role != STEP_PLAIN)
        json_object_set_new(o, "role", json_string(roles[s->role]));
    if (s->note)
        json_object_set_new(o, "note", json_text(s->note));
    if (s->cant_undo)
        json_object_set_new(o, "cant_undo", json_text(s->cant_undo));
    return o;
}

json_t *plan_to_json(const struct plan *p)
{
    json_t *steps = json_array();

    for (size_t i = 0; i < p->nsteps; i++)
        json_array_append_new(steps, step_to_json(&p->steps[i]));
    return json_pack("{s:s, s:o, s:o, s:s, s:I, s:o, s:o, s:o, s:o, s:o, s:o}", "verb", p->verb,
                     "title", json_text(p->title), "confirm", json_text(p->confirm), "danger",
                     p->danger == DANGER_HIGH ? "high" : "low", "made_ms",
                     (json_int_t)p->made_wall_ms, "args", args_to_json(p), "facts",
                     facts_to_json(p), "warnings", texts(p->warnings, p->nwarnings), "summary",
                     texts(p->summary, p->nsummary), "command", json_text(p->command), "steps",
                     steps);
}

static bool role_from_json(struct plan_step *s, const json_t *v, struct err *err)
{
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        if (json_is_string(v) && strcmp(json_string_value(v), roles[i]) == 0) {
            s->role = (enum step_role)i;
            return true;
        }
    }
    return !v || err_set(err, ERR_UNSUPPORTED, "this klamm does not know the role of a step");
}

static const struct step_kind opaque = {.name = "unknown"};

static bool payload_from_json(struct plan *p, struct plan_step *s, const json_t *o,
                              const char *kind, struct err *err)
{
    if (s->secret)
        return err_set(err, ERR_UNSUPPORTED, "it holds a secret, which is never written down");
    if (s->kind == &opaque)
        return err_set(err, ERR_UNSUPPORTED, "this klamm does not know steps of kind %s", kind);
    return s->kind->from_json(p, s, json_object_get(o, "data"), err);
}

static bool step_from_json(struct plan *p, const json_t *o, bool lenient, struct err *err)
{
    struct err why = {0};
    const struct step_kind *kind;
    const char *name, *object;
    struct plan_step *s;

    if (!json_need_text(&p->arena, o, "kind", &name, err) ||
        !json_need_text(&p->arena, o, "object", &object, err))
        return false;
    kind = step_kind_find(name);
    s = plan_add(p, kind ? kind : &opaque, object);
    s->what = json_text_get(&p->arena, json_object_get(o, "what"));
    s->before = json_text_get(&p->arena, json_object_get(o, "before"));
    s->after = json_text_get(&p->arena, json_object_get(o, "after"));
    s->note = json_text_get(&p->arena, json_object_get(o, "note"));
    s->cant_undo = json_text_get(&p->arena, json_object_get(o, "cant_undo"));
    s->secret = json_is_true(json_object_get(o, "secret"));
    if (role_from_json(s, json_object_get(o, "role"), &why) &&
        payload_from_json(p, s, o, name, &why))
        return true;
    s->payload = NULL;
    s->cant_undo = plan_show(p, why.msg);
    return lenient || err_set(err, why.kind, "step %s: %s", s->object, why.msg);
}

static void args_from_json(struct plan *p, const json_t *list)
{
    size_t i;
    json_t *o;

    p->args = args_copy(NULL);
    json_array_foreach((json_t *)list, i, o)
    {
        const char *name = json_text_get(&p->arena, json_object_get(o, "name"));
        const char *value = json_text_get(&p->arena, json_object_get(o, "value"));

        if (name && value)
            args_add(p->args, name, value);
    }
}

static void lists_from_json(struct plan *p, const json_t *o)
{
    size_t i;
    json_t *v;

    json_array_foreach(json_object_get(o, "warnings"), i, v)
    {
        const char *text = json_text_get(&p->arena, v);

        if (text)
            plan_warn(p, "%s", text);
    }
    json_array_foreach(json_object_get(o, "summary"), i, v)
    {
        const char *text = json_text_get(&p->arena, v);

        if (text)
            plan_sum(p, "%s", text);
    }
}

static bool facts_from_json(struct plan *p, const json_t *list, struct err *err)
{
    struct plan_fact f;
    size_t i;
    json_t *o;

    json_array_foreach((json_t *)list, i, o)
    {
        if (!plan_fact_from_json(&p->arena, o, &f, err))
            return false;
        plan_fact(p, f.id, f.object, f.part, f.value);
    }
    return true;
}

static struct plan *from_json(const json_t *o, bool lenient, struct err *err)
{
    struct plan *p = plan_new("");
    const char *danger;
    size_t i;
    json_t *step;

    if (!json_need_text(&p->arena, o, "verb", &p->verb, err) ||
        !json_need_text(&p->arena, o, "danger", &danger, err) ||
        !json_need_int(o, "made_ms", &p->made_wall_ms, err))
        goto fail;
    p->danger = strcmp(danger, "low") == 0 ? DANGER_LOW : DANGER_HIGH;
    p->title = json_text_get(&p->arena, json_object_get(o, "title"));
    p->confirm = json_text_get(&p->arena, json_object_get(o, "confirm"));
    p->command = json_text_get(&p->arena, json_object_get(o, "command"));
    args_from_json(p, json_object_get(o, "args"));
    lists_from_json(p, o);
    if (!facts_from_json(p, json_object_get(o, "facts"), err))
        goto fail;
    json_array_foreach(json_object_get(o, "steps"), i, step)
    {
        if (!step_from_json(p, step, lenient, err))
            goto fail;
    }
    return p;
fail:
    plan_free(p);
    return NULL;
}

struct plan *plan_from_json(const json_t *o, struct err *err)
{
    return from_json(o, false, err);
}

struct plan *plan_from_entry(const json_t *o, struct err *err)
{
    return from_json(o, true, err);
}

json_t *plan_results_to_json(const struct plan *p)
{
    json_t *a = json_array();

    for (size_t i = 0; i < p->nsteps; i++) {
        const struct plan_step *s = &p->steps[i];

        json_array_append_new(a, json_pack("{s:o, s:s, s:o, s:o, s:b}", "object",
                                           json_text(s->object), "state", step_state_name(s->state),
                                           "result", json_text(s->result), "now",
                                           json_text(s->secret ? NULL : s->now), "read", s->read));
    }
    return a;
}

bool plan_results_from_json(struct plan *p, const json_t *results, struct err *err)
{
    if (json_array_size(results) != p->nsteps)
        return err_set(err, ERR_CONFIG, "%zu results for %zu steps", json_array_size(results),
                       p->nsteps);
    for (size_t i = 0; i < p->nsteps; i++) {
        const json_t *o = json_array_get(results, i);
        const char *state;

        if (!json_need_text(&p->arena, o, "state", &state, err))
            return false;
        if (!step_state_parse(state, &p->steps[i].state))
            return err_set(err, ERR_CONFIG, "unknown state %s", state);
        p->steps[i].result = json_text_get(&p->arena, json_object_get(o, "result"));
        p->steps[i].now = json_text_get(&p->arena, json_object_get(o, "now"));
        p->steps[i].read = json_is_true(json_object_get(o, "read"));
    }
    return true;
}
