/* Adding an ACL, and removing exactly one. Many travel in one call, and the broker answers for
 * each. Reading back looks for the binding among all. */
#include "core/plan/step/step_acl.h"

#include "core/kafka/acl_changes.h"
#include "core/kafka/convert.h"
#include "core/model/acl_text.h"
#include "core/plan/json.h"

#include <string.h>

enum { AT_ONCE = 500 }; /* a controller takes 10,000 at most, and all of them or none */

#define THERE "in force" /* in journals and saved plans */

static struct plan_step *add_step(struct plan *p, const struct step_kind *kind, const struct acl *a,
                                  const char *what)
{
    struct acl_step *payload = arena_alloc(&p->arena, sizeof *payload);
    struct plan_step *s = plan_add(p, kind, acl_words(&p->arena, a));

    payload->acl = acl_copy(&p->arena, a);
    payload->spelt = acl_spell(&p->arena, a);
    s->payload = payload;
    s->what = what;
    return s;
}

struct plan_step *plan_add_acl_create(struct plan *p, const struct acl *a)
{
    struct plan_step *s = add_step(p, &step_acl_create, a, "add ACL");

    s->after = THERE;
    return s;
}

struct plan_step *plan_add_acl_delete(struct plan *p, const struct acl *a)
{
    struct plan_step *s = add_step(p, &step_acl_delete, a, "remove ACL");

    s->before = THERE;
    return s;
}

/* a is the first of those that travel, and the steps stand one after the other. */
static bool together(const struct plan_step *a, const struct plan_step *b)
{
    return b - a < AT_ONCE;
}

typedef struct request *send_acls(struct cluster *c, const struct acl *acls, size_t n,
                                  request_done *done, void *user);

static struct request *send_with(send_acls *send, struct cluster *c, const struct plan_step *s,
                                 size_t n, request_done *done, void *user)
{
    struct request *r;
    struct acl *acls;
    struct arena a;

    arena_init(&a);
    acls = arena_array(&a, n, sizeof *acls);
    for (size_t i = 0; i < n; i++)
        acls[i] = ((const struct acl_step *)s[i].payload)->acl;
    r = send(c, acls, n, done, user);
    arena_release(&a);
    return r;
}

static struct request *send_creates(struct cluster *c, const struct plan_step *s, size_t n,
                                    request_done *done, void *user)
{
    return send_with(kafka_create_acls, c, s, n, done, user);
}

static struct request *send_deletes(struct cluster *c, const struct plan_step *s, size_t n,
                                    request_done *done, void *user)
{
    return send_with(kafka_delete_acls, c, s, n, done, user);
}

static bool concerns(const struct plan_step *s, const struct outcome *o)
{
    return strcmp(((const struct acl_step *)s->payload)->spelt, o->object) == 0;
}

static void want(const struct plan_step *s, struct reads *f)
{
    (void)s;
    reads_want(f, FACT_ACLS, NULL);
}

static bool read_back(struct plan *p, struct plan_step *s, const struct reads *f, bool *as_intended,
                      struct err *err)
{
    const struct acl_list *l = reads_acls(f, err);
    const struct acl_step *payload = s->payload;

    (void)p;
    if (!l)
        return false;
    s->now = acl_among(l->acls, l->n, &payload->acl) ? THERE : NULL;
    *as_intended = (s->now != NULL) == (s->kind == &step_acl_create);
    return true;
}

static bool reverse(struct plan *to, const struct plan_step *s, struct err *err)
{
    const struct acl_step *payload = s->payload;

    (void)err;
    if (s->kind == &step_acl_create)
        plan_add_acl_delete(to, &payload->acl);
    else
        plan_add_acl_create(to, &payload->acl);
    return true;
}

static const char *show(const struct plan_step *s, const char *value, struct arena *a)
{
    (void)s;
    (void)a;
    return strcmp(value, THERE) == 0 ? "in effect" : value;
}

static json_t *to_json(const struct plan_step *s)
{
    const struct acl *a = &((const struct acl_step *)s->payload)->acl;

    return json_pack("{s:s, s:s, s:s, s:s, s:o, s:o, s:o}", "permission",
                     acl_permission_name(a->permission), "operation",
                     acl_operation_name(a->operation), "resource", acl_resource_name(a->resource),
                     "pattern", acl_pattern_name(a->pattern), "name", json_text(a->name),
                     "principal", json_text(a->principal), "host", json_text(a->host));
}

static bool words_from_json(struct arena *arena, const json_t *data, struct acl *a, struct err *err)
{
    const char *permission, *operation, *resource, *pattern;

    if (!json_need_text(arena, data, "permission", &permission, err) ||
        !json_need_text(arena, data, "operation", &operation, err) ||
        !json_need_text(arena, data, "resource", &resource, err) ||
        !json_need_text(arena, data, "pattern", &pattern, err))
        return false;
    if (!acl_permission_parse(permission, &a->permission) ||
        !acl_operation_parse(operation, &a->operation) ||
        !acl_resource_parse(resource, &a->resource) || !acl_pattern_parse(pattern, &a->pattern))
        return err_set(err, ERR_CONFIG, "%s %s %s %s is not a kind of ACL", permission, operation,
                       resource, pattern);
    return true;
}

static bool from_json(struct plan *p, struct plan_step *s, const json_t *data, struct err *err)
{
    struct acl_step *payload = arena_alloc(&p->arena, sizeof *payload);
    struct acl *a = &payload->acl;

    if (!words_from_json(&p->arena, data, a, err) ||
        !json_need_text(&p->arena, data, "name", &a->name, err) ||
        !json_need_text(&p->arena, data, "principal", &a->principal, err) ||
        !json_need_text(&p->arena, data, "host", &a->host, err))
        return false;
    payload->spelt = acl_spell(&p->arena, a);
    s->payload = payload;
    return true;
}

const struct step_kind step_acl_create = {
    .name = "create-acl",
    .together = together,
    .send = send_creates,
    .concerns = concerns,
    .want = want,
    .read = read_back,
    .reverse = reverse,
    .to_json = to_json,
    .from_json = from_json,
    .show = show,
};

const struct step_kind step_acl_delete = {
    .name = "delete-acl",
    .together = together,
    .send = send_deletes,
    .concerns = concerns,
    .want = want,
    .read = read_back,
    .reverse = reverse,
    .to_json = to_json,
    .from_json = from_json,
    .show = show,
};
