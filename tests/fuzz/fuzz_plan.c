/* Reading a plan from JSON, as from a journal that was edited by hand: whatever is taken is written
 * and read again as the same. */
#include "core/plan/plan_json.h"
#include "tests/fuzz/fuzz.h"

static const char offset_step[] =
    "{\"kind\":\"commit-offset\",\"object\":\"t-0\",\"data\":{\"group\":\"g\",\"topic\":\"t\","
    "\"partition\":0,\"from\":null,\"to\":5}}";
static const char deletion_step[] =
    "{\"kind\":\"delete-offset\",\"object\":\"t-0\",\"data\":{\"group\":\"g\",\"topic\":\"t\","
    "\"partition\":0,\"from\":7,\"to\":null}}";
static const char group_step[] =
    "{\"kind\":\"delete-group\",\"object\":\"g\",\"data\":{\"group\":\"g\",\"offsets\":["
    "{\"topic\":\"t\",\"partition\":1,\"offset\":3}]}}";
static const char config_step[] = "{\"kind\":\"config\",\"object\":\"t\",\"data\":{\"type\":"
                                  "\"topic\",\"name\":\"t\",\"key\":\"k\","
                                  "\"op\":\"set\",\"value\":\"1\",\"was\":null}}";
static const char create_step[] =
    "{\"kind\":\"create-topic\",\"object\":\"t\",\"data\":{\"name\":\"t\",\"partitions\":1,"
    "\"replication\":-1,\"config\":{\"a\":\"b\"},\"assignment\":[[1,2]]}}";

const char *const fuzz_words[] = {
    "{\"verb\":\"offsets-reset\",\"danger\":\"low\",\"made_ms\":1,\"steps\":[",
    offset_step,
    deletion_step,
    group_step,
    config_step,
    create_step,
    "],\"facts\":[{\"what\":\"w\",\"value\":null}]",
    "],\"facts\":[{\"id\":\"commit\",\"object\":\"g\",\"part\":\"t-0\",\"value\":\"1\"}]",
    ",\"args\":[{\"name\":\"group\",\"value\":{\"hex\":\"00ff\"}}]",
    ",\"warnings\":[\"x\"]",
    "}",
    "]}",
    ",",
    "null",
    "[",
    "]",
    "{",
    "9223372036854775807",
    "-1",
    "\"hex\"",
    NULL,
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    json_t *o = json_loadb((const char *)data, size, 0, NULL);
    struct err err = {0};
    struct plan *p = o ? plan_from_json(o, &err) : NULL;

    json_decref(o);
    if (p) {
        json_t *once = plan_to_json(p), *twice;
        struct plan *q = plan_from_json(once, &err);

        FUZZ_CHECK(q);
        twice = plan_to_json(q);
        /* Values of arguments are written by the parameters of a verb, which are not known here. */
        json_object_del(once, "args");
        json_object_del(twice, "args");
        FUZZ_CHECK(json_equal(once, twice));
        json_decref(once);
        json_decref(twice);
        plan_free(q);
    }
    plan_free(p);
    return 0;
}
