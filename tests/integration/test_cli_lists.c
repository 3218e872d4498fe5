/* Every list of the register through `klamm get`, filtered, sorted, with chosen columns, as JSON
 * and for programs that read lines: whatever is added to the register must work without a screen.
 */
#include "core/resource/resource.h"
#include "tests/support/client.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char topic[64], group[64], *dir;
static const char *brokers;

static int set_up(void **state)
{
    (void)state;
    brokers = run_env("KLAMM_BOOTSTRAP");
    snprintf(topic, sizeof topic, "%s", run_name("lists-t"));
    snprintf(group, sizeof group, "%s", run_name("lists-g"));
    dir = run_dir();
    setenv("KLAMM_STATE_DIR", dir, 1);
    struct run r = run_klamm("-b %s topic-create %s --partitions 2 --replication-factor 2 --yes",
                             brokers, topic);
    assert_int_equal(r.status, 0);
    run_release(&r);
    client_produce(topic, 0, 10, 0, 0);
    client_commit(group, topic, 0, 5);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    struct run r = run_klamm("-b %s topic-delete %s --yes", brokers, topic);
    run_release(&r);
    r = run_klamm("-b %s group-delete %s --yes", brokers, group);
    run_release(&r);
    run_rm_dir(dir);
    return 0;
}

static const char *scope_of(const struct resource *r)
{
    static char two[200];
    snprintf(two, sizeof two, "%s __consumer_offsets", topic);
    switch (r->scope) {
    case SCOPE_BROKER:
        return "1";
    case SCOPE_TOPIC:
        return topic;
    case SCOPE_GROUP:
        return group;
    case SCOPE_TOPICS:
        return two;
    case SCOPE_PRINCIPAL:
        return "User:bob";
    case SCOPE_ID:
        return "broker-lost/3";
    case SCOPE_QUESTION:
    case SCOPE_NONE:
        break;
    }
    return "";
}

/* Rows that the user of the tests may not see are no failure of the list: exit 1 says so. */
static void get(const struct resource *r, const char *options, struct run *out)
{
    *out = run_klamm("-b %s get %s %s %s", brokers, r->name, scope_of(r), options);
    if (out->status != 0 && out->status != 1)
        fail_msg("get %s %s: exit %d: %s", r->name, options, out->status, out->err);
}

/* Columns that show text for what is no text. */
static const struct {
    json_type type;
    const char *columns;
} stands_for[] = {
    {JSON_ARRAY,
     " replicas isr trend remarks bounds cleanup may denied mechanism synonyms servers tags "},
    {JSON_OBJECT, " in_sync leaders steps assignment target "},
    {JSON_TRUE, " active read write describe create delete alter settings "},
};

static void is_text_or_what_it_stands_for(const struct resource *r, const struct column *c,
                                          const json_t *v)
{
    char word[80];
    json_type type = JSON_STRING, is = json_is_false(v) ? JSON_TRUE : json_typeof(v);
    snprintf(word, sizeof word, " %s ", c->id);
    for (size_t i = 0; i < sizeof stands_for / sizeof *stands_for; i++)
        if (strstr(stands_for[i].columns, word))
            type = stands_for[i].type;
    if (is != type)
        fail_msg("%s of %s is of JSON type %d, not %d", c->id, r->name, is, type);
}

static void is_typed(const struct resource *r, const json_t *row)
{
    for (size_t c = 0; c < r->ncolumns; c++) {
        const json_t *v = json_object_get(row, r->columns[c].id);
        if (json_is_null(v))
            continue;
        if (r->columns[c].kind == VALUE_TEXT)
            is_text_or_what_it_stands_for(r, &r->columns[c], v);
        else if (r->columns[c].kind == VALUE_INSTANT)
            assert_true(json_is_string(v));
        else if (r->columns[c].kind == VALUE_BOOL)
            assert_true(json_is_boolean(v));
        else if (!json_is_number(v))
            fail_msg("%s of %s is not a number", r->columns[c].id, r->name);
        if (json_is_string(v) && strcmp(json_string_value(v), "–") == 0)
            fail_msg("%s of %s is a dash instead of null", r->columns[c].id, r->name);
    }
}

static void test_every_list_as_json(void **state)
{
    (void)state;
    for (size_t i = 0; resources[i]; i++) {
        const struct resource *r = resources[i];
        struct run out;
        json_error_t e;
        size_t k;
        json_t *row;
        get(r, "-o json", &out);
        json_t *list = json_loads(out.out, 0, &e);
        if (!json_is_array(list))
            fail_msg("get %s: not JSON array: %s: %s", r->name, e.text, out.out);
        json_array_foreach(list, k, row) is_typed(r, row);
        json_decref(list);
        run_release(&out);
    }
}

static void test_every_list_chosen_sorted_and_filtered(void **state)
{
    (void)state;
    for (size_t i = 0; resources[i]; i++) {
        const struct resource *r = resources[i];
        char options[300], head[100];
        struct run out;
        const char *first = r->columns[0].id, *last = r->columns[r->ncolumns - 1].id;
        snprintf(options, sizeof options, "-o csv --columns %s,%s --sort -%s --filter %s!=klamm",
                 last, first, first, r->columns[0].kind == VALUE_TEXT ? first : last);
        if (r->columns[0].kind != VALUE_TEXT && r->columns[r->ncolumns - 1].kind != VALUE_TEXT)
            snprintf(options, sizeof options, "-o csv --columns %s,%s --sort -%s", last, first,
                     first);
        get(r, options, &out);
        snprintf(head, sizeof head, "%s,%s\n", last, first);
        if (strncmp(out.out, head, strlen(head)) != 0)
            fail_msg("get %s %s begins with %.80s", r->name, options, out.out);
        run_release(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_list_as_json),
        cmocka_unit_test(test_every_list_chosen_sorted_and_filtered),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
