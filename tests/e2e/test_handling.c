/* What hands do besides keys: the mouse, pasting, copying, exporting, marking; and what is still so
 * after a restart. */
#include "tests/e2e/console_desk.h"

#include "tests/e2e/term_impl.h"
#include "tests/support/run.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 40, COLS = 150 };

static struct term *open_topics(struct desk *d)
{
    desk_start(d, ROWS, COLS);
    console_command(d->t, "topics");
    term_wait(d->t, "invoices");
    return d->t;
}

static int open_desk(void **state)
{
    desk_set_up(state);
    open_topics(*state);
    return 0;
}

static void filter(struct term *t, const char *text, const char *shown)
{
    term_keys(t, "/<C-u>");
    console_type(t, text);
    term_keys(t, "<Enter>");
    term_wait(t, shown);
}

/* The screen column where a text begins; the row must have it. One column a character here. */
static int column_of(struct term *t, int row, const char *text)
{
    const char *line = term_row(t, row), *at = strstr(line, text);
    int col = 0;
    assert_non_null(at);
    for (const char *c = line; c < at; c++)
        col += ((unsigned char)*c & 0xc0) != 0x80;
    return col;
}

/* ---- mouse ---------------------------------------------------------------------------------- */

static bool begins_with_largest(struct term *t, void *user)
{
    const int *row = user;
    return strstr(term_row(t, *row), "sensor-readings") != NULL;
}

static void a_click_on_a_header_sorts(void **state)
{
    struct desk *d = *state;
    term_wait_gone(d->t, "loading"); /* columns move until all is there */
    int head = term_wait_row(d->t, "TOPIC ▲", "PARTITIONS", NULL);
    term_click(d->t, head, column_of(d->t, head, "PARTITIONS") + 2);
    term_wait(d->t, "sorted by partitions");
    if (!term_has(d->t, "sorted by partitions ▼"))
        term_click(d->t, head, column_of(d->t, head, "PARTITIONS") + 2);
    term_wait(d->t, "sorted by partitions ▼");
    /* The whole list is sorted, not what was on screen: the largest is the first now. */
    int first = head + 1;
    term_wait_for(d->t, "the topic with most partitions in the first row", begins_with_largest,
                  &first);
    desk_leave(d);
}

static void a_second_click_opens(void **state)
{
    struct desk *d = *state;
    int row = term_wait_row(d->t, " invoices ", "18/18", NULL);
    term_click(d->t, row, 5);
    term_click(d->t, row, 5);
    term_wait(d->t, "topics/invoices");
    desk_leave(d);
}

static void tabs_are_clicked_and_the_wheel_moves(void **state)
{
    struct desk *d = *state;
    int bar = term_wait_row(d->t, "overview", "brokers", "topics", "groups", NULL);
    term_click(d->t, bar, column_of(d->t, bar, "groups") + 1);
    term_wait(d->t, "nightly-report");
    console_command(d->t, "sort group");
    term_wait(d->t, "sorted by group ▲");
    filter(d->t, "~^(ledger|metrics|migration|mirror|nightly)", "5 shown");
    int row = term_wait_row(d->t, "migration-2024", NULL);
    term_keys(d->t, "<Home>");
    term_wheel(d->t, row, 5, false); /* three rows down */
    term_keys(d->t, "y");
    term_wait(d->t, "clipboard: mirror-assign");
    term_wheel(d->t, row, 5, true);
    term_keys(d->t, "y");
    term_wait(d->t, "clipboard: ledger-report");
    desk_leave(d);
}

/* ---- paste and copy ------------------------------------------------------------------------- */

static void pasted_text_is_text(void **state)
{
    struct desk *d = *state;
    term_keys(d->t, "/");
    term_paste(d->t, "invo\rq\n");
    term_wait_match(d->t, "/invo.*q");
    assert_true(term_running(d->t));
    term_keys(d->t, "<C-u>");
    term_paste(d->t, "topic=invoices");
    term_keys(d->t, "<Enter>");
    term_wait(d->t, "1 shown");
    term_paste(d->t, ":quit\rq"); /* over a list: nothing happens */
    console_command(d->t, "groups");
    term_wait(d->t, "nightly-report");
    desk_leave(d);
}

/* What the terminal was last asked to put on its clipboard, base64. */
static char *clipboard(struct term *t)
{
    static const char start[] = "\033]52;c;";
    size_t len, n = sizeof start - 1;
    const char *out = term_output(t, &len), *last = NULL;
    for (size_t i = 0; i + n < len; i++) {
        if (memcmp(out + i, start, n) == 0)
            last = out + i + n;
    }
    assert_non_null(last);
    struct run r = run_shell("printf %%s '%.*s' | base64 -d", (int)strcspn(last, "\a\033"), last);
    assert_int_equal(r.status, 0);
    free(r.err);
    return r.out;
}

static void cell_and_row_are_copied(void **state)
{
    struct desk *d = *state;
    filter(d->t, "topic=invoices", "1 shown");
    term_keys(d->t, "y");
    term_wait(d->t, "sent to the terminal's clipboard: invoices");
    char *cell = clipboard(d->t);
    assert_string_equal(cell, "invoices");
    free(cell);
    term_keys(d->t, "Y");
    term_wait_match(d->t, "sent to the terminal's clipboard: invoices.+18/18");
    char *row = clipboard(d->t);
    must_contain(row, "invoices\t6\t3\t18/18");
    free(row);
    desk_leave(d);
}

/* Inside tmux it is sent both ways that tmux may hand on, and said what keeps both. */
static void a_copy_inside_tmux_is_wrapped(void **state)
{
    static const char wrapped[] = "\033Ptmux;\033\033]52;c;aW52b2ljZXM=\a\033\\"; /* invoices */
    const char *env[] = {"TMUX=/nonexistent/tmux,1,0", NULL};
    struct desk *d = *state;
    char args[512];
    desk_leave(d);
    snprintf(args, sizeof args, "-b %s", run_env("KLAMM_BOOTSTRAP"));
    d->t = console_start_in(&d->home, ROWS, COLS, args, env);
    console_command(d->t, "topics");
    term_wait(d->t, "invoices");
    filter(d->t, "invoices", "1 shown");
    term_keys(d->t, "y");
    term_wait(d->t, "tmux drops it unless set-clipboard or allow-passthrough is on: invoices");
    assert_true(term_output_has(d->t, wrapped, sizeof wrapped - 1));
    desk_leave(d);
}

/* ---- export --------------------------------------------------------------------------------- */

static char *export_as(struct desk *d, const char *file)
{
    char line[512];
    snprintf(line, sizeof line, "export %s/%s", d->home.folder, file);
    console_command(d->t, line);
    snprintf(line, sizeof line, "2 rows written to %s/%s", d->home.folder, file);
    term_wait(d->t, line);
    return home_read(&d->home, file);
}

/* What is on the screen: filtered, sorted, in each format the same. */
static void the_list_is_exported_as_shown(void **state)
{
    struct desk *d = *state;
    console_command(d->t, "sort -topic");
    filter(d->t, "orders", "2 shown");
    char *csv = export_as(d, "orders.csv");
    must_contain(csv, "partitions");
    const char *dead = strstr(csv, "orders.dead-letter,1,3,"), *all = strstr(csv, "\norders,6,3,");
    assert_non_null(dead);
    assert_non_null(all);
    assert_true(dead < all); /* in the order of the screen */
    must_lack(csv, "invoices");
    free(csv);

    char *text = export_as(d, "orders.json");
    json_t *rows = json_loads(text, 0, NULL);
    assert_true(json_is_array(rows));
    assert_int_equal(json_array_size(rows), 2);
    assert_string_equal(json_string_value(json_object_get(json_array_get(rows, 0), "topic")),
                        "orders.dead-letter");
    assert_int_equal(json_integer_value(json_object_get(json_array_get(rows, 1), "partitions")), 6);
    json_decref(rows);
    free(text);

    char *md = export_as(d, "orders.md");
    must_contain(md, "| orders.dead-letter |");
    must_contain(md, "|---");
    free(md);
    desk_leave(d);
}

static void a_file_that_is_there_is_kept(void **state)
{
    struct desk *d = *state;
    char line[512];
    home_write(&d->home, "mine.csv", "precious\n");
    snprintf(line, sizeof line, "export %s/mine.csv", d->home.folder);
    console_command(d->t, line);
    term_wait(d->t, "is there already; choose another name");
    char *text = home_read(&d->home, "mine.csv");
    assert_string_equal(text, "precious\n");
    free(text);
    desk_leave(d);
}

/* Why a name was refused stands above the name, until it is changed. */
static void a_refused_name_says_why(void **state)
{
    struct desk *d = *state;
    char path[512];
    home_write(&d->home, "mine.csv", "precious\n");
    term_keys(d->t, "x");
    term_wait(d->t, "write to (.csv");
    snprintf(path, sizeof path, "%s/mine.csv", d->home.folder);
    console_retype(d->t, path);
    term_keys(d->t, "<Enter>");
    int why = term_wait_row(d->t, "not exported: such a file is there already", NULL);
    assert_int_equal(term_wait_row(d->t, "write to (.csv", "mine.csv", NULL), ROWS - 1);
    assert_true(why < ROWS - 1);
    console_retype(d->t, "mine");
    term_wait_gone(d->t, "such a file is there");
    term_keys(d->t, "<Enter>");
    term_wait(d->t, "the name decides the format");
    term_wait_row(d->t, "write to (.csv", " mine", NULL);
    console_escape(d->t, "write to (.csv");
    desk_leave(d);
}

/* ---- marks ---------------------------------------------------------------------------------- */

static void marks_stay_with_their_rows(void **state)
{
    struct desk *d = *state;
    filter(d->t, "orders", "2 shown");
    term_keys(d->t, "*");
    term_wait(d->t, "2 marked");
    filter(d->t, "ledger", "filter: ledger");
    term_keys(d->t, "<Home> ");
    term_wait(d->t, "3 marked");
    term_keys(d->t, "<Esc>");
    term_wait_gone(d->t, "filter:");
    console_command(d->t, "sort -topic");
    term_wait_match(d->t, "●orders ");
    term_wait_match(d->t, "●orders\\.dead-letter ");
    term_wait_match(d->t, "●ledger ");
    assert_false(term_has(d->t, "●invoices"));
    term_keys(d->t, "u");
    term_wait_gone(d->t, "marked");
    term_wait_gone(d->t, "●");
    desk_leave(d);
}

/* ---- what survives -------------------------------------------------------------------------- */

static void choices_survive_a_restart(void **state)
{
    struct desk *d = *state;
    console_command(d->t, "sort -messages");
    term_wait(d->t, "sorted by messages ▼");
    term_keys(d->t, "=");
    term_wait(d->t, "┌ columns");
    term_wait_row(d->t, "✓", "partitions", NULL);
    term_keys(d->t, "<Down><Space>");
    term_wait_match(d->t, " {8}partitions ");
    console_escape(d->t, "┌ columns");
    term_wait_gone(d->t, "PARTITIONS");
    filter(d->t, "orders", "2 shown");
    console_command(d->t, "theme light");
    term_wait(d->t, "theme light: ");
    struct term_cell light = term_cell(d->t, ROWS / 2, 2);
    console_command(d->t, "groups");
    term_wait(d->t, "nightly-report");
    desk_leave(d);

    open_topics(d);
    term_wait(d->t, "sorted by messages ▼");
    assert_false(term_has(d->t, "PARTITIONS"));
    term_wait(d->t, "REPL");
    struct term_cell now = term_cell(d->t, ROWS / 2, 2);
    assert_memory_equal(now.bg, light.bg, sizeof now.bg);
    /* What was typed comes back by the arrow key, filters and commands apart. */
    term_keys(d->t, "/<Up>");
    term_wait_match(d->t, "^/orders");
    term_keys(d->t, "<Enter>");
    term_wait(d->t, "2 shown");
    term_keys(d->t, ":<Up>"); /* the last line typed was :topics of this run */
    term_wait_match(d->t, "^:topics");
    term_keys(d->t, "<Up><Up>");
    term_wait_match(d->t, "^:groups");
    console_escape(d->t, ":groups");
    desk_leave(d);
}

/* A file of choices that was damaged means the defaults, not a console that does not start. */
static void damaged_choices_are_forgotten(void **state)
{
    struct desk *d = *state;
    desk_leave(d);
    home_write(&d->home, "state/klamm/view.json",
               "{\"topics\": {\"sort\": 7, \"columns\": \"no,such\"");
    open_topics(d);
    term_wait(d->t, "sorted by topic ▲");
    desk_leave(d);
    home_write(&d->home, "state/klamm/view.json",
               "{\"topics\": {\"sort\": \"nonsense\", \"columns\": \"no,such\", \"widths\": []}}");
    open_topics(d);
    term_wait(d->t, "PARTITIONS");
    desk_leave(d);
}

int main(void)
{
#define AT_DESK(test) cmocka_unit_test_setup_teardown(test, open_desk, desk_tear_down)
    const struct CMUnitTest tests[] = {
        AT_DESK(a_click_on_a_header_sorts),
        AT_DESK(a_second_click_opens),
        AT_DESK(tabs_are_clicked_and_the_wheel_moves),
        AT_DESK(pasted_text_is_text),
        AT_DESK(cell_and_row_are_copied),
        AT_DESK(a_copy_inside_tmux_is_wrapped),
        AT_DESK(the_list_is_exported_as_shown),
        AT_DESK(a_file_that_is_there_is_kept),
        AT_DESK(a_refused_name_says_why),
        AT_DESK(marks_stay_with_their_rows),
        AT_DESK(choices_survive_a_restart),
        AT_DESK(damaged_choices_are_forgotten),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
