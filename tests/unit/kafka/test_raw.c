/* Raw requests to a broker that a test has say what it wants: versions, headers, and what is known
 * after which failure. What needs several brokers: tests/integration/test_raw.c. */
#include "core/base/mem.h"
#include "core/kafka/raw.h"
#include "tests/support/fake_broker.h"
#include "tests/support/harness.h"
#include "tests/support/test.h"

#include <librdkafka/rdkafka_raw.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { LACKED = 55, SEEN_MOST = 16 };

/* ---- the broker ------------------------------------------------------------------------------ */

struct speaker {
    pthread_mutex_t lock;        /* of what was seen */
    struct fake_answer list;     /* what it says to ListGroups */
    int16_t versions[SEEN_MOST]; /* in which that came */
    size_t seen;
    size_t last_len; /* of the last: after the client's id */
};

static void speak(void *user, const struct fake_request *q, struct fake_answer *a)
{
    struct speaker *s = user;
    if (q->key != FAKE_LIST_GROUPS) {
        fake_usual(q, a);
        return;
    }
    pthread_mutex_lock(&s->lock);
    if (s->seen < SEEN_MOST)
        s->versions[s->seen++] = q->version;
    s->last_len = q->len;
    *a = s->list;
    pthread_mutex_unlock(&s->lock);
}

struct scene {
    struct speaker speaker;
    struct fake_broker *broker;
    struct harness *r;
};

static int open_scene(void **state)
{
    struct scene *s = xcalloc(1, sizeof *s);
    pthread_mutex_init(&s->speaker.lock, NULL);
    s->broker = fake_broker_start(speak, &s->speaker);
    s->r = harness_open((const char *const[]){"bootstrap.servers", fake_broker_address(s->broker),
                                              "socket.timeout.ms", "1000", NULL});
    assert_non_null(s->r->cluster);
    *state = s;
    return 0;
}

static int close_scene(void **state)
{
    struct scene *s = *state;
    harness_close(s->r);
    fake_broker_stop(s->broker);
    pthread_mutex_destroy(&s->speaker.lock);
    free(s);
    return 0;
}

static void it_says(struct scene *s, enum fake_how how, const char *bytes, size_t len)
{
    pthread_mutex_lock(&s->speaker.lock);
    s->speaker.list.how = how;
    s->speaker.list.len = 0;
    fake_put(&s->speaker.list, bytes, len);
    pthread_mutex_unlock(&s->speaker.lock);
}

static size_t seen(struct scene *s, int16_t *last)
{
    pthread_mutex_lock(&s->speaker.lock);
    size_t n = s->speaker.seen;
    *last = n > 0 ? s->speaker.versions[n - 1] : -1;
    pthread_mutex_unlock(&s->speaker.lock);
    return n;
}

/* ---- the request ----------------------------------------------------------------------------- */

static bool write_list(const void *args, int16_t version, struct buf *body, struct err *err)
{
    (void)args, (void)err;
    if (version >= 3)
        buf_addc(body, 0);
    return true;
}

static bool read_list(struct request *r, void *args, const struct raw_answer *a, void **result,
                      struct err *err)
{
    (void)r, (void)args;
    if (a->len != 4 || memcmp(a->data, "good", 4) != 0)
        return raw_unreadable(a, err, "is not good");
    char *text = xasprintf("%d v%d", a->broker, a->version);
    *result = text;
    return true;
}

static const struct raw_api list_api = {.api = API_LIST_GROUPS,
                                        .key = FAKE_LIST_GROUPS,
                                        .min = 2,
                                        .max = 5,
                                        .flexible = 3,
                                        .write = write_list,
                                        .read = read_list};

static struct request *new_request(struct scene *s, const struct raw_api *api, int32_t broker)
{
    struct request *r = raw_request_new(s->r->cluster, api, broker, NULL, NULL, harness_done, s->r);
    r->drop_result = free;
    return r;
}

static void gives(struct scene *s, const struct raw_api *api, int32_t broker, const char *expected)
{
    request_start(new_request(s, api, broker));
    char *text = harness_answer(s->r);
    if (!text)
        fail_msg("%s", s->r->asked.msg);
    assert_string_equal(text, expected);
    free(text);
}

static void change_fails(struct scene *s, const struct raw_api *api, int32_t broker,
                         enum err_kind kind, bool unsent, const char *words)
{
    struct request *r = new_request(s, api, broker);
    r->change = true;
    request_start(r);
    char *text = harness_answer(s->r);
    assert_null(text);
    const struct err *err = &s->r->asked;
    if (!strstr(err->msg, words))
        fail_msg("\"%s\" is not in: %s", words, err->msg);
    assert_int_equal(err->kind, kind);
    assert_int_equal(err->unsent, unsent);
    bool doubt = strstr(err->msg, "may have been carried out anyway") != NULL;
    assert_int_equal(doubt, !unsent);
}

/* The broker's id is known, and there is a connection. The only broker's that was lost may count as
 * the loss of all for a while. */
static void be_connected(struct scene *s)
{
    enum { TRIES = 20, UP_MS = 10000 };
    char *text = NULL;
    it_says(s, FAKE_ANSWERS, "\0good", 5);
    for (int i = 0; !text && i < TRIES; i++) {
        if (i > 0)
            harness_wait_link(s->r, LINK_UP, UP_MS);
        request_start(new_request(s, &list_api, 1));
        text = harness_answer(s->r);
    }
    assert_non_null(text);
    free(text);
}

/* ---- what goes well -------------------------------------------------------------------------- */

/* At once after opening: it waits until the broker's id is known. */
static void waits_for_the_ids(void **state)
{
    struct scene *s = *state;
    int16_t version;
    it_says(s, FAKE_ANSWERS, "\0good", 5);
    request_start(new_request(s, &list_api, 1));
    assert_int_equal(s->r->cluster->parked.n, 1);
    char *text = harness_answer(s->r);
    if (!text)
        fail_msg("%s", s->r->asked.msg);
    free(text);
    assert_int_equal(seen(s, &version), 1);
    assert_int_equal(version, 3);
    assert_int_equal(s->speaker.last_len, 2); /* no tags in header and body */
}

/* Both know 2 and 3; no other is tried on the wire, with a version that is too new least of all. */
static void the_newest_that_both_know(void **state)
{
    struct scene *s = *state;
    struct raw_api api = list_api;
    int16_t version;
    be_connected(s);
    gives(s, &api, RAW_ANY, "1 v3");
    it_says(s, FAKE_ANSWERS, "good", 4);
    api.max = 2;
    gives(s, &api, 1, "1 v2");
    gives(s, &api, RAW_ANY, "1 v2");
    assert_int_equal(seen(s, &version), 4);
    assert_int_equal(s->speaker.last_len, 0);
}

static void tags_of_the_header_are_skipped(void **state)
{
    struct scene *s = *state;
    be_connected(s);
    it_says(s, FAKE_ANSWERS, "\2\0\3abc\x80\1\0good", 13);
    gives(s, &list_api, 1, "1 v3");
    it_says(s, FAKE_SPELLS, "\0good", 5);
    gives(s, &list_api, 1, "1 v3");
}

static bool read_first(struct request *r, void *args, const struct raw_answer *a, void **result,
                       struct err *err)
{
    (void)args, (void)result, (void)err;
    assert_int_equal(a->len, 5); /* there is no header with tags in version 2 */
    raw_request_next(r, &list_api, a->broker);
    return true;
}

static void a_request_of_two_steps(void **state)
{
    struct scene *s = *state;
    struct raw_api first = list_api;
    int16_t version;
    be_connected(s);
    first.max = 2;
    first.read = read_first;
    gives(s, &first, RAW_ANY, "1 v3");
    assert_int_equal(seen(s, &version), 3);
}

static bool read_when_ready(struct request *r, void *args, const struct raw_answer *a,
                            void **result, struct err *err)
{
    int *left = args;
    if ((*left)-- > 0)
        return err_set(err, ERR_NOT_READY, "it moves");
    return read_list(r, args, a, result, err);
}

static void it_is_asked_again_until_it_is_ready(void **state)
{
    struct scene *s = *state;
    struct raw_api api = list_api;
    int16_t version;
    int left = 2;
    be_connected(s);
    api.read = read_when_ready;
    request_start(raw_request_new(s->r->cluster, &api, 1, &left, NULL, harness_done, s->r));
    char *text = harness_answer(s->r);
    if (!text)
        fail_msg("%s", s->r->asked.msg);
    free(text);
    assert_int_equal(seen(s, &version), 4);
}

/* ---- what goes wrong ------------------------------------------------------------------------- */

static void no_version_in_common(void **state)
{
    struct scene *s = *state;
    struct raw_api api = list_api;
    int16_t version;
    be_connected(s);
    api.min = 4;
    change_fails(s, &api, 1, ERR_UNSUPPORTED, true,
                 "broker 1 knows versions 1 to 3 of this request, klamm 4 to 5");
    change_fails(s, &api, RAW_ANY, ERR_UNSUPPORTED, true, "broker 1 knows versions 1 to 3");
    api.key = LACKED;
    change_fails(s, &api, 1, ERR_UNSUPPORTED, true, "broker 1 does not know this request");
    assert_int_equal(seen(s, &version), 1);
}

static void a_broker_that_is_not_known(void **state)
{
    struct scene *s = *state;
    be_connected(s);
    change_fails(s, &list_api, 9, ERR_UNREACHABLE, true,
                 "nothing was sent, broker 9 is not among the cluster's brokers");
}

static void no_answer(void **state)
{
    struct scene *s = *state;
    be_connected(s);
    it_says(s, FAKE_SAYS_NOTHING, NULL, 0);
    change_fails(s, &list_api, 1, ERR_TIMEOUT, false, "ListGroups: broker 1 did not answer");
    be_connected(s);
    it_says(s, FAKE_MISTAKES, "\0good", 5);
    change_fails(s, &list_api, 1, ERR_TIMEOUT, false, "broker 1 did not answer");
}

static void first_done(void *user, void *result, const struct err *err)
{
    struct err *first = user;
    assert_null(result);
    *first = *err;
}

/* One whose time is over takes along what else waits on that connection, however new it is. */
static void what_waits_beside_ends_along(void **state)
{
    struct scene *s = *state;
    struct err first = {0};
    be_connected(s);
    it_says(s, FAKE_SAYS_NOTHING, NULL, 0);
    request_start(raw_request_new(s->r->cluster, &list_api, 1, NULL, NULL, first_done, &first));
    s->r->cluster->timeouts.request_ms = 60000;
    change_fails(s, &list_api, 1, ERR_TIMEOUT, false, "broker 1 did not answer");
    assert_int_equal(first.kind, ERR_TIMEOUT);
}

static void the_connection_ends(void **state)
{
    struct scene *s = *state;
    static const char words[] = "broker 1 ended the connection before it answered";
    be_connected(s);
    it_says(s, FAKE_CLOSES, NULL, 0);
    change_fails(s, &list_api, 1, ERR_UNREACHABLE, false, words);
    be_connected(s);
    it_says(s, FAKE_BREAKS_OFF, "\0good", 5);
    change_fails(s, &list_api, 1, ERR_UNREACHABLE, false, words);
    be_connected(s);
}

/* What can't be read is no refusal. */
static void garbled_answers(void **state)
{
    struct scene *s = *state;
    static const char words[] = "broker 1 gave an answer that can't be read";
    be_connected(s);
    it_says(s, FAKE_ANSWERS, "\xff\xff\xff\xff\xff\xff\xff\xff", 8);
    change_fails(s, &list_api, 1, ERR_UNREACHABLE, false, words);
    it_says(s, FAKE_ANSWERS, "\1\0\x7fgood", 7);
    change_fails(s, &list_api, 1, ERR_UNREACHABLE, false, words);
    it_says(s, FAKE_ANSWERS, NULL, 0);
    change_fails(s, &list_api, 1, ERR_UNREACHABLE, false, words);
    it_says(s, FAKE_ANSWERS, "\0evil", 5);
    change_fails(s, &list_api, 1, ERR_UNREACHABLE, false,
                 "the answer of broker 1 can't be read: it is not good");
    it_says(s, FAKE_PROMISES_MORE, "\0good", 5);
    change_fails(s, &list_api, 1, ERR_UNREACHABLE, false, words);
    be_connected(s);
}

static bool refuse_to_write(const void *args, int16_t version, struct buf *body, struct err *err)
{
    (void)args, (void)body;
    return err_set(err, ERR_UNSUPPORTED, "version %d can't say it", version);
}

static void what_a_version_cannot_say(void **state)
{
    struct scene *s = *state;
    struct raw_api api = list_api;
    int16_t version;
    be_connected(s);
    api.write = refuse_to_write;
    change_fails(s, &api, 1, ERR_UNSUPPORTED, true, "version 3 can't say it");
    assert_int_equal(seen(s, &version), 1);
}

static void free_args(void *args)
{
    ++*(int *)args;
}

/* The client goes with what is under way in it, and nothing is leaked, or freed twice. */
static void gone_before_the_answer(void **state)
{
    struct scene *s = *state;
    static int freed;
    be_connected(s);
    it_says(s, FAKE_SAYS_NOTHING, NULL, 0);
    struct request *r =
        raw_request_new(s->r->cluster, &list_api, 1, &freed, free_args, harness_done, s->r);
    request_start(r);
    assert_int_equal(r->state, REQUEST_SENT);
    request_cancel(r);
    request_start(
        raw_request_new(s->r->cluster, &list_api, 1, &freed, free_args, harness_done, s->r));
    freed = 0;
    close_scene(state);
    assert_int_equal(freed, 2);
    open_scene(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(waits_for_the_ids, open_scene, close_scene),
        cmocka_unit_test_setup_teardown(the_newest_that_both_know, open_scene, close_scene),
        cmocka_unit_test_setup_teardown(tags_of_the_header_are_skipped, open_scene, close_scene),
        cmocka_unit_test_setup_teardown(a_request_of_two_steps, open_scene, close_scene),
        cmocka_unit_test_setup_teardown(it_is_asked_again_until_it_is_ready, open_scene,
                                        close_scene),
        cmocka_unit_test_setup_teardown(no_version_in_common, open_scene, close_scene),
        cmocka_unit_test_setup_teardown(a_broker_that_is_not_known, open_scene, close_scene),
        cmocka_unit_test_setup_teardown(no_answer, open_scene, close_scene),
        cmocka_unit_test_setup_teardown(what_waits_beside_ends_along, open_scene, close_scene),
        cmocka_unit_test_setup_teardown(the_connection_ends, open_scene, close_scene),
        cmocka_unit_test_setup_teardown(garbled_answers, open_scene, close_scene),
        cmocka_unit_test_setup_teardown(what_a_version_cannot_say, open_scene, close_scene),
        cmocka_unit_test_setup_teardown(gone_before_the_answer, open_scene, close_scene),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
