/* Every pane on the cluster that was just seeded: at three sizes as the golden files have it, in
 * ASCII the same, and in each theme the same words in looks that can be told apart. CONTRIBUTING.md
 * has how the files are made again. */
#include "core/resource/resource.h"
#include "tests/e2e/golden_file.h"
#include "tests/e2e/golden_walk.h"
#include "tests/support/run.h"
#include "tests/support/test.h"
#include "tui/pane.h"
#include "tui/term/theme.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PANES = 64, WRITING_MS = 2500 };

/* What the first test saw at 80×24, for the others. */
static struct golden_screen seen[PANES];

static bool is_file(const struct golden_screen *s, const void *file)
{
    return golden_file_has(file, s);
}

/* Makes the files that differ again, when called for that. */
static bool is_writing(void)
{
    const char *how = getenv("KLAMM_GOLDEN");
    return how && strcmp(how, "write") == 0;
}

static struct golden_screen compare(struct walk *w, const struct golden_pane *p)
{
    char name[96];
    bool came = false;
    snprintf(name, sizeof name, "%s-%d", p->name, term_cols(w->t));
    struct golden_file f = golden_file_read(name);
    struct golden_screen s = f.nlines ? walk_await(w, &came, is_file, &f) : walk_quiet(w);
    if (!came && is_writing()) {
        if (f.nlines) {
            golden_screen_release(&s);
            s = walk_quiet(w);
        }
        golden_file_differ(&f, &s);
        golden_file_write(&f, &s);
        fprintf(stderr, "# %s is another now\n", f.path);
    } else if (!came) {
        golden_file_differ(&f, &s);
    }
    walk_count(w, came || is_writing());
    golden_file_release(&f);
    return s;
}

static void all_panes_at_three_sizes(void **state)
{
    static const int sizes[][2] = {{40, 120}, {60, 200}, {24, 80}};
    struct walk *w = *state;
    if (is_writing())
        w->patience_ms = WRITING_MS;
    walk_start(w, "roles", NULL);
    for (size_t i = 0; i < golden_panes_size; i++) {
        walk_open(w, &golden_panes[i]);
        seen[i] = compare(w, &golden_panes[i]);
        for (int k = 0; k < 2; k++) {
            term_resize(w->t, sizes[k][0], sizes[k][1]);
            term_sync(w->t); /* the next key is for the new size */
            if (golden_panes[i].alone && k == 0)
                term_keys(w->t, "|");
            struct golden_screen s = compare(w, &golden_panes[i]);
            golden_screen_release(&s);
        }
        if (golden_panes[i].alone)
            term_keys(w->t, "|");
        term_sync(w->t); /* before it is too narrow for the key */
        term_resize(w->t, sizes[2][0], sizes[2][1]);
        walk_close(w, &golden_panes[i]);
    }
    walk_end(w);
    if (w->failed)
        fail_msg("%d of %d screens are not those of tests/e2e/golden; if they are better so: make "
                 "golden",
                 w->failed, w->compared);
}

/* Each line says what was seen, in ASCII if need be. */
static bool says_the_same(const struct golden_screen *s, const void *what)
{
    const struct golden_screen *want = what;
    bool same = s->rows == want->rows;
    for (int i = 0; same && i < s->rows; i++)
        same = golden_same_text(s->lines[i].text, want->lines[i].text);
    return same;
}

/* Keys have longer names there: a line with one is another. */
static bool is_in_ascii(const struct golden_screen *s, const struct golden_screen *want, int i)
{
    static const char *const keys[] = {"↵", "←", "→", "↑", "↓"};
    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
        if (strstr(want->lines[i].picture, keys[k]))
            return true;
    return golden_same_text(s->lines[i].text, want->lines[i].ascii);
}

static bool says_the_same_in_ascii(const struct golden_screen *s, const void *what)
{
    const struct golden_screen *want = what;
    bool same = s->rows == want->rows;
    for (int i = 0; same && i < s->rows; i++)
        same = is_in_ascii(s, want, i);
    return same;
}

static void print_difference(const struct golden_pane *p, const struct golden_screen *s,
                             const struct golden_screen *want, bool ascii)
{
    for (int i = 0; i < s->rows; i++) {
        const char *text = ascii ? want->lines[i].ascii : want->lines[i].text;
        if (ascii ? !is_in_ascii(s, want, i) : !golden_same_text(s->lines[i].text, text))
            fprintf(stderr, "# %s, line %d\n# - %s\n# + %s\n", p->name, i + 1, text,
                    s->lines[i].text);
    }
}

/* Goes through all panes and hands each screen to `each`, where that is given. */
static void
walk_again(struct walk *w, bool (*wanted)(const struct golden_screen *s, const void *what),
           void (*each)(const struct golden_screen *s, const struct golden_screen *seen))
{
    for (size_t i = 0; i < golden_panes_size; i++) {
        bool came;
        if (golden_panes[i].names_keys && wanted == says_the_same_in_ascii)
            continue;
        walk_open(w, &golden_panes[i]);
        struct golden_screen s = walk_await(w, &came, wanted, &seen[i]);
        if (!came)
            print_difference(&golden_panes[i], &s, &seen[i], wanted == says_the_same_in_ascii);
        if (each)
            each(&s, &seen[i]);
        walk_count(w, came);
        golden_screen_release(&s);
        walk_close(w, &golden_panes[i]);
    }
    walk_end(w);
    if (w->failed)
        fail_msg("%d of %d screens say something else", w->failed, w->compared);
}

static void ascii_says_the_same(void **state)
{
    /* Not xterm: the terminal of the tests does not know how that repeats a character. */
    static const char *const env[] = {"TERM=screen-256color", "LC_ALL=C", "LANG=C", NULL};
    walk_start(*state, "roles", env);
    walk_again(*state, says_the_same_in_ascii, NULL);
}

/* How each pair of a role and its ground looks in the theme of this walk. A role without a colour of
 * its own has that of a frame it stands in, and anything may have its attributes. */
static struct {
    bool has;
    struct golden_look look;
} looks[ROLES][ROLES];
static int wrong_looks;
static struct theme theme;

static bool same_colours(const struct golden_look *a, const struct golden_look *b)
{
    return memcmp(a->fg, b->fg, 3) == 0 && memcmp(a->bg, b->bg, 3) == 0;
}

static bool same_look(const struct golden_look *a, const struct golden_look *b)
{
    return same_colours(a, b) && a->bold == b->bold && a->underline == b->underline &&
           a->reverse == b->reverse;
}

static void note_look(const struct golden_mark *is, const struct golden_mark *was, const char *line)
{
    if (is->ch == ' ' || was->ch == ' ' || was->role < 0 || was->on < 0)
        return;
    if (!looks[was->role][was->on].has) {
        looks[was->role][was->on].has = true;
        looks[was->role][was->on].look = is->look;
    } else if (theme.style[was->role].has_fg &&
               !same_colours(&looks[was->role][was->on].look, &is->look)) {
        wrong_looks++;
        fprintf(stderr, "# %s on %s has more than one look: %s\n", role_name((enum role)was->role),
                role_name((enum role)was->on), line);
    }
}

static void note_looks(const struct golden_screen *s, const struct golden_screen *was)
{
    for (int i = 0; i < s->rows && i < was->rows; i++) {
        const struct golden_line *is = &s->lines[i], *want = &was->lines[i];
        for (size_t k = 0; k < is->nmarks && strcmp(is->text, want->text) == 0; k++)
            note_look(&is->marks[k], &want->marks[k], is->text);
    }
}

static void must_differ(enum role a, enum role a_on, enum role b, enum role b_on)
{
    assert_true(looks[a][a_on].has);
    assert_true(looks[b][b_on].has);
    if (same_look(&looks[a][a_on].look, &looks[b][b_on].look))
        fail_msg("%s looks like %s", role_name(a), role_name(b));
}

/* Good may look like plain text; what is wrong and what is selected may not. */
static void looks_differ_in(void **state, const char *name, const char *const *env)
{
    struct err e;
    if (!theme_load(&theme, name, &e))
        fail_msg("%s", e.msg);
    memset(looks, 0, sizeof looks);
    wrong_looks = 0;
    walk_start(*state, name, env);
    walk_again(*state, says_the_same, note_looks);
    assert_int_equal(wrong_looks, 0);
    must_differ(ROLE_WARN, ROLE_TEXT, ROLE_TEXT, ROLE_TEXT);
    must_differ(ROLE_WARN, ROLE_TEXT, ROLE_GOOD, ROLE_TEXT);
    must_differ(ROLE_CURSOR, ROLE_CURSOR, ROLE_TEXT, ROLE_TEXT);
    must_differ(ROLE_CELL, ROLE_CELL, ROLE_CURSOR, ROLE_CURSOR);
    must_differ(ROLE_TAB_ON, ROLE_TEXT, ROLE_TAB, ROLE_TEXT);
    must_differ(ROLE_SORTED, ROLE_TEXT, ROLE_HEADER, ROLE_TEXT);
}

static void dark_says_the_same(void **state)
{
    looks_differ_in(state, "dark", NULL);
}

static void light_says_the_same(void **state)
{
    looks_differ_in(state, "light", NULL);
}

static void sixteen_colours_say_the_same(void **state)
{
    looks_differ_in(state, "16", NULL);
}

static void no_colours_say_the_same(void **state)
{
    static const char *const env[] = {"NO_COLOR=1", NULL};
    looks_differ_in(state, "mono", env);
}

static void masked_is(const char *line, const char *want)
{
    char *text = golden_text(line, false);
    assert_string_equal(text, want);
    free(text);
}

static void numbers_and_charts_are_masked(void **state)
{
    (void)state;
    masked_is(" broker 1    ██████▊ 61  +4 %", " broker # # # %");
    masked_is("│ > 1 min 13 s  3,936 to read  …  inac… │", "│ > # # to read # inac… │");
    masked_is("┌ topics ─ 23 ──────┐", "┌ topics ─ # ─┐");
    masked_is("+ topics - 23 ------+", "+ topics - # -+");
    masked_is("|>a  id _Kyw1jTt-DK  20261201-043201-1b7fdb", "| a id # #-#-#");
    assert_true(golden_same_text("never read; inac… │", "never read; inact… │"));
    assert_true(golden_same_text("1 of … │", "1 of 2 │"));
    assert_false(golden_same_text("never read; inac… │", "not read; inact… │"));
}

static bool is_walked(const char *name)
{
    for (size_t i = 0; i < golden_panes_size; i++)
        if (strcmp(golden_panes[i].name, name) == 0)
            return true;
    return false;
}

/* A new list or dashboard has its golden files. Two lists are left out: they are opened from a line
 * that stands for many, and this cluster has too few for one. */
static void no_pane_is_left_out(void **state)
{
    (void)state;
    assert_true(golden_panes_size <= PANES);
    for (size_t i = 0; resources[i]; i++)
        if (!is_walked(resources[i]->name) && resources[i]->scope != SCOPE_ID)
            fail_msg("no golden files of %s: a line in golden_panes.c is missing",
                     resources[i]->name);
    for (const struct pane_kind *k = pane_kinds; k->name; k++)
        if (!is_walked(k->name))
            fail_msg("no golden files of %s: a line in golden_panes.c is missing", k->name);
}

/* The records of this topic live for five minutes: whether they are still there must not matter. */
static int prepare(void **state)
{
    (void)state;
    setenv("TZ", "UTC", 1);
    struct run r = run_klamm("records-delete metrics_5m --yes -b %s", run_env("KLAMM_BOOTSTRAP"));
    if (r.status != 0)
        print_error("%s%s", r.out, r.err);
    int status = r.status;
    run_release(&r);
    return status != 0 ? status : walk_revert();
}

#define WALK_TEST(test) cmocka_unit_test_setup_teardown(test, walk_set_up, walk_tear_down)

static int forget(void **state)
{
    (void)state;
    for (size_t i = 0; i < PANES; i++)
        golden_screen_release(&seen[i]);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_and_charts_are_masked),
        cmocka_unit_test(no_pane_is_left_out),
        WALK_TEST(all_panes_at_three_sizes),
        WALK_TEST(ascii_says_the_same),
        WALK_TEST(dark_says_the_same),
        WALK_TEST(light_says_the_same),
        WALK_TEST(sixteen_colours_say_the_same),
        WALK_TEST(no_colours_say_the_same),
    };
    if (is_writing())
        return cmocka_run_group_tests_name(
            "golden", ((const struct CMUnitTest[]){tests[1], tests[2]}), prepare, forget);
    return cmocka_run_group_tests(tests, prepare, forget);
}
