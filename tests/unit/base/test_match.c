/* The filter grammar, on a small table of consumer groups and on values that are not known. */
#include "core/base/clock.h"
#include "core/base/match.h"
#include "core/base/match_parse.h"
#include "tests/support/test.h"
#include "tests/support/wait.h"
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>

enum column { NAME, STATE, LAG, ID, SIZE, IDLE, SINCE, RATE, SHARE, ACTIVE, NCOLUMNS };

static const struct match_column columns[NCOLUMNS] = {
    [NAME] = {"name", VALUE_TEXT, "NAME"},   [STATE] = {"state", VALUE_TEXT, NULL},
    [LAG] = {"lag", VALUE_COUNT, "LAG"},     [ID] = {"coordinator", VALUE_ID, "COORD"},
    [SIZE] = {"size", VALUE_BYTES, "IDLE"}, /* an id comes before a title */
    [IDLE] = {"idle", VALUE_DURATION, NULL}, [SINCE] = {"since", VALUE_INSTANT, NULL},
    [RATE] = {"rate", VALUE_RATE, "IN/S"},   [SHARE] = {"in-sync", VALUE_PERCENT, "OUT OF SYNC"},
    [ACTIVE] = {"active", VALUE_BOOL, NULL},
};

#define KNOWN(k) .kind = VALUE_##k, .state = VALUE_KNOWN
#define MAY_1 INT64_C(1714521600000) /* 2024-05-01 */

static const struct value billing[NCOLUMNS] = {
    [NAME] = {KNOWN(TEXT), .text = "Billing-EU v2"},
    [STATE] = {KNOWN(TEXT), .text = "Empty"},
    [LAG] = {KNOWN(COUNT), .num = 12345},
    [ID] = {KNOWN(ID), .num = 1002},
    [SIZE] = {KNOWN(BYTES), .num = 1610612736},
    [IDLE] = {KNOWN(DURATION), .num = 7200000},
    [SINCE] = {KNOWN(INSTANT), .num = MAY_1 + 36000000},
    [RATE] = {KNOWN(RATE), .real = 1500.5},
    [SHARE] = {KNOWN(PERCENT), .real = 99.5},
    [ACTIVE] = {KNOWN(BOOL), .num = 0},
};

static const struct value *cell(const void *user, size_t column)
{
    const struct value *row = user;
    return &row[column];
}

static bool takes(const char *filter, const struct value *row)
{
    struct err err = {0};
    size_t at = 0;
    struct match *m = match_new(filter, columns, NCOLUMNS, &at, &err);
    if (!m)
        fail_msg("%s: at %zu: %s", filter, at, err.msg);
    bool taken = match_row(m, cell, row);
    match_free(m);
    return taken;
}

static void check(bool want, const struct value *row, const char *const *filters, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (takes(filters[i], row) != want)
            fail_msg("%s: should %sbe taken", filters[i], want ? "" : "not ");
    }
}

#define TAKES(row, ...)                                                                            \
    check(true, row, (const char *const[]){__VA_ARGS__},                                           \
          sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))
#define LEAVES(row, ...)                                                                           \
    check(false, row, (const char *const[]){__VA_ARGS__},                                          \
          sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static void words_and_smart_case(void **unused)
{
    (void)unused;
    TAKES(billing, "", "  ", "bill", "Bill", "eu", "\"eu v2\"", "bill eu v2", "!orders", "\"\"");
    LEAVES(billing, "bILL", "eu  orders", "\"v2 eu\"", "!bill", "bill !eu", "*");
    struct match *m = match_new(" \t ", columns, NCOLUMNS, NULL, NULL);
    assert_true(match_is_all(m));
    match_free(m);
    m = match_new("a", columns, NCOLUMNS, NULL, NULL);
    assert_false(match_is_all(m));
    match_free(m);
    match_free(NULL);
}

static void regular_expressions(void **unused)
{
    (void)unused;
    TAKES(billing, "~^bill", "~v[0-9]$", "!~^orders", "~\"eu v\"", "~\"^(Billing|Orders)-\"",
          "state~^em", "state!~^st", "coordinator~^10.2$", "~\\W", "name~g-");
    LEAVES(billing, "~^eu", "~BILL", "!~bill", "state~^stable", "coordinator~^2", "~\\\\");
}

static void text_is_equal_in_any_case_with_stars(void **unused)
{
    (void)unused;
    TAKES(billing, "state=empty", "STATE=Empty", "state==empty", "state!=stable", "state=e*",
          "state=*pt*", "state=*y", "state=*", "!state=dead", "name=\"billing-eu v2\"",
          "state>Dead", "state<Stable", "state>=Empty");
    LEAVES(billing, "state=empt", "state!=EMPTY", "state=*z*", "state=e*t", "name=billing",
           "state=\"\"", "state<Dead");
}

static void numbers_take_units(void **unused)
{
    (void)unused;
    TAKES(billing, "lag>10k", "lag>=12345", "lag<=12,345", "lag=12.345k", "lag!=0", "lag<1M",
          "coordinator=1002", "size>=1G", "size=1.5GiB", "size<2g", "idle>1h", "idle=\"2 h\"",
          "idle=PT2H", "idle<3d", "rate>1.5k", "rate=1500.5", "in-sync<100%", "in-sync>99",
          "active=no", "active!=true", "lag>-5");
    LEAVES(billing, "lag>12345", "lag<12345", "lag!=12345", "size>1.5G", "idle>2h", "rate>2k",
           "in-sync>=99.6%", "active=yes", "!lag>10k", "lag>10k lag<11k");
}

static void instants_cover_what_is_written(void **unused)
{
    (void)unused;
    TAKES(billing, "since=2024-05-01", "since>=2024-05-01", "since<=2024-05-01", "since<now-1h",
          "since=\"2024-05-01 10:00\"", "since=2024-05-01T10:00:00.000", "since>2024-04-30",
          "since<2024-05-02", "since!=2024-05-02");
    LEAVES(billing, "since>2024-05-01", "since<2024-05-01", "since!=2024-05-01",
           "since=2024-05-01T10:00:00.001", "since>now-1h");
}

static void wrong_at(const char *filter, size_t want, const char *why);

static void said(const char *filter, const char *want)
{
    struct match *m = match_new(filter, columns, NCOLUMNS, NULL, NULL);
    assert_non_null(m);
    char *text = match_said(m);
    if (want ? !text || !strstr(text, want) : text != NULL)
        fail_msg("%s is said to be %s", filter, text ? text : "nothing");
    free(text);
    match_free(m);
}

static void only_a_time_without_a_day_is_ambiguous(void **unused)
{
    static const struct {
        const char *filter;
        bool ambiguous;
    } cases[] = {{"since>19:55", true},
                 {"bill since<7:05:30", true},
                 {"since>2024-05-01", false},
                 {"since>10m", false},
                 {"age<10m", false},
                 {"since=today", false},
                 {"since>\"yesterday 14:00\"", false},
                 {"bill", false}};
    (void)unused;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct match *m = match_new(cases[i].filter, columns, NCOLUMNS, NULL, NULL);
        assert_non_null(m);
        if (match_is_ambiguous(m) != cases[i].ambiguous)
            fail_msg("%s", cases[i].filter);
        match_free(m);
    }
}

static void instants_mean_the_zone_shown_and_are_said_back(void **unused)
{
    (void)unused;
    struct value row[NCOLUMNS];
    memcpy(row, billing, sizeof row);
    setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
    tzset();
    TAKES(billing, "since=\"2024-05-01 12:00\"", "since=2024-05-01T12:00:00.000");
    LEAVES(billing, "since=\"2024-05-01 10:00\"");
    said("lag>1 since>=2024-05-01", "since>=2024-05-01 00:00:00 +02:00");
    said("since=2024-05-01", "since=2024-05-01 00:00:00 +02:00 for 1 d");
    said("since>2024-05-01", "since>=2024-05-02 00:00:00 +02:00");
    said("since<=2024-05-01", "since<2024-05-02 00:00:00 +02:00");
    said("!since>2024-05-01", "since<2024-05-02 00:00:00 +02:00");
    said("!since>=2024-05-01", "since<2024-05-01 00:00:00 +02:00");
    said("since>2024-05-01T12:00:00.000", "since>2024-05-01 12:00:00 +02:00");
    said("bill lag>5 since=- since~^2", NULL);
    setenv("TZ", "UTC", 1);
    tzset();
    said("since>19:55 bill", ":00 +00:00");
    row[SINCE].num = clock_wall_ms() - 300000;
    TAKES(row, "since>10m", "age<10m", "age>1m", "age<=10m age>=4m", "since>now-10m", "!age>10m");
    LEAVES(row, "since<10m", "age>10m", "age<4m", "since>1m", "age=-");
    wrong_at("age=10m", 4, "compare age by < or >");
    wrong_at("age<10", 4, "lacks a unit");
    wrong_at("age<-10m", 4, "not a duration");
}

/* It stays while time passes: what was younger than that is not any more. All rows of a pass are
 * compared with the same moment, which is the one that is said. */
static void said_from_now_moves_with_each_pass(void **unused)
{
    (void)unused;
    struct value row[NCOLUMNS];
    memcpy(row, billing, sizeof row);
    struct match *m = match_new("age<1s", columns, NCOLUMNS, NULL, NULL);
    row[SINCE].num = MAY_1 - 900;
    match_start(m, MAY_1);
    assert_true(match_row(m, cell, row));
    char *text = match_said(m);
    assert_string_equal(text, "since>2024-04-30 23:59:59 +00:00");
    free(text);
    match_start(m, MAY_1 + 200);
    assert_false(match_row(m, cell, row));
    match_free(m);
}

/* "today" lasts as long as the day that it is by then. */
static void a_day_of_23_hours_follows_one_of_24(void **unused)
{
    (void)unused;
    struct value row[NCOLUMNS];
    const int64_t hour = 3600000, day = INT64_C(1711753200000); /* 2024-03-30 00:00 CET */
    memcpy(row, billing, sizeof row);
    setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
    tzset();
    struct match *m = match_new("since=today", columns, NCOLUMNS, NULL, NULL);
    row[SINCE].num = day + 24 * hour + 22 * hour + 1800000; /* 23:30 on the 31st */
    match_start(m, day + hour);
    assert_false(match_row(m, cell, row));
    match_start(m, day + 25 * hour);
    assert_true(match_row(m, cell, row));
    row[SINCE].num += hour; /* 00:30 the day after */
    assert_false(match_row(m, cell, row));
    match_free(m);
    setenv("TZ", "UTC", 1);
    tzset();
}

static void words_look_at_the_digits_of_numbers(void **unused)
{
    (void)unused;
    static const struct match_column by_id[] = {{"id", VALUE_ID, NULL}};
    struct value row = {KNOWN(ID), .num = 1002};
    struct match *m = match_new("00", by_id, 1, NULL, NULL);
    assert_true(match_row(m, cell, &row));
    row.num = 12;
    assert_false(match_row(m, cell, &row));
    row.text = "broker 100";
    assert_true(match_row(m, cell, &row));
    match_free(m);
}

static void what_is_not_known_matches_nothing_but_minus(void **unused)
{
    (void)unused;
    for (enum value_state state = VALUE_UNKNOWN; state <= VALUE_FAILED; state++) {
        if (state == VALUE_KNOWN)
            continue;
        struct value row[NCOLUMNS];
        for (size_t i = 0; i < NCOLUMNS; i++)
            row[i] = (struct value){.kind = columns[i].kind, .state = state};
        LEAVES(row, "a", "!a", "~.", "!~.", "lag=0", "lag!=0", "!lag=0", "lag<5", "!lag>5",
               "state=x", "state!=x", "rate<1", "active=no", "active!=yes", "since<now", "lag!=-");
        TAKES(row, "", "lag=-", "lag=–", "state=-", "!lag!=-");
    }
    TAKES(billing, "lag!=-", "!lag=-");
    LEAVES(billing, "lag=-", "state=\"-\"");
}

static void a_cell_of_another_kind_is_no_match(void **unused)
{
    (void)unused;
    struct value row[NCOLUMNS];
    memcpy(row, billing, sizeof row);
    row[LAG] = (struct value){KNOWN(TEXT), .text = "many"};
    LEAVES(row, "lag>0", "!lag>0", "lag<5");
    row[LAG] = (struct value){KNOWN(TEXT), .text = "many", .has_num = true, .num = 50};
    TAKES(row, "lag>20");
    row[LAG] = (struct value){KNOWN(RATE), .real = 50};
    LEAVES(row, "lag>20", "lag!=20");
}

static void extremes_do_not_overflow(void **unused)
{
    (void)unused;
    struct value row[NCOLUMNS];
    memcpy(row, billing, sizeof row);
    row[LAG].num = INT64_MIN;
    TAKES(row, "lag<0", "lag<9,223,372,036,854,775,807", "lag!=1");
    row[LAG].num = INT64_MAX;
    TAKES(row, "lag>-9,223,372,036,854,775,807", "lag=9,223,372,036,854,775,807");
}

static void wrong_at(const char *filter, size_t want, const char *why)
{
    struct err err = {0};
    size_t at = 999;
    struct match *m = match_new(filter, columns, NCOLUMNS, &at, &err);
    if (m)
        fail_msg("%s was taken", filter);
    if (at != want || !strstr(err.msg, why))
        fail_msg("%s: at %zu (not %zu): \"%s\" (not \"%s\")", filter, at, want, err.msg, why);
    assert_int_equal(err.kind, ERR_USAGE);
}

static void columns_go_by_their_title_too(void **unused)
{
    (void)unused;
    TAKES(billing, "coord=1002", "COORD=1002", "in/s>1k", "IN/S!=0", "out_of_sync<100%",
          "Out-Of-Sync>99", "idle>1h", "!coord=1", "coord~^10");
    LEAVES(billing, "coord=1", "in/s<1k", "out_of_sync>99.6%", "bill/ing=1", "http://x/=y");
    wrong_at("out_of=1", 0, "there is no column");
}

static void says_where_and_what_is_wrong(void **unused)
{
    (void)unused;
    wrong_at("a lga>5", 2, "did you mean lag?");
    wrong_at("colour=red", 0, "columns: name, state, lag, coordinator");
    wrong_at("lag>", 4, "write a value");
    wrong_at("lag> 5", 4, "write a value");
    wrong_at("lag >5", 4, "a column must stand before >");
    wrong_at("lag>ten", 4, "not a count");
    wrong_at("a  idle>5", 8, "lacks a unit");
    wrong_at("size>1X", 5, "not a size");
    wrong_at("since>soon", 6, "not a point in time");
    wrong_at("active>yes", 7, "yes or no");
    wrong_at("active=maybe", 7, "neither true nor false");
    wrong_at("rate=x", 5, "not a rate");
    wrong_at("in-sync=x%", 8, "not a number");
    wrong_at("x \"two words", 2, "never closed");
    wrong_at("\"a\"b", 3, "space after the closing quote");
    wrong_at("x !", 3, "after !");
    wrong_at("~", 1, "after ~");
    wrong_at("x ~(a", 3, "wrong regular expression");
    wrong_at("state~[a", 6, "wrong regular expression");
}

static void patterns_are_perls_and_know_utf8(void **unused)
{
    (void)unused;
    static const struct value umlaut[NCOLUMNS] = {[NAME] = {KNOWN(TEXT), .text = "Größe ÄÖ\n"}};
    static const struct value broken[NCOLUMNS] = {[NAME] = {KNOWN(TEXT), .text = "a\xff"
                                                                                 "b"}};
    TAKES(umlaut, "~größe", "~äö", "~^.{9}$", "~\\bgr\\w{2}e\\b", "~e.*\\n$", "~^(?!k)");
    LEAVES(umlaut, "~ö$", "~^.{10}$", "~GRÖSSE");
    TAKES(broken, "~^a", "~b$");
    LEAVES(broken, "~^a.b$", "~a.*b");
    TAKES(billing, "~l{2}", "~(l)\\1", "~[0-9]{1,3}$");
    LEAVES(billing, "~(i)\\1", "~a{1,30000}");
}

static void patterns_can_not_eat_the_machine(void **unused)
{
    (void)unused;
    wrong_at("~((a{99}){99}){99}", 1, "repeats too much");
    wrong_at("~((a|b){99}){30}", 1, "repeats too much"); /* PCRE2 alone takes that */
    char deep[120] = "~", wide[400] = "~";
    memset(deep + 1, '(', 100);
    memset(wide + 1, 'a', 300);
    wrong_at(deep, 1, "parentheses");
    wrong_at(wide, 1, "256 bytes");
    wrong_at("~a\xff", 1, "UTF-8");
    /* Each + doubled what glibc's made of it: 4 GB here. */
    wrong_at("~a++++++++++++++++++++++++++++", 1, "wrong regular expression");
    wrong_at("~a{1,}{1,}+{1,}*{1,}++{1,}+", 1, "wrong regular expression");
    TAKES(billing, "~(((((((((((((((b+)+)+)+)+)+)+)+)+)+)+)+)+)+)+)+ill");
}

/* A row of n times a, and a b. */
static struct match *run(const char *filter, size_t n, int rows, bool *taken)
{
    char *text = malloc(n + 2);
    struct match *m = match_new(filter, columns, NCOLUMNS, NULL, NULL);
    assert_non_null(m);
    assert_non_null(text);
    memset(text, 'a', n);
    memcpy(text + n, "b", 2);
    const struct value row[NCOLUMNS] = {[NAME] = {KNOWN(TEXT), .text = text}};
    for (int i = 0; i < rows; i++)
        *taken = match_row(m, cell, row);
    free(text);
    return m;
}

static void a_pattern_that_explodes_gives_up_and_says_so(void **unused)
{
    (void)unused;
    static const struct {
        const char *filter;
        size_t n;
        int rows;
    } slow[] = {
        {"~^(a+)+$", 249, 1},                 /* doubles with each a */
        {"!~^(a|aa)+$", 249, 1},              /* its negation is no answer either */
        {"~[a-z]*[a-z0-9]*(_e|nd)", 249, 1},  /* a power of the length */
        {"~(?:(?:a?){9}){99}b{2}", 60000, 1}, /* deep */
        {"~([ab]|a)+c?b{2}", 1000000, 1},     /* memory */
        {"~[a-z]+\\d", 1000000, 1},           /* few steps, each of them long */
        {"~[a-z]+\\d", 249, 5000000},         /* each row a millisecond */
    };
    bool taken = true;
    for (size_t i = 0; i < sizeof slow / sizeof *slow; i++) {
        struct match *m = run(slow[i].filter, slow[i].n, slow[i].rows, &taken);
        if (!match_trouble(m))
            fail_msg("%s did not give up", slow[i].filter);
        assert_non_null(strstr(match_trouble(m), "takes too long"));
        assert_false(taken);
        match_free(m);
    }
    struct match *m = run("~^[a-z]*b$ !~^(a|c)*$", 30, 20000, &taken);
    assert_null(match_trouble(m));
    assert_true(taken);
    match_free(m);
}

/* Which value of a filter finds every name though it may be meant as one. */
static void every_name_is_shown(void **unused)
{
    static const char *const cases[][2] = {
        {"name=*", "*"},         {"name=User:*", "User:*"}, {"name=\"*\" lag>1", "*"},
        {"name!=User:*", NULL},  {"name=User:a*", NULL},    {"name~:*", NULL},
        {"lag>1 state=x", NULL},
    };
    (void)unused;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct match *m = match_new(cases[i][0], columns, NCOLUMNS, NULL, NULL);
        const char *all = match_finds_all(m);
        if (!cases[i][1] != !all || (all && strcmp(all, cases[i][1]) != 0))
            fail_msg("%s: %s", cases[i][0], all ? all : "none");
        match_free(m);
    }
}

static volatile sig_atomic_t naps;

static void on_alarm(int signum)
{
    (void)signum;
    pass_time(40); /* NOLINT(bugprone-signal-handler): it is poll(), which may be called here */
    naps++;
}

/* A busy machine, a stopped process: what others took is no cost of the pattern. */
static void time_off_the_processor_costs_nothing(void **unused)
{
    enum { NAPS = 25 };
    static char text[600] = "b"; /* found where the last step back leads */
    (void)unused;
    memset(text + 1, 'a', sizeof text - 2);
    const struct value row[NCOLUMNS] = {[NAME] = {KNOWN(TEXT), .text = text}};
    struct match *m = match_new("~^[a-z]*b", columns, NCOLUMNS, NULL, NULL);
    const struct timeval often = {.tv_usec = 42000}; /* a nap and a little */
    signal(SIGALRM, on_alarm);
    setitimer(ITIMER_REAL, &(struct itimerval){often, often}, NULL);
    while (naps < NAPS && !match_trouble(m))
        assert_true(match_row(m, cell, row) || match_trouble(m));
    setitimer(ITIMER_REAL, &(struct itimerval){0}, NULL);
    signal(SIGALRM, SIG_DFL);
    assert_null(match_trouble(m));
    match_free(m);
}

int main(void)
{
    setenv("TZ", "UTC", 1);
    tzset();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_and_smart_case),
        cmocka_unit_test(regular_expressions),
        cmocka_unit_test(text_is_equal_in_any_case_with_stars),
        cmocka_unit_test(numbers_take_units),
        cmocka_unit_test(instants_cover_what_is_written),
        cmocka_unit_test(instants_mean_the_zone_shown_and_are_said_back),
        cmocka_unit_test(only_a_time_without_a_day_is_ambiguous),
        cmocka_unit_test(said_from_now_moves_with_each_pass),
        cmocka_unit_test(a_day_of_23_hours_follows_one_of_24),
        cmocka_unit_test(words_look_at_the_digits_of_numbers),
        cmocka_unit_test(what_is_not_known_matches_nothing_but_minus),
        cmocka_unit_test(a_cell_of_another_kind_is_no_match),
        cmocka_unit_test(extremes_do_not_overflow),
        cmocka_unit_test(columns_go_by_their_title_too),
        cmocka_unit_test(says_where_and_what_is_wrong),
        cmocka_unit_test(patterns_are_perls_and_know_utf8),
        cmocka_unit_test(patterns_can_not_eat_the_machine),
        cmocka_unit_test(a_pattern_that_explodes_gives_up_and_says_so),
        cmocka_unit_test(every_name_is_shown),
        cmocka_unit_test(time_off_the_processor_costs_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
