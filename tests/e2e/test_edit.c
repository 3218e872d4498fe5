/* Settings as a document in $EDITOR: the editor gets the terminal, which is restored whatever
 * happens to the editor, what was changed is planned and nothing else, and no file stays behind.
 * The editors here are scripts; a test types to them as a person would. */
#include "tests/e2e/fixture.h"

#include "tests/e2e/term_impl.h"
#include "tests/support/admin.h"
#include "tests/support/run.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static char editor_path[256], tmp_path[256];

static int set_up(void **state)
{
    static const char *const settings[] = {"retention.ms=3600000", "max.message.bytes=2097152",
                                           NULL};
    fixture_set_up(state);
    struct fixture *f = *state;
    snprintf(f->topic, sizeof f->topic, "%s", run_name("e2e-edit"));
    snprintf(editor_path, sizeof editor_path, "%s/editor", f->home.dir);
    snprintf(tmp_path, sizeof tmp_path, "%s/tmp", f->home.dir);
    assert_int_equal(mkdir(tmp_path, 0700), 0);
    admin_create_topic(f->topic, 1, 3, settings);
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    admin_delete_topic(f->topic);
    return fixture_tear_down(state);
}

/* The console with this shell script as editor, which finds the document in $1; NULL: `command` is
 * the editor. */
static void start(struct fixture *f, const char *script, const char *command)
{
    char args[512], editor[300], tmp[300];
    const char *env[] = {editor, tmp, "VISUAL=", "XDG_RUNTIME_DIR=", NULL};
    if (script) {
        home_write(&f->home, "editor", script);
        assert_int_equal(chmod(editor_path, 0700), 0);
    }
    snprintf(editor, sizeof editor, "EDITOR=%s", script ? editor_path : command);
    snprintf(tmp, sizeof tmp, "TMPDIR=%s", tmp_path);
    snprintf(args, sizeof args, "-b %s", run_env("KLAMM_BOOTSTRAP"));
    f->t = console_start_in(&f->home, 30, 150, args, env);
    term_wait(f->t, "3 brokers");
}

static void edit(struct fixture *f)
{
    char line[160];
    snprintf(line, sizeof line, "edit config-alter %s", f->topic);
    console_command(f->t, line);
}

static void assert_no_file_stays(void)
{
    struct run r = run_shell("ls -A '%s'", tmp_path);
    assert_string_equal(r.out, "");
    run_release(&r);
}

static void leave(struct fixture *f)
{
    fixture_leave(f);
    assert_no_file_stays();
}

static void assert_nothing_was_sent(const struct fixture *f)
{
    char *journal = home_journal(&f->home);
    assert_string_equal(journal, "");
    free(journal);
}

static void only_what_was_changed_is_planned_and_sent(void **state)
{
    struct fixture *f = *state;
    char *seen, *copy;
    start(f,
          "#!/bin/sh\n"
          "stat -c '%a' \"$1\" \"$(dirname \"$1\")\" >\"$HOME/modes\"\n"
          "cp \"$1\" \"$HOME/copy\"\n"
          "echo THE EDITOR IS HERE\n"
          "read -r typed\n"
          "sed -i \"s/^retention.ms = .*/retention.ms = $typed/\" \"$1\"\n",
          NULL);
    console_find(f->t, "topics", f->topic);
    term_keys(f->t, "e"); /* its settings */
    term_wait_row(f->t, "retention.ms", "3600000", "this topic", NULL);
    term_keys(f->t, "E");
    term_wait(f->t, "THE EDITOR IS HERE");
    assert_false(term_alt_screen(f->t));
    term_resize(f->t, 28, 120); /* while it is away */
    console_type(f->t, "2d\n");
    term_wait_row(f->t, "retention.ms", "1 h (3600000)", "2 d (172800000)", NULL);
    assert_true(term_alt_screen(f->t));
    term_wait(f->t, "1 setting to change");
    assert_false(term_has(f->t, "max.message.bytes"));
    term_wait(f->t, "[ y send ]");
    term_keys(f->t, "y");
    term_wait(f->t, "done: 1 of 1 steps");
    console_escape(f->t, "[ Esc leave ]");
    leave(f);
    seen = run_tool("topics --describe --topic %s", f->topic);
    must_contain(seen, "retention.ms=172800000");
    must_contain(seen, "max.message.bytes=2097152");
    free(seen);
    copy = home_read(&f->home, "modes");
    assert_string_equal(copy, "600\n700\n");
    free(copy);
    copy = home_read(&f->home, "copy");
    must_contain(copy, "\nretention.ms = 1h\n");
    must_contain(copy, "without it 7 d (604800000)");
    must_contain(copy, "\nmax.message.bytes = 2MiB\n");
    must_contain(copy, "\n#min.insync.replicas = 1\n");
    must_contain(copy, "# How long records are retained");
    free(copy);
}

/* The row one stands on is no part of what is asked: neither its value, nor that it can't be
 * changed. */
static void the_row_does_not_matter(void **state)
{
    struct fixture *f = *state;
    char line[160];
    start(f, "#!/bin/sh\necho 'flush.messages = 4321' >>\"$1\"\n", NULL);
    snprintf(line, sizeof line, "topic-configs %s", f->topic);
    console_command(f->t, line);
    term_wait_row(f->t, "KEY", "VALUE", "SOURCE", NULL);
    console_type(f->t, "/key=segment.bytes");
    term_keys(f->t, "<Enter>");
    term_wait(f->t, "1 shown");
    term_keys(f->t, "E");
    term_wait_row(f->t, "flush.messages", "4321", NULL);
    term_wait(f->t, "1 setting to change");
    assert_false(term_has(f->t, "segment.bytes="));
    console_escape(f->t, "1 setting to change");
    console_command(f->t, "broker-configs 1");
    term_wait_row(f->t, "KEY", "VALUE", "SOURCE", NULL);
    console_type(f->t, "/key=broker.rack");
    term_keys(f->t, "<Enter>");
    term_wait(f->t, "1 shown");
    term_keys(f->t, "E");
    term_wait(f->t, "kafka-configs can"); /* flush.messages is a key of topics */
    console_escape(f->t, "kafka-configs can");
    leave(f);
    assert_nothing_was_sent(f);
}

static void saved_unchanged_nothing_is_done(void **state)
{
    struct fixture *f = *state;
    start(f, NULL, "true");
    edit(f);
    term_wait(f->t, "saved unchanged: nothing to do");
    leave(f);
    assert_nothing_was_sent(f);
}

/* The second time the editor finds its text with the mistakes in it, and corrects them. */
static void mistakes_are_reported_in_the_document(void **state)
{
    struct fixture *f = *state;
    char *copy, line[64];
    const char *mark;
    long n;
    start(f,
          "#!/bin/sh\n"
          "if grep -q '^#!' \"$1\"; then\n"
          "    cp \"$1\" \"$HOME/copy\"\n"
          "    sed -i -e 's/fortnight/d/' -e '/^retentoin/d' -e '/^flush/d' \"$1\"\n"
          "else\n"
          "    sed -i 's/^retention.ms = .*/retention.ms = 2 fortnight/' \"$1\"\n"
          "    echo 'retentoin.bytes = 5' >>\"$1\"\n"
          "    echo 'flush.ms = 5' >>\"$1\"\n"
          "    echo 'flush.ms = 6' >>\"$1\"\n"
          "fi\n",
          NULL);
    edit(f);
    term_wait_row(f->t, "retention.ms", "2 d (172800000)", NULL);
    term_wait(f->t, "1 setting to change");
    console_escape(f->t, "1 setting to change");
    leave(f);
    assert_nothing_was_sent(f);
    copy = home_read(&f->home, "copy");
    must_contain(copy, "#! 3 mistakes");
    must_contain(copy, "did you mean retention.bytes?");
    must_contain(copy, "flush.ms is in line");
    must_contain(copy, "retentoin.bytes = 5"); /* the text was kept */
    /* The number shown is that of the line in this very text. */
    mark = strstr(copy, "#! line ");
    assert_non_null(mark);
    n = strtol(mark + 8, NULL, 10);
    snprintf(line, sizeof line, "sed -n %ldp", n);
    struct run r = run_shell("%s '%s/copy'", line, f->home.dir);
    assert_string_equal(r.out, "retention.ms = 2 fortnight\n");
    run_release(&r);
    free(copy);
}

static void left_with_a_mistake_nothing_is_done(void **state)
{
    struct fixture *f = *state;
    start(f, "#!/bin/sh\ngrep -q '^#!' \"$1\" || echo 'no such line' >>\"$1\"\n", NULL);
    edit(f);
    term_wait(f->t, "nothing was changed, the document was left with a mistake");
    leave(f);
    assert_nothing_was_sent(f);
}

static void an_editor_that_fails_changes_nothing(void **state)
{
    struct fixture *f = *state;
    start(f, "#!/bin/sh\necho 'retention.ms = 9d' >\"$1\"\nexit 3\n", NULL);
    edit(f);
    term_wait(f->t, "ended with code 3: nothing was changed");
    console_escape(f->t, "┌ change settings");
    console_find(f->t, "topics", f->topic); /* goes on as before */
    leave(f);
    assert_nothing_was_sent(f);
}

static void an_editor_that_is_missing_is_said(void **state)
{
    struct fixture *f = *state;
    start(f, NULL, "/no/such/editor --wait");
    edit(f);
    term_wait(f->t, "set VISUAL or EDITOR");
    console_escape(f->t, "┌ change settings");
    leave(f);
    assert_nothing_was_sent(f);
}

/* From a form, and back into it: what was typed stands in the document, what the document says in
 * the form. */
static void from_the_form_and_back(void **state)
{
    struct fixture *f = *state;
    char *copy;
    start(f, "#!/bin/sh\ncp \"$1\" \"$HOME/copy\"\necho 'flush.messages = 12345' >>\"$1\"\n", NULL);
    console_find(f->t, "topics", f->topic);
    term_keys(f->t, "E");
    term_wait(f->t, "nothing is sent before you have seen the plan");
    term_wait(f->t, "edit in $EDITOR");
    console_type(f->t, "retention.ms=3d");
    term_wait(f->t, "retention.ms=3d");
    term_keys(f->t, "<F6>");
    term_wait_row(f->t, "flush.messages", "12345", NULL);
    term_wait_row(f->t, "retention.ms", "3 d (259200000)", NULL);
    term_wait(f->t, "2 settings to change");
    console_escape(f->t, "2 settings to change");
    term_wait(f->t, "flush.messages=12345"); /* in the form */
    console_escape(f->t, "nothing is sent before");
    leave(f);
    copy = home_read(&f->home, "copy");
    must_contain(copy, "\nretention.ms = 3d\n");
    free(copy);
    assert_nothing_was_sent(f);
}

/* Ctrl-C in an editor that leaves the terminal as it is goes to all of the foreground. */
static void an_interrupt_in_the_editor_is_the_editors(void **state)
{
    struct fixture *f = *state;
    start(f,
          "#!/bin/sh\ntrap 'echo INTERRUPTED' INT\necho THE EDITOR IS HERE\n"
          "read -r a || read -r a\necho GOING ON\n",
          NULL);
    edit(f);
    term_wait(f->t, "THE EDITOR IS HERE");
    term_keys(f->t, "<C-c>");
    term_wait(f->t, "INTERRUPTED");
    console_type(f->t, "\n");
    term_wait(f->t, "saved unchanged: nothing to do");
    leave(f);
}

static void ended_while_the_editor_runs_no_file_stays(void **state)
{
    struct fixture *f = *state;
    start(f, "#!/bin/sh\necho THE EDITOR IS HERE\nexec cat\n", NULL);
    edit(f);
    term_wait(f->t, "THE EDITOR IS HERE");
    term_signal(f->t, SIGTERM);
    term_expect_exit(f->t, 128 + SIGTERM);
    assert_true(term_tty_restored(f->t));
    assert_no_file_stays();
}

/* What an editor may leave in the place of the document, and how it may end. */
static const struct {
    const char *deed, *says;
    bool dialog; /* where it is not the person's own doing */
} deeds[] = {
    {"rm \"$1\"; mkfifo \"$1\"", "it is not a regular file", true},
    {"rm \"$1\"; mkdir \"$1\" \"$1/in\"; touch \"$1/in/it\"", "it is not a regular file", true},
    {"ln -sf /dev/zero \"$1\"", "it is not a regular file", true},
    {"rm \"$1\"; ln -s \"$1\" \"$1\"", "the editor left no document", true},
    {"rm \"$1\"", "the editor left no document", true},
    {"printf 'retention.ms = 1\\000\\n' >\"$1\"", "holds a NUL byte", false},
    {"truncate -s 1G \"$1\"", "is larger than", true},
    {"printf 'a\\377b\\033]0;pwn\\007 = 1\\n' >\"$1\"", "left with a mistake", false},
    {"kill -KILL $$", "was ended by signal 9", true},
    {"stty raw -echo; printf '\\033[?1049l\\033[?1003h\\033[5m'", "saved unchanged", false},
};

static void whatever_an_editor_does_the_console_goes_on(void **state)
{
    struct fixture *f = *state;
    start(f, "#!/bin/sh\n. \"$HOME/deed\"\n", NULL);
    for (size_t i = 0; i < sizeof deeds / sizeof *deeds; i++) {
        console_command(f->t, i % 2 ? "topics" : "brokers");
        term_wait(f->t, i % 2 ? "PARTITIONS" : "RACK");
        home_write(&f->home, "deed", deeds[i].deed);
        edit(f);
        term_wait(f->t, deeds[i].says);
        if (deeds[i].dialog)
            console_escape(f->t, "┌ change settings");
        term_wait(f->t, ": command");
        console_command(f->t, "theme no-such"); /* another message */
        term_wait(f->t, "there is no theme 'no-such'");
    }
    assert_false(term_output_has(f->t, "]0;pwn", 6));
    leave(f);
    assert_nothing_was_sent(f);
}

/* Pasted text whose end did not come before the editor had the terminal goes nowhere, and blocks no
 * key afterwards. */
static void what_was_begun_before_it_is_forgotten(void **state)
{
    struct fixture *f = *state;
    start(f, "#!/bin/sh\necho THE EDITOR IS HERE\nread -r typed\n", NULL);
    char line[160];
    snprintf(line, sizeof line, ":edit config-alter %s\r\033[200~abc", f->topic);
    console_type(f->t, line);
    term_wait(f->t, "THE EDITOR IS HERE");
    console_type(f->t, "\n");
    term_wait(f->t, "saved unchanged: nothing to do");
    term_keys(f->t, "3"); /* else it would be pasted, too */
    term_wait(f->t, "sorted by topic");
    leave(f);
}

int main(void)
{
#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(only_what_was_changed_is_planned_and_sent),
        WITH_FIXTURE(the_row_does_not_matter),
        WITH_FIXTURE(saved_unchanged_nothing_is_done),
        WITH_FIXTURE(mistakes_are_reported_in_the_document),
        WITH_FIXTURE(left_with_a_mistake_nothing_is_done),
        WITH_FIXTURE(an_editor_that_fails_changes_nothing),
        WITH_FIXTURE(an_editor_that_is_missing_is_said),
        WITH_FIXTURE(from_the_form_and_back),
        WITH_FIXTURE(an_interrupt_in_the_editor_is_the_editors),
        WITH_FIXTURE(ended_while_the_editor_runs_no_file_stays),
        WITH_FIXTURE(whatever_an_editor_does_the_console_goes_on),
        WITH_FIXTURE(what_was_begun_before_it_is_forgotten),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
