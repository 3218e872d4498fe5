/* klamm get configs compared with kafka-configs --describe --all: the same keys with the same
 * values, the same secrets withheld, and every place that sets a key, in the same order. */
#include "core/base/buf.h"
#include "tests/support/act.h"
#include "tests/support/admin.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* One line of Kafka's tool: "  key=value sensitive=false synonyms={A:k=v, B:k=v}". */
struct line {
    char *key, *value, *synonyms;
    bool sensitive;
};

static bool cut(char **at, const char *mark, char **part)
{
    char *end = strstr(*at, mark);

    if (!end)
        return false;
    *end = '\0';
    *part = *at;
    *at = end + strlen(mark);
    return true;
}

static bool read_line(char *text, struct line *l)
{
    char *sensitive, *end;

    if (strncmp(text, "  ", 2) != 0)
        return false;
    text += 2;
    if (!cut(&text, "=", &l->key) || !cut(&text, " sensitive=", &l->value) ||
        !cut(&text, " synonyms={", &sensitive))
        return false;
    end = strrchr(text, '}');
    assert_non_null(end);
    *end = '\0';
    l->synonyms = text;
    l->sensitive = strcmp(sensitive, "true") == 0;
    return true;
}

static const json_t *row_of(const json_t *rows, const char *key)
{
    size_t i;
    json_t *row;

    json_array_foreach((json_t *)rows, i, row)
    {
        if (strcmp(json_string_value(json_object_get(row, "key")), key) == 0)
            return row;
    }
    return NULL;
}

/* Empty text is null in klamm's JSON, whatever the list; a secret is recognized by its column. */
static bool same_value(const char *klamm, const char *kafka)
{
    return klamm ? strcmp(klamm, kafka) == 0 : !*kafka || strcmp(kafka, "null") == 0;
}

/* Kafka's tool has commas between them, and in them. */
static char *joined(const json_t *list)
{
    struct buf b;
    size_t i;
    json_t *one;

    buf_init(&b, 0);
    json_array_foreach((json_t *)list, i, one)
        buf_addf(&b, "%s%s", i ? ", " : "", json_string_value(one));
    return buf_take(&b);
}

static void compare(const char *of, const json_t *rows, const struct line *l)
{
    const json_t *row = row_of(rows, l->key);
    const char *value = json_string_value(json_object_get(row, "value"));
    char *synonyms = joined(json_object_get(row, "synonyms"));

    if (!row)
        fail_msg("%s: klamm lacks %s", of, l->key);
    if (json_is_true(json_object_get(row, "sensitive")) != l->sensitive)
        fail_msg("%s: %s is a secret to one only", of, l->key);
    if (l->sensitive)
        assert_string_equal(l->value, "null");
    else if (!same_value(value, l->value))
        fail_msg("%s: %s is %s to Kafka's tool and %s to klamm", of, l->key, l->value, value);
    if (strcmp(synonyms, l->synonyms) != 0)
        fail_msg("%s: %s has {%s} to Kafka's tool and {%s} to klamm", of, l->key, l->synonyms,
                 synonyms);
    free(synonyms);
}

static void assert_the_same(const char *type, const char *name, size_t least)
{
    char *said = run_tool("configs --describe --all --%s '%s'", type, name), *save = NULL;
    struct run r =
        run_klamm("-b %s get configs %s/%s -o json --columns key,value,sensitive,synonyms",
                  run_env("KLAMM_BOOTSTRAP"), type, name);
    json_t *rows = json_loads(r.out, 0, NULL);
    size_t n = 0;

    assert_int_equal(r.status, 0);
    assert_non_null(rows);
    for (char *text = strtok_r(said, "\n", &save); text; text = strtok_r(NULL, "\n", &save)) {
        struct line l;

        if (!read_line(text, &l))
            continue;
        compare(name, rows, &l);
        n++;
    }
    if (n < least || n != json_array_size(rows))
        fail_msg("%s: Kafka's tool has %zu keys, klamm %zu", name, n, json_array_size(rows));
    json_decref(rows);
    run_release(&r);
    free(said);
}

static void test_topic(void **state)
{
    static const char *const settings[] = {"retention.ms=3600000", "cleanup.policy=compact,delete",
                                           "min.insync.replicas=1", "max.message.bytes=2097152",
                                           NULL};
    const char *topic = run_name("diff.configs_of-a.topic");

    (void)state;
    admin_create_topic(topic, 1, 1, settings);
    assert_the_same("topic", topic, 25);
    admin_delete_topic(topic);
}

static void test_broker(void **state)
{
    (void)state;
    admin_set("broker", "2", "log.cleaner.backoff.ms", "17000");
    assert_the_same("broker", "2", 150);
    admin_set("broker", "2", "log.cleaner.backoff.ms", NULL);
}

static void test_group(void **state)
{
    const char *group = run_name("diff-configs");
    struct act act;

    (void)state;
    act_open(&act, NULL); /* it waits until the setting can be read back */
    act_do(&act, APPLY_DONE, "config-alter", "type", "group", "name", group, "set",
           "consumer.session.timeout.ms=50s", NULL);
    assert_the_same("group", group, 5);
    act_do(&act, APPLY_DONE, "config-alter", "type", "group", "name", group, "revert",
           "consumer.session.timeout.ms", NULL);
    act_close(&act);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_topic),
        cmocka_unit_test(test_broker),
        cmocka_unit_test(test_group),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
