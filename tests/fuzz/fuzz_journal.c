/* The journal: any bytes are read to their end; every line is an entry, a result or counted as
 * damaged, and the plan of an entry is read or refused with a sentence. */
#include "core/journal/journal_impl.h"
#include "core/journal/journal_read.h"
#include "core/plan/plan.h"
#include "tests/fuzz/fuzz.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static const char intent[] =
    "{\"v\":1,\"entry\":\"intent\",\"id\":\"a-1\",\"at\":\"2026-11-22T14:03:22Z\",\"at_ms\":1,"
    "\"user\":\"u\",\"host\":\"h\",\"pid\":1,\"started\":5,\"cluster\":{\"id\":\"c\",\"name\":"
    "\"n\"},"
    "\"verb\":\"offsets-reset\",\"danger\":\"low\",\"made_ms\":1,\"steps\":["
    "{\"kind\":\"commit-offset\",\"object\":\"t-0\",\"data\":{\"group\":\"g\",\"topic\":\"t\","
    "\"partition\":0,\"from\":null,\"to\":5}}]}\n";
static const char result[] =
    "{\"v\":1,\"entry\":\"result\",\"id\":\"a-1\",\"at\":\"2026-11-22T14:03:23Z\",\"at_ms\":2,"
    "\"status\":\"done\",\"error\":null,\"steps\":[{\"object\":\"t-0\",\"state\":\"done\"}]}\n";
static const char undo[] = "{\"v\":2,\"entry\":\"intent\",\"id\":\"a-2\",\"verb\":\"undo\","
                           "\"undoes\":\"a-1\",\"steps\":[]}\n";

const char *const fuzz_words[] = {
    intent,
    result,
    undo,
    "\n",
    "{\"v\":1,",
    "{\"v\":9,",
    "\"entry\":\"intent\",",
    "\"entry\":\"result\",",
    "\"id\":\"a-1\",",
    "\"verb\":\"v\",",
    "\"undoes\":\"a-2\",",
    "\"status\":\"done\",",
    "\"steps\":[",
    "{\"state\":\"skipped\"}",
    "null",
    "]",
    "}",
    ",",
    "9223372036854775807",
    "-1",
    "{\"hex\":\"00ff\"}",
    NULL,
};

static void check_entry(const struct journal_entry *e)
{
    struct err err = {0};
    FUZZ_CHECK(e->id && e->verb && e->intent);
    struct plan *p = journal_plan(e, &err);
    FUZZ_CHECK(p || (err.kind != ERR_NONE && err.msg[0]));
    plan_free(p);
    err_clear(&err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static int file = -1;
    char path[64];
    if (file < 0)
        file = memfd_create("journal", MFD_CLOEXEC);
    FUZZ_CHECK(file >= 0 && !ftruncate(file, 0));
    FUZZ_CHECK(pwrite(file, data, size, 0) == (ssize_t)size);
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);

    struct journal j;
    struct arena arena;
    struct err err = {0};
    arena_init(&arena);
    journal_init(&j);
    if (journal_load(&j, path, true, &err)) {
        for (size_t i = 0; i < j.n; i++)
            check_entry(&j.entries[i]);
        FUZZ_CHECK((journal_gaps(&j, &arena) != NULL) == (j.damaged || j.newer || j.unread));
    } else {
        FUZZ_CHECK(err.kind != ERR_NONE && err.msg[0]);
    }
    err_clear(&err);
    journal_release(&j);
    arena_release(&arena);
    return 0;
}
