/* What leaves the console for elsewhere: the bytes that fill the clipboard through whatever stands
 * between it and the terminal, and the names that exports propose. */
#include "core/base/file.h"
#include "tests/support/test.h"
#include "tui/dialog/copy.h"
#include "tui/dialog/export.h"
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void sends(enum copy_way way, const char *text, const char *want)
{
    struct buf b;
    buf_init(&b, 0);
    copy_sequence(&b, text, way);
    assert_string_equal(buf_str(&b), want);
    buf_release(&b);
}

static void the_way_is_known(void **state)
{
    (void)state;
    assert_int_equal(copy_way(NULL, NULL, "xterm-256color"), COPY_DIRECT);
    assert_int_equal(copy_way("", "", "xterm-256color"), COPY_DIRECT);
    assert_int_equal(copy_way(NULL, NULL, NULL), COPY_DIRECT);
    assert_int_equal(copy_way("/tmp/tmux-0/default,1,0", NULL, "xterm"), COPY_TMUX);
    assert_int_equal(copy_way(NULL, NULL, "tmux-256color"), COPY_TMUX); /* over ssh */
    assert_int_equal(copy_way("/tmp/tmux-0/default,1,0", NULL, "screen-256color"), COPY_TMUX);
    assert_int_equal(copy_way(NULL, "123.pts-0", "screen"), COPY_SCREEN);
    assert_int_equal(copy_way(NULL, NULL, "screen-256color"), COPY_UNKNOWN);
}

static void copies_are_wrapped_for_who_keeps_them(void **state)
{
    (void)state;
    sends(COPY_DIRECT, "orders", "\x1b]52;c;b3JkZXJz\a");
    sends(COPY_UNKNOWN, "orders", "\x1b]52;c;b3JkZXJz\a");
    sends(COPY_TMUX, "orders", "\x1b]52;c;b3JkZXJz\a\x1bPtmux;\x1b\x1b]52;c;b3JkZXJz\a\x1b\\");
    sends(COPY_SCREEN, "orders", "\x1bP\x1b]52;c;b3JkZXJz\a\x1b\\");
}

/* screen takes strings of at most 768 bytes. */
static void screen_gets_pieces(void **state)
{
    char text[3001];
    struct buf b;
    (void)state;
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    buf_init(&b, 0);
    copy_sequence(&b, text, COPY_SCREEN);
    size_t pieces = 0;
    for (const char *s = buf_str(&b); *s; pieces++) {
        const char *end = strstr(s, "\x1b\\");
        assert_memory_equal(s, "\x1bP", 2);
        assert_non_null(end);
        assert_true(end - s <= 768);
        s = end + 2;
    }
    assert_int_equal(pieces, (4000 + 8 + 499) / 500);
    buf_release(&b);
}

static void proposed_names_fit_into_a_dir(void **state)
{
    char group[400], dir[] = "/tmp/klamm-names-XXXXXX";
    struct arena a;
    struct err e = {0};
    (void)state;
    memset(group, 'g', sizeof group - 1);
    group[sizeof group - 1] = '\0';
    arena_init(&a);
    assert_string_equal(export_file_name(&a, "topics", NULL), "topics.csv");
    assert_string_equal(export_file_name(&a, "members", "a/b c"), "members-a_b_c.csv");
    const char *name = export_file_name(&a, "group-partitions", group);
    assert_int_equal(strlen(name), NAME_MAX);
    assert_string_equal(name + NAME_MAX - 8, "gggg.csv");
    assert_non_null(mkdtemp(dir));
    char *path = arena_printf(&a, "%s/%s", dir, name);
    if (!file_write(path, "x", 1, 0644, &e))
        fail_msg("%s", e.msg);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(dir), 0);
    arena_release(&a);
}

static void saving_says(const char *path, enum err_kind kind, const char *words)
{
    struct err e = {0};
    struct buf text;
    buf_init(&text, 0);
    buf_adds(&text, "new");
    assert_false(export_to_file(path, &text, &e));
    if (e.kind != kind || !strstr(e.msg, words))
        fail_msg("%s: %s", path, e.msg);
    buf_release(&text);
}

/* Only a name that is not in use is free; one that can't be checked is reported as that. */
static void a_file_that_is_there_is_left_alone(void **state)
{
    char dir[] = "/tmp/klamm-save-XXXXXX";
    struct arena a;
    struct err e = {0};
    struct buf text;
    (void)state;
    arena_init(&a);
    buf_init(&text, 0);
    assert_non_null(mkdtemp(dir));
    char *path = arena_printf(&a, "%s/list.csv", dir);
    char *circle = arena_printf(&a, "%s/circle.csv", dir);
    buf_adds(&text, "old");
    if (!export_to_file(path, &text, &e))
        fail_msg("%s", e.msg);
    saving_says(path, ERR_USAGE, "such a file is there already");
    saving_says(arena_printf(&a, "%s/below.csv", path), ERR_IO, "Not a directory");
    saving_says(arena_printf(&a, "%s/none/x.csv", dir), ERR_IO, "No such file");
    assert_int_equal(symlink("circle.csv", circle), 0);
    saving_says(circle, ERR_IO, "Too many levels of symbolic links");
    assert_true(file_read(path, 100, &text, &e));
    assert_string_equal(buf_str(&text), "old");
    assert_int_equal(unlink(path) | unlink(circle), 0);
    assert_int_equal(rmdir(dir), 0);
    buf_release(&text);
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_way_is_known),
        cmocka_unit_test(copies_are_wrapped_for_who_keeps_them),
        cmocka_unit_test(screen_gets_pieces),
        cmocka_unit_test(proposed_names_fit_into_a_dir),
        cmocka_unit_test(a_file_that_is_there_is_left_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
