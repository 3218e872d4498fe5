/* Steps about SCRAM credentials: what can be known of a password by reading back, and that it is
 * in nothing that is written. */
#include "core/action/action.h"
#include "core/action/register.h"
#include "core/plan/outcome.h"
#include "core/plan/plan_json.h"
#include "core/plan/step/step_user.h"
#include "tests/support/reverse.h"
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>

static struct plan *plan_of(int32_t was, int32_t iterations)
{
    struct plan *p = plan_new("user-alter");
    struct user_step u = {.user = "ann\x1b[2J",
                          .mechanism = SCRAM_SHA_512,
                          .iterations = iterations,
                          .was = was,
                          .password = "h1dden"};

    plan_add_user(p, &u);
    return p;
}

/* The cluster as if it had answered that the user has this many iterations. */
static void answered(struct reads *f, int32_t iterations)
{
    struct user_list *l = user_list_new();

    l->users = arena_array(&l->arena, 1, sizeof *l->users);
    l->users[0].name = "ann\x1b[2J";
    l->users[0].iterations[SCRAM_SHA_512] = iterations;
    l->n = 1;
    reads_init(f, NULL);
    reads_want(f, FACT_USERS, NULL);
    f->items.data[0]->answer = l;
}

static enum step_state after(int32_t was, int32_t iterations, enum step_state state, int32_t now)
{
    struct plan *p = plan_of(was, iterations);
    struct reads f;

    answered(&f, now);
    p->steps[0].state = state;
    outcome_compare(p, &p->steps[0], &f, true);
    state = p->steps[0].state;
    reads_release(&f);
    plan_free(p);
    return state;
}

static void test_read_back(void **state)
{
    (void)state;
    assert_int_equal(after(0, 8192, STEP_ACCEPTED, 8192), STEP_DONE);
    assert_int_equal(after(0, 8192, STEP_UNKNOWN, 8192), STEP_DONE);
    assert_int_equal(after(0, 8192, STEP_UNKNOWN, 0), STEP_UNKNOWN);
    assert_int_equal(after(4096, 0, STEP_UNKNOWN, 0), STEP_DONE);
    assert_int_equal(after(4096, 0, STEP_ACCEPTED, 4096), STEP_DIFFERS);
    assert_int_equal(after(4096, 8192, STEP_UNKNOWN, 8192), STEP_DONE);
    /* Only the password is new: without an answer it is unknown. */
    assert_int_equal(after(8192, 8192, STEP_ACCEPTED, 8192), STEP_DONE);
    assert_int_equal(after(8192, 8192, STEP_UNKNOWN, 8192), STEP_UNKNOWN);
    assert_int_equal(after(8192, 8192, STEP_REFUSED, 8192), STEP_REFUSED);
}

static void test_never_written(void **state)
{
    struct plan *p = plan_of(0, 8192), *read, *back;
    struct err err = {0};
    json_t *o;
    char *text;

    (void)state;
    p->title = "create user";
    p->confirm = "ann";
    p->args = args_copy(NULL);
    action_params_of(action_find(p->verb), p);
    args_add(p->args, "user", "ann");
    args_add(p->args, "password", "h1dden");
    o = plan_to_json(p);
    text = json_dumps(o, 0);
    assert_null(strstr(text, "h1dden"));
    assert_null(strchr(text, '\x1b'));
    read = plan_from_json(o, &err);
    assert_non_null(read);
    assert_null(((const struct user_step *)read->steps[0].payload)->password);
    assert_null(args_get(read->args, "password"));
    read->steps[0].state = STEP_DONE;
    back = plan_reverse(read, &err);
    assert_non_null(back);
    assert_string_equal(back->steps[0].before, "8192 iterations");
    assert_null(back->steps[0].after);
    assert_non_null(back->steps[0].cant_undo);
    plan_free(back);
    plan_free(read);
    plan_free(p);
    free(text);
    json_decref(o);
    p = plan_of(8192, 8192);
    assert_false(plan_is_empty(p));
    p->steps[0].state = STEP_DONE;
    assert_null(plan_reverse(p, &err));
    plan_free(p);
}

static void damaged(json_t *data)
{
    struct plan *p = plan_new("user-create");
    struct plan_step *s = plan_add(p, &step_user, "ann");
    struct err err = {0};

    assert_false(step_user.from_json(p, s, data, &err));
    assert_int_equal(err.kind, ERR_CONFIG);
    plan_free(p);
    json_decref(data);
}

static void test_damaged(void **state)
{
    (void)state;
    damaged(json_pack("{s:s, s:s, s:i}", "user", "ann", "mechanism", "SCRAM-SHA-512", "was", 0));
    damaged(json_pack("{s:s, s:s, s:i, s:i}", "user", "ann", "mechanism", "PLAIN", "iterations", 1,
                      "was", 0));
    damaged(json_pack("{s:s, s:s, s:i, s:i}", "user", "ann", "mechanism", "SCRAM-SHA-256",
                      "iterations", -1, "was", 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_read_back),
        cmocka_unit_test(test_never_written),
        cmocka_unit_test(test_damaged),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
