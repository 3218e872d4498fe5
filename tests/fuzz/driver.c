/* Runs one fuzz target on its corpus and on generated inputs, always the same ones, so that every
 * build with every compiler and sanitizer does it in a fraction of a second. A generated input is a
 * mixture of the target's own words, characters that matter to parsers, and random bytes; each input
 * gets a heap block of exactly its size, so that a sanitizer sees a read past its end. */
#include "tests/fuzz/fuzz.h"

#include "core/base/buf.h"
#include "core/base/file.h"
#include "core/base/mem.h"
#include "tests/support/test.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define INPUTS 20000
#define PIECES 8
#define INPUT_MAX (1 << 20)

static const char *corpus; /* its directory */

static uint64_t state = 0x9E3779B97F4A7C15u;

/* xorshift64 */
static uint32_t next(uint32_t below)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)(state >> 33) % below;
}

static void add_piece(struct buf *b, size_t words)
{
    static const char telling[] = "0123456789.,:;-+_/\\\"'!~=<>@{}()[]*?|^$ \t\r\nTZPkKMGB%";
    switch (next(8)) {
    case 0:
        buf_addc(b, (char)next(256));
        break;
    case 1:
    case 2:
        buf_addc(b, telling[next(sizeof telling - 1)]);
        break;
    case 3:
        buf_addf(b, "%u", next(1u << (1 + next(30))));
        break;
    default:
        buf_adds(b, fuzz_words[next((uint32_t)words)]);
    }
}

static void run_exact(const char *data, size_t size)
{
    uint8_t *exact = xmalloc(size);
    if (size)
        memcpy(exact, data, size);
    LLVMFuzzerTestOneInput(exact, size);
    free(exact);
}

/* A file that ends the program here was found by `make fuzz` or says what was once wrong. */
static void stands_the_corpus(void **unused)
{
    (void)unused;
    DIR *dir = opendir(corpus);
    size_t n = 0;
    if (!dir)
        fail_msg("there is no %s", corpus);
    for (struct dirent *e; (e = readdir(dir));) {
        char path[PATH_MAX];
        struct buf b;
        struct err err;
        if (e->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s", corpus, e->d_name);
        buf_init(&b, 0);
        if (!file_read(path, INPUT_MAX, &b, &err))
            fail_msg("%s", err.msg);
        run_exact(buf_str(&b), b.len);
        buf_release(&b);
        n++;
    }
    closedir(dir);
    assert_true(n > 0);
}

static void run_one(struct buf *b, size_t words)
{
    buf_clear(b);
    for (uint32_t n = next(PIECES + 1); n > 0; n--)
        add_piece(b, words);
    if (b->len && next(8) == 0)
        buf_erase(b, next((uint32_t)b->len), 1);
    run_exact(b->data, b->len);
}

static void stands_any_input(void **unused)
{
    (void)unused;
    struct buf b;
    buf_init(&b, 0);
    size_t words = 0;
    while (fuzz_words[words])
        words++;
    for (int i = 0; i < INPUTS; i++)
        run_one(&b, words);
    buf_release(&b);
}

/* The program is fuzz_NAME. */
int main(int argc, char **argv)
{
    static char dir[PATH_MAX];
    const char *name = strrchr(argv[0], '/');
    name = name ? name + 1 : argv[0];
    LLVMFuzzerInitialize(&argc, &argv);
    snprintf(dir, sizeof dir, "tests/fuzz/corpus/%s", name + strlen("fuzz_"));
    corpus = dir;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stands_the_corpus),
        cmocka_unit_test(stands_any_input),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
