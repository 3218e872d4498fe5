/* What people and files say about partitions and offsets, and replica assignments: nothing that is
 * taken is out of range. */
#include "core/action/offsets/offset_scope.h"
#include "core/action/topic/topic_rules.h"
#include "core/plan/step/step_create_topic.h"
#include "tests/fuzz/fuzz.h"

const char *const fuzz_words[] = {
    "orders",
    "orders:",
    "0,1,2",
    ",",
    ":",
    "=",
    "orders:0=15",
    "orders,0,10\n",
    "g,orders,1,20\n",
    "\n",
    "\r\n",
    "\"",
    "-1",
    "2147483648",
    "9223372036854775807",
    "1:2:3,2:3:1",
    NULL,
};

static void check_scope(struct arena *a, const char *text)
{
    struct err err = {0};
    struct scope s;
    struct each e;

    if (scope_parse(a, text, &s, &err)) {
        FUZZ_CHECK(*s.topic);
        for (size_t i = 0; i < s.n; i++)
            FUZZ_CHECK(s.partitions[i] >= 0);
    }
    if (each_parse(a, text, &e, &err))
        FUZZ_CHECK(*e.topic && e.partition >= 0 && e.offset >= 0);
}

static void check_assignment(struct arena *a, const char *text)
{
    struct create_topic t = {0};
    struct err err = {0};

    if (!assignment_parse(a, text, &t, &err))
        return;
    FUZZ_CHECK(t.nassignments > 0);
    for (int i = 0; i < t.nassignments; i++) {
        FUZZ_CHECK(t.nassigned[i] == t.nassigned[0] && t.nassigned[i] > 0);
        for (int k = 0; k < t.nassigned[i]; k++)
            FUZZ_CHECK(t.assignment[i][k] >= 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct err err = {0};
    struct each *each;
    size_t n;
    struct arena a;
    char *text;

    arena_init(&a);
    text = arena_strndup(&a, (const char *)data, size);
    check_scope(&a, text);
    check_assignment(&a, text);
    if (offset_csv_parse(&a, (const char *)data, size, "g", &each, &n, &err)) {
        FUZZ_CHECK(n > 0);
        for (size_t i = 0; i < n; i++)
            FUZZ_CHECK(*each[i].topic && each[i].partition >= 0 && each[i].offset >= 0);
    }
    arena_release(&a);
    return 0;
}
