/* What survives a restart: the lines typed and the choices made; and damage that must not matter.
 */
#include "core/base/file.h"
#include "tests/support/test.h"
#include "tui/history.h"
#include "tui/panes/group_chart.h"
#include "tui/prefs.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char dir[] = "/tmp/klamm-state-XXXXXX";

static int make_dir(void **state)
{
    (void)state;
    if (!mkdtemp(dir))
        return -1;
    return setenv("KLAMM_STATE_DIR", dir, 1);
}

static void forget(const char *name)
{
    char path[200];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    unlink(path);
}

static int drop_dir(void **state)
{
    (void)state;
    forget("commands");
    forget("view.json");
    return rmdir(dir);
}

static void damage(const char *name, const char *bytes)
{
    char path[200];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    assert_true(file_write(path, bytes, strlen(bytes), 0600, NULL));
}

static void history_comes_back(void **state)
{
    struct history h;
    (void)state;
    forget("commands");
    history_init(&h, "commands", 3);
    history_add(&h, "topics");
    history_add(&h, "topic orders");
    history_add(&h, "topics"); /* moves to the end */
    history_add(&h, "");
    history_add(&h, "config-alter 1 ssl.keystore.password=hidden"); /* refused, and not kept */
    history_add(&h, "config-alter t a=1,Sasl.Jaas.Config=hidden");
    assert_int_equal(h.n, 2);
    history_add(&h, "groups");
    history_add(&h, "theme dark"); /* the oldest goes */
    history_release(&h);
    history_init(&h, "commands", 3);
    assert_int_equal(h.n, 3);
    assert_string_equal(h.lines[0], "topics");
    assert_string_equal(h.lines[2], "theme dark");
    assert_string_equal(history_suggest(&h, "the"), "theme dark");
    assert_null(history_suggest(&h, "groups"));
    assert_null(history_suggest(&h, ""));
    history_release(&h);
}

static void history_takes_no_control_characters(void **state)
{
    struct history h;
    (void)state;
    damage("commands", "fine\n\x1b]0;pwned\x07\n\n\xff\xfe\nalso fine");
    history_init(&h, "commands", 100);
    assert_int_equal(h.n, 2);
    assert_string_equal(h.lines[1], "also fine");
    history_release(&h);
}

static void choices_come_back(void **state)
{
    struct prefs p;
    (void)state;
    forget("view.json");
    prefs_init(&p);
    assert_null(prefs_sort(&p, "topics"));
    prefs_set_sort(&p, "topics", "-messages");
    prefs_set_columns(&p, "topics", "topic lag");
    prefs_set_width(&p, "topics", "topic", 40);
    prefs_set_theme(&p, "light");
    prefs_release(&p);
    prefs_init(&p);
    assert_string_equal(prefs_sort(&p, "topics"), "-messages");
    char *columns = prefs_columns(&p, "topics");
    assert_string_equal(columns, "topic lag");
    free(columns);
    assert_int_equal(prefs_width(&p, "topics", "topic"), 40);
    assert_int_equal(prefs_width(&p, "topics", "lag"), 0);
    assert_string_equal(prefs_theme(&p), "light");
    prefs_release(&p);
}

static void charts_come_back(void **state)
{
    struct prefs p;
    struct chart_view v = {.zoom = CHART_ZOOM_FIRST, .style = PLOT_BLOCK};
    (void)state;
    forget("view.json");
    prefs_init(&p);
    group_chart_recall(&v, &p); /* nothing was chosen: as configured */
    assert_int_equal(v.zoom, CHART_ZOOM_FIRST);
    assert_int_equal(v.style, PLOT_BLOCK);
    v = (struct chart_view){.zoom = CHART_ZOOMS - 1, .style = PLOT_ASCII};
    group_chart_remember(&v, &p);
    prefs_release(&p);
    prefs_init(&p);
    v = (struct chart_view){0};
    group_chart_recall(&v, &p);
    assert_int_equal(v.zoom, CHART_ZOOMS - 1);
    assert_int_equal(v.style, PLOT_ASCII);
    prefs_set_chart(&p, "zoom", "5 years");
    prefs_set_chart(&p, "rendering", "oil");
    group_chart_recall(&v, &p); /* what is not known changes nothing */
    assert_int_equal(v.zoom, CHART_ZOOMS - 1);
    assert_int_equal(v.style, PLOT_ASCII);
    prefs_release(&p);
}

static void damaged_choices_are_no_choices(void **state)
{
    static const char *const files[] = {"", "{", "[1, 2]", "{\"topics\": 3}",
                                        "{\"topics\": {\"widths\": {\"topic\": -5}, \"sort\": 7}}"};
    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct prefs p;
        damage("view.json", files[i]);
        prefs_init(&p);
        assert_null(prefs_sort(&p, "topics"));
        assert_int_equal(prefs_width(&p, "topics", "topic"), 0);
        prefs_set_sort(&p, "topics", "topic");
        assert_string_equal(prefs_sort(&p, "topics"), "topic");
        prefs_release(&p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(history_comes_back),
        cmocka_unit_test(history_takes_no_control_characters),
        cmocka_unit_test(choices_come_back),
        cmocka_unit_test(charts_come_back),
        cmocka_unit_test(damaged_choices_are_no_choices),
    };
    return cmocka_run_group_tests(tests, make_dir, drop_dir);
}
