/* Showing foreign bytes: whatever comes in, what goes out drives no terminal. */
#include "core/base/text.h"
#include "core/base/text_compare.h"
#include "core/base/text_width.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

const char *const fuzz_words[] = {
    "orders",
    "\x1b[31m",
    "\x1b]0;title\x07",
    "\xc2\x9b",
    "\x9b",
    "\xe2\x80\xae",
    "\xe2\x80\x8b",
    "\xe2\x80\xa8",
    "\xed\xa0\x80",
    "\xc0\x80",
    "\xf4\x90\x80\x80",
    "\xf3\xa0\x81\x81",
    "\xcc\x81",
    "\xcc\x81\xcc\x81\xcc\x81",
    "漢字",
    "ü",
    "😀",
    "\xef\xbf\xbf",
    "\xef\xbf\xbd",
    "…",
    "plain text",
    "\\n",
    NULL,
};

/* What must never be painted, said without the code under test. */
static void check_harmless(const char *s)
{
    for (const unsigned char *p = (const unsigned char *)s; *p; p++) {
        FUZZ_CHECK(*p >= 0x20 && *p != 0x7F);
        FUZZ_CHECK(!(p[0] == 0xC2 && p[1] < 0xA0));                                  /* C1 */
        FUZZ_CHECK(!(p[0] == 0xE2 && p[1] == 0x80 && p[2] >= 0xA8 && p[2] <= 0xAE)); /* bidi */
        FUZZ_CHECK(!(p[0] == 0xE2 && p[1] == 0x80 && p[2] >= 0x8B && p[2] <= 0x8F)); /* width 0 */
        FUZZ_CHECK(!(p[0] == 0xE2 && p[1] == 0x81 && p[2] >= 0xA0 && p[2] <= 0xAF));
        FUZZ_CHECK(!(p[0] == 0xF3 && p[1] == 0xA0)); /* tags */
        FUZZ_CHECK(p[0] != 0xC0 && p[0] != 0xC1 && p[0] < 0xF5);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    arena_init(&arena);
    char *shown = text_visible(&arena, data, size);
    size_t len = strlen(shown);
    check_harmless(shown);
    FUZZ_CHECK(text_is_plain(shown, len));
    FUZZ_CHECK(text_is_plain((const char *)data, size) ==
               (len == size && memcmp(shown, data, size) == 0));
    uint32_t cp;
    for (size_t i = 0; i < len;) {
        size_t n = text_decode(shown + i, len - i, &cp);
        FUZZ_CHECK(n > 1 || cp != 0xFFFD);
        i += n;
    }
    size_t cols = size % 20, used;
    FUZZ_CHECK(text_fit(shown, cols, &used) <= len && used <= cols);
    FUZZ_CHECK(text_width(text_ellipsize(&arena, shown, cols, size % 2)) <= cols);
    FUZZ_CHECK(text_width(text_ascii_fold(&arena, shown)) == text_width(shown));
    FUZZ_CHECK(text_natural(shown, shown) == 0);
    arena_release(&arena);
    return 0;
}
