/* Getting in, on the screen: each listener and mechanism, going from cluster to cluster, what is
 * refused and why; and the files a user writes, right and wrong. The secrets are looked for in all
 * that was written, to the terminal and to the disk. */
#include "tests/e2e/fixture.h"

#include "tests/e2e/term_impl.h"
#include "tests/support/run.h"

#include <stdlib.h>
#include <string.h>

enum { ROWS = 30, COLS = 150 };

/* ---- configurations -------------------------------------------------------------------------- */

struct text {
    char s[16384];
    size_t len;
};

__attribute__((format(printf, 2, 3))) static void add(struct text *t, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(t->s + t->len, sizeof t->s - t->len, fmt, ap);
    va_end(ap);
    assert_true(n >= 0 && t->len + (size_t)n < sizeof t->s);
    t->len += (size_t)n;
}

static void add_cluster(struct text *t, const char *name, const char *listener)
{
    char var[64];
    snprintf(var, sizeof var, "KLAMM_BOOTSTRAP_%s", listener);
    add(t, "  %s:\n    brokers: %s\n", name, run_env(var));
}

static void add_sasl(struct text *t, const char *name, const char *listener, const char *mechanism,
                     const char *user, const char *password)
{
    add_cluster(t, name, listener);
    add(t,
        "    properties:\n      security.protocol: %s\n      ssl.ca.location: %s\n"
        "      sasl.mechanism: %s\n      sasl.username: %s\n      sasl.password: '%s'\n",
        listener, run_env("KLAMM_CA"), mechanism, user, password);
}

static const char *password_of(const char *user)
{
    char var[64];
    snprintf(var, sizeof var, "KLAMM_PASSWORD_%s", user);
    return run_env(var);
}

/* Others can't read it. */
static void write_config(struct fixture *f, const char *text)
{
    home_write(&f->home, "config/klamm/klamm.yaml", text);
    struct run r = run_shell("chmod 600 '%s/config/klamm/klamm.yaml'", f->home.dir);
    assert_int_equal(r.status, 0);
    run_release(&r);
}

static struct term *start_on(struct fixture *f, const char *cluster)
{
    char args[64];
    snprintf(args, sizeof args, "-c %s", cluster);
    return f->t = console_start_in(&f->home, ROWS, COLS, args, NULL);
}

/* Nowhere in what went to the terminal, nowhere in what lies on the disk, but where we wrote it. */
static void secret_was_kept(struct fixture *f, const char *secret)
{
    assert_false(term_output_has(f->t, secret, strlen(secret)));
    struct run r = run_shell("grep -r -l -F -e '%s' '%s' | grep -v 'config/klamm/klamm.yaml$'",
                             secret, f->home.dir);
    assert_string_equal(r.out, "");
    run_release(&r);
}

/* ---- getting in ------------------------------------------------------------------------------ */

static void each_listener_and_mechanism(void **state)
{
    struct fixture *f = *state;
    struct text c = {0};
    const char *admin = password_of("admin");
    static const char *const names[] = {"plain-tls", "scram-256", "scram-512", "sasl-clear",
                                        "by-certificate"};
    add(&c, "clusters:\n");
    add_cluster(&c, "clear", "PLAINTEXT");
    add_sasl(&c, "plain-tls", "SASL_SSL", "PLAIN", "admin", admin);
    add_sasl(&c, "scram-256", "SASL_SSL", "SCRAM-SHA-256", "admin", admin);
    add_sasl(&c, "scram-512", "SASL_SSL", "SCRAM-SHA-512", "admin", admin);
    add_sasl(&c, "sasl-clear", "SASL_PLAINTEXT", "SCRAM-SHA-256", "admin", admin);
    add_cluster(&c, "by-certificate", "SSL");
    add(&c,
        "    properties:\n      security.protocol: SSL\n      ssl.ca.location: %s\n"
        "      ssl.certificate.location: %s\n      ssl.key.location: %s\n",
        run_env("KLAMM_CA"), run_env("KLAMM_CERT_admin"), run_env("KLAMM_KEY_admin"));
    write_config(f, c.s);
    struct term *t = start_on(f, "clear");
    term_wait_match(t, "^ clear +3 brokers");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char line[64];
        snprintf(line, sizeof line, "cluster %s", names[i]);
        console_command(t, line);
        snprintf(line, sizeof line, "^ %s +3 brokers", names[i]);
        term_wait_match(t, line);
        console_list(t, "topics");
    }
    console_command(t, "clusters");
    term_wait_row(t, "clear", "up", NULL);
    term_wait_row(t, "scram-512", "up", NULL);
    term_wait_row(t, "by-certificate", "up", NULL);
    secret_was_kept(f, admin);
    fixture_leave(f);
}

static void from_one_cluster_to_another(void **state)
{
    struct fixture *f = *state;
    struct text c = {0};
    add(&c, "default-cluster: dev-eu\nclusters:\n");
    add_cluster(&c, "dev-eu", "PLAINTEXT");
    add(&c, "    label: dev\n");
    add_sasl(&c, "prod-eu", "SASL_SSL", "SCRAM-SHA-512", "admin", password_of("admin"));
    add(&c, "    label: prod\n    tags: [eu]\n");
    write_config(f, c.s);
    struct term *t = f->t = console_start_in(&f->home, ROWS, COLS, "", NULL);
    term_wait_match(t, "^ dev-eu +DEV +3 brokers");
    console_list(t, "topics");
    term_keys(t, "C");
    term_wait_row(t, "dev-eu", "dev", "up", "open", NULL);
    term_wait_row(t, "prod-eu", "prod", "not connected", "typed", "eu", NULL);
    console_filter(t, "prod");
    term_keys(t, "<Enter>");
    term_wait_match(t, "^ prod-eu +PROD +3 brokers");
    int at = 0;
    for (const char *row = term_row(t, 0); strncmp(row + at, "PROD ", 5) != 0 || at < 3;)
        at++;
    struct term_cell badge = term_cell(t, 0, at), other = term_cell(t, 0, COLS - 12);
    assert_true(badge.reverse || !badge.default_bg);
    assert_true(memcmp(badge.bg, other.bg, sizeof badge.bg) != 0 || badge.reverse);
    /* Care follows the label. */
    console_command(t, "topic-create e2e-never --partitions 1");
    term_wait_row(t, "type", "e2e-never", "to send", NULL);
    console_escape(t, "to send");
    console_command(t, "cluster dev-eu");
    term_wait_match(t, "^ dev-eu +DEV +3 brokers");
    fixture_leave(f);
}

/* ---- not getting in -------------------------------------------------------------------------- */

/* Said within the time of a wait, and left at once. */
static void is_refused(struct fixture *f, const char *cluster, const char *regex)
{
    struct term *t = start_on(f, cluster);
    term_wait_match(t, regex);
    assert_false(term_has(t, "3 brokers"));
    int64_t start = term_now_ms();
    term_keys(t, "q");
    term_expect_exit(t, 0);
    assert_true(term_now_ms() - start < 5000);
}

static void wrong_password(void **state)
{
    struct fixture *f = *state;
    struct text c = {0};
    add(&c, "clusters:\n");
    add_sasl(&c, "locked", "SASL_SSL", "SCRAM-SHA-512", "admin", "not-the-secret");
    write_config(f, c.s);
    is_refused(f, "locked", "[Aa]uthentication");
    secret_was_kept(f, "not-the-secret");
}

static void wrong_ca(void **state)
{
    struct fixture *f = *state;
    struct text c = {0};
    add(&c, "clusters:\n");
    add_cluster(&c, "stranger", "SSL");
    add(&c, "    properties: {security.protocol: SSL, ssl.ca.location: '%s'}\n",
        run_env("KLAMM_OTHER_CA"));
    write_config(f, c.s);
    is_refused(f, "stranger", "TLS.*certificate|certificate.*verif");
}

static void clear_text_to_a_tls_port(void **state)
{
    struct fixture *f = *state;
    struct text c = {0};
    add(&c, "clusters:\n");
    add_cluster(&c, "mixed-up", "SSL");
    write_config(f, c.s);
    is_refused(f, "mixed-up", "TLS|SSL|security.protocol");
}

/* ---- allowed some things only ---------------------------------------------------------------- */

static void start_as(struct fixture *f, const char *user)
{
    struct text c = {0};
    add(&c, "clusters:\n");
    add_sasl(&c, user, "SASL_SSL", "SCRAM-SHA-512", user, password_of(user));
    write_config(f, c.s);
    start_on(f, user);
    term_wait(f->t, "3 brokers");
}

/* bob may not look at ACLs nor settings: that is said, never shown as nothing being there. */
static void bob_reads_what_he_may_not_see(void **state)
{
    struct fixture *f = *state;
    start_as(f, "bob");
    console_command(f->t, "acls");
    term_wait(f->t, "ACLs can't be seen");
    term_wait_match(f->t, "Describe.*Cluster|Cluster.*Describe");
    console_command(f->t, "topic-configs orders");
    term_wait_match(f->t, "DescribeConfigs");
    console_command(f->t, "topics");
    term_wait(f->t, "only those this user may describe");
    console_filter(f->t, "~payments|audit");
    term_wait_match(f->t, " payments +[0-9]");
    assert_false(term_has(f->t, "audit.log"));
    fixture_leave(f);
}

static void carol_sees_some_settings(void **state)
{
    struct fixture *f = *state;
    start_as(f, "carol");
    console_command(f->t, "topic-configs orders");
    term_wait_row(f->t, "retention.ms", "172800000", NULL);
    console_command(f->t, "topic-configs payments");
    term_wait(f->t, "DescribeConfigs");
    console_command(f->t, "broker-configs 1");
    term_wait(f->t, "DescribeConfigs");
    console_list(f->t, "groups");
    console_filter(f->t, "nightly-report");
    term_wait_row(f->t, "nightly-report", "denied", NULL);
    console_command(f->t, "acls");
    term_keys(f->t, "/name=payments<Enter>");
    term_wait_row(f->t, "User:bob", "deny", "payments", NULL);
    fixture_leave(f);
}

/* A change she may not make: the broker's no comes with the missing right, and nothing happened. */
static void carol_may_not_change(void **state)
{
    struct fixture *f = *state;
    start_as(f, "carol");
    console_command(f->t, "config-alter orders --retention 9d");
    term_wait_match(f->t, "AlterConfigs");
    assert_false(term_has(f->t, "[ y send ]"));
    console_escape(f->t, "┌ change settings");
    fixture_leave(f);
    char *journal = home_journal(&f->home);
    assert_string_equal(journal, "");
    free(journal);
}

/* ---- what the user writes -------------------------------------------------------------------- */

static void mistakes_are_reported_with_file_and_line(void **state)
{
    struct fixture *f = *state;
    write_config(f, "theme: dark\n"
                    "refresh: soon\n"
                    "clusters:\n"
                    "  one:\n"
                    "    brokers: localhost:9092\n"
                    "    lable: prod\n"
                    "    properties:\n"
                    "      security.protcol: SSL\n");
    f->t = console_start_in(&f->home, ROWS, COLS, "", NULL);
    term_expect_exit(f->t, 2);
    term_wait_match(f->t, "klamm\\.yaml:2: .*refresh");
    term_wait_match(f->t, "klamm\\.yaml:6: .*lable");
    term_wait(f->t, "label"); /* what was meant */
    term_wait_match(f->t, "klamm\\.yaml:8: .*security\\.protcol");
    assert_false(term_alt_screen(f->t));
}

static void a_missing_file_is_reported(void **state)
{
    struct fixture *f = *state;
    struct text c = {0};
    add(&c, "clusters:\n");
    add_cluster(&c, "tls", "SSL");
    add(&c, "    properties: {security.protocol: SSL, ssl.ca.location: /nowhere/ca.pem}\n");
    write_config(f, c.s);
    start_on(f, "tls");
    term_expect_exit(f->t, 2);
    term_wait(f->t, "klamm.yaml:4: ssl.ca.location: /nowhere/ca.pem can't be read: No such file");
}

static void a_secret_others_can_read_is_a_warning(void **state)
{
    struct fixture *f = *state;
    struct text c = {0};
    add(&c, "clusters:\n");
    add_sasl(&c, "open-secret", "SASL_SSL", "SCRAM-SHA-512", "admin", password_of("admin"));
    home_write(&f->home, "config/klamm/klamm.yaml", c.s);
    struct run r = run_shell("chmod 644 '%s/config/klamm/klamm.yaml'", f->home.dir);
    assert_int_equal(r.status, 0);
    run_release(&r);
    struct term *t = start_on(f, "open-secret");
    term_wait(t, "3 brokers");
    console_command(t, "log"); /* where it can be read while the console runs */
    term_wait_match(t,
                    "klamm\\.yaml:[0-9]+: 'sasl\\.password' is a secret and everyone.* can read");
    secret_was_kept(f, password_of("admin"));
    fixture_leave(f);
}

/* One wrong line is reported; the other lines count. */
static void own_keys_count_beside_a_wrong_one(void **state)
{
    struct fixture *f = *state;
    home_write(&f->home, "config/klamm/keys.yaml",
               "global:\n"
               "  Z: groups\n"
               "  X: no-such-verb\n"
               "  NoSuchKey: topics\n"
               "  U: topics\n"
               "  '3': ''\n");
    struct term *t = f->t = console_start(&f->home, ROWS, COLS);
    term_wait(t, "3 brokers");
    term_keys(t, "Z");
    console_wait_list(t, "groups");
    term_keys(t, "U");
    console_wait_list(t, "topics");
    term_keys(t, "2");
    term_wait(t, "HOST:PORT");
    term_keys(t, "3"); /* freed */
    console_command(t, "log");
    term_wait_match(t, "keys\\.yaml:3: .*no-such-verb");
    term_wait_match(t, "keys\\.yaml:4: .*NoSuchKey");
    fixture_leave(f);
}

static void a_broken_key_map_leaves_the_built_in_one(void **state)
{
    struct fixture *f = *state;
    home_write(&f->home, "config/klamm/keys.yaml", "global:\n  Z: [groups\n");
    struct term *t = f->t = console_start(&f->home, ROWS, COLS);
    term_wait(t, "3 brokers");
    term_keys(t, "3");
    console_wait_list(t, "topics");
    console_command(t, "log");
    term_wait_match(t, "keys\\.yaml:[0-9]+");
    fixture_leave(f);
}

static bool ground_is(struct term *t, void *user)
{
    struct term_cell c = term_cell(t, ROWS / 2, 2);
    const uint8_t *not = user;
    return c.default_bg || memcmp(c.bg, not, sizeof c.bg) != 0;
}

static void themes_change_at_once(void **state)
{
    struct fixture *f = *state;
    struct term *t = f->t = console_start(&f->home, ROWS, COLS);
    term_wait(t, "3 brokers");
    struct term_cell dark = term_cell(t, ROWS / 2, 2);
    console_command(t, "theme light");
    term_wait_for(t, "another ground", ground_is, dark.bg);
    struct term_cell light = term_cell(t, ROWS / 2, 2);
    assert_true(light.bg[0] > 0x80 && light.bg[1] > 0x80 && light.bg[2] > 0x80);
    console_command(t, "theme no-such-theme");
    term_wait_match(t, "no theme|no-such-theme");
    term_keys(t, "T");
    term_wait_for(t, "another ground", ground_is, light.bg);
    console_command(t, "theme dark");
    term_wait_for(t, "another ground", ground_is, light.bg);
    fixture_leave(f);
}

int main(void)
{
#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, fixture_set_up, fixture_tear_down)
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(each_listener_and_mechanism),
        WITH_FIXTURE(from_one_cluster_to_another),
        WITH_FIXTURE(wrong_password),
        WITH_FIXTURE(wrong_ca),
        WITH_FIXTURE(clear_text_to_a_tls_port),
        WITH_FIXTURE(bob_reads_what_he_may_not_see),
        WITH_FIXTURE(carol_sees_some_settings),
        WITH_FIXTURE(carol_may_not_change),
        WITH_FIXTURE(mistakes_are_reported_with_file_and_line),
        WITH_FIXTURE(a_missing_file_is_reported),
        WITH_FIXTURE(a_secret_others_can_read_is_a_warning),
        WITH_FIXTURE(own_keys_count_beside_a_wrong_one),
        WITH_FIXTURE(a_broken_key_map_leaves_the_built_in_one),
        WITH_FIXTURE(themes_change_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
