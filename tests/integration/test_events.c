/* Each kind of event that needs no broker to die, provoked on the real cluster and seen; and none
 * where nothing happens. */
#include "core/resource/resource.h"
#include "tests/support/admin.h"
#include "tests/support/client.h"
#include "tests/support/harness.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

enum { COMES_MS = 40000 };

static struct harness *harness;
static struct dataset *data;

/* What is waited for: an event of this kind and object, later than `after`. */
static enum event_kind kind;
static const char *object;
static const char *of_key; /* NULL: any */
static uint64_t after;
static int rounds; /* of asking everything again */

static bool settled_again(void)
{
    if (!session_settled(harness->session))
        return false;
    feed_refresh(harness->session->feed);
    rounds++;
    return true;
}

static const struct event *found(void)
{
    const struct events *e = &harness_model(harness)->events;
    for (size_t i = 0; i < e->len; i++) {
        const struct event *one = events_at(e, i);
        if (one->seq > after && one->kind == kind && strcmp(one->object, object) == 0 &&
            (!of_key || strcmp(one->what, of_key) == 0))
            return one;
    }
    return NULL;
}

static bool came(struct harness *r)
{
    (void)r;
    if (found())
        return true;
    settled_again();
    return false;
}

static const struct event *seen(enum event_kind k, const char *of)
{
    kind = k;
    object = of;
    if (!harness_wait(harness, came, COMES_MS))
        fail_msg("no event %s of %s", event_kind_id(k), of);
    const struct event *e = found();
    assert_true(e->wall_ms >= e->earliest_ms && e->earliest_ms > 0);
    return e;
}

static bool rounds_over(struct harness *r)
{
    (void)r;
    settled_again();
    return rounds >= 4;
}

/* Everything has been asked for again some times: what was there before is old news now. */
static void barrier(void)
{
    rounds = 0;
    assert_true(harness_wait(harness, rounds_over, COMES_MS));
    after = harness_model(harness)->events.next_seq - 1;
}

static size_t events_about(const char *name)
{
    const struct events *e = &harness_model(harness)->events;
    size_t n = 0;
    for (size_t i = 0; i < e->len; i++)
        n += events_at(e, i)->seq > after && strcmp(events_at(e, i)->object, name) == 0;
    return n;
}

static void open_with(const char *const *properties)
{
    harness = harness_open_session(properties);
    if (!harness->session)
        fail_msg("%s", harness->err.msg);
    data = dataset_open(harness->session, resource_find("events"), NULL);
    dataset_set_all(harness->session, data, true);
    barrier();
}

static int open_session(void **state)
{
    (void)state;
    open_with((const char *const[]){"bootstrap.servers", run_env("KLAMM_BOOTSTRAP"), NULL});
    return 0;
}

static int close_session(void **state)
{
    (void)state;
    dataset_close(harness->session, data);
    harness_close(harness);
    return 0;
}

static void topics_and_their_settings(void **state)
{
    (void)state;
    char topic[64];
    snprintf(topic, sizeof topic, "%s", run_name("events-t"));
    admin_create_topic(topic, 2, 2, NULL);
    assert_string_equal(seen(EVENT_TOPIC_CREATED, topic)->after, "2 partitions × 2");
    barrier();
    assert_int_equal(events_about(topic), 0);
    admin_set("topic", topic, "retention.ms", "7200000");
    const struct event *e = seen(EVENT_CONFIG_CHANGED, topic);
    assert_string_equal(e->what, "retention.ms");
    assert_string_equal(e->before, "604800000");
    assert_string_equal(e->after, "7200000");
    assert_int_equal(e->of, EVENT_OF_TOPIC);
    free(run_tool("topics --alter --topic '%s' --partitions 5", topic));
    e = seen(EVENT_PARTITIONS_ADDED, topic);
    assert_string_equal(e->before, "2");
    assert_string_equal(e->after, "5");
    barrier();
    assert_int_equal(events_about(topic), 0);
    admin_delete_topic(topic);
    seen(EVENT_TOPIC_DELETED, topic);
    barrier();
    assert_int_equal(events_about(topic), 0);
}

/* Deleted and created again before anyone looked: only its id shows it. */
static void a_topic_created_again(void **state)
{
    (void)state;
    char topic[64];
    snprintf(topic, sizeof topic, "%s", run_name("events-r"));
    admin_create_topic(topic, 1, 1, NULL);
    seen(EVENT_TOPIC_CREATED, topic);
    barrier();
    admin_delete_topic(topic);
    admin_create_topic(topic, 1, 1, NULL);
    const struct event *e = seen(EVENT_TOPIC_RECREATED, topic);
    assert_string_not_equal(e->before, e->after);
    barrier();
    assert_int_equal(events_about(topic), 0);
    admin_delete_topic(topic);
}

static void groups_and_their_members(void **state)
{
    (void)state;
    char topic[64], group[64];
    snprintf(topic, sizeof topic, "%s", run_name("events-gt"));
    snprintf(group, sizeof group, "%s", run_name("events-g"));
    admin_create_topic(topic, 2, 1, NULL);
    client_produce(topic, 0, 50, 0, 0);
    client_commit(group, topic, 0, 40);
    assert_string_equal(seen(EVENT_GROUP_NEW, group)->after, "empty");
    barrier();
    client_commit(group, topic, 0, 45);
    barrier();
    assert_int_equal(events_about(group), 0); /* forward is no event */
    client_commit(group, topic, 0, 12);
    const struct event *e = seen(EVENT_OFFSETS_BACK, group);
    assert_string_equal(e->before, "45");
    assert_string_equal(e->after, "12");
    barrier();
    struct client_member *m = client_join(group, topic, "events-reader", "classic");
    assert_non_null(strstr(seen(EVENT_MEMBER_JOINED, group)->what, "events-reader at 127.0.0.1"));
    assert_string_equal(seen(EVENT_GROUP_STATE, group)->before, "empty");
    barrier();
    assert_int_equal(events_about(group), 0);
    client_leave(m);
    assert_non_null(strstr(seen(EVENT_MEMBER_LEFT, group)->what, "events-reader"));
    assert_string_equal(seen(EVENT_GROUP_STATE, group)->after, "empty");
    barrier();
    struct run r = run_klamm("-b %s group-delete '%s' --yes", run_env("KLAMM_BOOTSTRAP"), group);
    assert_int_equal(r.status, 0);
    run_release(&r);
    seen(EVENT_GROUP_GONE, group);
    barrier();
    assert_int_equal(events_about(group), 0);
    admin_delete_topic(topic);
}

/* No other test touches this one. */
static void settings_of_brokers(void **state)
{
    (void)state;
    of_key = "log.cleaner.io.max.bytes.per.second";
    admin_set("broker", "2", of_key, "900000000");
    const struct event *e = seen(EVENT_CONFIG_CHANGED, "2");
    assert_int_equal(e->of, EVENT_OF_BROKER);
    assert_string_not_equal(e->before, e->after);
    assert_int_equal((int64_t)strtod(e->after, NULL), 900000000);
    after = e->seq;
    admin_set("broker", "2", of_key, NULL);
    e = seen(EVENT_CONFIG_CHANGED, "2");
    assert_int_equal((int64_t)strtod(e->before, NULL), 900000000);
    of_key = NULL;
}

static void rules_of_access(void **state)
{
    (void)state;
    char who[80];
    snprintf(who, sizeof who, "User:%s", run_name("events-user"));
    free(run_tool("acls --add --allow-principal '%s' --operation Read --topic events-none", who));
    assert_non_null(strstr(seen(EVENT_ACL_ADDED, who)->what, "events-none"));
    free(run_tool("acls --remove --force --allow-principal '%s' --operation Read "
                  "--topic events-none",
                  who));
    assert_non_null(strstr(seen(EVENT_ACL_REMOVED, who)->what, "events-none"));
}

static char topic_of_user[64], group_of_user[64];

static bool both_are_back(struct harness *r)
{
    const struct model *m = harness_model(r);
    settled_again();
    return m->metadata && metadata_topic(m->metadata, topic_of_user) && m->group_list &&
           group_listing_find(m->group_list, group_of_user);
}

/* A user who loses the right to see a topic and a group: they are hidden, not deleted; and when the
 * right comes back nothing is new. */
static void what_a_user_may_no_longer_see(void **state)
{
    char who[80], config[120], *topic = topic_of_user, *group = group_of_user;
    snprintf(who, sizeof who, "%s", run_name("events-hidden-user"));
    snprintf(topic_of_user, sizeof topic_of_user, "%s", run_name("events-ht"));
    snprintf(group_of_user, sizeof group_of_user, "%s", run_name("events-hg"));
    snprintf(config, sizeof config, "principal=%s", who);
    admin_create_topic(topic, 2, 1, NULL);
    client_commit(group, topic, 0, 0);
    free(run_tool("acls --add --allow-principal 'User:%s' --operation Describe --topic '%s' "
                  "--group '%s'",
                  who, topic, group));
    open_with((const char *const[]){"bootstrap.servers", run_env("KLAMM_BOOTSTRAP_SASL_PLAINTEXT"),
                                    "security.protocol", "SASL_PLAINTEXT", "sasl.mechanism",
                                    "OAUTHBEARER", "enable.sasl.oauthbearer.unsecure.jwt", "true",
                                    "sasl.oauthbearer.config", config, NULL});
    assert_non_null(metadata_topic(harness_model(harness)->metadata, topic));
    assert_non_null(group_listing_find(harness_model(harness)->group_list, group));
    free(run_tool("acls --add --deny-principal 'User:%s' --operation Describe --topic '%s' "
                  "--group '%s'",
                  who, topic, group));
    seen(EVENT_TOPIC_HIDDEN, topic);
    seen(EVENT_GROUP_HIDDEN, group);
    barrier();
    free(run_tool("acls --remove --force --deny-principal 'User:%s' --operation Describe "
                  "--topic '%s' --group '%s'",
                  who, topic, group));
    assert_true(harness_wait(harness, both_are_back, COMES_MS));
    barrier();
    assert_int_equal(events_about(topic) + events_about(group), 0);
    close_session(state);
    free(run_tool("acls --remove --force --allow-principal 'User:%s' --operation Describe "
                  "--topic '%s' --group '%s'",
                  who, topic, group));
    admin_delete_topic(topic);
}

/* ---- the command line ------------------------------------------------------------------------ */

/* klamm as a child of a shell, its stdout to be read; *pid to stop it. */
static FILE *start_following(const char *topic, const char *err_file, int *pid)
{
    char line[1000], first[32];
    snprintf(line, sizeof line,
             "echo $$; exec %s -b %s events --follow -o jsonl --filter 'object=%s' 2>%s",
             run_program(), run_env("KLAMM_BOOTSTRAP"), topic, err_file);
    FILE *f = popen(line, "r");
    assert_non_null(f);
    assert_non_null(fgets(first, sizeof first, f));
    *pid = (int)strtol(first, NULL, 10);
    return f;
}

static void follow_tells_them_as_json_lines(void **state)
{
    (void)state;
    char topic[64], line[4000], *dir = run_dir();
    char err_file[300];
    int pid;
    snprintf(topic, sizeof topic, "%s", run_name("events-cli"));
    snprintf(err_file, sizeof err_file, "%s/err", dir);
    FILE *f = start_following(topic, err_file, &pid);
    struct run r = run_shell("timeout 60 grep -q 'looking at' "
                             "<(tail -s 0.05 -n +1 -F --pid=$$ '%s' 2>/dev/null)",
                             err_file);
    assert_int_equal(r.status, 0);
    run_release(&r);
    admin_create_topic(topic, 3, 1, NULL);
    assert_non_null(fgets(line, sizeof line, f));
    json_t *e = json_loads(line, 0, NULL);
    assert_string_equal(json_string_value(json_object_get(e, "id")), "topic-created");
    assert_string_equal(json_string_value(json_object_get(e, "object")), topic);
    assert_true(json_is_string(json_object_get(e, "time")));
    assert_true(json_is_null(json_object_get(e, "before")));
    json_decref(e);
    admin_delete_topic(topic);
    assert_non_null(fgets(line, sizeof line, f));
    assert_non_null(strstr(line, "\"topic-deleted\""));
    kill(pid, SIGINT);
    assert_null(fgets(line, sizeof line, f));
    int status = pclose(f);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    run_rm_dir(dir);
}

/* A reader that stands still can still be ended. */
static void a_full_pipe_can_be_left(void **state)
{
    (void)state;
    const char *topic = run_name("events-full");
    char *dir = run_dir(), *program = realpath(run_program(), NULL);
    struct run r = run_shell(
        "cd '%s' && mkfifo full && exec 3<>full && head -c 65536 /dev/zero >&3 || exit 8\n"
        "klamm='%s -b %s'; $klamm events --follow --filter 'object=%s' >&3 2>err & pid=$!\n"
        "until grep -q 'looking at' err; do kill -0 $pid || exit 9; done\n"
        "$klamm topic-create %s --partitions 1 --replication 1 --yes >created 2>&1\n"
        "until grep -q pipe_write /proc/$pid/wchan; do kill -0 $pid || exit 10; done\n"
        "kill -TERM $pid; wait $pid",
        dir, program, run_env("KLAMM_BOOTSTRAP"), topic, topic);
    if (r.status != 1)
        fail_msg("exit %d: %s%s", r.status, r.out, r.err);
    run_release(&r);
    admin_delete_topic(topic);
    run_rm_dir(dir);
    free(program);
}

/* What it could not decide on is not what doesn't pass: it ends, with the reason. */
static void a_filter_that_gives_up_is_an_error(void **state)
{
    (void)state;
    char name[200];
    snprintf(name, sizeof name, "%s-", run_name("events-slow"));
    size_t n = strlen(name);
    memset(name + n, 'a', sizeof name - n);
    memcpy(name + sizeof name - 2, "b", 2);
    char *dir = run_dir(), *program = realpath(run_program(), NULL);
    struct run r = run_shell(
        "cd '%s' || exit 8\n"
        "klamm='%s -b %s'; $klamm events --for 60s --filter 'object~-(a+)+$' 2>err & pid=$!\n"
        "until grep -q 'looking at' err; do kill -0 $pid || exit 9; done\n"
        "$klamm topic-create %s --partitions 1 --replication 1 --yes >created 2>&1\n"
        "wait $pid; status=$?; cat err >&2; exit $status",
        dir, program, run_env("KLAMM_BOOTSTRAP"), name);
    if (r.status != 2 || !strstr(r.err, "--filter: this regular expression takes too long"))
        fail_msg("exit %d: %s%s", r.status, r.out, r.err);
    run_release(&r);
    admin_delete_topic(name);
    run_rm_dir(dir);
    free(program);
}

static void without_follow_says_why_not(void **state)
{
    (void)state;
    struct run r = run_klamm("-b %s events", run_env("KLAMM_BOOTSTRAP"));
    assert_int_equal(r.status, 2);
    assert_non_null(strstr(r.err, "--follow"));
    run_release(&r);
    r = run_klamm("-b %s events --follow -o json", run_env("KLAMM_BOOTSTRAP"));
    assert_int_equal(r.status, 2);
    run_release(&r);
    r = run_klamm("-b 127.0.0.1:1 events --follow");
    assert_int_equal(r.status, 3);
    run_release(&r);
}

int main(void)
{
#define WATCHED(t) cmocka_unit_test_setup_teardown(t, open_session, close_session)
    const struct CMUnitTest tests[] = {
        WATCHED(topics_and_their_settings),
        WATCHED(a_topic_created_again),
        WATCHED(groups_and_their_members),
        WATCHED(settings_of_brokers),
        WATCHED(rules_of_access),
        cmocka_unit_test(what_a_user_may_no_longer_see),
        cmocka_unit_test(follow_tells_them_as_json_lines),
        cmocka_unit_test(a_full_pipe_can_be_left),
        cmocka_unit_test(a_filter_that_gives_up_is_an_error),
        cmocka_unit_test(without_follow_says_why_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
