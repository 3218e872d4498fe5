/* Drives core/action for the integration tests. */
#include "tests/support/act.h"

#include "core/action/apply.h"
#include "core/action/plan_watch.h"
#include "core/action/register.h"
#include "core/base/clock.h"
#include "core/kafka/cluster_desc.h"
#include "core/kafka/configs.h"
#include "core/kafka/handle.h"
#include "core/kafka/offsets.h"
#include "core/plan/reads.h"
#include "tests/support/admin.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { SETTLE_MS = 60000 };

static void set(struct act *a, const char *name, const char *value)
{
    properties_set(&a->profile->properties, name, PROPERTY_LITERAL, value, "test");
}

static void prepare(struct act *a)
{
    memset(a, 0, sizeof *a);
    assert_int_equal(uv_loop_init(&a->loop), 0);
    model_init(&a->model, "test");
    a->profile = profile_new("test", "test");
}

static void connect_to(struct act *a)
{
    struct err err = {0};

    a->cluster = cluster_new(&a->loop, a->profile, &a->model, NULL, &err);
    if (!a->cluster)
        fail_msg("%s", err.msg);
    a->state = run_dir();
    setenv("KLAMM_STATE_DIR", a->state, 1);
}

void act_open(struct act *a, const char *brokers)
{
    prepare(a);
    set(a, "bootstrap.servers", brokers ? brokers : run_env("KLAMM_BOOTSTRAP"));
    connect_to(a);
}

void act_open_hasty(struct act *a, const char *timeout_ms)
{
    prepare(a);
    set(a, "bootstrap.servers", run_env("KLAMM_BOOTSTRAP"));
    set(a, "socket.timeout.ms", timeout_ms);
    connect_to(a);
}

static void log_in(struct act *a, const char *mechanism, const char *user, const char *password)
{
    prepare(a);
    set(a, "bootstrap.servers", run_env("KLAMM_BOOTSTRAP_SASL_PLAINTEXT"));
    set(a, "security.protocol", "SASL_PLAINTEXT");
    set(a, "sasl.mechanism", mechanism);
    set(a, "sasl.username", user);
    set(a, "sasl.password", password);
    connect_to(a);
}

void act_open_as(struct act *a, const char *user)
{
    char variable[64];

    snprintf(variable, sizeof variable, "KLAMM_PASSWORD_%s", user);
    log_in(a, "PLAIN", user, run_env(variable));
}

void act_open_scram(struct act *a, const char *user, const char *password)
{
    log_in(a, "SCRAM-SHA-512", user, password);
}

void act_close(struct act *a)
{
    cluster_free(a->cluster);
    while (uv_run(&a->loop, UV_RUN_NOWAIT))
        ;
    assert_int_equal(uv_loop_close(&a->loop), 0);
    model_release(&a->model);
    profile_free(a->profile);
    run_rm_dir(a->state);
    assert_true(kafka_wait_gone(60000));
}

int act_set_up(void **state)
{
    static struct act a;
    act_open(&a, NULL);
    *state = &a;
    return 0;
}

int act_tear_down(void **state)
{
    act_close(*state);
    return 0;
}

static void on_late(uv_timer_t *t)
{
    (void)t;
    fail_msg("no answer within a minute");
}

static void on_timer_closed(uv_handle_t *h)
{
    *(bool *)h->data = true;
}

void act_wait(struct act *a, const bool *flag)
{
    uv_timer_t timer;
    bool closed = false;

    uv_timer_init(&a->loop, &timer);
    timer.data = &closed;
    uv_timer_start(&timer, on_late, 60000, 0);
    while (!*flag)
        uv_run(&a->loop, UV_RUN_ONCE);
    uv_close((uv_handle_t *)&timer, on_timer_closed);
    while (!closed)
        uv_run(&a->loop, UV_RUN_ONCE);
}

struct asked {
    bool answered;
    struct err err;
};

static void on_answer(void *user, void *result, const struct err *err)
{
    struct asked *w = user;

    w->answered = true;
    w->err = err ? *err : (struct err){0};
    cluster_desc_free(result);
}

static void on_pause_over(uv_timer_t *t)
{
    uv_close((uv_handle_t *)t, on_timer_closed);
}

static void act_pause(struct act *a, int ms)
{
    uv_timer_t pause;
    bool over = false;

    uv_timer_init(&a->loop, &pause);
    pause.data = &over;
    uv_timer_start(&pause, on_pause_over, (uint64_t)ms, 0);
    act_wait(a, &over);
}

void act_settle(struct act *a)
{
    int64_t until = clock_mono_ms() + SETTLE_MS;

    for (;;) {
        struct asked w = {0};

        kafka_describe_cluster(a->cluster, on_answer, &w);
        act_wait(a, &w.answered);
        if (w.err.kind == ERR_NONE)
            break;
        if (clock_mono_ms() > until)
            fail_msg("the cluster does not answer: %s", w.err.msg);
        act_pause(a, 100);
    }
    act_pause(a, 0);
}

struct setting {
    const char *key, *value;
    bool done, as_wanted;
};

static void on_setting(void *user, void *result, const struct err *err)
{
    struct config_list *l = result;
    struct setting *s = user;

    s->done = true;
    if (!err && l->n == 1) {
        const struct config_entry *e = config_set_find(l->c[0], s->key);
        bool own = e && config_entry_overridden(l->c[0], e);

        s->as_wanted = s->value ? own && strcmp(e->value, s->value) == 0 : !own;
    }
    config_list_free(l);
}

enum { KNOWN_MS = 60000 };

void act_wait_setting(struct act *a, const char *topic, const char *key, const char *value)
{
    struct config_query q = {CONFIG_TOPIC, topic};
    int64_t until = clock_mono_ms() + KNOWN_MS;

    for (bool seen = false, first = true; !seen; first = false) {
        struct setting s = {.key = key, .value = value};

        assert_true(first || clock_mono_ms() < until);
        kafka_describe_configs(a->cluster, &q, 1, on_setting, &s);
        act_wait(a, &s.done);
        seen = s.as_wanted;
    }
    admin_await_settings(topic); /* those that were not asked */
}

static void on_config(void *user)
{
    *(bool *)user = true;
}

void act_wait_config(struct act *a, const char *topic, const char *key, const char *value)
{
    int64_t until = clock_mono_ms() + KNOWN_MS;

    for (bool seen = false, first = true; !seen; first = false) {
        const struct config_entry *e;
        struct reads f;
        bool done = false;

        assert_true(first || clock_mono_ms() < until);
        reads_init(&f, a->cluster);
        reads_want_config(&f, CONFIG_TOPIC, topic);
        reads_run(&f, on_config, &done);
        act_wait(a, &done);
        e = config_set_find(reads_config(&f, CONFIG_TOPIC, topic, NULL), key);
        seen = e && e->value && strcmp(e->value, value) == 0;
        reads_release(&f);
    }
    admin_await_settings(topic);
}

struct planned {
    bool done;
    struct plan *plan;
    struct err err;
};

static void on_planned(void *user, struct plan *plan, const struct err *err)
{
    struct planned *w = user;

    assert_false(w->done);
    w->done = true;
    w->plan = plan;
    if (err)
        w->err = *err;
}

static void on_watched(void *user, const struct err *err)
{
    struct planned *w = user;

    if (err)
        fail_msg("%s", err->msg);
    w->done = true;
}

void act_watch(struct act *a, struct plan *p)
{
    struct planned w = {0};

    if (!p->nwatches)
        return;
    plan_watch(p, a->cluster, on_watched, &w);
    act_wait(a, &w.done);
}

static struct plan *plan_with(struct act *a, const char *verb, va_list ap, struct err *err)
{
    const struct action *action = action_find(verb);
    struct action_ctx x = {.cluster = a->cluster, .model = &a->model};
    struct planned w = {0};
    struct args args;
    const char *name;

    assert_non_null(action);
    args_init(&args);
    while ((name = va_arg(ap, const char *)))
        args_add(&args, name, va_arg(ap, const char *));
    action_plan(action, &x, &args, on_planned, &w);
    assert_false(w.done);
    args_release(&args);
    act_wait(a, &w.done);
    *err = w.err;
    if (w.plan)
        act_watch(a, w.plan);
    return w.plan;
}

struct plan *act_plan(struct act *a, struct err *err, const char *verb, ...)
{
    struct plan *p;
    va_list ap;

    va_start(ap, verb);
    p = plan_with(a, verb, ap, err);
    va_end(ap);
    return p;
}

struct plan *act_plan_ok(struct act *a, const char *verb, ...)
{
    struct err err = {0};
    struct plan *p;
    va_list ap;

    va_start(ap, verb);
    p = plan_with(a, verb, ap, &err);
    va_end(ap);
    if (!p)
        fail_msg("%s: %s", verb, err.msg);
    return p;
}

struct applied {
    bool done;
    struct apply_result r;
};

static void on_applied(void *user, const struct apply_result *r)
{
    static char id[64];
    struct applied *w = user;

    assert_false(w->done);
    w->done = true;
    w->r = *r;
    if (r->journal_id) {
        snprintf(id, sizeof id, "%s", r->journal_id);
        w->r.journal_id = id;
    }
}

struct apply_result act_apply(struct act *a, struct plan *p)
{
    struct applied w = {0};

    plan_apply(p, a->cluster, on_applied, &w);
    assert_false(w.done);
    act_wait(a, &w.done);
    return w.r;
}

void act_do(struct act *a, enum apply_status status, const char *verb, ...)
{
    struct err err = {0};
    struct apply_result r;
    struct plan *p;
    va_list ap;

    va_start(ap, verb);
    p = plan_with(a, verb, ap, &err);
    va_end(ap);
    if (!p)
        fail_msg("%s: %s", verb, err.msg);
    r = act_apply(a, p);
    if (r.status != status)
        fail_msg("%s: %s: %s", verb, apply_status_name(r.status), r.err.msg);
    plan_free(r.again);
    plan_free(p);
}

const struct plan_step *act_step(const struct plan *p, const char *object)
{
    for (size_t i = 0; i < p->nsteps; i++) {
        if (strcmp(p->steps[i].object, object) == 0)
            return &p->steps[i];
    }
    return NULL;
}

const char *act_cell(const struct plan *p, const char *row, const char *column)
{
    const struct row *r = table_find(p->preview, row);
    int col = table_column(p->preview, column);

    assert_true(col >= 0);
    return r ? value_display(&r->cells[col].value, &p->preview->arena) : "?";
}

bool act_warns(const struct plan *p, const char *part)
{
    for (size_t i = 0; i < p->nwarnings; i++) {
        if (strstr(p->warnings[i], part))
            return true;
    }
    return false;
}

struct reading {
    bool done;
    struct group_offsets *offsets;
};

static void on_offsets(void *user, void *result, const struct err *err)
{
    struct reading *r = user;

    if (err)
        fail_msg("%s", err->msg);
    r->offsets = result;
    r->done = true;
}

const char *act_commits(struct act *a, const char *group, const char *topic_a, const char *topic_b)
{
    static char text[500];
    struct reading r = {0};
    size_t n = 0;

    kafka_group_offsets(a->cluster, group, on_offsets, &r);
    act_wait(a, &r.done);
    text[0] = '\0';
    for (size_t i = 0; i < r.offsets->n && n < sizeof text; i++) {
        const struct group_offset *o = &r.offsets->o[i];
        const char *name = strcmp(o->topic, topic_a) == 0   ? "a"
                           : strcmp(o->topic, topic_b) == 0 ? "b"
                                                            : o->topic;

        n += (size_t)snprintf(text + n, sizeof text - n, "%s%s%" PRId32 "=%" PRId64, n ? " " : "",
                              name, o->partition, o->committed);
    }
    group_offsets_free(r.offsets);
    return text;
}
