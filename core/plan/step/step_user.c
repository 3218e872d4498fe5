/* Creating, changing or removing a SCRAM credential, each in a call of its own: brokers refuse two
 * changes of one user in the same request. What can be read back is the mechanism and its
 * iterations; the password can't, so where only that is new a lost answer stays unknown. The
 * password is only in the plan's arguments and goes from there to the library; nothing writes it.
 */
#include "core/plan/step/step_user.h"

#include "core/kafka/convert.h"
#include "core/kafka/users.h"
#include "core/plan/json.h"

#include <inttypes.h>
#include <string.h>

const char *user_step_shown(struct plan *p, int32_t iterations)
{
    return iterations ? plan_str(p, "%" PRId32 " iterations", iterations) : NULL;
}

/* Only the password is new. */
static bool unseen(const struct user_step *u)
{
    return u->iterations && u->was == u->iterations;
}

static void words(struct plan *p, struct plan_step *s)
{
    const struct user_step *u = s->payload;
    const char *verb = !u->iterations ? "remove" : u->was ? "change" : "create";

    s->object = plan_show(p, u->user);
    s->what = plan_str(p, "%s %s credential", verb, scram_name(u->mechanism));
    s->before = user_step_shown(p, u->was);
    s->after = user_step_shown(p, u->iterations);
    if (u->was && u->iterations)
        s->after = plan_str(p, "%s, new password", s->after);
    if (u->was)
        s->cant_undo = "only its user knows the old password";
}

struct plan_step *plan_add_user(struct plan *p, const struct user_step *u)
{
    struct user_step *copy = arena_alloc(&p->arena, sizeof *copy);
    struct plan_step *s = plan_add(p, &step_user, u->user);

    *copy = *u;
    copy->user = arena_strdup(&p->arena, u->user);
    s->payload = copy;
    words(p, s);
    return s;
}

static bool together(const struct plan_step *a, const struct plan_step *b)
{
    (void)a;
    (void)b;
    return false;
}

static struct request *send_steps(struct cluster *c, const struct plan_step *s, size_t n,
                                  request_done *done, void *user)
{
    const struct user_step *u = s->payload;
    struct scram_change change = {u->user, u->mechanism, u->iterations, u->password};

    (void)n;
    return kafka_alter_user(c, &change, done, user);
}

static bool concerns(const struct plan_step *s, const struct outcome *o)
{
    const struct user_step *u = s->payload;

    return strcmp(o->object, u->user) == 0;
}

static void want(const struct plan_step *s, struct reads *f)
{
    (void)s;
    reads_want(f, FACT_USERS, NULL);
}

static bool read_back(struct plan *p, struct plan_step *s, const struct reads *f, bool *as_intended,
                      struct err *err)
{
    const struct user_step *u = s->payload;
    const struct user_list *l = reads_users(f, err);
    const struct user *found = user_list_find(l, u->user);
    int32_t now = found ? found->iterations[u->mechanism] : 0;

    if (!l)
        return false;
    if (found && found->err)
        return err_set(err, ERR_BROKER, "%s", found->err);
    s->now = user_step_shown(p, now);
    *as_intended = now == u->iterations;
    if (*as_intended && unseen(u) && s->state != STEP_ACCEPTED && s->state != STEP_DONE)
        return err_set(err, ERR_UNSUPPORTED, "whether the password was changed can't be read back");
    return true;
}

static bool reverse(struct plan *to, const struct plan_step *s, struct err *err)
{
    const struct user_step *u = s->payload;
    struct user_step back = {.user = u->user, .mechanism = u->mechanism, .was = u->iterations};

    (void)err;
    plan_add_user(to, &back);
    return true;
}

static json_t *to_json(const struct plan_step *s)
{
    const struct user_step *u = s->payload;

    return json_pack("{s:o, s:s, s:I, s:I}", "user", json_text(u->user), "mechanism",
                     scram_name(u->mechanism), "iterations", (json_int_t)u->iterations, "was",
                     (json_int_t)u->was);
}

static bool in_range(int64_t n, const char *what, struct err *err)
{
    return (n >= 0 && n <= INT32_MAX) ||
           err_set(err, ERR_CONFIG, "'%s' is not a number of iterations", what);
}

static bool from_json(struct plan *p, struct plan_step *s, const json_t *data, struct err *err)
{
    struct user_step *u = arena_alloc(&p->arena, sizeof *u);
    const char *mechanism;
    int64_t iterations, was;

    if (!json_need_text(&p->arena, data, "user", &u->user, err) ||
        !json_need_text(&p->arena, data, "mechanism", &mechanism, err) ||
        !json_need_int(data, "iterations", &iterations, err) ||
        !json_need_int(data, "was", &was, err) || !in_range(iterations, "iterations", err) ||
        !in_range(was, "was", err))
        return false;
    if (!scram_parse(mechanism, &u->mechanism))
        return err_set(err, ERR_CONFIG, "there is no mechanism %s", mechanism);
    u->iterations = (int32_t)iterations;
    u->was = (int32_t)was;
    s->payload = u;
    return true;
}

const struct step_kind step_user = {
    .name = "scram",
    .together = together,
    .send = send_steps,
    .concerns = concerns,
    .want = want,
    .read = read_back,
    .reverse = reverse,
    .to_json = to_json,
    .from_json = from_json,
    .words = words,
};
