/* klamm config-alter NAME --edit: the document goes through $EDITOR, here a script, and what it
 * asks for is planned and sent like any other change. */
#include "tests/support/admin.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char topic[64], other[64], *dir;

static int set_up(void **state)
{
    static const char *const settings[] = {"retention.ms=3600000", "flush.ms=60000", NULL};

    (void)state;
    snprintf(topic, sizeof topic, "%s", run_name("cli-edit"));
    snprintf(other, sizeof other, "%s", run_name("cli-edit"));
    admin_create_topic(topic, 1, 1, settings);
    admin_create_topic(other, 1, 1, settings);
    dir = run_dir();
    setenv("TMPDIR", dir, 1);
    setenv("KLAMM_STATE_DIR", dir, 1);
    unsetenv("VISUAL");
    unsetenv("XDG_RUNTIME_DIR");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    admin_delete_topic(topic);
    admin_delete_topic(other);
    run_rm_dir(dir);
    return 0;
}

static struct run edit(const char *editor, const char *words)
{
    setenv("EDITOR", editor, 1);
    return run_klamm("-b %s config-alter %s --edit", run_env("KLAMM_BOOTSTRAP"), words);
}

static void assert_says(struct run *r, int status, const char *part)
{
    if (r->status != status || (!strstr(r->err, part) && !strstr(r->out, part)))
        fail_msg("exit %d, '%s' is not in:\n%s\n%s", r->status, part, r->out, r->err);
    run_release(r);
}

static void assert_no_journal(void)
{
    struct run r = run_shell("ls '%s'", dir);

    assert_string_equal(r.out, ""); /* and no document stays behind */
    run_release(&r);
}

static void test_nothing_asked_nothing_sent(void **state)
{
    struct run r = edit("true", topic);

    (void)state;
    assert_says(&r, 0, "saved unchanged: nothing to do");
    r = edit("sed -i 's/^retention.ms = .*/retention.ms = 3600000/'", topic);
    assert_says(&r, 0, "what is there already");
    r = edit("false", topic);
    assert_says(&r, 1, "ended with code 1: nothing was changed");
    r = edit("echo 'no such line' >>", topic);
    assert_says(&r, 2, "no such line: write key = value");
    r = edit("true", "cli-no-such-topic");
    assert_says(&r, 1, "cli-no-such-topic");
    setenv("EDITOR", "true", 1);
    r = run_klamm("-b %s topic-create x --edit", run_env("KLAMM_BOOTSTRAP"));
    assert_says(&r, 2, "topic-create has no document to edit");
    assert_no_journal();
}

/* Of several topics a line is what is the same on all, and is changed on all. */
static void test_several_topics(void **state)
{
    char words[200];
    struct run r;

    (void)state;
    admin_set("topic", other, "segment.ms", "120000");
    snprintf(words, sizeof words, "%s %s", topic, other);
    snprintf(words + strlen(words), sizeof words - strlen(words), " --dry-run");
    r = edit("sed -i -e '/^flush.ms/d' -e 's/^retention.ms = 1h/retention.ms = 2h/' -e "
             "'s/^#segment.ms = .*/segment.ms = 3h/'",
             words);
    assert_int_equal(r.status, 0);
    assert_non_null(strstr(r.out, "2 of 2 topics change, in 6 steps"));
    assert_non_null(strstr(r.out, "--delete-config flush.ms"));
    assert_non_null(strstr(r.out, "segment.ms=10800000"));
    run_release(&r);
    assert_no_journal();
}

static void test_changed_and_sent(void **state)
{
    char words[100], *seen;
    struct run r;

    (void)state;
    snprintf(words, sizeof words, "%s --yes", topic);
    r = edit("sed -i -e '/^flush.ms/d' -e 's/^retention.ms = .*/retention.ms = 2d/'", words);
    assert_says(&r, 0, "done: 2 of 2 steps");
    seen = run_tool("configs --describe --topic %s", topic);
    assert_non_null(strstr(seen, "retention.ms=172800000"));
    assert_null(strstr(seen, "flush.ms"));
    free(seen);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_asked_nothing_sent),
        cmocka_unit_test(test_several_topics),
        cmocka_unit_test(test_changed_and_sent),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
