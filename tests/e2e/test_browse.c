/* Browsing the seeded cluster: every pane is reached by its key and by its command, shows what is
 * really there, and foreign bytes never drive the terminal. */
#include "tests/e2e/console_desk.h"

#include "tests/e2e/term_impl.h"
#include "tests/support/run.h"

#include <string.h>

static int open_desk(void **state)
{
    desk_set_up(state);
    desk_start(*state, 40, 160);
    return 0;
}

static void brokers_are_up(void **state)
{
    struct desk *d = *state;
    console_command(d->t, "brokers");
    term_wait_match(d->t, "^. *1 +127\\.0\\.0\\.1:[0-9]+.* up ");
    term_wait_match(d->t, "^. *2 +127\\.0\\.0\\.1:[0-9]+.* up ");
    term_wait_match(d->t, "^. *3 +127\\.0\\.0\\.1:[0-9]+.* up ");
    term_wait(d->t, "3 brokers");
    console_quit(d->t);
    d->t = NULL;
}

static void partitions_of_a_broker_by_role(void **state)
{
    struct desk *d = *state;
    console_command(d->t, "brokers");
    term_wait(d->t, "127.0.0.1:");
    term_keys(d->t, "<Home><Enter>");
    term_wait(d->t, "brokers/1");
    term_keys(d->t, "/topic=orders<Enter>");
    term_wait_row(d->t, "orders", "leads", NULL);
    term_keys(d->t, "/<C-u>role=follows topic=orders<Enter>");
    term_wait_row(d->t, "orders", "follows", NULL);
    term_wait_gone(d->t, "leads  ");
    console_quit(d->t);
    d->t = NULL;
}

static void placement_of_a_topic(void **state)
{
    struct desk *d = *state;
    console_command(d->t, "topics");
    term_keys(d->t, "/topic=orders<Enter>");
    term_wait(d->t, "1 shown");
    term_wait_row(d->t, "orders", "6", "3", "18/18", NULL);
    term_keys(d->t, "<Enter>");
    term_wait(d->t, "topics/orders");
    term_wait_row(d->t, "PART", "b1", "b2", "b3", "LEADER", NULL);
    /* Six partitions, three replicas: each row has one leader and two followers. */
    term_wait_match(d->t, " 0 .*(L\\*? +f\\*? +f|f\\*? +L\\*? +f|f\\*? +f\\*? +L).* 3/3 ");
    term_wait_match(d->t, " 5 .*(L\\*? +f\\*? +f|f\\*? +L\\*? +f|f\\*? +f\\*? +L).* 3/3 ");
    term_keys(d->t, "<Esc>");
    term_wait(d->t, "1 shown");
    console_quit(d->t);
    d->t = NULL;
}

static void a_leader_that_is_not_preferred_is_told(void **state)
{
    struct desk *d = *state;
    console_command(d->t, "topic invoices");
    term_wait_row(d->t, "not on preferred", NULL);
    console_command(d->t, "findings");
    term_keys(d->t, "/where~^(invoices|legacy-import|shipments)$<Enter>");
    term_wait_row(d->t, "not preferred", "invoices", NULL);
    term_wait_row(d->t, "one copy only", "legacy-import", NULL);
    term_wait_row(d->t, "min ISR = replicas", "shipments", NULL);
    console_quit(d->t);
    d->t = NULL;
}

static void groups_and_their_lag(void **state)
{
    struct desk *d = *state;
    console_command(d->t, "groups");
    term_keys(d->t, "/nightly<Enter>");
    term_wait_row(d->t, "nightly-report", "empty", "inactive", NULL);
    term_keys(d->t, "/<C-u>active=inactive lag>100<Enter>");
    term_wait_row(d->t, "nightly-report", "inactive", NULL);
    term_wait_gone(d->t, "orders-billing ");
    console_command(d->t, "group nightly-report");
    term_wait(d->t, "groups/nightly-report");
    term_wait_row(d->t, "TOPIC", "COMMITTED", "LAG", NULL);
    console_quit(d->t);
    d->t = NULL;
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
    struct desk *d = *state;
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
    console_command(d->t, "groups");
    term_keys(d->t, "/nightly<Enter>");
    term_wait_for(d->t, "the same lag as Kafka's tool", shows_lag, &want);
    console_quit(d->t);
    d->t = NULL;
}

static void configs_with_source_and_fallback(void **state)
{
    struct desk *d = *state;
    console_command(d->t, "topic-configs orders");
    term_wait_row(d->t, "retention.ms", "this topic", NULL);
    console_command(d->t, "broker-configs 1");
    term_wait_row(d->t, "broker.rack", "broker file", NULL);
    console_quit(d->t);
    d->t = NULL;
}

static void acls_are_listed(void **state)
{
    struct desk *d = *state;
    console_command(d->t, "acls");
    term_keys(d->t, "/name=payments<Enter>");
    term_wait_row(d->t, "User:bob", "deny", "Read", "payments", "prefixed", NULL);
    term_keys(d->t, "/<C-u>operation=describe resource=topic<Enter>");
    term_wait_row(d->t, "User:*", "allow", "Describe", "literal", NULL);
    console_quit(d->t);
    d->t = NULL;
}

static void foreign_bytes_are_made_visible(void **state)
{
    struct desk *d = *state;
    console_command(d->t, "groups");
    term_keys(d->t, "/~escape|right-to<Enter>");
    term_wait(d->t, "escape\\e[31mred\\e[0m");
    term_wait(d->t, "\\u{202e}");
    console_command(d->t, "findings");
    term_keys(d->t, "/where~escape<Enter>");
    term_wait(d->t, "escape\\e[31mred");
    assert_false(term_output_has(d->t, "\033[31mred", 8));
    assert_false(term_output_has(d->t, "\xe2\x80\xae", 3));
    assert_false(term_output_has(d->t, "\a", 1));
    console_quit(d->t);
    d->t = NULL;
}

/* The damage seen elsewhere: a box for text is open, and `q` ends the program. */
static void typed_text_is_never_a_command(void **state)
{
    struct desk *d = *state;
    console_command(d->t, "topics");
    term_wait(d->t, "invoices");
    term_keys(d->t, "/qqq");
    term_wait(d->t, "qqq");
    term_keys(d->t, "<Esc>");
    term_wait(d->t, "invoices");
    term_paste(d->t, "q:quit\r");
    console_command(d->t, "groups");
    term_wait(d->t, "nightly-report");
    console_quit(d->t);
    d->t = NULL;
}

static void a_wrong_filter_says_where(void **state)
{
    struct desk *d = *state;
    console_command(d->t, "topics");
    term_wait(d->t, "invoices");
    term_keys(d->t, "/partitons>3");
    term_wait(d->t, "did you mean partitions?");
    term_keys(d->t, "<Esc>");
    term_wait(d->t, "invoices");
    term_keys(d->t, "/~([\\w.-]+)+[:;]");
    term_wait(d->t, "takes too long");
    term_keys(d->t, "<Esc>");
    term_wait_gone(d->t, "takes too long");
    term_wait(d->t, "invoices");
    term_keys(d->t, "/nothing-has-this-name<Enter>");
    term_wait_match(d->t, "None of [0-9]+ passes the filter");
    term_wait(d->t, "0 shown");
    console_quit(d->t);
    d->t = NULL;
}

static void help_explains_the_terms(void **state)
{
    struct desk *d = *state;
    term_wait(d->t, "3 brokers");
    term_keys(d->t, "?");
    term_wait(d->t, "Moves one row up");
    term_keys(d->t, "<Esc>");
    term_wait_gone(d->t, "Moves one row up");
    console_quit(d->t);
    d->t = NULL;
}

int main(void)
{
#define IN_CONSOLE(test) cmocka_unit_test_setup_teardown(test, open_desk, desk_tear_down)
    const struct CMUnitTest tests[] = {
        IN_CONSOLE(brokers_are_up),
        IN_CONSOLE(partitions_of_a_broker_by_role),
        IN_CONSOLE(placement_of_a_topic),
        IN_CONSOLE(a_leader_that_is_not_preferred_is_told),
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
