/* Secrets: fetched right, bounded in time, and shown nowhere. */
#include "core/config/secret.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/clock.h"
#include "core/base/file.h"
#include "core/base/mem.h"
#include "core/config/config.h"
#include "core/config/options.h"
#include "core/config/options_profile.h"
#include "tests/support/test.h"

static bool resolve(enum property_from from, const char *recipe, int64_t timeout_ms, char **value,
                    struct err *err)
{
    char name[] = "sasl.password", origin[] = "k.yaml:9";
    char *copy = xstrdup(recipe);
    struct property p = {
        .name = name, .value = copy, .from = from, .secret = true, .origin = origin};
    memset(err, 0, sizeof *err);
    bool ok = property_resolve(&p, timeout_ms, value, err);
    free(copy);
    return ok;
}

static void gives(enum property_from from, const char *recipe, const char *expected)
{
    char *value = NULL;
    struct err err;
    if (!resolve(from, recipe, 20000, &value, &err))
        fail_msg("%s", err.msg);
    assert_string_equal(value, expected);
    secret_free(value);
}

static void fails(enum property_from from, const char *recipe, const char *message)
{
    char *value = NULL;
    struct err err;
    assert_false(resolve(from, recipe, 20000, &value, &err));
    assert_null(value);
    assert_int_equal(err.kind, ERR_CONFIG);
    assert_string_equal(err.msg, message);
}

static void test_environment(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"p w", "p w"}, {"p w\n", "p w"}, {"p w\r\n", "p w"}, {"p w\n\n", "p w\n"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        setenv("KLAMM_TEST_PW", cases[i][0], 1);
        gives(PROPERTY_ENV, "KLAMM_TEST_PW", cases[i][1]);
    }
    setenv("KLAMM_TEST_PW", "\n", 1);
    fails(PROPERTY_ENV, "KLAMM_TEST_PW", "k.yaml:9: 'sasl.password' came out empty");
    unsetenv("KLAMM_TEST_PW");
    fails(PROPERTY_ENV, "KLAMM_TEST_PW",
          "k.yaml:9: 'sasl.password' is read from the environment variable KLAMM_TEST_PW, which is "
          "not set");
}

static void test_file(void **state)
{
    (void)state;
    char path[] = "/tmp/klamm-secret-XXXXXX";
    close(mkstemp(path));
    static const struct {
        const char *content, *value;
    } cases[] = {{"pw\n", "pw"},
                 {"pw", "pw"},
                 {"pw\r\n", "pw"},
                 {" p\n\n", " p\n"},
                 {"\xef\xbb\xbfpw\n", "pw"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        file_write(path, cases[i].content, strlen(cases[i].content), 0600, NULL);
        gives(PROPERTY_FILE, path, cases[i].value);
    }
    static const char *const nothing[] = {"", "\n", "\xef\xbb\xbf"};
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++) {
        file_write(path, nothing[i], strlen(nothing[i]), 0600, NULL);
        fails(PROPERTY_FILE, path, "k.yaml:9: 'sasl.password' came out empty");
    }
    file_write(path, "a\0b\n", 4, 0600, NULL);
    fails(PROPERTY_FILE, path, "k.yaml:9: 'sasl.password' holds a NUL byte: not a text");
    unlink(path);
    char *value = NULL;
    struct err err;
    assert_false(resolve(PROPERTY_FILE, path, 1000, &value, &err));
    assert_non_null(strstr(err.msg, path));
}

/* A named pipe: no one writes to it, then someone does. */
static void test_file_that_is_a_pipe(void **state)
{
    (void)state;
    char dir[] = "/tmp/klamm-secret-XXXXXX";
    assert_non_null(mkdtemp(dir));
    char *path = xasprintf("%s/fifo", dir);
    assert_int_equal(mkfifo(path, 0600), 0);
    struct property p = {.value = path, .from = PROPERTY_FILE};
    assert_true(property_is_slow(&p));
    char *value = NULL;
    struct err err;
    assert_false(resolve(PROPERTY_FILE, path, 200, &value, &err));
    char *message = xasprintf("k.yaml:9: 'sasl.password': %s gave no end within 200 ms", path);
    assert_string_equal(err.msg, message);
    pid_t writer = fork();
    if (writer == 0) {
        int fd = open(path, O_WRONLY);
        _exit(fd >= 0 && write(fd, "pw\n", 3) == 3 ? 0 : 1);
    }
    gives(PROPERTY_FILE, path, "pw");
    int status = 1;
    assert_int_equal(waitpid(writer, &status, 0), writer);
    assert_int_equal(status, 0);
    unlink(path);
    rmdir(dir);
    free(message);
    free(path);
}

static void test_command(void **state)
{
    (void)state;
    gives(PROPERTY_COMMAND, "echo pw", "pw");
    gives(PROPERTY_COMMAND, "printf 'a b' | tr ab xy; echo noise >&2", "x y");
    gives(PROPERTY_COMMAND, "cat; echo end", "end"); /* its stdin is empty, not the terminal */
    fails(PROPERTY_COMMAND, "echo 'vault is sealed' >&2; exit 3",
          "k.yaml:9: the command for 'sasl.password' ended with exit code 3: vault is sealed");
    fails(PROPERTY_COMMAND, "kill -9 $$",
          "k.yaml:9: the command for 'sasl.password' was killed by signal 9");
    fails(PROPERTY_COMMAND, "true", "k.yaml:9: 'sasl.password' came out empty");
    fails(PROPERTY_COMMAND, "head -c 70000 /dev/zero | tr '\\0' x",
          "k.yaml:9: the command for 'sasl.password' printed more than 65536 bytes");
}

static bool process_runs(pid_t pid)
{
    struct buf s;
    buf_init(&s, 0);
    char *path = xasprintf("/proc/%d/stat", (int)pid);
    /* Gone, or a zombie that no one collects in a container without an init. */
    bool runs = file_read(path, 4096, &s, NULL) && !strstr(buf_str(&s), ") Z ");
    buf_release(&s);
    free(path);
    return runs;
}

static pid_t pid_from(const char *path, int64_t deadline)
{
    struct buf text;
    long pid = 0;
    buf_init(&text, 0);
    while (!pid && clock_mono_ms() < deadline)
        if (file_read(path, 100, &text, NULL) && strchr(buf_str(&text), '\n'))
            pid = strtol(buf_str(&text), NULL, 10);
    buf_release(&text);
    return (pid_t)pid;
}

static void test_command_that_hangs_is_stopped_with_its_children(void **state)
{
    (void)state;
    char *value = NULL;
    struct err err;
    char pid_file[] = "/tmp/klamm-pid-XXXXXX";
    close(mkstemp(pid_file));
    char *command = xasprintf("tail -f /dev/null & echo $! >%s; wait", pid_file);
    assert_false(resolve(PROPERTY_COMMAND, command, 300, &value, &err));
    assert_string_equal(err.msg, "k.yaml:9: the command for 'sasl.password' was not done after "
                                 "300 ms and was stopped");
    /* The child belongs to init by now, which may reap it a moment later: wait for that. */
    int64_t deadline = clock_mono_ms() + 10000;
    pid_t child = pid_from(pid_file, deadline);
    assert_true(child > 1);
    while (process_runs(child) && clock_mono_ms() < deadline)
        ;
    assert_false(process_runs(child));
    free(command);
    unlink(pid_file);
}

/* The process that asks is killed in the middle: so is the command, with what it has started. */
static void test_command_ends_with_the_one_who_asked(void **state)
{
    (void)state;
    static const int ends[] = {SIGKILL, SIGTERM};
    int64_t deadline = clock_mono_ms() + 30000;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        char pid_file[] = "/tmp/klamm-pid-XXXXXX";
        close(mkstemp(pid_file));
        char *command = xasprintf("sleep 600 & echo $! >%s; wait", pid_file);
        pid_t asker = fork();
        if (asker == 0) {
            char *value = NULL;
            struct err err;
            signal(SIGTERM, SIG_DFL);
            resolve(PROPERTY_COMMAND, command, 60000, &value, &err);
            _exit(0);
        }
        pid_t child = pid_from(pid_file, deadline);
        assert_true(child > 1);
        assert_true(process_runs(child));
        kill(asker, ends[i]);
        assert_int_equal(waitpid(asker, NULL, 0), asker);
        while (process_runs(child) && clock_mono_ms() < deadline)
            ;
        assert_false(process_runs(child));
        unlink(pid_file);
        free(command);
    }
}

static void *ask_and_wait(void *command)
{
    char *value = NULL;
    struct err err;
    resolve(PROPERTY_COMMAND, command, 60000, &value, &err);
    return NULL;
}

/* exit() while a thread asks: libuv would wait for it there, but the command is ended first. */
static void test_command_ends_at_exit(void **state)
{
    (void)state;
    char pid_file[] = "/tmp/klamm-pid-XXXXXX";
    close(mkstemp(pid_file));
    char *command = xasprintf("echo $$ >%s; exec sleep 600", pid_file);
    int64_t begin = clock_mono_ms();
    pid_t asker = fork();
    if (asker == 0) {
        pthread_t thread;
        pthread_create(&thread, NULL, ask_and_wait, command);
        bool runs = pid_from(pid_file, begin + 30000) > 1;
        secrets_stop();
        pthread_join(thread, NULL);
        _exit(runs ? 0 : 1);
    }
    int status = 1;
    assert_int_equal(waitpid(asker, &status, 0), asker);
    assert_int_equal(status, 0);
    assert_true(clock_mono_ms() - begin < 30000);
    unlink(pid_file);
    free(command);
}

static void test_command_that_leaves_a_daemon_behind(void **state)
{
    (void)state;
    char *value = NULL;
    struct err err;
    /* The shell ends, its child keeps the pipe open: the deadline must still hold. */
    assert_false(resolve(PROPERTY_COMMAND, "tail -f /dev/null & echo pw", 300, &value, &err));
    assert_non_null(strstr(err.msg, "was stopped"));
}

static void test_command_error_does_not_repeat_the_secret(void **state)
{
    (void)state;
    char *value = NULL;
    struct err err;
    assert_false(resolve(PROPERTY_COMMAND,
                         "echo hunter2; echo 'got hunter2 but hunter2 is old' >&2; exit 1", 20000,
                         &value, &err));
    assert_null(strstr(err.msg, "hunter2"));
    assert_non_null(strstr(err.msg, "is old"));
}

static void test_signal_state_does_not_leak_into_commands(void **state)
{
    (void)state;
    void (*old)(int) = signal(SIGPIPE, SIG_IGN);
    /* The digit of the mask that holds SIGPIPE and SIGTERM. */
    gives(PROPERTY_COMMAND, "awk '/SigIgn/ {print substr($2, 13, 1)}' /proc/self/status", "0");
    signal(SIGPIPE, old);
}

static void test_names_that_are_secret(void **state)
{
    (void)state;
    static const char *const yes[] = {"sasl.password",
                                      "sasl.pasword",
                                      "ssl.key.password",
                                      "ssl.key.pem",
                                      "ssl.keystore.password",
                                      "ssl.keystore.key",
                                      "sasl.jaas.config",
                                      "sasl.oauthbearer.client.secret",
                                      "sasl.oauthbearer.client.credentials.client.secret",
                                      "sasl.oauthbearer.config",
                                      "sasl.oauthbearer.assertion.private.key.pem",
                                      "SASL.PASSWORD",
                                      "ssl_key",
                                      "sasl.oauthbearer.assertion.private.key.passphrase",
                                      "access.token",
                                      "ssl.truststore.password",
                                      "basic.auth.credentials"};
    static const char *const no[] = {
        "sasl.username", "bootstrap.servers",   "ssl.key.location",
        "ssl.ca.pem",    "ssl.certificate.pem", "sasl.oauthbearer.token.endpoint.url",
        "client.id",     "sasl.mechanism",      "ssl.keystore.location"};
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
        if (!property_name_is_secret(yes[i]))
            fail_msg("%s must be secret", yes[i]);
    }
    for (size_t i = 0; i < sizeof no / sizeof *no; i++) {
        if (property_name_is_secret(no[i]))
            fail_msg("%s must not be secret", no[i]);
    }
}

static void test_what_is_shown_of_a_property(void **state)
{
    (void)state;
    struct properties p;
    properties_init(&p);
    properties_set(&p, "client.id", PROPERTY_LITERAL, "me", "x");
    properties_set(&p, "sasl.password", PROPERTY_LITERAL, "hunter2", "x");
    properties_set(&p, "ssl.key.password", PROPERTY_ENV, "PW", "x");
    properties_set(&p, "ssl.key.pem", PROPERTY_FILE, "/k", "x");
    properties_set(&p, "a.secret", PROPERTY_COMMAND, "vault --token hunter2", "x");
    static const char *const shown[] = {"me", "(secret)", "from $PW", "from the file /k",
                                        "from a command"};
    for (size_t i = 0; i < 5; i++) {
        char *s = property_shown(&p.data[i]);
        assert_string_equal(s, shown[i]);
        free(s);
    }
    properties_release(&p);
}

/* Every way known to put a password in the wrong place: no message may repeat it. */
static void test_no_message_holds_a_secret(void **state)
{
    (void)state;
    static const char *const values[] = {
        "hunter2",
        "[hunter2]",
        "{hunter2}",
        "{hunter2: 1}",
        "{env: hunter2-x}",
        "{env: [hunter2]}",
        "{file: {hunter2: 1}}",
        "{command: [hunter2]}",
        "{env: A, hunter2: B}",
        "*hunter2",
        "&hunter2",
        "!hunter2",
        "%hunter2",
        "@hunter2",
        "`hunter2`",
        "\"hunter2",
        "'hunter2",
        "hunter2: x",
        "hunter2\n    - x",
        "|\nhunter2",
        "\"hunter2\\0\"",
        "\"hunter2\\q\"",
        "hunter2\n      sasl.password: hunter2",
    };
    static const char *const names[] = {"sasl.password", "sasl.pasword", "ssl.key.pem",
                                        "sasl.jaas.config", "ssl.keystore.password"};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
            char *text =
                xasprintf("clusters:\n  a:\n    brokers: h\n    properties:\n      %s: %s\n",
                          names[k], values[i]);
            struct config c;
            struct err err = {0};
            config_parse(&c, "k.yaml", text, strlen(text), &err);
            for (size_t n = 0; n < c.problems.len; n++) {
                if (strstr(c.problems.data[n].text, "hunter2"))
                    fail_msg("%s\n%s", text, c.problems.data[n].text);
            }
            assert_null(strstr(err.msg, "hunter2"));
            config_release(&c);
            free(text);
        }
    }
}

static void test_no_message_about_options_holds_a_secret(void **state)
{
    (void)state;
    static const char *const list_footer[] = {
        "sasl.password=hunter2",
        "sasl.pasword=hunter2",
        "sasl.jaas.config=hunter2",
        "=hunter2",
        "hunter2",
        "sasl.jaas.config=a.PlainLoginModule required hunter2"};
    for (size_t i = 0; i < sizeof list_footer / sizeof *list_footer; i++) {
        char *extra = xstrdup(list_footer[i]);
        char *argv[] = {"klamm", "-b", "h:9092", "-X", extra, NULL};
        struct options o;
        struct config c;
        struct problems p;
        struct err err = {0};
        problems_init(&p);
        config_init(&c);
        assert_true(options_parse(&o, 5, argv, &err));
        profile_free(options_profile(&o, &c, &p, &err));
        for (size_t n = 0; n < p.len; n++)
            assert_null(strstr(p.data[n].text, "hunter2"));
        assert_null(strstr(err.msg, "hunter2"));
        options_release(&o);
        config_release(&c);
        problems_release(&p);
        free(extra);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_environment),
        cmocka_unit_test(test_file),
        cmocka_unit_test(test_file_that_is_a_pipe),
        cmocka_unit_test(test_command),
        cmocka_unit_test(test_command_that_hangs_is_stopped_with_its_children),
        cmocka_unit_test(test_command_ends_with_the_one_who_asked),
        cmocka_unit_test(test_command_ends_at_exit),
        cmocka_unit_test(test_command_that_leaves_a_daemon_behind),
        cmocka_unit_test(test_command_error_does_not_repeat_the_secret),
        cmocka_unit_test(test_signal_state_does_not_leak_into_commands),
        cmocka_unit_test(test_names_that_are_secret),
        cmocka_unit_test(test_what_is_shown_of_a_property),
        cmocka_unit_test(test_no_message_holds_a_secret),
        cmocka_unit_test(test_no_message_about_options_holds_a_secret),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
