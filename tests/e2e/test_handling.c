/* What hands do besides keys: the mouse, pasting, copying, exporting, marking; and what is still so
 * after a restart. */
#include "tests/e2e/fixture.h"

#include "tests/e2e/term_impl.h"
#include "tests/support/admin.h"
#include "tests/support/run.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 40, COLS = 150 };

static struct term *open_topics(struct fixture *f)
{
    fixture_start(f, ROWS, COLS);
    console_list(f->t, "topics");
    return f->t;
}

static int set_up(void **state)
{
    fixture_set_up(state);
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

/* ---- mouse ----------------------------------------------------------------------------------- */

static bool begins_with_largest(struct term *t, void *user)
{
    const int *row = user;
    return strstr(term_row(t, *row), "sensor-readings") != NULL;
}

/* Columns move until all is there: clicked again where it is then. */
static bool click_sorts(struct term *t, void *clicked)
{
    int *last = clicked, head = term_find_row(t, "PARTITIONS");
    int col = head < 0 ? -1 : column_of(t, head, "PARTITIONS") + 2;
    if (col >= 0 && col != *last)
        term_click(t, head, *last = col);
    return term_has(t, "sorted by partitions");
}

static void a_click_on_a_header_sorts(void **state)
{
    struct fixture *f = *state;
    int clicked = -1;
    term_wait_for(f->t, "an order by partitions after a click", click_sorts, &clicked);
    int head = term_wait_row(f->t, "TOPIC", "PARTITIONS", NULL);
    if (!term_has(f->t, "sorted by partitions ▼"))
        term_click(f->t, head, column_of(f->t, head, "PARTITIONS") + 2);
    term_wait(f->t, "sorted by partitions ▼");
    /* The whole list is sorted, not what was on screen: the largest is the first now. */
    int first = head + 1;
    term_wait_for(f->t, "the topic with most partitions in the first row", begins_with_largest,
                  &first);
    fixture_leave(f);
}

static void a_second_click_opens(void **state)
{
    struct fixture *f = *state;
    console_filter(f->t, "topic=invoices");
    int row = term_wait_row(f->t, " invoices ", "18/18", NULL);
    term_click(f->t, row, 5);
    term_click(f->t, row, 5);
    term_wait_match(f->t, "journal +invoices$");
    fixture_leave(f);
}

static void tabs_are_clicked_and_the_wheel_moves(void **state)
{
    struct fixture *f = *state;
    int bar = term_wait_row(f->t, "overview", "brokers", "topics", "groups", NULL);
    term_click(f->t, bar, column_of(f->t, bar, "groups") + 1);
    console_wait_list(f->t, "groups");
    console_command(f->t, "sort group");
    term_wait(f->t, "sorted by group ▲");
    filter(f->t, "~^(ledger|metrics|migration|mirror|nightly)", "5 shown");
    int row = term_wait_row(f->t, "migration-2024", NULL);
    term_keys(f->t, "<Home>");
    term_wheel(f->t, row, 5, false); /* three rows down */
    term_keys(f->t, "y");
    term_wait(f->t, "clipboard: mirror-assign");
    term_wheel(f->t, row, 5, true);
    term_keys(f->t, "y");
    term_wait(f->t, "clipboard: ledger-report");
    fixture_leave(f);
}

/* ---- paste and copy -------------------------------------------------------------------------- */

static void click_on(struct term *t, const char *text)
{
    int row = term_wait_row(t, text, NULL);
    term_click(t, row, column_of(t, row, text) + 1);
}

/* What looks like a button or names its key is one: in the hint line, in a plan, beside the name that
 * is typed. */
static void keys_on_the_screen_are_clicked(void **state)
{
    struct fixture *f = *state;
    const char *name = run_name("e2e-clicked");
    struct term *t = f->t;
    char line[256];
    click_on(t, "m menu");
    console_escape(t, "┌ menu");
    snprintf(line, sizeof line, "topic-create %s --partitions 1 --config retention.ms=1d", name);
    console_command(t, line);
    click_on(t, "x all of it");
    term_wait(t, "Kafka's own tool does it with");
    console_escape(t, "Kafka's own tool does it with");
    click_on(t, "[ n leave ]");
    term_wait_gone(t, "[ n leave ]");
    console_command(t, line);
    click_on(t, "[ y send ]");
    term_wait(t, "done: 1 of 1 steps");
    click_on(t, "[ Esc leave ]");
    admin_await_topic(name, 1); /* whichever broker is asked now */
    snprintf(line, sizeof line, "topic-delete %s", name);
    console_command(t, line);
    term_wait(t, "to send:");
    console_type(t, name);
    click_on(t, "[ ↵ send ]");
    term_wait(t, "done: 1 of 1 steps");
    click_on(t, " leave ]");
    term_wait_gone(t, " leave ]");
    click_on(t, "? help");
    term_wait(t, "┌ help");
    console_escape(t, "┌ help");
    fixture_leave(f);
}

static void pasted_text_is_text(void **state)
{
    struct fixture *f = *state;
    term_keys(f->t, "/");
    term_paste(f->t, "invo\rq\n");
    term_wait_match(f->t, "/invo.*q");
    assert_true(term_running(f->t));
    term_keys(f->t, "<C-u>");
    term_paste(f->t, "topic=invoices");
    term_keys(f->t, "<Enter>");
    term_wait(f->t, "1 shown");
    term_paste(f->t, ":quit\rq"); /* over a list: nothing happens */
    console_list(f->t, "groups");
    fixture_leave(f);
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
    struct fixture *f = *state;
    filter(f->t, "topic=invoices", "1 shown");
    term_keys(f->t, "y");
    term_wait(f->t, "sent to the terminal's clipboard: invoices");
    char *cell = clipboard(f->t);
    assert_string_equal(cell, "invoices");
    free(cell);
    term_keys(f->t, "Y");
    term_wait_match(f->t, "sent to the terminal's clipboard: invoices.+18/18");
    char *row = clipboard(f->t);
    must_contain(row, "invoices\t6\t3\t18/18");
    free(row);
    fixture_leave(f);
}

/* Inside tmux it is sent both ways that tmux may hand on, and said what keeps both. */
static void a_copy_inside_tmux_is_wrapped(void **state)
{
    static const char wrapped[] = "\033Ptmux;\033\033]52;c;aW52b2ljZXM=\a\033\\"; /* invoices */
    const char *env[] = {"TMUX=/nonexistent/tmux,1,0", NULL};
    struct fixture *f = *state;
    char args[512];
    fixture_leave(f);
    snprintf(args, sizeof args, "-b %s", run_env("KLAMM_BOOTSTRAP"));
    f->t = console_start_in(&f->home, ROWS, COLS, args, env);
    console_list(f->t, "topics");
    filter(f->t, "invoices", "1 shown");
    term_keys(f->t, "y");
    term_wait(f->t, "tmux drops it unless set-clipboard or allow-passthrough is on: invoices");
    assert_true(term_output_has(f->t, wrapped, sizeof wrapped - 1));
    fixture_leave(f);
}

/* ---- export ---------------------------------------------------------------------------------- */

static char *export_as(struct fixture *f, const char *file)
{
    char line[512];
    snprintf(line, sizeof line, "export %s/%s", f->home.dir, file);
    console_command(f->t, line);
    snprintf(line, sizeof line, "2 rows written to %s/%s", f->home.dir, file);
    term_wait(f->t, line);
    return home_read(&f->home, file);
}

/* What is on the screen: filtered, sorted, in each format the same. */
static void the_list_is_exported_as_shown(void **state)
{
    struct fixture *f = *state;
    console_command(f->t, "sort -topic");
    filter(f->t, "orders", "2 shown");
    char *csv = export_as(f, "orders.csv");
    must_contain(csv, "partitions");
    const char *dead = strstr(csv, "orders.dead-letter,1,3,"), *all = strstr(csv, "\norders,6,3,");
    assert_non_null(dead);
    assert_non_null(all);
    assert_true(dead < all); /* in the order of the screen */
    must_lack(csv, "invoices");
    free(csv);

    char *text = export_as(f, "orders.json");
    json_t *rows = json_loads(text, 0, NULL);
    assert_true(json_is_array(rows));
    assert_int_equal(json_array_size(rows), 2);
    assert_string_equal(json_string_value(json_object_get(json_array_get(rows, 0), "topic")),
                        "orders.dead-letter");
    assert_int_equal(json_integer_value(json_object_get(json_array_get(rows, 1), "partitions")), 6);
    json_decref(rows);
    free(text);

    char *md = export_as(f, "orders.md");
    must_contain(md, "| orders.dead-letter |");
    must_contain(md, "|---");
    free(md);
    fixture_leave(f);
}

static void a_file_that_is_there_is_kept(void **state)
{
    struct fixture *f = *state;
    char line[512];
    home_write(&f->home, "mine.csv", "precious\n");
    snprintf(line, sizeof line, "export %s/mine.csv", f->home.dir);
    console_command(f->t, line);
    term_wait(f->t, "is there already; choose another name");
    char *text = home_read(&f->home, "mine.csv");
    assert_string_equal(text, "precious\n");
    free(text);
    fixture_leave(f);
}

/* Why a name was refused stands above the name, until it is changed. */
static void a_refused_name_says_why(void **state)
{
    struct fixture *f = *state;
    char path[512];
    home_write(&f->home, "mine.csv", "precious\n");
    term_keys(f->t, "x");
    term_wait(f->t, "write to (.csv");
    snprintf(path, sizeof path, "%s/mine.csv", f->home.dir);
    console_retype(f->t, path);
    term_keys(f->t, "<Enter>");
    int why = term_wait_row(f->t, "not exported: such a file is there already", NULL);
    assert_int_equal(term_wait_row(f->t, "write to (.csv", "mine.csv", NULL), ROWS - 1);
    assert_true(why < ROWS - 1);
    console_retype(f->t, "mine");
    term_wait_gone(f->t, "such a file is there");
    term_keys(f->t, "<Enter>");
    term_wait(f->t, "the name decides the format");
    term_wait_row(f->t, "write to (.csv", " mine", NULL);
    console_escape(f->t, "write to (.csv");
    fixture_leave(f);
}

/* ---- marks ----------------------------------------------------------------------------------- */

static void marks_stay_with_their_rows(void **state)
{
    struct fixture *f = *state;
    filter(f->t, "orders", "2 shown");
    term_keys(f->t, "*");
    term_wait(f->t, "2 marked");
    filter(f->t, "ledger", "filter: ledger");
    term_keys(f->t, "<Home> ");
    term_wait(f->t, "3 marked");
    term_keys(f->t, "<Esc>");
    term_wait_gone(f->t, "filter:");
    console_command(f->t, "sort -topic");
    filter(f->t, "~^(orders|ledger|invoices)", "5 shown");
    term_wait_match(f->t, "●orders ");
    term_wait_match(f->t, "●orders\\.dead-letter ");
    term_wait_match(f->t, "●ledger ");
    term_wait_match(f->t, "[^●]invoices ");
    assert_false(term_has(f->t, "●invoices"));
    term_keys(f->t, "<Esc>");
    term_wait_gone(f->t, "filter:");
    term_keys(f->t, "u");
    term_wait_gone(f->t, "marked");
    term_wait_gone(f->t, "●");
    fixture_leave(f);
}

/* ---- what survives --------------------------------------------------------------------------- */

static void choices_survive_a_restart(void **state)
{
    struct fixture *f = *state;
    console_command(f->t, "sort messages");
    term_wait(f->t, "sorted by messages ▼");
    term_keys(f->t, "=");
    term_wait(f->t, "┌ columns");
    term_wait_row(f->t, "✓", "partitions", NULL);
    term_keys(f->t, "<Down><Space>");
    term_wait_match(f->t, " {8}partitions ");
    console_escape(f->t, "┌ columns");
    term_wait_gone(f->t, "PARTITIONS");
    filter(f->t, "orders", "2 shown");
    console_command(f->t, "theme light");
    term_wait(f->t, "theme light: ");
    struct term_cell light = term_cell(f->t, ROWS / 2, 2);
    console_list(f->t, "groups");
    fixture_leave(f);

    open_topics(f);
    term_wait(f->t, "sorted by messages ▼");
    assert_false(term_has(f->t, "PARTITIONS"));
    term_wait(f->t, "REPL");
    struct term_cell now = term_cell(f->t, ROWS / 2, 2);
    assert_memory_equal(now.bg, light.bg, sizeof now.bg);
    /* What was typed comes back by the arrow key, filters and commands apart. */
    term_keys(f->t, "/<Up>");
    term_wait_match(f->t, "^/orders");
    term_keys(f->t, "<Enter>");
    term_wait(f->t, "2 shown");
    term_keys(f->t, ":<Up>"); /* the last line typed was :topics of this run */
    term_wait_match(f->t, "^:topics");
    term_keys(f->t, "<Up><Up>");
    term_wait_match(f->t, "^:groups");
    console_escape(f->t, ":groups");
    fixture_leave(f);
}

/* A file of choices that was damaged means the defaults, not a console that does not start. */
static void damaged_choices_are_forgotten(void **state)
{
    struct fixture *f = *state;
    fixture_leave(f);
    home_write(&f->home, "state/klamm/view.json",
               "{\"topics\": {\"sort\": 7, \"columns\": \"no,such\"");
    open_topics(f);
    term_wait(f->t, "sorted by topic ▲");
    fixture_leave(f);
    home_write(&f->home, "state/klamm/view.json",
               "{\"topics\": {\"sort\": \"nonsense\", \"columns\": \"no,such\", \"widths\": []}}");
    open_topics(f);
    term_wait(f->t, "PARTITIONS");
    fixture_leave(f);
}

int main(void)
{
#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, set_up, fixture_tear_down)
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(a_click_on_a_header_sorts),
        WITH_FIXTURE(a_second_click_opens),
        WITH_FIXTURE(tabs_are_clicked_and_the_wheel_moves),
        WITH_FIXTURE(keys_on_the_screen_are_clicked),
        WITH_FIXTURE(pasted_text_is_text),
        WITH_FIXTURE(cell_and_row_are_copied),
        WITH_FIXTURE(a_copy_inside_tmux_is_wrapped),
        WITH_FIXTURE(the_list_is_exported_as_shown),
        WITH_FIXTURE(a_file_that_is_there_is_kept),
        WITH_FIXTURE(a_refused_name_says_why),
        WITH_FIXTURE(marks_stay_with_their_rows),
        WITH_FIXTURE(choices_survive_a_restart),
        WITH_FIXTURE(damaged_choices_are_forgotten),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
