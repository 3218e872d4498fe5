/* Every theme there is loads and says all; wrong ones are reported with their line. */
#include "core/base/builtin.h"
#include "tests/support/test.h"
#include "tui/term/colour.h"
#include "tui/term/pen.h"
#include "tui/term/theme.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void every_theme_loads(void **state)
{
    int n = 0;
    (void)state;
    for (const struct builtin_file *f = builtin_files; f->name; f++) {
        struct theme t;
        struct err e = {0};
        if (strncmp(f->name, "themes/", 7) != 0)
            continue;
        if (!theme_parse(&t, f->name, f->data, f->size, &e))
            fail_msg("%s: %s", f->name, e.msg);
        assert_true(t.about[0]);
        n++;
    }
    assert_true(n >= 5);
}

static void overwrite(char *at, const char *word)
{
    while (*word)
        *at++ = *word++;
}

/* A theme written for an earlier version. */
static void old_names_of_roles_are_read(void **state)
{
    struct theme now, old;
    struct err e = {0};
    (void)state;
    for (const struct builtin_file *f = builtin_files; f->name; f++) {
        if (strcmp(f->name, "themes/dark.yaml") != 0)
            continue;
        char *text = strndup((const char *)f->data, f->size);
        assert_true(theme_parse(&now, f->name, text, f->size, &e));
        overwrite(strstr(text, "highlight:"), "glow:     ");
        overwrite(strstr(text, "choice:"), "pick:  ");
        if (!theme_parse(&old, f->name, text, f->size, &e))
            fail_msg("%s", e.msg);
        for (int r = 0; r < ROLES; r++)
            assert_int_equal(old.style[r].fg, now.style[r].fg);
        free(text);
        return;
    }
    fail();
}

/* What is there to be read can be read, in every theme that names its colours. */
static void every_theme_can_be_read(void **state)
{
    static const enum role quiet[] = {ROLE_BORDER, ROLE_SUGGEST, ROLE_CHART};
    (void)state;
    for (const struct builtin_file *f = builtin_files; f->name; f++) {
        struct theme t;
        if (strncmp(f->name, "themes/", 7) != 0)
            continue;
        assert_true(theme_parse(&t, f->name, f->data, f->size, NULL));
        for (int r = 0; r < ROLES; r++) {
            const struct style *s = &t.style[r];
            bool skip = false;
            for (size_t i = 0; i < sizeof quiet / sizeof *quiet; i++)
                skip |= quiet[i] == (enum role)r;
            int32_t fg = s->has_fg ? s->fg : t.style[ROLE_TEXT].fg;
            int32_t bg = s->has_bg ? s->bg : t.style[ROLE_TEXT].bg;
            if (!skip && !(s->attrs & STYLE_REVERSE) && !colour_readable(fg, bg))
                fail_msg("%s: %s can't be read", f->name, role_name((enum role)r));
        }
    }
}

/* Only one row of the screen has the keys: the others must not be louder than it. In the sixteen
 * colours of a terminal no ground is quiet for sure. */
static void other_cursors_are_quiet(void **state)
{
    (void)state;
    for (const struct builtin_file *f = builtin_files; f->name; f++) {
        struct theme t;
        if (strncmp(f->name, "themes/", 7) != 0)
            continue;
        assert_true(theme_parse(&t, f->name, f->data, f->size, NULL));
        const struct style *off = &t.style[ROLE_CURSOR_OFF];
        if (off->attrs & STYLE_REVERSE || (off->has_bg && off->bg >= COLOUR_NAMED))
            fail_msg("%s: the row of a pane without focus is loud", f->name);
    }
}

/* What a cell means is coloured also in dialogs, in the top line and in the row of the cursor; how
 * a terminal shows its own sixteen colours is not known. */
static void meanings_can_be_read_on_every_ground(void **state)
{
    static const enum role meanings[] = {ROLE_GOOD, ROLE_INFO, ROLE_WARN, ROLE_BAD, ROLE_MUTED};
    static const enum role grounds[] = {ROLE_TEXT, ROLE_DIALOG, ROLE_TOP, ROLE_CURSOR_OFF};
    (void)state;
    for (const struct builtin_file *f = builtin_files; f->name; f++) {
        struct theme t;
        if (strncmp(f->name, "themes/", 7) != 0)
            continue;
        assert_true(theme_parse(&t, f->name, f->data, f->size, NULL));
        for (size_t i = 0; i < 20; i++) {
            const struct style *s = &t.style[meanings[i % 5]], *on = &t.style[grounds[i / 5]];
            int32_t bg = on->has_bg ? on->bg : t.style[ROLE_TEXT].bg;
            if (s->has_fg && s->fg < COLOUR_NAMED && !colour_readable(s->fg, bg))
                fail_msg("%s: %s can't be read on %s", f->name, role_name(meanings[i % 5]),
                         role_name(grounds[i / 5]));
        }
    }
}

/* The ground and the text as they come out, each a number of that terminal's; -1: its own. */
static bool comes_out_readable(const struct theme *t, int colours, enum role role, enum role on)
{
    struct style s = pen_style(t, colours, PEN_ON(role, on));
    int fg = colour_index(s.fg, colours), bg = colour_index(s.bg, colours);
    if (fg < 0 || bg < 0) /* on the terminal's own ground its own colours are for it to choose */
        return bg < 0 || s.attrs & STYLE_REVERSE;
    if (s.attrs & STYLE_REVERSE || role == ROLE_BORDER || role == ROLE_SUGGEST)
        return true;
    return colours < 256 ? colour_readable(COLOUR_NAMED + fg, COLOUR_NAMED + bg)
                         : colour_readable(s.fg, s.bg);
}

/* Whatever lies over whatever, in all themes and on terminals of 8, 16, 256 and all colours: a state
 * in the selected row of a list without the keys, a key in a field, a chart in a dialog. */
static void text_can_be_read_on_all_grounds(void **state)
{
    static const enum role grounds[] = {ROLE_TEXT,     ROLE_DIALOG,     ROLE_TOP,   ROLE_TOP_BAD,
                                        ROLE_CURSOR,   ROLE_CURSOR_OFF, ROLE_CELL,  ROLE_MARK,
                                        ROLE_CHOICE,   ROLE_FIELD,      ROLE_INPUT, ROLE_MESSAGE,
                                        ROLE_FIELD_ON, ROLE_HIGHLIGHT};
    static const int terminals[] = {8, 16, 256, 1 << 24};
    (void)state;
    for (const struct builtin_file *f = builtin_files; f->name; f++) {
        struct theme t;
        if (strncmp(f->name, "themes/", 7) != 0)
            continue;
        assert_true(theme_parse(&t, f->name, f->data, f->size, NULL));
        for (size_t i = 0; i < 4 * ROLES * (sizeof grounds / sizeof *grounds); i++) {
            int colours = terminals[i % 4];
            enum role role = (enum role)(i / 4 % ROLES), on = grounds[i / 4 / ROLES];
            if (!comes_out_readable(&t, colours, role, on))
                fail_msg("%s, %d colours: %s can't be read on %s", f->name, colours,
                         role_name(role), role_name(on));
        }
    }
}

/* A growing lag that has just changed is no good news: the colour is that of its meaning. */
static void what_has_changed_keeps_its_colour(void **state)
{
    (void)state;
    for (const struct builtin_file *f = builtin_files; f->name; f++) {
        struct theme t;
        if (strncmp(f->name, "themes/", 7) != 0)
            continue;
        assert_true(theme_parse(&t, f->name, f->data, f->size, NULL));
        const struct style *s = &t.style[ROLE_HIGHLIGHT];
        if (s->has_fg || s->has_bg || !(s->attrs & STYLE_BOLD))
            fail_msg("%s: highlight must be bold and nothing else", f->name);
    }
}

static void what_can_be_read(void **state)
{
    (void)state;
    assert_true(colour_readable(0xffffff, 0x000000));
    assert_true(colour_readable(0x000000, 0xffff00));
    assert_false(colour_readable(0x00ff00, 0xffff00));                 /* green on yellow */
    assert_false(colour_readable(COLOUR_NAMED + 6, COLOUR_NAMED + 6)); /* cyan on cyan */
    assert_false(colour_readable(COLOUR_NAMED + 2, COLOUR_NAMED + 6)); /* green on cyan */
    assert_true(colour_readable(COLOUR_DEFAULT, COLOUR_NAMED + 6));    /* no one knows */
    assert_true(colour_readable(0xff7a7a, 0x15181e));
}

static void the_promised_ones_are_there(void **state)
{
    static const char *const names[] = {"dark", "light", "contrast", "16", "mono"};
    struct theme t;
    (void)state;
    setenv("XDG_CONFIG_HOME", "/nonexistent", 1);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_true(theme_load(&t, names[i], NULL));
    size_t n;
    char **all = theme_names(&n);
    assert_true(n >= 5);
    for (size_t i = 0; i < n; i++)
        free(all[i]);
    free(all);
}

/* The theme for eight and sixteen colours: what roles mean stays apart, in the top line and where
 * something has just changed, too. */
static void few_colours_keep_meanings_apart(void **state)
{
    static const enum role meanings[] = {ROLE_GOOD, ROLE_INFO, ROLE_WARN, ROLE_BAD, ROLE_MUTED};
    struct theme t;
    (void)state;
    assert_true(theme_load(&t, "16", NULL));
    assert_false(theme_is_fine(&t));
    for (int colours = 8; colours <= 16; colours += 8) {
        for (size_t i = 0; i < 5; i++) {
            int fg = colour_index(t.style[meanings[i]].fg, colours);
            assert_int_not_equal(fg, colour_index(t.style[ROLE_TOP].bg, colours));
            for (size_t k = 0; k < i; k++)
                assert_int_not_equal(fg, colour_index(t.style[meanings[k]].fg, colours));
        }
    }
    assert_int_equal(t.style[ROLE_TOP].bg,
                     COLOUR_NAMED); /* black: each of them can be read on it */
    assert_true(theme_load(&t, "dark", NULL));
    assert_true(theme_is_fine(&t));
    assert_true(theme_load(&t, "mono", NULL));
    assert_false(theme_is_fine(&t));
}

/* Who names a theme of many colours on a terminal of few gets it: what is bad is red still, and
 * neither that nor what is good is as grey as what matters little. */
static void rounded_themes_keep_what_they_mean(void **state)
{
    static const char *const names[] = {"dark", "light", "dusk", "contrast"};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct theme t;
        assert_true(theme_load(&t, names[i], NULL));
        for (int colours = 8; colours <= 16; colours += 8) {
            int bad = colour_index(t.style[ROLE_BAD].fg, colours) & 7;
            int good = colour_index(t.style[ROLE_GOOD].fg, colours) & 7;
            int muted = colour_index(t.style[ROLE_MUTED].fg, colours) & 7;
            assert_int_equal(bad, 1);
            assert_int_equal(colour_index(t.style[ROLE_OFFLINE].fg, colours) & 7, 1);
            assert_true(good == 2 || good == 3); /* an olive */
            assert_true(muted == 0 || muted == 7);
        }
    }
}

static void mono_uses_no_colour(void **state)
{
    struct theme t;
    (void)state;
    assert_true(theme_load(&t, "mono", NULL));
    for (int r = 0; r < ROLES; r++) {
        assert_int_equal(t.style[r].fg, COLOUR_DEFAULT);
        assert_int_equal(t.style[r].bg, COLOUR_DEFAULT);
    }
}

static void refused(const char *text, const char *words)
{
    struct theme t = {.name = "kept"};
    struct err e = {0};
    assert_false(theme_parse(&t, "x.yaml", text, strlen(text), &e));
    if (!strstr(e.msg, words))
        fail_msg("'%s' does not say '%s'", e.msg, words);
    assert_string_equal(t.name, "kept");
}

static void says_what_is_wrong(void **state)
{
    struct theme t;
    struct err e = {0};
    (void)state;
    refused("roles:\n  text: red\n", "missing");
    refused("roles:\n  texd: red\n", "texd");
    refused("about: x\n", "roles");
    refused("roles:\n  text: \"#12345\"\n", "x.yaml:2");
    assert_false(theme_load(&t, "no-such", &e));
    assert_non_null(strstr(e.msg, "dark"));
    assert_false(theme_load(&t, "../../etc/passwd", &e));
}

static void styles_parse(void **state)
{
    struct style s;
    (void)state;
    assert_true(style_parse(&s, "#ff0080 on bright-blue bold underline", NULL));
    assert_int_equal(s.fg, 0xff0080);
    assert_int_equal(s.bg, COLOUR_NAMED + 12);
    assert_int_equal(s.attrs, STYLE_BOLD | STYLE_UNDERLINE);
    assert_true(style_parse(&s, "on red", NULL));
    assert_false(s.has_fg);
    assert_true(s.has_bg);
    assert_false(style_parse(&s, "pink", NULL));
}

static void colours_have_neighbours(void **state)
{
    (void)state;
    assert_int_equal(colour_index(COLOUR_DEFAULT, 256), -1);
    assert_int_equal(colour_index(0xff0000, 256), 196);
    assert_int_equal(colour_index(0x808080, 256), 244);
    assert_int_equal(colour_index(0x123456, 1 << 24), 0x123456);
    assert_int_equal(colour_index(COLOUR_NAMED + 9, 16), 9);
    assert_int_equal(colour_index(COLOUR_NAMED + 9, 8), 1);
    assert_int_equal(colour_index(COLOUR_NAMED + 8, 8), 7); /* never black on black */
    assert_int_equal(colour_index(0xf00000, 16), 9);
    assert_int_equal(colour_index(0x000000, 8), 0);
    assert_int_equal(colour_index(0xff7a7a, 8), 1); /* nearer to grey than to red */
    assert_int_equal(colour_index(0x8fd694, 16), 2);
    assert_int_equal(colour_index(0x8ab4f8, 8), 4);
    assert_int_equal(colour_index(0x98a1b3, 8), 7); /* a grey, though not quite */
    assert_int_equal(colour_index(0x15181e, 16), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_theme_loads),
        cmocka_unit_test(old_names_of_roles_are_read),
        cmocka_unit_test(every_theme_can_be_read),
        cmocka_unit_test(meanings_can_be_read_on_every_ground),
        cmocka_unit_test(other_cursors_are_quiet),
        cmocka_unit_test(text_can_be_read_on_all_grounds),
        cmocka_unit_test(what_has_changed_keeps_its_colour),
        cmocka_unit_test(what_can_be_read),
        cmocka_unit_test(the_promised_ones_are_there),
        cmocka_unit_test(few_colours_keep_meanings_apart),
        cmocka_unit_test(rounded_themes_keep_what_they_mean),
        cmocka_unit_test(mono_uses_no_colour),
        cmocka_unit_test(says_what_is_wrong),
        cmocka_unit_test(styles_parse),
        cmocka_unit_test(colours_have_neighbours),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
