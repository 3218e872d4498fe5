#include "tests/support/getting_in.h"

#include "core/base/file.h"
#include "core/base/mem.h"
#include "core/config/options.h"
#include "core/config/options_profile.h"
#include "core/kafka/cluster.h"
#include "core/kafka/handle.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATIENCE_MS = 40000 };

struct attempt {
    uv_loop_t loop;
    uv_timer_t patience;
    struct model model;
    struct cluster *cluster;
    bool over;
};

static void judge(void *user)
{
    struct attempt *a = user;
    /* Refused logins end the attempt too; other troubles of a start may pass. */
    a->over |= a->model.link == LINK_UP ||
               (a->model.link == LINK_DOWN && a->model.link_err.kind == ERR_AUTH);
}

static void out_of_patience(uv_timer_t *t)
{
    ((struct attempt *)t->data)->over = true;
}

bool gets_in(const struct profile *p, struct err *err)
{
    struct attempt *a = xcalloc(1, sizeof *a);
    struct cluster_hooks hooks = {.link_changed = judge, .user = a};
    uv_loop_init(&a->loop);
    model_init(&a->model, p->name);
    uv_timer_init(&a->loop, &a->patience);
    a->patience.data = a;
    uv_timer_start(&a->patience, out_of_patience, PATIENCE_MS, 0);
    a->cluster = cluster_new(&a->loop, p, &a->model, &hooks, err);
    while (a->cluster && !a->over)
        uv_run(&a->loop, UV_RUN_ONCE);
    bool in = a->cluster && a->model.link == LINK_UP;
    if (a->cluster && !in)
        *err = a->model.link_err;
    cluster_free(a->cluster);
    uv_close((uv_handle_t *)&a->patience, NULL);
    uv_run(&a->loop, UV_RUN_DEFAULT);
    assert_true(kafka_wait_gone(PATIENCE_MS));
    assert_int_equal(uv_loop_close(&a->loop), 0);
    model_release(&a->model);
    free(a);
    return in;
}

void klamm_gets_in_with(const char *properties_file, size_t warnings)
{
    char name[] = "klamm", flag[] = "-F";
    char *file = xstrdup(properties_file);
    char *argv[] = {name, flag, file, NULL};
    struct options o;
    struct config c;
    struct problems problems;
    struct err err = {0};
    problems_init(&problems);
    config_init(&c);
    assert_true(options_parse(&o, 3, argv, &err));
    struct profile *p = options_profile(&o, &c, &problems, &err);
    if (!p || !gets_in(p, &err))
        fail_msg("%s", err.msg);
    if (problems.len != warnings)
        fail_msg("%zu warnings, the first: %s", problems.len,
                 problems.len ? problems.data[0].text : "");
    profile_free(p);
    options_release(&o);
    config_release(&c);
    problems_release(&problems);
    free(file);
}

char *write_file(const char *dir, const char *name, const char *text)
{
    char *path = xasprintf("%s/%s", dir, name);
    assert_true(file_write(path, text, strlen(text), 0600, NULL));
    return path;
}

void both_get_in_warned(const char *dir, const char *servers, const char *text, size_t warnings)
{
    char *all = xasprintf("bootstrap.servers=%s\n%s", servers, text);
    char *path = write_file(dir, "client.properties", all);
    free(run_tool("topics --list --bootstrap-server %s --command-config %s", servers, path));
    klamm_gets_in_with(path, warnings);
    free(path);
    free(all);
}

void both_get_in(const char *dir, const char *servers, const char *text)
{
    both_get_in_warned(dir, servers, text, 0);
}
