/* Saved plans: what comes back is what was saved; what was changed, damaged or made for something
 * else is refused, and a file that shows one thing and would send another, too. */
#include "cli/plan_file.h"
#include "core/action/acl/acl_change.h"
#include "core/action/offsets/offsets_args.h"
#include "core/action/register.h"
#include "core/base/buf.h"
#include "core/base/file.h"
#include "core/kafka/configs.h"
#include "core/plan/step/step_config.h"
#include "core/plan/step/step_offset.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static char *dir, path[300];
static struct profile *profile;
static struct err err;
static const char ID[] = "a-cluster-id";

static int set_up(void **state)
{
    (void)state;
    dir = run_dir();
    snprintf(path, sizeof path, "%s/plan.json", dir);
    profile = profile_new("test", "test");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    run_rm_dir(dir);
    profile_free(profile);
    return 0;
}

/* Partition 0 of orders goes to this offset; its log reaches from 0 to 20. */
static struct plan *reset(int64_t to, const char *state)
{
    struct plan *p = plan_new("offsets-reset");
    struct reset *r = arena_alloc(&p->arena, sizeof *r);
    r->group = "billing";
    r->goal = GOAL_LATEST;
    r->rows = arena_alloc(&p->arena, sizeof *r->rows);
    r->rows[0] = (struct offset_row){.topic = "orders", .start = 0, .end = 20, .to = to};
    r->nrows = 1;
    p->detail = r;
    struct offset_step o = {
        .group = "billing", .topic = "orders", .partition = 0, .from = 5, .to = to};
    p->args = args_copy(NULL);
    action_params_of(action_find(p->verb), p);
    args_add(p->args, "group", "billing");
    args_add(p->args, "to", "latest");
    p->title = "reset offsets of billing";
    p->confirm = "billing";
    plan_fact(p, PLAN_FACT_GROUP_STATE, "billing", NULL, state);
    plan_add_offset(p, &o);
    return p;
}

static struct plan *settings(const char *value, const char *was)
{
    struct plan *p = plan_new("config-alter");
    struct config_step c = {.type = CONFIG_TOPIC,
                            .name = "orders",
                            .key = "retention.ms",
                            .op = CONFIG_SET,
                            .value = value,
                            .was_set = true,
                            .was = was};
    p->args = args_copy(NULL);
    action_params_of(action_find(p->verb), p);
    args_add(p->args, "name", "orders");
    p->title = "change settings";
    p->confirm = "orders";
    plan_fact(p, PLAN_FACT_SETTING, "orders", "retention.ms", was);
    plan_add_config(p, &c);
    return p;
}

static void save(struct plan *p)
{
    if (!plan_file_write(path, p, ID, profile, &err))
        fail_msg("%s", err.msg);
    plan_free(p);
}

static struct plan *load(const char *verb, const char *id)
{
    err_clear(&err);
    return plan_file_read(path, action_find(verb), id, &err);
}

static void assert_says(const char *part)
{
    if (!strstr(err.msg, part))
        fail_msg("\"%s\" does not say \"%s\"", err.msg, part);
}

static void test_comes_back_as_it_was_saved(void **state)
{
    struct stat st;
    (void)state;
    save(settings("5", "7"));
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    struct plan *file = load("config-alter", ID), *now = settings("5", "7");
    assert_non_null(file);
    assert_ptr_equal(plan_file_check(file, now, &err), now);
    plan_free(now);
}

static void test_not_for_this(void **state)
{
    (void)state;
    save(settings("5", "7"));
    assert_null(load("config-alter", "another"));
    assert_int_equal(err.kind, ERR_GUARD);
    assert_says("another cluster");
    assert_null(load("offsets-reset", ID));
    assert_says("a plan of config-alter");
    assert_true(file_write(path, "{\"klamm_plan\": 3, \"plan\": {}}", 29, 0600, &err));
    assert_null(load("config-alter", ID));
    assert_says("format 3");
    assert_true(file_write(path, "[1, 2", 5, 0600, &err));
    assert_null(load("config-alter", ID));
    assert_says("not a plan");
    assert_true(file_write(path, "{}", 2, 0600, &err));
    assert_null(load("config-alter", ID));
    assert_says("not a plan");
}

/* The file with one text replaced by another of any length. */
static void edit(const char *from, const char *to)
{
    struct buf b;
    buf_init(&b, 0);
    assert_true(file_read(path, 1 << 20, &b, &err));
    char *at = strstr(b.data, from);
    assert_non_null(at);
    size_t offset = (size_t)(at - b.data);
    buf_erase(&b, offset, strlen(from));
    buf_insert(&b, offset, to, strlen(to));
    assert_true(file_write(path, buf_str(&b), b.len, 0600, &err));
    buf_release(&b);
}

static void test_edits_are_found(void **state)
{
    (void)state;
    save(settings("5", "7"));
    edit("\"value\": \"5\"", "\"value\": \"55\"");
    assert_null(load("config-alter", ID));
    assert_int_equal(err.kind, ERR_GUARD);
    assert_says("changed since it was saved");
}

static void refused(struct plan *file, struct plan *now, const char *part)
{
    err_clear(&err);
    assert_null(plan_file_check(file, now, &err));
    assert_int_equal(err.kind, ERR_GUARD);
    assert_says(part);
}

static void test_the_cluster_changed(void **state)
{
    (void)state;
    refused(settings("5", "7"), settings("5", "6"), "retention.ms of orders was 7 and is now 6");
    refused(reset(9, "empty"), reset(9, "stable"), "cluster changed");
}

static void test_steps_that_their_arguments_do_not_make(void **state)
{
    struct plan *file = settings("5", "7");
    (void)state;
    ((struct config_step *)file->steps[0].payload)->value = "666";
    refused(file, settings("5", "7"), "not those");
    file = settings("5", "7");
    ((struct config_step *)file->steps[0].payload)->name = "other";
    refused(file, settings("5", "7"), "not those");
    file = settings("5", "7");
    file->steps[0].after = "4";
    refused(file, settings("5", "7"), "not those");
    file = settings("5", "7");
    plan_add_config(file, &(struct config_step){
                              .type = CONFIG_TOPIC, .name = "b", .key = "x", .op = CONFIG_DELETE});
    refused(file, settings("5", "7"), "not those");
}

/* The end of a log grows: that is the same state, but the saved offset is sent, and shown. */
static void test_values_that_grow_are_sent_as_saved(void **state)
{
    struct plan *file = reset(9, "empty"), *kept;
    (void)state;
    file->title = "reset \x1b[2J";
    plan_warn(file, "all is well");
    kept = plan_file_check(file, reset(12, "empty"), &err);
    assert_ptr_equal(kept, file);
    assert_string_equal(kept->steps[0].after, "9");
    assert_null(strchr(kept->title, '\x1b'));
    assert_int_equal(kept->nwarnings, 0); /* only the verb warns, not the file */
    plan_free(kept);
    refused(reset(21, "empty"), reset(12, "empty"), "21 is outside");
    /* What is shown must be what is sent. */
    file = reset(9, "empty");
    file->steps[0].after = "5";
    refused(file, reset(12, "empty"), "not those");
    file = reset(9, "empty");
    ((struct offset_step *)file->steps[0].payload)->group = "other";
    refused(file, reset(12, "empty"), "not those");
    file = reset(9, "empty");
    ((struct offset_step *)file->steps[0].payload)->partition = 3;
    refused(file, reset(12, "empty"), "no longer in scope");
}

static void test_secrets_are_not_saved(void **state)
{
    struct plan *p = settings("5", "7");
    (void)state;
    p->steps[0].secret = true;
    err_clear(&err);
    assert_false(plan_file_write(path, p, ID, profile, &err));
    assert_says("secret");
    plan_free(p);
}

/* ---- of format 1, which had sentences where there are ids now -------------------------------- */

static const char OLD_ID[] = "a2xhbW0tdGVzdC1jbHVzdA";

static struct plan *load_old(const char *name, const char *verb)
{
    char old[200];
    struct plan *p;
    snprintf(old, sizeof old, "tests/fixtures/format-1/%s.json", name);
    err_clear(&err);
    p = plan_file_read(old, action_find(verb), OLD_ID, &err);
    if (!p)
        fail_msg("%s: %s", name, err.msg);
    return p;
}

/* config-alter as it plans today, in the state the saved plan was made from but for the topic's
 * id. */
static struct plan *old_settings(const char *topic_id)
{
    struct plan *p = plan_new("config-alter");
    struct config_step c = {.type = CONFIG_TOPIC,
                            .name = "old-orders",
                            .key = "retention.ms",
                            .op = CONFIG_SET,
                            .value = "172800000",
                            .was_set = true,
                            .was = "86400000"};
    p->args = args_copy(NULL);
    action_params_of(action_find(p->verb), p);
    p->title = "change settings";
    p->confirm = "old-orders";
    plan_fact(p, PLAN_FACT_SETTING, "old-orders", "retention.ms", "86400000 (its own)");
    plan_fact(p, PLAN_FACT_TOPIC_ID, "old-orders", NULL, topic_id);
    plan_add_config(p, &c);
    return p;
}

static void test_format_1_is_still_read(void **state)
{
    struct plan *now = old_settings("WBRK54WtQOqtPKxpEEgVHQ");
    (void)state;
    if (!plan_file_check(load_old("config-alter", "config-alter"), now, &err))
        fail_msg("%s", err.msg);
    plan_free(now);
    refused(load_old("config-alter", "config-alter"), old_settings("another"),
            "the id of topic old-orders was WBRK54WtQOqtPKxpEEgVHQ and is now another");
}

/* What an ACL gives to which principal was a sentence alone. */
static void test_format_1_of_acls(void **state)
{
    struct acl acl = {.principal = "User:old-bob",
                      .host = "*",
                      .name = "old-orders",
                      .resource = ACL_TOPIC,
                      .pattern = ACL_LITERAL,
                      .operation = ACL_READ,
                      .permission = ACL_ALLOW};
    struct acl_list there = {.acls = &acl, .n = 1};
    struct acl_change c = {.now = &there};
    struct plan *now = plan_new("acl-delete");
    (void)state;
    now->args = args_copy(NULL);
    action_params_of(action_find(now->verb), now);
    now->title = "remove ACL";
    now->confirm = "User:old-bob";
    c.settings.everyone = ACCESS_NOT_SHOWN;
    acl_set_add(&now->arena, &c.remove, &acl);
    acl_change_plan(now, &c, profile);
    assert_int_equal(now->nfacts, 2);
    if (!plan_file_check(load_old("acl-delete", "acl-delete"), now, &err))
        fail_msg("%s", err.msg);
    plan_free(now);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_comes_back_as_it_was_saved),
        cmocka_unit_test(test_not_for_this),
        cmocka_unit_test(test_edits_are_found),
        cmocka_unit_test(test_the_cluster_changed),
        cmocka_unit_test(test_steps_that_their_arguments_do_not_make),
        cmocka_unit_test(test_values_that_grow_are_sent_as_saved),
        cmocka_unit_test(test_secrets_are_not_saved),
        cmocka_unit_test(test_format_1_is_still_read),
        cmocka_unit_test(test_format_1_of_acls),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
