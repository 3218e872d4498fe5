/* The question of klamm can and of :can, word by word. */
#include "core/insight/can_ask.h"

#include "tests/support/test.h"
#include "tests/unit/made_up.h"

#include <string.h>

static struct arena a;
static struct model m;

static int set_up(void **state)
{
    (void)state;
    arena_init(&a);
    model_init(&m, "test");
    struct metadata *md = made_metadata(1);
    made_topic(md, "both");
    made_partition(md, 1, "1", "1");
    made_topic(md, "payments");
    made_partition(md, 1, "1", "1");
    metadata_seal(md);
    model_take_metadata(&m, md);
    struct group_listing *l = made_listing();
    made_listed(l, "billing", GROUP_STABLE);
    made_listed(l, "both", GROUP_STABLE);
    model_take_group_list(&m, l);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    model_release(&m);
    arena_release(&a);
    return 0;
}

/* NULL: it is understood; else what is wrong with it. */
static const char *ask(struct can_question *q, const char *const *words)
{
    static struct err err;
    *q = (struct can_question){.arena = &a};
    err_clear(&err);
    for (; *words; words++)
        if (!can_take_word(q, *words, &err))
            return err.msg;
    return can_fits(q, &err) && can_guess(q, &m, &err) && can_fits(q, &err) ? NULL : err.msg;
}

#define ASK(q, ...) ask(q, (const char *const[]){__VA_ARGS__, NULL})

static void names_alone_are_guessed(void **state)
{
    struct can_question q;
    (void)state;
    assert_null(ASK(&q, "bob", "read", "payments"));
    assert_string_equal(q.query.principal, "User:bob");
    assert_int_equal(q.query.operation, ACL_READ);
    assert_int_equal(q.places[0].resource, ACL_TOPIC);
    assert_int_equal(q.nnotes, 2);
    assert_string_equal(q.notes[0], "bob is taken for User:bob");
    assert_string_equal(q.notes[1], "payments is taken for topic/payments");
    assert_null(ASK(&q, "User:bob", "consume", "payments", "billing"));
    assert_int_equal(q.places[1].resource, ACL_GROUP);
    assert_null(ASK(&q, "User:bob", "write", "both")); /* groups are not written to */
}

static void what_is_not_clear_is_refused(void **state)
{
    struct can_question q;
    (void)state;
    assert_non_null(strstr(ASK(&q, "User:bob", "read", "both"), "a topic and a group"));
    assert_non_null(strstr(ASK(&q, "User:bob", "read", "nothing"), "neither a topic nor a group"));
    assert_non_null(strstr(ASK(&q, "User:bob", "eat", "payments"), "not an operation"));
    assert_non_null(strstr(ASK(&q, "user:bob", "read"), "did you mean User:bob?"));
    assert_non_null(strstr(ASK(&q, "User:bob", "consume", "payments"), "a topic and a group"));
    assert_non_null(strstr(ASK(&q, "User:bob", "write", "group/x"), "nothing needs Write"));
    assert_non_null(strstr(ASK(&q, "User:bob", "read", "topic/*"), "not a single topic"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(names_alone_are_guessed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_not_clear_is_refused, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
