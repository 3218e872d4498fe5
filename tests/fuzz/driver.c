/* Runs one fuzz target on generated inputs, always the same ones, so that every build with every
 * compiler and sanitizer does it in a fraction of a second. An input is a mixture of the target's
 * own words, characters that matter to parsers, and random bytes; each gets a heap block of exactly
 * its size, so that a sanitizer sees a read past its end. */
#include "tests/fuzz/fuzz.h"

#include "core/base/buf.h"
#include "core/base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define INPUTS 20000
#define PIECES 8

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

static void run_one(struct buf *b, size_t words)
{
    buf_clear(b);
    for (uint32_t n = next(PIECES + 1); n > 0; n--)
        add_piece(b, words);
    if (b->len && next(8) == 0)
        buf_erase(b, next((uint32_t)b->len), 1);
    uint8_t *exact = xmalloc(b->len);
    if (b->len)
        memcpy(exact, b->data, b->len);
    LLVMFuzzerTestOneInput(exact, b->len);
    free(exact);
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

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(stands_any_input)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
