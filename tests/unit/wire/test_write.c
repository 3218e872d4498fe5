/* What the writer refuses: a request that would mean another thing than its struct says. */
#include "core/wire/write.h"

#include "core/wire/coordinators.h"
#include "core/wire/group_offsets.h"
#include "core/wire/log_dirs.h"
#include "core/wire/nodes.h"
#include "core/wire/transactions.h"
#include "core/wire/versions.h"
#include "tests/support/test.h"

#include <string.h>

static struct buf b;
static struct err err;

static int start(void **unused)
{
    (void)unused;
    buf_clear(&b);
    buf_adds(&b, "before");
    err_clear(&err);
    return 0;
}

static int clean(void **unused)
{
    (void)unused;
    buf_release(&b);
    return 0;
}

static void refused(enum err_kind kind, const char *sentence)
{
    assert_int_equal(err.kind, kind);
    assert_string_equal(err.msg, sentence);
    assert_string_equal(buf_str(&b), "before");
}

static void adds_to_what_is_there(void **unused)
{
    struct describe_log_dirs_request q;
    (void)unused;
    wire_init(&wire_describe_log_dirs, WIRE_REQUEST, &q);
    assert_true(wire_write(&wire_describe_log_dirs, WIRE_REQUEST, 4, &q, &b, &err));
    q.topics.n = -1;
    assert_true(wire_write(&wire_describe_log_dirs, WIRE_REQUEST, 4, &q, &b, &err));
    assert_true(wire_write(&wire_describe_log_dirs, WIRE_REQUEST, 1, &q, &b, &err));
    assert_int_equal(b.len, 6 + 2 + 2 + 4);
    assert_memory_equal(b.data,
                        "before"
                        "\1\0"
                        "\0\0"
                        "\xFF\xFF\xFF\xFF",
                        b.len);
}

static void fills_in_the_defaults_of_numbers(void **unused)
{
    struct describe_cluster_request q;
    struct list_transactions_request t;
    (void)unused;
    memset(&q, 0x55, sizeof q);
    memset(&t, 0x55, sizeof t);
    wire_init(&wire_describe_cluster, WIRE_REQUEST, &q);
    wire_init(&wire_list_transactions, WIRE_REQUEST, &t);
    assert_false(q.include_cluster_authorized_operations);
    assert_int_equal(q.endpoint_type, 1);
    assert_int_equal(t.duration_filter, -1);
    assert_null(t.transactional_id_pattern);
    assert_int_equal(t.state_filters.n, 0);
}

static void refuses_a_string_that_is_missing(void **unused)
{
    static const char *const keys[] = {"payments", NULL};
    struct find_coordinator_request q = {.coordinator_keys = {keys, 2}};
    (void)unused;
    assert_false(wire_write(&wire_find_coordinator, WIRE_REQUEST, 4, &q, &b, &err));
    refused(ERR_USAGE, "FindCoordinator version 4 can't be written: coordinator_keys is missing");
}

static void refuses_a_string_that_is_too_long(void **unused)
{
    static char longest[32767 + 2 + 1];
    const char *key = longest;
    struct find_coordinator_request q = {.coordinator_keys = {&key, 1}};
    (void)unused;
    memset(longest, 'x', 32768);
    assert_false(wire_write(&wire_find_coordinator, WIRE_REQUEST, 4, &q, &b, &err));
    refused(ERR_USAGE, "FindCoordinator version 4 can't be written: coordinator_keys is longer "
                       "than 32,767 bytes");
    longest[32766] = '\xC0'; /* with the next one a zero byte on the wire */
    longest[32767] = '\x80';
    assert_true(wire_write(&wire_find_coordinator, WIRE_REQUEST, 4, &q, &b, &err));
}

/* Without the filter the broker would list all transactions. */
static void refuses_a_field_that_the_version_lacks(void **unused)
{
    struct list_transactions_request q;
    (void)unused;
    wire_init(&wire_list_transactions, WIRE_REQUEST, &q);
    q.duration_filter = 60000;
    assert_false(wire_write(&wire_list_transactions, WIRE_REQUEST, 0, &q, &b, &err));
    refused(ERR_UNSUPPORTED, "ListTransactions version 0 has no duration_filter");
    assert_true(wire_write(&wire_list_transactions, WIRE_REQUEST, 1, &q, &b, &err));
}

static void refuses_a_version_without_a_table(void **unused)
{
    struct offset_fetch_request q = {.require_stable = true};
    (void)unused;
    assert_false(wire_write(&wire_offset_fetch, WIRE_REQUEST, 7, &q, &b, &err));
    refused(ERR_UNSUPPORTED, "klamm knows OffsetFetch in versions 8 to 9, not 7");
}

static void leaves_out_what_may_be_ignored(void **unused)
{
    struct api_versions_request q;
    (void)unused;
    wire_init(&wire_api_versions, WIRE_REQUEST, &q);
    q.client_software_name = "klamm";
    q.client_software_version = "1";
    q.node_id = 3;
    assert_true(wire_write(&wire_api_versions, WIRE_REQUEST, 0, &q, &b, &err));
    assert_int_equal(b.len, 6);
    assert_true(wire_write(&wire_api_versions, WIRE_REQUEST, 3, &q, &b, &err));
    assert_memory_equal(b.data + 6, "\6klamm\0021\0", b.len - 6);
}

static void refuses_deep_inside(void **unused)
{
    static const struct offset_fetch_request_topic topics[] = {{.name = "orders"}, {0}};
    static const struct offset_fetch_request_group group = {"payments", NULL, -1, {topics, 2}};
    struct offset_fetch_request q = {.groups = {&group, 1}};
    (void)unused;
    assert_false(wire_write(&wire_offset_fetch, WIRE_REQUEST, 9, &q, &b, &err));
    refused(ERR_USAGE, "OffsetFetch version 9 can't be written: name is missing");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(adds_to_what_is_there, start),
        cmocka_unit_test_setup(fills_in_the_defaults_of_numbers, start),
        cmocka_unit_test_setup(refuses_a_string_that_is_missing, start),
        cmocka_unit_test_setup(refuses_a_string_that_is_too_long, start),
        cmocka_unit_test_setup(refuses_a_field_that_the_version_lacks, start),
        cmocka_unit_test_setup(refuses_a_version_without_a_table, start),
        cmocka_unit_test_setup(leaves_out_what_may_be_ignored, start),
        cmocka_unit_test_setup(refuses_deep_inside, start),
    };
    return cmocka_run_group_tests(tests, NULL, clean);
}
