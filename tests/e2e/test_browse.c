/* Browsing the seeded cluster: every pane is reached by its key and by its command, shows what is
 * really there, and foreign bytes never drive the terminal. */
#include "tests/e2e/fixture.h"

#include "tests/e2e/term_impl.h"
#include "tests/support/client.h"
#include "tests/support/run.h"

#include <stdio.h>
#include <string.h>

static int set_up(void **state)
{
    fixture_set_up(state);
    fixture_start(*state, 40, 160);
    return 0;
}

static void brokers_are_up(void **state)
{
    struct fixture *f = *state;
    console_command(f->t, "brokers");
    term_wait_match(f->t, "^. *1 +127\\.0\\.0\\.1:[0-9]+.* up ");
    term_wait_match(f->t, "^. *2 +127\\.0\\.0\\.1:[0-9]+.* up ");
    term_wait_match(f->t, "^. *3 +127\\.0\\.0\\.1:[0-9]+.* up ");
    term_wait(f->t, "3 brokers");
    console_quit(f->t);
    f->t = NULL;
}

static void partitions_of_a_broker_by_role(void **state)
{
    struct fixture *f = *state;
    console_command(f->t, "brokers");
    term_wait(f->t, "127.0.0.1:");
    term_keys(f->t, "<Home><Enter>");
    term_wait_match(f->t, "journal +broker 1$");
    term_keys(f->t, "/topic=orders<Enter>");
    term_wait_row(f->t, "orders", "leads", NULL);
    term_keys(f->t, "/role=follows topic=orders<Enter>");
    term_wait_row(f->t, "orders", "follows", NULL);
    term_wait_gone(f->t, "leads  ");
    console_quit(f->t);
    f->t = NULL;
}

static void placement_of_a_topic(void **state)
{
    struct fixture *f = *state;
    console_find(f->t, "topics", "topic=orders");
    term_wait_row(f->t, "orders", "6", "3", "18/18", NULL);
    term_keys(f->t, "<Enter>");
    term_wait_match(f->t, "journal +orders$");
    term_wait_row(f->t, "PART", "b1", "b2", "b3", "LEADER", NULL);
    /* Six partitions, three replicas: each row has one leader and two followers. */
    term_wait_match(f->t, " 0 .*(L\\*? +f\\*? +f|f\\*? +L\\*? +f|f\\*? +f\\*? +L).* 3/3 ");
    term_wait_match(f->t, " 5 .*(L\\*? +f\\*? +f|f\\*? +L\\*? +f|f\\*? +f\\*? +L).* 3/3 ");
    term_keys(f->t, "<Esc>");
    term_wait(f->t, "1 shown");
    console_quit(f->t);
    f->t = NULL;
}

static void a_leader_that_is_not_preferred_is_reported(void **state)
{
    struct fixture *f = *state;
    console_command(f->t, "topic invoices");
    term_wait_row(f->t, "not on preferred", NULL);
    console_command(f->t, "findings");
    term_keys(f->t, "/where~^(invoices|legacy-import|shipments)$<Enter>");
    term_wait_row(f->t, "not preferred", "invoices", NULL);
    term_wait_row(f->t, "one replica only", "legacy-import", NULL);
    term_wait_row(f->t, "min ISR = replicas", "shipments", NULL);
    console_quit(f->t);
    f->t = NULL;
}

static void groups_and_their_lag(void **state)
{
    struct fixture *f = *state;
    console_command(f->t, "groups");
    term_keys(f->t, "/nightly<Enter>");
    term_wait_row(f->t, "nightly-report", "○ empty", NULL);
    term_keys(f->t, "/<C-u>active=inactive lag>100<Enter>");
    term_wait_row(f->t, "nightly-report", "○ empty", NULL);
    term_wait_gone(f->t, "orders-billing ");
    console_command(f->t, "group nightly-report");
    term_wait_match(f->t, "journal +nightly-report$");
    term_wait_row(f->t, "TOPIC", "COMMITTED", "LAG", NULL);
    console_quit(f->t);
    f->t = NULL;
}

static bool sees_lag_of(struct term *t, const char *group, const char *lag)
{
    for (int i = 0; i < term_rows(t); i++)
        if (strstr(term_row(t, i), group) && strstr(term_row(t, i), lag))
            return true;
    return false;
}

struct lag_of {
    const char *group;
    char lag[32];
};

static bool shows_lag(struct term *t, void *user)
{
    struct lag_of *l = user;
    return sees_lag_of(t, l->group, l->lag);
}

/* The number on the screen is the number Kafka's own tool adds up to. */
static void lag_is_what_kafka_says(void **state)
{
    struct fixture *f = *state;
    char *table = run_tool("groups --describe --group nightly-report 2>/dev/null");
    long long sum = 0;
    for (char *line = table, *next; line && *line; line = next) {
        char topic[300], group[300];
        long long partition, committed, end, lag;
        next = strchr(line, '\n');
        if (next)
            *next++ = '\0';
        if (sscanf(line, "%299s %299s %lld %lld %lld %lld", group, topic, &partition, &committed,
                   &end, &lag) == 6)
            sum += lag;
    }
    free(table);
    assert_true(sum > 0);
    struct lag_of want = {.group = "nightly-report"};
    assert_true(sum < 1000000);
    if (sum < 1000)
        snprintf(want.lag, sizeof want.lag, " %lld ", sum);
    else
        snprintf(want.lag, sizeof want.lag, " %lld,%03lld ", sum / 1000, sum % 1000);
    console_command(f->t, "groups");
    term_keys(f->t, "/nightly<Enter>");
    term_wait_for(f->t, "the same lag as Kafka's tool", shows_lag, &want);
    console_quit(f->t);
    f->t = NULL;
}

static void configs_with_source_and_fallback(void **state)
{
    struct fixture *f = *state;
    console_command(f->t, "topic-configs orders");
    term_wait_row(f->t, "retention.ms", "this topic", NULL);
    console_command(f->t, "broker-configs 1");
    term_wait_row(f->t, "broker.rack", "broker file", NULL);
    console_quit(f->t);
    f->t = NULL;
}

static void acls_are_listed(void **state)
{
    struct fixture *f = *state;
    console_command(f->t, "acls");
    term_keys(f->t, "/name=payments<Enter>");
    term_wait_row(f->t, "User:bob", "deny", "Read", "payments", "prefixed", NULL);
    term_keys(f->t, "/<C-u>operation=describe resource=topic<Enter>");
    term_wait_row(f->t, "User:*", "allow", "Describe", "literal", NULL);
    console_quit(f->t);
    f->t = NULL;
}

static void foreign_bytes_are_made_visible(void **state)
{
    struct fixture *f = *state;
    console_command(f->t, "groups");
    term_keys(f->t, "/~escape|right-to<Enter>");
    term_wait(f->t, "escape\\e[31mred\\e[0m");
    term_wait(f->t, "\\u{202e}");
    char group[200], shown[200];
    const char *name = run_name("browse-find");
    snprintf(group, sizeof group, "%s\033[31mred", name);
    snprintf(shown, sizeof shown, "%s\\e[31mred", name);
    client_commit(group, "orders", 0, 1);
    console_command(f->t, "findings");
    term_keys(f->t, "/where~browse-find<Enter>");
    term_wait(f->t, shown);
    assert_false(term_output_has(f->t, "\033[31mred", 8));
    assert_false(term_output_has(f->t, "\xe2\x80\xae", 3));
    assert_false(term_output_has(f->t, "\a", 1));
    console_quit(f->t);
    f->t = NULL;
}

/* The damage seen elsewhere: a box for text is open, and `q` ends the program. */
static void typed_text_is_never_a_command(void **state)
{
    struct fixture *f = *state;
    console_list(f->t, "topics");
    term_keys(f->t, "/qqq");
    term_wait(f->t, "qqq");
    term_keys(f->t, "<Esc>");
    console_wait_list(f->t, "topics");
    term_paste(f->t, "q:quit\r");
    console_list(f->t, "groups");
    console_quit(f->t);
    f->t = NULL;
}

static void a_wrong_filter_says_where(void **state)
{
    struct fixture *f = *state;
    console_list(f->t, "topics");
    term_keys(f->t, "/partitons>3");
    term_wait(f->t, "did you mean partitions?");
    term_keys(f->t, "<Esc>");
    console_wait_list(f->t, "topics");
    term_keys(f->t, "/~([\\w.-]+)+[:;]");
    term_wait(f->t, "takes too long");
    term_keys(f->t, "<Esc>");
    term_wait_gone(f->t, "takes too long");
    console_wait_list(f->t, "topics");
    term_keys(f->t, "/nothing-has-this-name<Enter>");
    term_wait_match(f->t, "None of [0-9]+ passes the filter");
    term_wait(f->t, "0 shown");
    console_quit(f->t);
    f->t = NULL;
}

static void help_explains_the_terms(void **state)
{
    struct fixture *f = *state;
    term_wait(f->t, "3 brokers");
    term_keys(f->t, "?");
    term_wait(f->t, "Move one row up");
    term_keys(f->t, "<Esc>");
    term_wait_gone(f->t, "Move one row up");
    console_quit(f->t);
    f->t = NULL;
}

int main(void)
{
#define IN_CONSOLE(test) cmocka_unit_test_setup_teardown(test, set_up, fixture_tear_down)
    const struct CMUnitTest tests[] = {
        IN_CONSOLE(brokers_are_up),
        IN_CONSOLE(partitions_of_a_broker_by_role),
        IN_CONSOLE(placement_of_a_topic),
        IN_CONSOLE(a_leader_that_is_not_preferred_is_reported),
        IN_CONSOLE(groups_and_their_lag),
        IN_CONSOLE(lag_is_what_kafka_says),
        IN_CONSOLE(configs_with_source_and_fallback),
        IN_CONSOLE(acls_are_listed),
        IN_CONSOLE(foreign_bytes_are_made_visible),
        IN_CONSOLE(typed_text_is_never_a_command),
        IN_CONSOLE(a_wrong_filter_says_where),
        IN_CONSOLE(help_explains_the_terms),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
