/* The composite panes on the seeded cluster: facts above the lists that belong together, at the
 * sizes people have, with the switch between parts where only one fits. */
#include "tests/e2e/fixture.h"

#include "tests/e2e/term_impl.h"
#include "tests/support/client.h"
#include "tests/support/run.h"

#include <string.h>

static struct fixture *f;

static int set_up(void **state)
{
    fixture_set_up(state);
    f = *state;
    return 0;
}

static struct term *open_at(int rows, int cols)
{
    f->t = console_start(&f->home, rows, cols);
    return f->t;
}

static void overview_tells_health_first(void **state)
{
    struct term *t = open_at(40, 120);
    (void)state;
    term_wait_row(t, "health", "offline 0", "under-replicated 0", NULL);
    term_wait_row(t, "cluster", "3 of 3 brokers up", " topics", " partitions", NULL);
    term_wait_match(t, "records +in .* out .* lag .* groups, [0-9]+ active");
    /* One line of the console can hold rows of two lists: both are on screen. */
    term_wait_row(t, "groups that lag most", "busiest topics", NULL);
    term_keys(t, "/");
    console_type(t, "legacy-import");
    term_keys(t, "<Enter>");
    term_wait(t, "1 shown");
    term_wait_row(t, "one replica only", "legacy-import", NULL);
    fixture_leave(f);
}

static void the_cluster_has_a_pane_of_its_own(void **state)
{
    struct term *t = open_at(24, 80);
    (void)state;
    term_wait(t, "findings");
    term_keys(t, "I");
    term_wait_row(t, "cluster", "id ", "connected since", NULL);
    term_wait(t, "with librdkafka");
    term_wait_row(t, "brokers", "3 of 3 up", "racks", NULL);
    term_wait_row(t, "groups", "active", "inactive", "total lag", NULL);
    term_wait_row(t, "you may", "Alter", NULL);
    term_wait_row(t, "rack-2", "● up", NULL);
    fixture_leave(f);
}

/* What to do about the selected finding is on screen at every size. */
static void next_is_always_visible(void **state)
{
    struct term *t = open_at(24, 80);
    (void)state;
    term_wait(t, "FINDING");
    term_wait(t, "Next: ");
    term_resize(t, 18, 80);
    term_wait(t, "Next: ");
    fixture_leave(f);
}

static void a_finding_says_what_it_means_and_leads_there(void **state)
{
    struct term *t = open_at(30, 100);
    (void)state;
    console_command(t, "findings");
    /* How many worse ones stand above it depends on how long ago the cluster was filled. */
    term_keys(t, "/where=shipments<Enter>");
    term_wait(t, "1 shown");
    term_wait_row(t, "min ISR = replicas", "shipments", NULL);
    term_wait(t, "min.insync.replicas equals the replication factor");
    term_wait(t, "Next: lower min.insync.replicas by one");
    term_keys(t, "<Enter>");
    term_wait_match(t, "journal +shipments$");
    fixture_leave(f);
}

/* What is known of the cluster takes more lines as it comes, and the names of the parts move down:
 * clicked again where they are then. */
static bool click_opens_groups(struct term *t, void *clicked)
{
    int *last = clicked, strip = term_find_row(t, " findings   groups that lag most   busiest");
    if (strip >= 0 && strip != *last)
        term_click(t, *last = strip, 14);
    return term_has(t, "GROUP") && term_has(t, "LAG");
}

static void small_screens_switch_between_parts(void **state)
{
    struct term *t = open_at(24, 80);
    (void)state;
    term_wait_row(t, "findings", "groups that lag most", "busiest topics", NULL);
    term_wait(t, "FINDING");
    term_keys(t, "w");
    term_wait_row(t, "GROUP", "LAG", NULL);
    term_wait_gone(t, "FINDING");
    term_keys(t, "w");
    term_wait_row(t, "TOPIC", "IN/S", NULL);
    term_keys(t, "w");
    term_wait(t, "FINDING");
    int clicked = -1; /* their names can be clicked */
    term_wait_for(t, "groups after a click", click_opens_groups, &clicked);
    fixture_leave(f);
}

static void keys_go_round_list_and_second_pane(void **state)
{
    struct term *t = open_at(40, 160);
    (void)state;
    console_command(t, "brokers");
    term_wait(t, "● up");
    term_wait_row(t, "TOPIC", "PART", "ROLE", NULL);
    term_keys(t, "w"); /* into it */
    term_keys(t, "w"); /* its other part */
    term_wait_row(t, "KEY", "VALUE", NULL);
    term_keys(t, "w"); /* back to the list */
    term_wait_row(t, "TOPIC", "PART", "ROLE", NULL);
    term_keys(t, "<Down>");
    term_wait(t, "rack rack-2");
    fixture_leave(f);
}

static void placement_has_totals(void **state)
{
    struct term *t = open_at(40, 160);
    (void)state;
    console_command(t, "topic orders");
    term_wait_match(t, "journal +orders$");
    term_wait_row(t, "6 partitions × 3", "min ISR", "retention 2 d", NULL);
    term_wait_match(t, " 2 +2 +2 +leaders per broker");
    term_wait_match(t, " 6 +6 +6 +replicas per broker");
    term_wait(t, "groups reading it");
    term_wait_row(t, "retention.ms", "172800000", NULL);
    term_wait_row(t, "orders-billing", NULL);
    fixture_leave(f);
}

static void a_group_says_why_it_is_inactive(void **state)
{
    struct term *t = open_at(24, 80);
    (void)state;
    console_command(t, "group metrics-rollup");
    /* The tabs keep their names, and leave no room for one more. */
    term_wait_match(t, "^ overview  brokers  topics  groups  acls  users  events  log  journal$");
    term_wait_row(t, "group", "metrics-rollup", NULL);
    term_wait_row(t, "group", "○ empty", NULL);
    term_wait(t, "0 members");
    term_wait_match(t, "offsets are kept [0-9]+ (d|h|min) after");
    term_wait_row(t, "behind", " records", "worst partition", NULL);
    const char *group = run_name("panes-active");
    struct client_member *one = client_join(group, "orders", "one", "classic");
    struct client_member *two = client_join(group, "orders", "two", "classic");
    char command[160];
    snprintf(command, sizeof command, "group %s", group);
    console_command(t, command);
    term_wait_row(t, "group", "● stable", NULL);
    term_wait(t, "2 members");
    term_keys(t, "w");
    term_wait_row(t, "CLIENT", "HOST", NULL);
    term_wait(t, "127.0.0.1");
    client_leave(one);
    client_leave(two);
    fixture_leave(f);
}

static void a_broker_says_what_its_end_would_do(void **state)
{
    struct term *t = open_at(40, 120);
    (void)state;
    console_command(t, "brokers");
    term_wait_row(t, " 2 ", "127.0.0.1:", NULL);
    console_command(t, "broker 2");
    term_wait_match(t, "journal +broker 2$");
    term_wait_match(t, "leader of [0-9,]+ +preferred for [0-9,]+");
    term_wait_match(t, "if it stops +[0-9,]+ leaders move +offline [0-9]+");
    fixture_leave(f);
}

static void the_second_pane_hides_nothing_of_the_list(void **state)
{
    struct term *t = open_at(40, 160);
    (void)state;
    console_command(t, "brokers");
    term_wait_row(t, "HOST:PORT", "STATE", "LEADERS", "REPLICAS", "OUT OF SYNC", NULL);
    term_wait(t, "if it stops"); /* the broker next to the list */
    term_resize(t, 40, 110);
    term_wait_gone(t, "if it stops");
    term_wait_row(t, "HOST:PORT", "OUT OF SYNC", NULL);
    fixture_leave(f);
}

static void ascii_draws_the_same_without_a_foreign_glyph(void **state)
{
    static const char *const env[] = {"LC_ALL=C", "LANG=C", "NO_COLOR=1", NULL};
    char args[400];
    size_t len;
    (void)state;
    snprintf(args, sizeof args, "-b %s", run_env("KLAMM_BOOTSTRAP"));
    struct term *t = f->t = console_start_in(&f->home, 40, 120, args, env);
    console_command(t, "topic orders");
    term_wait_match(t, " 2 +2 +2 +leaders per broker");
    term_wait_row(t, "6 partitions x 3", NULL);
    console_command(t, "group nightly-report");
    term_wait_match(t, "journal +nightly-report$");
    term_wait_row(t, "group", "o empty", NULL);
    const char *out = term_output(t, &len);
    for (size_t i = 0; i < len; i++)
        assert_true((unsigned char)out[i] < 0x80);
    fixture_leave(f);
}

/* A selected line looks different from the next one, and can be read. Returns its first cell. */
static struct term_cell selected_with(const char *theme)
{
    static const char *const env[] = {"TERM=xterm", "NO_COLOR=", NULL};
    char args[400];
    snprintf(args, sizeof args, "-b %s --theme %s", run_env("KLAMM_BOOTSTRAP"), theme);
    struct term *t = f->t = console_start_in(&f->home, 24, 80, args, env);
    console_command(t, "brokers");
    int first = term_wait_row(t, " 1 ", "127.0.0.1:", NULL);
    struct term_cell on = term_cell(t, first, 8), off = term_cell(t, first + 1, 8);
    assert_true(on.reverse != off.reverse || memcmp(on.bg, off.bg, 3) != 0);
    assert_memory_not_equal(on.fg, on.bg, 3);
    struct term_cell edge = term_cell(t, first, 0);
    assert_memory_not_equal(edge.fg, edge.bg, 3);
    fixture_leave(f);
    return on;
}

static void eight_colours_show_what_is_selected(void **state)
{
    (void)state;
    assert_false(selected_with("light").reverse);
    /* Both grounds are white among eight colours. */
    struct run chalk = run_shell("sed 's/#afd7ff/#e4e4e4/' themes/light.yaml");
    home_write(&f->home, "config/klamm/themes/chalk.yaml", chalk.out);
    run_release(&chalk);
    assert_true(selected_with("chalk").reverse);
}

static void a_cluster_that_is_not_there_says_what_was_tried(void **state)
{
    struct term *t = f->t = console_start_in(&f->home, 24, 80, "-b 127.0.0.1:1", NULL);
    (void)state;
    term_wait(t, "No broker of the cluster can be reached since");
    term_wait(t, "Tried: 127.0.0.1:1");
    term_wait(t, "Refused: ");
    term_wait(t, "klamm keeps trying");
    term_keys(t, "3");
    term_wait_row(t, "TOPIC", "PARTITIONS", NULL);
    term_wait(t, "Tried: 127.0.0.1:1");
    fixture_leave(f);
}

#define PANE_TEST(test) cmocka_unit_test_setup_teardown(test, set_up, fixture_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        PANE_TEST(overview_tells_health_first),
        PANE_TEST(the_cluster_has_a_pane_of_its_own),
        PANE_TEST(next_is_always_visible),
        PANE_TEST(a_finding_says_what_it_means_and_leads_there),
        PANE_TEST(small_screens_switch_between_parts),
        PANE_TEST(keys_go_round_list_and_second_pane),
        PANE_TEST(placement_has_totals),
        PANE_TEST(a_group_says_why_it_is_inactive),
        PANE_TEST(a_broker_says_what_its_end_would_do),
        PANE_TEST(the_second_pane_hides_nothing_of_the_list),
        PANE_TEST(ascii_draws_the_same_without_a_foreign_glyph),
        PANE_TEST(eight_colours_show_what_is_selected),
        PANE_TEST(a_cluster_that_is_not_there_says_what_was_tried),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
