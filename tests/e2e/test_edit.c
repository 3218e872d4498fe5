/* Settings as a document in $EDITOR: the terminal is lent to the editor and comes back whatever
 * becomes of it, what was changed is planned and nothing else, and no file stays behind. The
 * editors here are scripts; a test types to them as a person would. */
#include "tests/e2e/console.h"

#include "tests/e2e/term_impl.h"
#include "tests/support/admin.h"
#include "tests/support/run.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct desk {
    struct home home;
    struct term *t;
    char topic[96];
    char editor[256], tmp[256];
};

static struct desk desk;

static int open_desk(void **state)
{
    static const char *const settings[] = {"retention.ms=3600000", "max.message.bytes=2097152",
                                           NULL};
    *state = &desk;
    desk = (struct desk){.home = home_new()};
    snprintf(desk.topic, sizeof desk.topic, "%s", run_name("e2e-edit"));
    snprintf(desk.editor, sizeof desk.editor, "%s/editor", desk.home.folder);
    snprintf(desk.tmp, sizeof desk.tmp, "%s/tmp", desk.home.folder);
    assert_int_equal(mkdir(desk.tmp, 0700), 0);
    admin_create_topic(desk.topic, 1, 3, settings);
    return 0;
}

static int close_desk(void **state)
{
    struct desk *d = *state;
    term_free(d->t);
    admin_delete_topic(d->topic);
    home_release(&d->home);
    return 0;
}

/* The console with this shell script as editor, which finds the document in $1; NULL: `command` is
 * the editor. */
static void start(struct desk *d, const char *script, const char *command)
{
    char args[512], editor[300], tmp[300];
    const char *env[] = {editor, tmp, "VISUAL=", "XDG_RUNTIME_DIR=", NULL};
    if (script) {
        home_write(&d->home, "editor", script);
        assert_int_equal(chmod(d->editor, 0700), 0);
    }
    snprintf(editor, sizeof editor, "EDITOR=%s", script ? d->editor : command);
    snprintf(tmp, sizeof tmp, "TMPDIR=%s", d->tmp);
    snprintf(args, sizeof args, "-b %s", run_env("KLAMM_BOOTSTRAP"));
    d->t = console_start_in(&d->home, 30, 150, args, env);
    term_wait(d->t, "3 brokers");
}

static void edit(struct desk *d)
{
    char line[160];
    snprintf(line, sizeof line, "edit config-alter %s", d->topic);
    console_command(d->t, line);
}

static void assert_no_file_stays(const struct desk *d)
{
    struct run r = run_shell("ls -A '%s'", d->tmp);
    assert_string_equal(r.out, "");
    run_release(&r);
}

static void leave(struct desk *d)
{
    console_quit(d->t);
    d->t = NULL;
    assert_no_file_stays(d);
}

static void assert_nothing_was_sent(const struct desk *d)
{
    char *journal = home_journal(&d->home);
    assert_string_equal(journal, "");
    free(journal);
}

static void only_what_was_changed_is_planned_and_sent(void **state)
{
    struct desk *d = *state;
    char *seen, *copy;
    start(d,
          "#!/bin/sh\n"
          "stat -c '%a' \"$1\" \"$(dirname \"$1\")\" >\"$HOME/modes\"\n"
          "cp \"$1\" \"$HOME/copy\"\n"
          "echo THE EDITOR IS HERE\n"
          "read -r typed\n"
          "sed -i \"s/^retention.ms = .*/retention.ms = $typed/\" \"$1\"\n",
          NULL);
    console_command(d->t, "topics");
    console_type(d->t, "/");
    console_type(d->t, d->topic);
    term_keys(d->t, "<Enter>");
    term_wait(d->t, "1 shown");
    term_keys(d->t, "e"); /* its settings */
    term_wait_row(d->t, "retention.ms", "3600000", "this topic", NULL);
    term_keys(d->t, "E");
    term_wait(d->t, "THE EDITOR IS HERE");
    assert_false(term_alt_screen(d->t));
    term_resize(d->t, 28, 120); /* while it is away */
    console_type(d->t, "2d\n");
    term_wait_row(d->t, "retention.ms", "1 h (3600000)", "2 d (172800000)", NULL);
    assert_true(term_alt_screen(d->t));
    term_wait(d->t, "1 key to change");
    assert_false(term_has(d->t, "max.message.bytes"));
    term_wait(d->t, "send this? y/N");
    term_keys(d->t, "y");
    term_wait(d->t, "done: 1 of 1 steps");
    console_escape(d->t, "Esc closes");
    leave(d);
    seen = run_tool("topics --describe --topic %s", d->topic);
    must_contain(seen, "retention.ms=172800000");
    must_contain(seen, "max.message.bytes=2097152");
    free(seen);
    copy = home_read(&d->home, "modes");
    assert_string_equal(copy, "600\n700\n");
    free(copy);
    copy = home_read(&d->home, "copy");
    must_contain(copy, "\nretention.ms = 1h\n");
    must_contain(copy, "behind it 7 d (604800000)");
    must_contain(copy, "\nmax.message.bytes = 2MiB\n");
    must_contain(copy, "\n#min.insync.replicas = 1\n");
    must_contain(copy, "# How long records are kept");
    free(copy);
}

/* The row one stands on is no part of what is asked: neither its value, nor that it can't be
 * changed. */
static void the_row_does_not_matter(void **state)
{
    struct desk *d = *state;
    char line[160];
    start(d, "#!/bin/sh\necho 'flush.messages = 4321' >>\"$1\"\n", NULL);
    snprintf(line, sizeof line, "topic-configs %s", d->topic);
    console_command(d->t, line);
    term_wait_row(d->t, "KEY", "VALUE", "SOURCE", NULL);
    console_type(d->t, "/key=segment.bytes");
    term_keys(d->t, "<Enter>");
    term_wait(d->t, "1 shown");
    term_keys(d->t, "E");
    term_wait_row(d->t, "flush.messages", "4321", NULL);
    term_wait(d->t, "1 key to change");
    assert_false(term_has(d->t, "segment.bytes="));
    console_escape(d->t, "1 key to change");
    console_command(d->t, "broker-configs 1");
    term_wait_row(d->t, "KEY", "VALUE", "SOURCE", NULL);
    console_type(d->t, "/key=broker.rack");
    term_keys(d->t, "<Enter>");
    term_wait(d->t, "1 shown");
    term_keys(d->t, "E");
    term_wait(d->t, "kafka-configs can"); /* flush.messages is a key of topics */
    console_escape(d->t, "kafka-configs can");
    leave(d);
    assert_nothing_was_sent(d);
}

static void saved_unchanged_nothing_is_done(void **state)
{
    struct desk *d = *state;
    start(d, NULL, "true");
    edit(d);
    term_wait(d->t, "saved unchanged: nothing to do");
    leave(d);
    assert_nothing_was_sent(d);
}

/* The second time the editor finds its text with the mistakes in it, and corrects them. */
static void mistakes_are_told_in_the_document(void **state)
{
    struct desk *d = *state;
    char *copy, line[64];
    const char *mark;
    long n;
    start(d,
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
    edit(d);
    term_wait_row(d->t, "retention.ms", "2 d (172800000)", NULL);
    term_wait(d->t, "1 key to change");
    console_escape(d->t, "1 key to change");
    leave(d);
    assert_nothing_was_sent(d);
    copy = home_read(&d->home, "copy");
    must_contain(copy, "#! 3 mistakes");
    must_contain(copy, "did you mean retention.bytes?");
    must_contain(copy, "flush.ms is in line");
    must_contain(copy, "retentoin.bytes = 5"); /* the text was kept */
    /* The number told is that of the line in this very text. */
    mark = strstr(copy, "#! line ");
    assert_non_null(mark);
    n = strtol(mark + 8, NULL, 10);
    snprintf(line, sizeof line, "sed -n %ldp", n);
    struct run r = run_shell("%s '%s/copy'", line, d->home.folder);
    assert_string_equal(r.out, "retention.ms = 2 fortnight\n");
    run_release(&r);
    free(copy);
}

static void left_with_a_mistake_nothing_is_done(void **state)
{
    struct desk *d = *state;
    start(d, "#!/bin/sh\ngrep -q '^#!' \"$1\" || echo 'no such line' >>\"$1\"\n", NULL);
    edit(d);
    term_wait(d->t, "nothing was changed, the document was left with a mistake");
    leave(d);
    assert_nothing_was_sent(d);
}

static void an_editor_that_fails_changes_nothing(void **state)
{
    struct desk *d = *state;
    start(d, "#!/bin/sh\necho 'retention.ms = 9d' >\"$1\"\nexit 3\n", NULL);
    edit(d);
    term_wait(d->t, "ended with code 3: nothing was changed");
    console_escape(d->t, "┌ alter settings");
    console_command(d->t, "topics"); /* goes on as before */
    term_wait(d->t, d->topic);
    leave(d);
    assert_nothing_was_sent(d);
}

static void an_editor_that_is_missing_is_said(void **state)
{
    struct desk *d = *state;
    start(d, NULL, "/no/such/editor --wait");
    edit(d);
    term_wait(d->t, "set VISUAL or EDITOR");
    console_escape(d->t, "┌ alter settings");
    leave(d);
    assert_nothing_was_sent(d);
}

/* From a form, and back into it: what was typed stands in the document, what the document says in
 * the form. */
static void from_the_form_and_back(void **state)
{
    struct desk *d = *state;
    char *copy;
    start(d, "#!/bin/sh\ncp \"$1\" \"$HOME/copy\"\necho 'flush.messages = 12345' >>\"$1\"\n", NULL);
    console_command(d->t, "topics");
    console_type(d->t, "/");
    console_type(d->t, d->topic);
    term_keys(d->t, "<Enter>");
    term_wait(d->t, "1 shown");
    term_keys(d->t, "E");
    term_wait(d->t, "nothing is sent before you have seen the plan");
    term_wait(d->t, "edit in $EDITOR");
    console_type(d->t, "retention.ms=3d");
    term_wait(d->t, "retention.ms=3d");
    term_keys(d->t, "<F6>");
    term_wait_row(d->t, "flush.messages", "12345", NULL);
    term_wait_row(d->t, "retention.ms", "3 d (259200000)", NULL);
    term_wait(d->t, "2 keys to change");
    console_escape(d->t, "2 keys to change");
    term_wait(d->t, "flush.messages=12345"); /* in the form */
    console_escape(d->t, "nothing is sent before");
    leave(d);
    copy = home_read(&d->home, "copy");
    must_contain(copy, "\nretention.ms = 3d\n");
    free(copy);
    assert_nothing_was_sent(d);
}

/* Ctrl-C in an editor that leaves the terminal as it is goes to all of the foreground. */
static void an_interrupt_in_the_editor_is_the_editors(void **state)
{
    struct desk *d = *state;
    start(d,
          "#!/bin/sh\ntrap 'echo INTERRUPTED' INT\necho THE EDITOR IS HERE\n"
          "read -r a || read -r a\necho GOING ON\n",
          NULL);
    edit(d);
    term_wait(d->t, "THE EDITOR IS HERE");
    term_keys(d->t, "<C-c>");
    term_wait(d->t, "INTERRUPTED");
    console_type(d->t, "\n");
    term_wait(d->t, "saved unchanged: nothing to do");
    leave(d);
}

static void ended_while_the_editor_runs_no_file_stays(void **state)
{
    struct desk *d = *state;
    start(d, "#!/bin/sh\necho THE EDITOR IS HERE\nexec cat\n", NULL);
    edit(d);
    term_wait(d->t, "THE EDITOR IS HERE");
    term_signal(d->t, SIGTERM);
    term_expect_exit(d->t, 128 + SIGTERM);
    assert_true(term_tty_restored(d->t));
    assert_no_file_stays(d);
}

/* What an editor may leave in the place of the document, and how it may end. */
static const struct {
    const char *deed, *says;
    bool dialog; /* where it is not the person's own doing */
} deeds[] = {
    {"rm \"$1\"; mkfifo \"$1\"", "it is no ordinary file", true},
    {"rm \"$1\"; mkdir \"$1\" \"$1/in\"; touch \"$1/in/it\"", "it is no ordinary file", true},
    {"ln -sf /dev/zero \"$1\"", "it is no ordinary file", true},
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
    struct desk *d = *state;
    start(d, "#!/bin/sh\n. \"$HOME/deed\"\n", NULL);
    for (size_t i = 0; i < sizeof deeds / sizeof *deeds; i++) {
        console_command(d->t, i % 2 ? "topics" : "brokers");
        term_wait(d->t, i % 2 ? "PARTITIONS" : "RACK");
        home_write(&d->home, "deed", deeds[i].deed);
        edit(d);
        term_wait(d->t, deeds[i].says);
        if (deeds[i].dialog)
            console_escape(d->t, "┌ alter settings");
        term_wait(d->t, ": command");
        console_command(d->t, "theme no-such"); /* another message */
        term_wait(d->t, "there is no theme 'no-such'");
    }
    assert_false(term_output_has(d->t, "]0;pwn", 6));
    leave(d);
    assert_nothing_was_sent(d);
}

/* Pasted text whose end did not come before the editor had the terminal goes nowhere, and holds up
 * no key afterwards. */
static void what_was_begun_before_it_is_forgotten(void **state)
{
    struct desk *d = *state;
    start(d, "#!/bin/sh\necho THE EDITOR IS HERE\nread -r typed\n", NULL);
    char line[160];
    snprintf(line, sizeof line, ":edit config-alter %s\r\033[200~abc", d->topic);
    console_type(d->t, line);
    term_wait(d->t, "THE EDITOR IS HERE");
    console_type(d->t, "\n");
    term_wait(d->t, "saved unchanged: nothing to do");
    term_keys(d->t, "3"); /* else it would be pasted, too */
    term_wait(d->t, "sorted by topic");
    leave(d);
}

int main(void)
{
#define AT_DESK(test) cmocka_unit_test_setup_teardown(test, open_desk, close_desk)
    const struct CMUnitTest tests[] = {
        AT_DESK(only_what_was_changed_is_planned_and_sent),
        AT_DESK(the_row_does_not_matter),
        AT_DESK(saved_unchanged_nothing_is_done),
        AT_DESK(mistakes_are_told_in_the_document),
        AT_DESK(left_with_a_mistake_nothing_is_done),
        AT_DESK(an_editor_that_fails_changes_nothing),
        AT_DESK(an_editor_that_is_missing_is_said),
        AT_DESK(from_the_form_and_back),
        AT_DESK(an_interrupt_in_the_editor_is_the_editors),
        AT_DESK(ended_while_the_editor_runs_no_file_stays),
        AT_DESK(whatever_an_editor_does_the_console_goes_on),
        AT_DESK(what_was_begun_before_it_is_forgotten),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
