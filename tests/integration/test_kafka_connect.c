/* Every listener and mechanism, and every way a connection can fail: the kind of error and the
 * words that help, within seconds, against a real cluster. */
#include "core/base/clock.h"
#include "core/base/mem.h"
#include "core/config/profile.h"
#include "tests/support/rig.h"
#include "tests/support/run.h"

#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { SOON_MS = 12000 };

#define PROPS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define SASL_SSL(mechanism, password)                                                              \
    PROPS("bootstrap.servers", run_env("KLAMM_BOOTSTRAP_SASL_SSL"), "security.protocol",           \
          "SASL_SSL", "ssl.ca.location", run_env("KLAMM_CA"), "sasl.mechanism", mechanism,         \
          "sasl.username", "admin", "sasl.password", password)

/* The link comes up and metadata with three brokers arrives. */
static void works(const char *const *props)
{
    struct rig *r = rig_open(props);
    if (!r->cluster)
        fail_msg("%s", r->err.msg);
    kafka_get_metadata(r->cluster, rig_done, r);
    struct metadata *md = rig_answer(r);
    if (!md)
        fail_msg("%s", r->asked.msg);
    assert_int_equal(md->nbrokers, 3);
    assert_string_equal(md->cluster_id, run_env("KLAMM_CLUSTER_ID"));
    assert_int_equal(r->model.link, LINK_UP);
    metadata_free(md);
    rig_close(r);
}

/* The link goes down with this kind, and words in its sentence; so does what was asked. */
static void fails(enum err_kind kind, const char *words, const char *const *props)
{
    struct rig *r = rig_open(props);
    assert_non_null(r->cluster);
    kafka_get_metadata(r->cluster, rig_done, r);
    rig_wait_link(r, LINK_DOWN, SOON_MS);
    struct err *e = &r->model.link_err;
    if (e->kind != kind || !strstr(e->msg, words))
        fail_msg("%s: %s", err_kind_name(e->kind), e->msg);
    assert_null(rig_answer(r));
    if (r->asked.kind != kind)
        fail_msg("asked: %s: %s", err_kind_name(r->asked.kind), r->asked.msg);
    /* What is asked while it is down ends at once, with the same. */
    kafka_list_groups(r->cluster, rig_done, r);
    assert_null(rig_answer(r));
    assert_int_equal(r->asked.kind, kind);
    rig_close(r);
}

/* ---- what works -------------------------------------------------------------------------------
 */

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
    for (int i = 0; i < 30; i++) /* whether the dead one fails before the other is known is chance */
        works(PROPS("bootstrap.servers", servers));
}

/* An application's properties have a group; the console must not join it or commit for it. */
static void test_an_applications_properties(void **state)
{
    (void)state;
    works(PROPS("bootstrap.servers", run_env("KLAMM_BOOTSTRAP"), "group.id", "billing",
                "enable.auto.commit", "true", "statistics.interval.ms", "10"));
}

/* ---- what does not ----------------------------------------------------------------------------
 */

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
    int fd = rig_silent_listener(address, sizeof address);
    fails(ERR_TIMEOUT, address,
          PROPS("bootstrap.servers", address, "socket.connection.setup.timeout.ms", "1500",
                "api.version.request.timeout.ms", "1500"));
    close(fd);
}

/* A refused port beside a wrong password: the password is what has to be mended. */
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

/* ---- configuration ----------------------------------------------------------------------------
 */

static void test_unknown_property(void **state)
{
    (void)state;
    struct rig *r = rig_open(PROPS("bootstrap.servers", "127.0.0.1:1", "bootstrap.server", "x"));
    assert_null(r->cluster);
    assert_int_equal(r->err.kind, ERR_CONFIG);
    assert_non_null(strstr(r->err.msg, "'bootstrap.server'"));
    rig_close(r);
}

/* A password in the wrong line, a key where the name of its file belongs: told by the line only. */
static void test_a_secret_is_not_told(void **state)
{
    (void)state;
    static const char *const wrong[][2] = {
        {"ssl.key.pem", "hunter2"},          {"security.protocol", "hunter2"},
        {"sasl.mechanism", "hunter2"},       {"client.dns.lookup", "hunter2"},
        {"broker.address.family", "hunter2"}, {"socket.timeout.ms", "hunter2"},
        {"log_level", "hunter2"},            {"socket.keepalive.enable", "hunter2"},
        {"ssl.ca.location", "hunter2"},      {"ssl.key.location", "-----BEGIN KEY-----hunter2"},
        {"ssl.keystore.location", "hunter2"}, {"ssl.cipher.suites", "hunter2"},
        {"ssl.curves.list", "hunter2"}, {"ssl.sigalgs.list", "hunter2"},
        {"https.ca.location", "hunter2"}, {"ssl.engine.location", "hunter2"},
        {"ssl.endpoint.identification.algorithm", "hunter2"}, {"debug", "hunter2"},
        {"bootstrap.servers", "admin:hunter2"}, {"bootstrap.servers", "admin:hunter2@host:9092"},
        {"sasl.oauthbearer.token.endpoint.url", "file:///none/hunter2"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct rig *r = rig_open(PROPS("bootstrap.servers", "127.0.0.1:1", "security.protocol",
                                       "SSL", wrong[i][0], wrong[i][1]));
        if (r->cluster)
            fail_msg("%s=%s is taken", wrong[i][0], wrong[i][1]);
        assert_int_equal(r->err.kind, ERR_CONFIG);
        if (strstr(r->err.msg, "hunter2") || strchr(r->err.msg, '\n'))
            fail_msg("%s", r->err.msg);
        rig_close(r);
    }
}

/* A rig whose password comes from somewhere; the profile must be freed after the rig. hasty: half a
 * second for an answer and one for a connection. */
static struct rig *open_with_secret(enum property_from from, const char *recipe, bool hasty,
                                    struct profile **p)
{
    struct rig *r = rig_open(SASL_SSL("SCRAM-SHA-512", "replaced"));
    *p = profile_copy(r->profile);
    rig_close(r);
    r = rig_open(PROPS("bootstrap.servers", "127.0.0.1:1"));
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
    struct rig *r = open_with_secret(from, recipe, false, &p);
    assert_true(cluster_is_opening(r->cluster));
    kafka_get_metadata(r->cluster, rig_done, r);
    struct metadata *md = rig_answer(r);
    if (!md)
        fail_msg("%s", r->asked.msg);
    metadata_free(md);
    rig_close(r);
    profile_free(p);
}

/* A password from a command is fetched aside, and everything asked before waits for it. */
static void test_password_from_a_command(void **state)
{
    (void)state;
    answers_with_secret(PROPERTY_COMMAND, "printf %s \"$KLAMM_PASSWORD_admin\"");
}

/* What a command takes is nobody's silence: neither the connection's nor an answer's. */
static void test_a_slow_command_is_waited_for(void **state)
{
    (void)state;
    struct profile *p;
    struct rig *r = open_with_secret(PROPERTY_COMMAND, "sleep 2; echo x", true, &p);
    kafka_get_metadata(r->cluster, rig_done, r);
    r->answered = false;
    while (cluster_is_opening(r->cluster)) {
        assert_int_equal(r->model.link, LINK_CONNECTING);
        assert_false(r->answered);
        uv_run(&r->loop, UV_RUN_ONCE);
    }
    assert_null(rig_answer(r));
    rig_close(r);
    profile_free(p);
}

static void test_password_from_a_pipe(void **state)
{
    (void)state;
    char *folder = run_folder(), *path = xasprintf("%s/fifo", folder);
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
    run_rm_folder(folder);
}

/* Whatever was wrong the first time: it is asked again, and told what it said until then. */
static void recovers(const char *first, enum err_kind kind, const char *words)
{
    char *folder = run_folder();
    char *command = xasprintf("if test -e %s/asked; then printf %%s \"$KLAMM_PASSWORD_admin\"; "
                              "else touch %s/asked; %s; fi",
                              folder, folder, first);
    struct profile *p;
    struct rig *r = open_with_secret(PROPERTY_COMMAND, command, false, &p);
    rig_wait_link(r, LINK_DOWN, 20000);
    assert_int_equal(r->model.link_err.kind, kind);
    if (!strstr(r->model.link_err.msg, words))
        fail_msg("%s", r->model.link_err.msg);
    rig_wait_link(r, LINK_UP, 40000);
    rig_close(r);
    profile_free(p);
    free(command);
    run_rm_folder(folder);
}

static void test_a_command_is_asked_anew_at_each_attempt(void **state)
{
    (void)state;
    recovers("echo the vault is locked >&2; exit 1", ERR_CONFIG, "the vault is locked");
    recovers("echo of-yesterday", ERR_AUTH, "invalid credentials");
}

static bool waits_a_minute(struct rig *r)
{
    return r->model.link_again_wall_ms > clock_wall_ms() + 60000;
}

/* Not sent again by itself for longer and longer, as accounts are locked after a few; at once when
 * the operator says so. */
static void test_a_refused_login_waits(void **state)
{
    (void)state;
    struct rig *r = rig_open(SASL_SSL("SCRAM-SHA-512", "wrong"));
    rig_wait_link(r, LINK_DOWN, 20000);
    assert_int_equal(r->model.link_err.kind, ERR_AUTH);
    assert_in_range(r->model.link_again_wall_ms - clock_wall_ms(), 1, 30000);
    cluster_try_again(r->cluster);
    assert_true(rig_wait(r, waits_a_minute, 20000));
    assert_int_equal(r->model.link, LINK_DOWN);
    assert_non_null(strstr(r->model.link_err.msg, "invalid credentials"));
    rig_close(r);
}

static void test_a_command_that_fails(void **state)
{
    (void)state;
    struct rig *r = rig_open(PROPS("bootstrap.servers", "127.0.0.1:1"));
    cluster_free(r->cluster);
    properties_set(&r->profile->properties, "sasl.password", PROPERTY_COMMAND,
                   "echo no vault here >&2; exit 3", "test");
    r->cluster = cluster_new(&r->loop, r->profile, &r->model, NULL, &r->err);
    assert_non_null(r->cluster);
    kafka_list_groups(r->cluster, rig_done, r);
    assert_null(rig_answer(r));
    assert_non_null(strstr(r->asked.msg, "no vault here"));
    assert_int_equal(r->model.link, LINK_DOWN);
    rig_close(r);
}

/* ---- leaving ----------------------------------------------------------------------------------
 */

static void test_leaving_does_not_wait(void **state)
{
    (void)state;
    char address[64];
    int fd = rig_silent_listener(address, sizeof address);
    struct rig *r = rig_open(PROPS("bootstrap.servers", address));
    kafka_get_metadata(r->cluster, rig_done, r);
    kafka_group_offsets(r->cluster, "g", rig_done, r);
    uv_run(&r->loop, UV_RUN_NOWAIT);
    int64_t start = clock_mono_ms();
    cluster_free(r->cluster);
    r->cluster = NULL;
    int64_t took = clock_mono_ms() - start;
    if (took > 1000)
        fail_msg("leaving took %d ms", (int)took);
    assert_false(r->answered);
    rig_close(r);
    close(fd);
}

static void free_inside(void *user, void *result, const struct err *err)
{
    struct rig *r = user;
    (void)err;
    metadata_free(result);
    cluster_free(r->cluster);
    r->cluster = NULL;
    r->answered = true;
}

static void test_leaving_from_a_callback(void **state)
{
    (void)state;
    struct rig *r = rig_open(PROPS("bootstrap.servers", run_env("KLAMM_BOOTSTRAP")));
    kafka_list_groups(r->cluster, rig_done, r); /* still under way, or just told */
    kafka_get_metadata(r->cluster, free_inside, r);
    while (r->cluster)
        uv_run(&r->loop, UV_RUN_ONCE);
    if (r->result)
        group_listing_free(r->result);
    rig_close(r);
}

static void test_cancelled_is_not_called_back(void **state)
{
    (void)state;
    struct rig *r = rig_open(PROPS("bootstrap.servers", run_env("KLAMM_BOOTSTRAP")));
    struct request *q = kafka_list_groups(r->cluster, rig_done, r);
    request_cancel(q);
    kafka_describe_cluster(r->cluster, rig_done, r);
    struct cluster_desc *d = rig_answer(r);
    assert_non_null(d);
    assert_int_equal(d->nbrokers, 3); /* it is this one's answer, not the other's */
    cluster_desc_free(d);
    rig_close(r);
}

static bool was_answered(struct rig *r)
{
    return r->answered;
}

/* The process stands still for longer than an answer may take, as after Ctrl-Z or on a laptop that
 * slept. The answer has long been there, so nobody was silent. */
static void test_standing_still_is_nobodys_silence(void **state)
{
    (void)state;
    struct rig *r = rig_open(PROPS("bootstrap.servers", run_env("KLAMM_BOOTSTRAP_PLAINTEXT"),
                                   "socket.timeout.ms", "2000"));
    rig_wait_link(r, LINK_UP, 20000);
    kafka_describe_cluster(r->cluster, rig_done, r);
    r->answered = false;
    uv_run(&r->loop, UV_RUN_NOWAIT);
    poll(NULL, 0, 4000);
    assert_true(rig_wait(r, was_answered, 20000));
    if (!r->result)
        fail_msg("%s", r->asked.msg);
    cluster_desc_free(r->result);
    assert_int_equal(rig_model(r)->link, LINK_UP);
    rig_close(r);
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
        cmocka_unit_test(test_a_secret_is_not_told),
        cmocka_unit_test(test_password_from_a_command),
        cmocka_unit_test(test_a_slow_command_is_waited_for),
        cmocka_unit_test(test_password_from_a_pipe),
        cmocka_unit_test(test_a_command_is_asked_anew_at_each_attempt),
        cmocka_unit_test(test_a_refused_login_waits),
        cmocka_unit_test(test_a_command_that_fails),
        cmocka_unit_test(test_leaving_does_not_wait),
        cmocka_unit_test(test_leaving_from_a_callback),
        cmocka_unit_test(test_cancelled_is_not_called_back),
        cmocka_unit_test(test_standing_still_is_nobodys_silence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
