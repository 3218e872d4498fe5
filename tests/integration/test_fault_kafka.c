/* Brokers that die, hang and come back while a connection looks on. Harms the cluster, mends it. */
#include "core/config/profile.h"
#include "core/resource/resource.h"
#include "tests/support/rig.h"
#include "tests/support/run.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { NOTICED_MS = 30000 };

#define PROPS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void cluster_does(const char *what)
{
    struct run did = run_shell("tests/cluster/cluster %s", what);
    if (did.status != 0)
        fail_msg("cluster %s: %s", what, did.err);
    run_release(&did);
}

static struct rig *watch_brokers(void)
{
    struct rig *r = rig_open_session(PROPS("bootstrap.servers", run_env("KLAMM_BOOTSTRAP")));
    if (!r->session)
        fail_msg("%s", r->err.msg);
    dataset_open(r->session, resource_find("brokers"), NULL);
    rig_wait_link(r, LINK_UP, NOTICED_MS);
    return r;
}

static bool alive(struct rig *r, int32_t id)
{
    const struct broker_seen *b = model_broker_seen(&r->session->model, id);
    return b && b->alive;
}

static bool has_all(struct rig *r)
{
    return alive(r, 1) && alive(r, 2) && alive(r, 3);
}

static bool lost_two(struct rig *r)
{
    return alive(r, 1) && !alive(r, 2) && alive(r, 3);
}

/* What the link did on the way, so that "stayed up" can be told from "came up again". */
static bool went_down(struct rig *r)
{
    const struct log *l = &r->session->model.log;
    for (size_t i = 0; i < l->len; i++)
        if (strstr(log_at(l, i)->text, "not connected"))
            return true;
    return false;
}

static void test_one_of_three_dies(void **state)
{
    (void)state;
    struct rig *r = watch_brokers();
    assert_true(rig_wait(r, has_all, NOTICED_MS));
    cluster_does("kill 2");
    assert_true(rig_wait(r, lost_two, NOTICED_MS));
    assert_int_equal(r->session->model.link, LINK_UP);
    cluster_does("start 2");
    assert_true(rig_wait(r, has_all, NOTICED_MS));
    assert_false(went_down(r));
    rig_close(r);
}

static void test_one_of_three_hangs(void **state)
{
    (void)state;
    struct rig *r = watch_brokers();
    cluster_does("pause 2");
    assert_true(rig_wait(r, lost_two, NOTICED_MS));
    cluster_does("resume 2");
    assert_true(rig_wait(r, has_all, NOTICED_MS));
    assert_false(went_down(r));
    rig_close(r);
}

static void test_all_hang(void **state)
{
    (void)state;
    struct rig *r = watch_brokers();
    assert_true(rig_wait(r, has_all, NOTICED_MS));
    cluster_does("pause 1");
    cluster_does("pause 2");
    cluster_does("pause 3");
    rig_wait_link(r, LINK_DOWN, NOTICED_MS);
    assert_int_equal(r->session->model.link_err.kind, ERR_TIMEOUT);
    struct dataset *d = r->session->datasets.v.data[0];
    assert_int_equal(d->table->nrows, 3); /* what was known stays */
    cluster_does("resume 1");
    cluster_does("resume 2");
    cluster_does("resume 3");
    rig_wait_link(r, LINK_UP, NOTICED_MS);
    assert_true(rig_wait(r, has_all, NOTICED_MS));
    rig_close(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_of_three_dies),
        cmocka_unit_test(test_one_of_three_hangs),
        cmocka_unit_test(test_all_hang),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
