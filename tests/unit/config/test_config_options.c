/* The command line that console and commands share, and the cluster it means. */
#include "core/config/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/base/mem.h"
#include "core/base/text_width.h"
#include "core/config/options_profile.h"
#include "tests/support/test.h"

enum { WORDS_MAX = 32 };

struct command_line {
    char *copy;
    char *argv[WORDS_MAX + 2];
    int argc;
    struct options o;
    struct err err;
    bool ok;
};

/* Words are separated by one blank; "''" is an empty one. */
static void run(struct command_line *c, const char *line)
{
    static char name[] = "klamm", empty[] = "";
    memset(c, 0, sizeof *c);
    c->argv[c->argc++] = name;
    c->copy = xstrdup(line);
    for (char *s = c->copy; *s;) {
        char *end = strchrnul(s, ' ');
        bool last = !*end;
        *end = '\0';
        assert_true(c->argc < WORDS_MAX);
        c->argv[c->argc++] = strcmp(s, "''") ? s : empty;
        s = last ? end : end + 1;
    }
    c->ok = options_parse(&c->o, c->argc, c->argv, &c->err);
}

static void drop(struct command_line *c)
{
    options_release(&c->o);
    free(c->copy);
}

static void refuses(const char *line, const char *message)
{
    struct command_line c;
    run(&c, line);
    assert_false(c.ok);
    assert_int_equal(c.err.kind, ERR_USAGE);
    assert_string_equal(c.err.msg, message);
    drop(&c);
}

static void leaves(const char *line, const char *rest)
{
    struct command_line c;
    struct buf b;
    buf_init(&b, 0);
    run(&c, line);
    if (!c.ok)
        fail_msg("%s: %s", line, c.err.msg);
    for (size_t i = 0; i < c.o.nargs; i++)
        buf_addf(&b, "%s%s", i ? " " : "", c.o.args[i]);
    assert_string_equal(buf_str(&b), rest);
    buf_release(&b);
    drop(&c);
}

static void test_options_in_every_spelling(void **state)
{
    (void)state;
    static const char *const lines[] = {"-b h:1",
                                        "-bh:1",
                                        "--brokers h:1",
                                        "--brokers=h:1",
                                        "--bootstrap-server h:1",
                                        "--bootstrap-server=h:1"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct command_line c;
        run(&c, lines[i]);
        assert_true(c.ok);
        assert_string_equal(c.o.brokers, "h:1");
        assert_int_equal(c.o.nargs, 0);
        drop(&c);
    }
    struct command_line c;
    run(&c, "--command-config f.properties -X a=b -X c=d=e --read-only --label prod --theme light "
            "--config k.yaml --tour");
    assert_true(c.ok);
    assert_string_equal(c.o.properties, "f.properties");
    assert_int_equal(c.o.nextra, 2);
    assert_string_equal(c.o.extra[1], "c=d=e");
    assert_true(c.o.read_only);
    assert_string_equal(c.o.label, "prod");
    assert_string_equal(c.o.theme, "light");
    assert_string_equal(c.o.config_file, "k.yaml");
    assert_true(c.o.tour);
    drop(&c);
    run(&c, "-h");
    assert_true(c.ok && c.o.help);
    drop(&c);
    run(&c, "-V");
    assert_true(c.ok && c.o.version);
    drop(&c);
}

static void test_commands_keep_their_own_options(void **state)
{
    (void)state;
    leaves("get topics -o json --sort -bytes --filter lag>10k", "get topics -o json --sort -bytes "
                                                                "--filter lag>10k");
    leaves("get topics -b h:1 -o json --read-only", "get topics -o json");
    leaves("-c prod topic-create t --config retention.ms=7d -X a=b",
           "topic-create t --config retention.ms=7d");
    leaves("config-alter topic t --theme x --version", "config-alter topic t --theme x --version");
    leaves("get groups -- -b x", "get groups -- -b x");
    /* A flag as in kafka-acls: it takes no word. */
    leaves("acl-create User:x --operation Alter --cluster --yes",
           "acl-create User:x --operation Alter --cluster --yes");
    leaves("acl-create User:x --cluster=prod", "acl-create User:x");
    leaves("topic-create t --cluster prod", "topic-create t");
    leaves("-", "-");
    struct command_line c;
    run(&c, "get --help");
    assert_true(c.ok && c.o.help && c.o.nargs == 1);
    drop(&c);
}

static void test_wrong_usage(void **state)
{
    (void)state;
    refuses("--broker h:1", "unknown option --broker; did you mean --brokers?");
    refuses("--bootstrap-servers=h:1",
            "unknown option --bootstrap-servers; did you mean --bootstrap-server?");
    refuses("--colour-me-blue", "unknown option --colour-me-blue; klamm --help lists them");
    refuses("-z", "unknown option -z; klamm --help lists them");
    refuses("-b", "option -b needs a value: -b HOST:PORT[,…]");
    refuses("--cluster", "option --cluster needs a value: --cluster NAME");
    refuses("--cluster=", "the value of option --cluster is empty: --cluster NAME");
    refuses("-b ''", "the value of option -b is empty: -b HOST:PORT[,…]");
    refuses("--read-only=yes", "option --read-only takes no value");
    refuses("-c a -F f",
            "-c and -F exclude each other: a cluster of the configuration takes its file by "
            "'properties-file'");
}

/* ---- the cluster that is meant --------------------------------------------------------------- */

static const char *const two_clusters =
    "default-cluster: dev\n"
    "clusters:\n"
    "  dev: {brokers: d:9092, inflight: 4, properties: {client.id: x}}\n"
    "  prod: {brokers: p:9092, label: prod}\n";

struct meant {
    struct config config;
    struct problems problems;
    struct err err;
    struct profile *p;
};

static void mean(struct meant *m, const char *yaml, const char *line)
{
    struct command_line c;
    memset(m, 0, sizeof *m);
    problems_init(&m->problems);
    assert_true(config_parse(&m->config, "k.yaml", yaml, strlen(yaml), &m->err));
    run(&c, line);
    assert_true(c.ok);
    assert_true(options_apply(&c.o, &m->config, &m->err));
    m->p = options_profile(&c.o, &m->config, &m->problems, &m->err);
    drop(&c);
}

static void forget(struct meant *m)
{
    profile_free(m->p);
    config_release(&m->config);
    problems_release(&m->problems);
}

static void means(const char *line, const char *name, const char *brokers, enum guard_level guard)
{
    struct meant m;
    mean(&m, two_clusters, line);
    if (!m.p)
        fail_msg("%s: %s", line, m.err.msg);
    assert_string_equal(m.p->name, name);
    assert_string_equal(profile_brokers(m.p), brokers);
    assert_int_equal(m.p->guard, guard);
    forget(&m);
}

static void test_which_cluster_is_meant(void **state)
{
    (void)state;
    means("", "dev", "d:9092", GUARD_OPEN);
    means("-c prod", "prod", "p:9092", GUARD_TYPED);
    means("-b h1:1,h2:2", "h1", "h1:1,h2:2", GUARD_OPEN);
    means("-b [::1]:9092", "[::1]", "[::1]:9092", GUARD_OPEN);
    means("-b SSL://h1:1", "h1", "h1:1", GUARD_OPEN);
    means("-c prod -b h1:1", "prod", "h1:1", GUARD_TYPED);
    means("-b h1:1 --label prod", "h1", "h1:1", GUARD_TYPED);
    means("-b h1:1 --read-only", "h1", "h1:1", GUARD_READ_ONLY);
    means("-c dev --label production", "dev", "d:9092", GUARD_TYPED);
    means("-c prod --read-only", "prod", "p:9092", GUARD_READ_ONLY);
    means("-c prod --label dev", "prod", "p:9092", GUARD_TYPED);
}

static void test_read_only_holds_for_clusters_switched_to_later(void **state)
{
    (void)state;
    struct meant m;
    mean(&m, two_clusters, "--read-only");
    for (size_t i = 0; i < m.config.nprofiles; i++)
        assert_int_equal(m.config.profiles[i]->guard, GUARD_READ_ONLY);
    forget(&m);
}

static void test_properties_come_on_top(void **state)
{
    (void)state;
    struct meant m;
    mean(&m, two_clusters, "-X client.id=y -X security.protocol=SSL -X request.timeout.ms=900");
    assert_string_equal(properties_get(&m.p->properties, "client.id")->value, "y");
    assert_string_equal(properties_get(&m.p->properties, "client.id")->origin, "-X");
    assert_string_equal(properties_get(&m.p->properties, "security.protocol")->value, "SSL");
    assert_string_equal(properties_get(&m.p->properties, "socket.timeout.ms")->value, "900");
    assert_int_equal(m.p->limits.inflight, 4);
    forget(&m);
    /* The configuration itself is not changed by it. */
    mean(&m, two_clusters, "-c dev");
    assert_string_equal(properties_get(&m.p->properties, "client.id")->value, "x");
    forget(&m);
}

static void test_a_properties_file_makes_a_cluster(void **state)
{
    (void)state;
    char path[] = "/tmp/klamm-options-XXXXXX";
    close(mkstemp(path));
    static const char text[] = "bootstrap.servers=f1:9092,f2:9092\nsecurity.protocol=SSL\n";
    assert_true(file_write(path, text, sizeof text - 1, 0600, NULL));
    char *line = xasprintf("-F %s", path);
    means(line, "f1", "f1:9092,f2:9092", GUARD_OPEN);
    free(line);
    line = xasprintf("-F %s -b other:1", path);
    means(line, "other", "other:1", GUARD_OPEN);
    free(line);
    assert_true(file_write(path, "security.protocol=SSL\n", 22, 0600, NULL));
    line = xasprintf("-F %s", path);
    struct meant m;
    mean(&m, two_clusters, line);
    assert_null(m.p);
    assert_int_equal(m.err.kind, ERR_USAGE);
    assert_non_null(strstr(m.err.msg, "names no brokers (bootstrap.servers): add -b HOST:PORT"));
    forget(&m);
    free(line);
    unlink(path);
}

/* Files are handed on with a place to fill in, and then used with -b. */
static void test_what_the_command_line_replaces_may_be_a_template(void **state)
{
    (void)state;
    char path[] = "/tmp/klamm-options-XXXXXX";
    close(mkstemp(path));
    static const char text[] = "bootstrap.servers=@@BROKERS@@\nsecurity.protocol=SSL\n";
    assert_true(file_write(path, text, sizeof text - 1, 0600, NULL));
    char *line = xasprintf("-F %s -b other:1", path);
    means(line, "other", "other:1", GUARD_OPEN);
    free(line);
    line = xasprintf("-F %s -X bootstrap.servers=other:2", path);
    means(line, "other", "other:2", GUARD_OPEN);
    free(line);
    struct meant m;
    line = xasprintf("-F %s", path);
    mean(&m, two_clusters, line);
    assert_null(m.p);
    assert_non_null(strstr(m.err.msg, ":1: 'bootstrap.servers': "));
    forget(&m);
    free(line);
    unlink(path);
}

/* Java's clients take the longest pause where the first is longer still; -X may raise it. */
static void test_the_longest_pause_counts(void **state)
{
    (void)state;
    char path[] = "/tmp/klamm-options-XXXXXX";
    close(mkstemp(path));
    static const char text[] = "bootstrap.servers=h:1\nreconnect.backoff.ms=5000\n"
                               "reconnect.backoff.max.ms=4000\nretry.backoff.ms=3000\n";
    static const struct {
        const char *more, *reconnect, *retry;
        size_t warnings;
    } cases[] = {{"", "4000", "1000", 2},
                 {" -X reconnect.backoff.max.ms=6000", "5000", "1000", 1},
                 {" -X retry.backoff.max.ms=3000", "4000", "3000", 1},
                 {" -X retry.backoff.max.ms=2000 -X reconnect.backoff.ms=1", "1", "2000", 1}};
    assert_true(file_write(path, text, sizeof text - 1, 0600, NULL));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *line = xasprintf("-F %s%s", path, cases[i].more);
        struct meant m;
        mean(&m, two_clusters, line);
        if (!m.p)
            fail_msg("%s", m.err.msg);
        const struct properties *p = &m.p->properties;
        assert_string_equal(properties_get(p, "reconnect.backoff.ms")->value, cases[i].reconnect);
        assert_string_equal(properties_get(p, "retry.backoff.ms")->value, cases[i].retry);
        assert_int_equal(m.problems.len, cases[i].warnings);
        if (i == 0) {
            char *said = xasprintf("%s:2: 'reconnect.backoff.ms' is 5000, more than "
                                   "'reconnect.backoff.max.ms' (4000): 4000 is used",
                                   path);
            assert_string_equal(m.problems.data[0].text, said);
            free(said);
            said = xasprintf("%s:4: 'retry.backoff.ms' is 3000, more than 'retry.backoff.max.ms' "
                             "(1000 by default): 1000 is used",
                             path);
            assert_string_equal(m.problems.data[1].text, said);
            free(said);
        }
        forget(&m);
        free(line);
    }
    /* Alone it stands for both: no pause is the longest one then. */
    assert_true(
        file_write(path, "bootstrap.servers=h:1\nreconnect.backoff.ms=5000\n", 48, 0600, NULL));
    char *line = xasprintf("-F %s", path);
    struct meant m;
    mean(&m, two_clusters, line);
    assert_string_equal(properties_get(&m.p->properties, "reconnect.backoff.ms")->value, "5000");
    assert_int_equal(m.problems.len, 0);
    forget(&m);
    free(line);
    unlink(path);
}

static void fails(const char *yaml, const char *line, const char *message)
{
    struct meant m;
    mean(&m, yaml, line);
    assert_null(m.p);
    assert_int_equal(m.err.kind, ERR_USAGE);
    assert_string_equal(m.err.msg, message);
    forget(&m);
}

static void test_what_cannot_be_meant(void **state)
{
    (void)state;
    fails(two_clusters, "-c prd", "no cluster 'prd' is configured; did you mean 'prod'?");
    fails(two_clusters, "-b h:x",
          "-b: one of the addresses has no valid port: write host:port, port 1 to 65535");
    fails(two_clusters, "-X nothing", "-X: must be KEY=VALUE, as in -X security.protocol=SSL");
    fails(two_clusters, "-X securty.protocol=SSL",
          "-X: unknown property 'securty.protocol'; did you mean 'security.protocol'?");
    setenv("XDG_CONFIG_HOME", "/xdg", 1);
    fails(
        "", "-c prod",
        "no cluster 'prod' is configured: /xdg/klamm/klamm.yaml has none under 'clusters:' (there "
        "is no such file)");
    fails("", "",
          "no cluster is configured: klamm -b HOST:PORT opens one at once; to keep it, write it "
          "under 'clusters:' in /xdg/klamm/klamm.yaml");
}

/* The file is checked alone, and again together with what the command line adds. */
static void test_what_is_wrong_in_a_file_is_said_once(void **state)
{
    (void)state;
    struct meant m;
    char file[] = "/tmp/klamm-properties-XXXXXX", line[80];
    int fd = mkstemp(file);
    dprintf(fd, "bootstrap.servers=a:9092\nsecurity.protocl=SSL\nsasl.mechanizm=PLAIN\n");
    close(fd);
    snprintf(line, sizeof line, "-F %s", file);
    mean(&m, two_clusters, line);
    remove(file);
    assert_null(m.p);
    assert_int_equal(m.problems.len, 2);
    assert_int_equal(m.problems.errors, 2);
    assert_non_null(strstr(m.problems.data[0].text, ":2: unknown property 'security.protocl'"));
    forget(&m);
}

static void test_secret_on_the_command_line_is_a_warning(void **state)
{
    (void)state;
    struct meant m;
    mean(&m, two_clusters, "-X sasl.password=hunter2");
    assert_non_null(m.p);
    assert_int_equal(m.problems.len, 1);
    assert_true(m.problems.data[0].warning);
    assert_string_equal(m.problems.data[0].text,
                        "-X: 'sasl.password' on the command line can be seen by everyone on this "
                        "machine: rather use -F or the configuration");
    forget(&m);
}

static void test_secrets_leave_the_list_of_processes(void **state)
{
    (void)state;
    struct command_line c;
    run(&c, "-X sasl.password=hush --property=ssl.key.password=hush --property sasl.password=hush "
            "-Xsasl.password=hush -X client.id=ops topic-create t -X sasl.password=hush "
            "--password-command=say-it -- -X sasl.password=name");
    assert_true(c.ok);
    for (int i = 1; i < c.argc; i++)
        assert_null(strstr(c.argv[i], "hush"));
    assert_string_equal(c.argv[2], "sasl.password=****");
    assert_string_equal(c.o.extra[0], "sasl.password=hush"); /* what connects still has it */
    assert_string_equal(c.o.extra[5], "sasl.password=hush");
    assert_string_equal(c.argv[8], "client.id=ops");
    assert_string_equal(c.o.args[2], "--password-command=say-it");
    assert_string_equal(c.argv[c.argc - 1], "sasl.password=name");
    options_release(&c.o);
    free(c.copy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_options_in_every_spelling),
        cmocka_unit_test(test_commands_keep_their_own_options),
        cmocka_unit_test(test_wrong_usage),
        cmocka_unit_test(test_which_cluster_is_meant),
        cmocka_unit_test(test_read_only_holds_for_clusters_switched_to_later),
        cmocka_unit_test(test_secrets_leave_the_list_of_processes),
        cmocka_unit_test(test_properties_come_on_top),
        cmocka_unit_test(test_a_properties_file_makes_a_cluster),
        cmocka_unit_test(test_what_the_command_line_replaces_may_be_a_template),
        cmocka_unit_test(test_the_longest_pause_counts),
        cmocka_unit_test(test_what_cannot_be_meant),
        cmocka_unit_test(test_what_is_wrong_in_a_file_is_said_once),
        cmocka_unit_test(test_secret_on_the_command_line_is_a_warning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
