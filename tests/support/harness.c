/* See harness.h. Waiting is running the loop with one timer as the limit. */
#include "tests/support/harness.h"

#include "core/base/clock.h"
#include "core/base/mem.h"
#include "core/config/profile.h"
#include "core/kafka/handle.h"
#include "tests/support/test.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { GONE_MS = 10000, ANSWER_MS = 15000 };

static struct harness *harness_new(const char *const *props)
{
    struct harness *r = xcalloc(1, sizeof *r);
    uv_loop_init(&r->loop);
    r->profile = profile_new("test", "test");
    for (size_t i = 0; props[i]; i += 2)
        properties_set(&r->profile->properties, props[i], PROPERTY_LITERAL, props[i + 1], "test");
    return r;
}

struct harness *harness_open(const char *const *props)
{
    struct harness *r = harness_new(props);
    model_init(&r->model, "test");
    r->cluster = cluster_new(&r->loop, r->profile, &r->model, NULL, &r->err);
    return r;
}

static void on_changed(void *user)
{
    (void)user; /* harness_wait looks after every turn of the loop */
}

struct harness *harness_open_session(const char *const *props)
{
    struct harness *r = harness_new(props);
    r->session = session_new(&r->loop, r->profile, on_changed, r, &r->err);
    r->cluster = r->session ? r->session->cluster : NULL;
    return r;
}

struct harness *harness_open_paced(const char *const *props,
                                   void (*change)(struct profile_limits *l))
{
    struct harness *r = harness_new(props);
    change(&r->profile->limits);
    r->session = session_new(&r->loop, r->profile, on_changed, r, &r->err);
    r->cluster = r->session ? r->session->cluster : NULL;
    return r;
}

const struct model *harness_model(const struct harness *r)
{
    return r->session ? &r->session->model : &r->model;
}

void harness_close(struct harness *r)
{
    if (r->session) {
        session_free(r->session);
    } else {
        cluster_free(r->cluster);
        model_release(&r->model);
    }
    uv_run(&r->loop, UV_RUN_DEFAULT); /* close callbacks; ends because nothing else is open */
    assert_int_equal(uv_loop_close(&r->loop), 0);
    assert_true(kafka_wait_gone(GONE_MS));
    profile_free(r->profile);
    free(r);
}

static void on_limit(uv_timer_t *timer)
{
    *(bool *)timer->data = true;
}

static void on_closed(uv_handle_t *handle)
{
    free(handle);
}

bool harness_wait(struct harness *r, bool (*cond)(struct harness *r), int timeout_ms)
{
    bool over = false;
    uv_timer_t *limit = xcalloc(1, sizeof *limit);
    uv_update_time(&r->loop);
    uv_timer_init(&r->loop, limit);
    limit->data = &over;
    uv_timer_start(limit, on_limit, (uint64_t)timeout_ms, 0);
    while (!cond(r) && !over)
        uv_run(&r->loop, UV_RUN_ONCE);
    uv_close((uv_handle_t *)limit, on_closed);
    return cond(r);
}

static bool is_connecting(struct harness *r)
{
    return harness_model(r)->link == LINK_CONNECTING;
}
static bool is_up(struct harness *r)
{
    return harness_model(r)->link == LINK_UP;
}
static bool is_down(struct harness *r)
{
    return harness_model(r)->link == LINK_DOWN;
}

void harness_wait_link(struct harness *r, enum link_state state, int timeout_ms)
{
    bool (*const conds[])(struct harness *) = {
        [LINK_CONNECTING] = is_connecting, [LINK_UP] = is_up, [LINK_DOWN] = is_down};
    if (!harness_wait(r, conds[state], timeout_ms))
        fail_msg("link is %d, not %d: %s", (int)harness_model(r)->link, (int)state,
                 harness_model(r)->link_err.msg);
}

void harness_done(void *harness, void *result, const struct err *err)
{
    struct harness *r = harness;
    r->result = result;
    r->asked = err ? *err : (struct err){0};
    r->answered = true;
}

static bool is_answered(struct harness *r)
{
    return r->answered;
}

void *harness_answer(struct harness *r)
{
    if (!harness_wait(r, is_answered, ANSWER_MS))
        fail_msg("no answer");
    r->answered = false;
    return r->result;
}

int harness_unresponsive_listener(char *address, size_t size)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in in = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof in;
    assert_int_equal(bind(fd, (struct sockaddr *)&in, len), 0);
    assert_int_equal(listen(fd, 16), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&in, &len), 0);
    snprintf(address, size, "127.0.0.1:%d", ntohs(in.sin_port));
    return fd;
}
