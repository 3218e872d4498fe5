/* Every listener and mechanism, and every way a connection can fail: the kind of error and the
 * words that help, within seconds, against a real cluster. */
#include "core/base/clock.h"
#include "core/config/profile.h"
#include "core/kafka/cluster_desc.h"
#include "core/kafka/groups.h"
#include "core/kafka/metadata.h"
#include "core/kafka/offsets.h"
#include "tests/support/harness.h"
#include "tests/support/run.h"
#include "tests/support/test.h"
#include "tests/support/wait.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SOON_MS = 12000 };

#define PROPS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define SASL_SSL(mechanism, password)                                                              \
    PROPS("bootstrap.servers", run_env("KLAMM_BOOTSTRAP_SASL_SSL"), "security.protocol",           \
          "SASL_SSL", "ssl.ca.location", run_env("KLAMM_CA"), "sasl.mechanism", mechanism,         \
          "sasl.username", "admin", "sasl.password", password)

/* The link comes up and metadata with three brokers arrives. */
static void works(const char *const *props)
{
    struct harness *r = harness_open(props);
    if (!r->cluster)
        fail_msg("%s", r->err.msg);
    kafka_get_metadata(r->cluster, harness_done, r);
    struct metadata *md = harness_answer(r);
    if (!md)
        fail_msg("%s", r->asked.msg);
    assert_int_equal(md->nbrokers, 3);
    assert_string_equal(md->cluster_id, run_env("KLAMM_CLUSTER_ID"));
    assert_int_equal(r->model.link, LINK_UP);
    metadata_free(md);
    harness_close(r);
}

/* The link goes down with this kind and these words; so does what was asked, before and after. */
static void fails(enum err_kind kind, const char *words, const char *const *props)
{
    struct harness *r = harness_open(props);
    assert_non_null(r->cluster);
    kafka_get_metadata(r->cluster, harness_done, r);
    harness_wait_link(r, LINK_DOWN, SOON_MS);
    if (r->model.link_err.kind != kind || !strstr(r->model.link_err.msg, words))
        fail_msg("%s: %s", err_kind_name(r->model.link_err.kind), r->model.link_err.msg);
    assert_null(harness_answer(r));
    if (r->asked.kind != kind)
        fail_msg("asked: %s: %s", err_kind_name(r->asked.kind), r->asked.msg);
    kafka_list_groups(r->cluster, harness_done, r);
    assert_null(harness_answer(r));
    assert_int_equal(r->asked.kind, kind);
    harness_close(r);
}

/* ---- what works ------------------------------------------------------------------------------ */

static void test_plaintext(void **state)
{
    (void)state;
    works(PROPS("bootstrap.servers", run_env("KLAMM_BOOTSTRAP")));
}

static void test_sasl_ssl(void **state)
{
    (void)state;
    works(SASL_SSL("SCRAM-SHA-256", run_env("KLAMM_PASSWORD_admin")));
    works(SASL_SSL("SCRAM-SHA-512", run_env("KLAMM_PASSWORD_admin")));
    works(SASL_SSL("PLAIN", run_env("KLAMM_PASSWORD_admin")));
}

static void test_oauthbearer(void **state)
{
    (void)state;
    works(PROPS("bootstrap.servers", run_env("KLAMM_BOOTSTRAP_SASL_SSL"), "security.protocol",
                "SASL_SSL", "ssl.ca.location", run_env("KLAMM_CA"), "sasl.mechanism", "OAUTHBEARER",
                "enable.sasl.oauthbearer.unsecure.jwt", "true", "sasl.oauthbearer.config",
                "principal=admin"));
}

static void test_client_certificate(void **state)
{
    (void)state;
    works(PROPS("bootstrap.servers", run_env("KLAMM_BOOTSTRAP_SSL"), "security.protocol", "SSL",
                "ssl.ca.location", run_env("KLAMM_CA"), "ssl.certificate.location",
                run_env("KLAMM_CERT_admin"), "ssl.key.location", run_env("KLAMM_KEY_admin")));
}

static void test_sasl_plaintext(void **state)
{
    (void)state;
    works(PROPS("bootstrap.servers", run_env("KLAMM_BOOTSTRAP_SASL_PLAINTEXT"), "security.protocol",
                "SASL_PLAINTEXT", "sasl.mechanism", "SCRAM-SHA-512", "sasl.username", "admin",
                "sasl.password", run_env("KLAMM_PASSWORD_admin")));
}

static void test_one_dead_of_two(void **state)
{
    (void)state;
    char servers[128];
    snprintf(servers, sizeof servers, "127.0.0.1:1,%s", run_env("KLAMM_PLAINTEXT_2"));
    for (int i = 0; i < 30; i++) /* which of the two fails or answers first is chance */
        works(PROPS("bootstrap.servers", servers));
}

/* An application's properties have a group; the console must not join it or commit for it. */
static void test_an_applications_properties(void **state)
{
    (void)state;
    works(PROPS("bootstrap.servers", run_env("KLAMM_BOOTSTRAP"), "group.id", "billing",
                "enable.auto.commit", "true", "statistics.interval.ms", "10"));
}

/* ---- what does not --------------------------------------------------------------------------- */

static void test_wrong_password(void **state)
{
    (void)state;
    fails(ERR_AUTH, "invalid credentials", SASL_SSL("SCRAM-SHA-512", "wrong"));
    fails(ERR_AUTH, "Invalid username or password", SASL_SSL("PLAIN", "wrong"));
}

static void test_wrong_ca(void **state)
{
    (void)state;
    fails(ERR_TLS, "certificate verify failed",
          PROPS("bootstrap.servers", run_env("KLAMM_BOOTSTRAP_SASL_SSL"), "security.protocol",
                "SASL_SSL", "ssl.ca.location", run_env("KLAMM_OTHER_CA"), "sasl.mechanism", "PLAIN",
                "sasl.username", "admin", "sasl.password", "x"));
}

static void test_no_client_certificate(void **state)
{
    (void)state;
    fails(ERR_TLS, "certificate",
          PROPS("bootstrap.servers", run_env("KLAMM_BOOTSTRAP_SSL"), "security.protocol", "SSL",
                "ssl.ca.location", run_env("KLAMM_CA")));
}

static void test_wrong_protocol(void **state)
{
    (void)state;
    fails(ERR_TLS, "a TLS listener", PROPS("bootstrap.servers", run_env("KLAMM_BOOTSTRAP_SSL")));
    fails(ERR_AUTH, "it may want a login",
          PROPS("bootstrap.servers", run_env("KLAMM_BOOTSTRAP_SASL_PLAINTEXT")));
    fails(ERR_TLS, "PLAINTEXT",
          PROPS("bootstrap.servers", run_env("KLAMM_BOOTSTRAP"), "security.protocol", "SSL",
                "ssl.ca.location", run_env("KLAMM_CA")));
}

static void test_unresolvable(void **state)
{
    (void)state;
    fails(ERR_RESOLVE, "nowhere.invalid", PROPS("bootstrap.servers", "nowhere.invalid:9092"));
}

static void test_refused(void **state)
{
    (void)state;
    fails(ERR_REFUSED, "refused", PROPS("bootstrap.servers", "127.0.0.1:1"));
}

static void test_silence(void **state)
{
    (void)state;
    char address[64];
    int fd = harness_unresponsive_listener(address, sizeof address);
    fails(ERR_TIMEOUT, address,
          PROPS("bootstrap.servers", address, "socket.connection.setup.timeout.ms", "1500",
                "api.version.request.timeout.ms", "1500"));
    close(fd);
}

/* A refused port and a wrong password: the password is what has to be fixed. */
static void test_the_reason_that_matters(void **state)
{
    (void)state;
    char servers[256];
    snprintf(servers, sizeof servers, "127.0.0.1:1,%s", run_env("KLAMM_SASL_SSL_1"));
    fails(ERR_AUTH, "invalid credentials",
          PROPS("bootstrap.servers", servers, "security.protocol", "SASL_SSL", "ssl.ca.location",
                run_env("KLAMM_CA"), "sasl.mechanism", "SCRAM-SHA-512", "sasl.username", "admin",
                "sasl.password", "wrong"));
}

/* ---- configuration --------------------------------------------------------------------------- */

static void test_unknown_property(void **state)
{
    (void)state;
    struct harness *r =
        harness_open(PROPS("bootstrap.servers", "127.0.0.1:1", "bootstrap.server", "x"));
    assert_null(r->cluster);
    assert_int_equal(r->err.kind, ERR_CONFIG);
    assert_non_null(strstr(r->err.msg, "'bootstrap.server'"));
    harness_close(r);
}

/* A password in the wrong line, a key where the name of its file belongs: reported by the line
 * only. */
/* The value is refused, in one line that does not show it. */
static void tells_no_secret(const char *key, const char *value)
{
    struct harness *r = harness_open(
        PROPS("bootstrap.servers", "127.0.0.1:1", "security.protocol", "SSL", key, value));

    if (r->cluster)
        fail_msg("%s=%s is taken", key, value);
    assert_int_equal(r->err.kind, ERR_CONFIG);
    if (strstr(r->err.msg, "hunter2") || strchr(r->err.msg, '\n'))
        fail_msg("%s", r->err.msg);
    harness_close(r);
}

static void test_a_secret_is_not_shown(void **state)
{
    (void)state;
    /* clang-format off */
    static const char *const keys[] = {
        "ssl.key.pem", "security.protocol", "sasl.mechanism", "client.dns.lookup",
        "broker.address.family", "socket.timeout.ms", "log_level", "socket.keepalive.enable",
        "ssl.ca.location", "ssl.keystore.location", "ssl.cipher.suites", "ssl.curves.list",
        "ssl.sigalgs.list", "https.ca.location", "ssl.engine.location", "debug",
        "ssl.endpoint.identification.algorithm",
    };
    /* clang-format on */
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        tells_no_secret(keys[i], "hunter2");
    tells_no_secret("bootstrap.servers", "admin:hunter2");
    tells_no_secret("ssl.key.location", "-----BEGIN KEY-----hunter2");
    tells_no_secret("bootstrap.servers", "admin:hunter2@host:9092");
    tells_no_secret("sasl.oauthbearer.token.endpoint.url", "file:///none/hunter2");
}

/* A harness whose password comes from somewhere; the profile must be freed after it. hasty: half a
 * second for an answer and one for a connection. */
static struct harness *open_with_secret(enum property_from from, const char *recipe, bool hasty,
                                        struct profile **p)
{
    struct harness *r = harness_open(SASL_SSL("SCRAM-SHA-512", "replaced"));
    *p = profile_copy(r->profile);
    harness_close(r);
    r = harness_open(PROPS("bootstrap.servers", "127.0.0.1:1"));
    cluster_free(r->cluster);
    properties_set(&(*p)->properties, "sasl.password", from, recipe, "test");
    if (hasty) {
        properties_set(&(*p)->properties, "socket.timeout.ms", PROPERTY_LITERAL, "500", "test");
        properties_set(&(*p)->properties, "socket.connection.setup.timeout.ms", PROPERTY_LITERAL,
                       "1000", "test");
    }
    r->cluster = cluster_new(&r->loop, *p, &r->model, NULL, &r->err);
    assert_non_null(r->cluster);
    return r;
}

static void answers_with_secret(enum property_from from, const char *recipe)
{
    struct profile *p;
    struct harness *r = open_with_secret(from, recipe, false, &p);
    assert_true(cluster_is_opening(r->cluster));
    kafka_get_metadata(r->cluster, harness_done, r);
    struct metadata *md = harness_answer(r);
    if (!md)
        fail_msg("%s", r->asked.msg);
    metadata_free(md);
    harness_close(r);
    profile_free(p);
}

/* A password from a command is fetched aside, and everything asked before waits for it. */
static void test_password_from_a_command(void **state)
{
    (void)state;
    answers_with_secret(PROPERTY_COMMAND, "printf %s \"$KLAMM_PASSWORD_admin\"");
}

/* The time a command takes counts as no one's silence: neither the connection's nor an answer's. */
static void test_a_slow_command_is_waited_for(void **state)
{
    (void)state;
    struct profile *p;
    struct harness *r = open_with_secret(PROPERTY_COMMAND, "sleep 2; echo x", true, &p);
    kafka_get_metadata(r->cluster, harness_done, r);
    r->answered = false;
    while (cluster_is_opening(r->cluster)) {
        assert_int_equal(r->model.link, LINK_CONNECTING);
        assert_false(r->answered);
        uv_run(&r->loop, UV_RUN_ONCE);
    }
    assert_null(harness_answer(r));
    harness_close(r);
    profile_free(p);
}

static void test_password_from_a_pipe(void **state)
{
    (void)state;
    char *dir = run_dir(), *path = xasprintf("%s/fifo", dir);
    assert_int_equal(mkfifo(path, 0600), 0);
    pid_t writer = fork();
    if (writer == 0) {
        const char *password = run_env("KLAMM_PASSWORD_admin");
        int fd = open(path, O_WRONLY);
        _exit(fd >= 0 && write(fd, password, strlen(password)) > 0 ? 0 : 1);
    }
    answers_with_secret(PROPERTY_FILE, path);
    assert_int_equal(waitpid(writer, NULL, 0), writer);
    free(path);
    run_rm_dir(dir);
}

/* Whatever was wrong the first time: it is asked again, and what it said is shown until then. */
static void recovers(const char *first, enum err_kind kind, const char *words)
{
    char *dir = run_dir();
    char *command = xasprintf("if test -e %s/asked; then printf %%s \"$KLAMM_PASSWORD_admin\"; "
                              "else touch %s/asked; %s; fi",
                              dir, dir, first);
    struct profile *p;
    struct harness *r = open_with_secret(PROPERTY_COMMAND, command, false, &p);
    harness_wait_link(r, LINK_DOWN, 20000);
    assert_int_equal(r->model.link_err.kind, kind);
    if (!strstr(r->model.link_err.msg, words))
        fail_msg("%s", r->model.link_err.msg);
    harness_wait_link(r, LINK_UP, 40000);
    harness_close(r);
    profile_free(p);
    free(command);
    run_rm_dir(dir);
}

static void test_a_command_runs_again_at_each_attempt(void **state)
{
    (void)state;
    recovers("echo the vault is locked >&2; exit 1", ERR_CONFIG, "the vault is locked");
    recovers("echo of-yesterday", ERR_AUTH, "invalid credentials");
}

static bool waits_a_minute(struct harness *r)
{
    return r->model.link_again_wall_ms > clock_wall_ms() + 60000;
}

/* Not sent again by itself for longer and longer, as accounts are locked after a few; at once when
 * the operator says so. */
static void test_a_refused_login_waits(void **state)
{
    (void)state;
    struct harness *r = harness_open(SASL_SSL("SCRAM-SHA-512", "wrong"));
    harness_wait_link(r, LINK_DOWN, 20000);
    assert_int_equal(r->model.link_err.kind, ERR_AUTH);
    assert_in_range(r->model.link_again_wall_ms - clock_wall_ms(), 1, 30000);
    cluster_try_again(r->cluster);
    assert_true(harness_wait(r, waits_a_minute, 20000));
    assert_int_equal(r->model.link, LINK_DOWN);
    assert_non_null(strstr(r->model.link_err.msg, "invalid credentials"));
    harness_close(r);
}

static void test_a_command_that_fails(void **state)
{
    (void)state;
    struct harness *r = harness_open(PROPS("bootstrap.servers", "127.0.0.1:1"));
    cluster_free(r->cluster);
    properties_set(&r->profile->properties, "sasl.password", PROPERTY_COMMAND,
                   "echo no vault here >&2; exit 3", "test");
    r->cluster = cluster_new(&r->loop, r->profile, &r->model, NULL, &r->err);
    assert_non_null(r->cluster);
    kafka_list_groups(r->cluster, harness_done, r);
    assert_null(harness_answer(r));
    assert_non_null(strstr(r->asked.msg, "no vault here"));
    assert_int_equal(r->model.link, LINK_DOWN);
    harness_close(r);
}

/* ---- leaving --------------------------------------------------------------------------------- */

static void test_leaving_does_not_wait(void **state)
{
    (void)state;
    char address[64];
    int fd = harness_unresponsive_listener(address, sizeof address);
    struct harness *r = harness_open(PROPS("bootstrap.servers", address));
    kafka_get_metadata(r->cluster, harness_done, r);
    kafka_group_offsets(r->cluster, "g", harness_done, r);
    uv_run(&r->loop, UV_RUN_NOWAIT);
    int64_t start = clock_mono_ms();
    cluster_free(r->cluster);
    r->cluster = NULL;
    int64_t took = clock_mono_ms() - start;
    if (took > 1000)
        fail_msg("leaving took %d ms", (int)took);
    assert_false(r->answered);
    harness_close(r);
    close(fd);
}

static void free_inside(void *user, void *result, const struct err *err)
{
    struct harness *r = user;
    (void)err;
    metadata_free(result);
    cluster_free(r->cluster);
    r->cluster = NULL;
    r->answered = true;
}

static void test_leaving_from_a_callback(void **state)
{
    (void)state;
    struct harness *r = harness_open(PROPS("bootstrap.servers", run_env("KLAMM_BOOTSTRAP")));
    kafka_list_groups(r->cluster, harness_done, r); /* still under way, or just reported */
    kafka_get_metadata(r->cluster, free_inside, r);
    while (r->cluster)
        uv_run(&r->loop, UV_RUN_ONCE);
    if (r->result)
        group_listing_free(r->result);
    harness_close(r);
}

static void test_cancelled_is_not_called_back(void **state)
{
    (void)state;
    struct harness *r = harness_open(PROPS("bootstrap.servers", run_env("KLAMM_BOOTSTRAP")));
    struct request *q = kafka_list_groups(r->cluster, harness_done, r);
    request_cancel(q);
    kafka_describe_cluster(r->cluster, harness_done, r);
    struct cluster_desc *d = harness_answer(r);
    assert_non_null(d);
    assert_int_equal(d->nbrokers, 3); /* it is this one's answer, not the other's */
    cluster_desc_free(d);
    harness_close(r);
}

static bool was_answered(struct harness *r)
{
    return r->answered;
}

/* The process stands still for longer than an answer may take, as after Ctrl-Z or on a laptop that
 * slept. The answer has long been there, so no broker was unresponsive. */
static void test_no_broker_is_blamed_for_a_suspended_process(void **state)
{
    (void)state;
    struct harness *r = harness_open(PROPS(
        "bootstrap.servers", run_env("KLAMM_BOOTSTRAP_PLAINTEXT"), "socket.timeout.ms", "2000"));
    harness_wait_link(r, LINK_UP, 20000);
    kafka_describe_cluster(r->cluster, harness_done, r);
    r->answered = false;
    uv_run(&r->loop, UV_RUN_NOWAIT);
    pass_time(4000);
    assert_true(harness_wait(r, was_answered, 20000));
    if (!r->result)
        fail_msg("%s", r->asked.msg);
    cluster_desc_free(r->result);
    assert_int_equal(harness_model(r)->link, LINK_UP);
    harness_close(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plaintext),
        cmocka_unit_test(test_sasl_ssl),
        cmocka_unit_test(test_oauthbearer),
        cmocka_unit_test(test_client_certificate),
        cmocka_unit_test(test_sasl_plaintext),
        cmocka_unit_test(test_one_dead_of_two),
        cmocka_unit_test(test_an_applications_properties),
        cmocka_unit_test(test_wrong_password),
        cmocka_unit_test(test_wrong_ca),
        cmocka_unit_test(test_no_client_certificate),
        cmocka_unit_test(test_wrong_protocol),
        cmocka_unit_test(test_unresolvable),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_silence),
        cmocka_unit_test(test_the_reason_that_matters),
        cmocka_unit_test(test_unknown_property),
        cmocka_unit_test(test_a_secret_is_not_shown),
        cmocka_unit_test(test_password_from_a_command),
        cmocka_unit_test(test_a_slow_command_is_waited_for),
        cmocka_unit_test(test_password_from_a_pipe),
        cmocka_unit_test(test_a_command_runs_again_at_each_attempt),
        cmocka_unit_test(test_a_refused_login_waits),
        cmocka_unit_test(test_a_command_that_fails),
        cmocka_unit_test(test_leaving_does_not_wait),
        cmocka_unit_test(test_leaving_from_a_callback),
        cmocka_unit_test(test_cancelled_is_not_called_back),
        cmocka_unit_test(test_no_broker_is_blamed_for_a_suspended_process),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
