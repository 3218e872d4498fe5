/* Rules in seven words, and files of them: what is taken is exactly one rule, is written the same
 * way again, and is safe to show whatever bytes its names have. */
#include "core/action/acl/acl_file.h"
#include "core/base/text.h"
#include "core/model/acl_text.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

const char *const fuzz_words[] = {
    "allow",    "deny",     "Read",         "All",        "topic",      "group", "cluster",
    "literal",  "prefixed", "orders",       "User:alice", "User:*",     "*",     " ",
    "\\x20",    "\\x",      "\\x0",         "acl",        "principal",  "host",  ",",
    "\n",       "\"",       "[{\"acl\":\"", "\"}]",       "permission", "name",  "unknown",
    "resource", " #1",      NULL,
};

static void check_rule(struct arena *arena, const struct acl *a)
{
    const char *spelt = acl_spell(arena, a), *words = acl_words(arena, a);
    struct acl again;

    FUZZ_CHECK(text_is_plain(spelt, strlen(spelt)));
    FUZZ_CHECK(text_is_plain(words, strlen(words)));
    FUZZ_CHECK(acl_parse(arena, spelt, &again, NULL));
    FUZZ_CHECK(acl_same(a, &again));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct acl_set set = {0};
    struct err err = {0};
    struct acl a;
    size_t unknown;
    char *text;

    arena_init(&arena);
    text = arena_strndup(&arena, (const char *)data, size);
    if (acl_parse(&arena, text, &a, &err))
        check_rule(&arena, &a);
    else
        FUZZ_CHECK(err.kind == ERR_USAGE);
    err_clear(&err);
    if (acl_file_parse(&arena, (const char *)data, size, &set, &unknown, &err)) {
        for (size_t i = 0; i < set.n; i++)
            check_rule(&arena, &set.a[i]);
    } else {
        FUZZ_CHECK(err.kind != ERR_NONE && err.msg[0]);
    }
    arena_release(&arena);
    return 0;
}
