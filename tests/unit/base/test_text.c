/* Foreign bytes made visible. Each case is a way a name or a record could drive the terminal or
 * look like another one. */
#include "core/base/text.h"
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>

static struct arena arena;

static int release(void **unused)
{
    (void)unused;
    arena_release(&arena);
    return 0;
}

static void shown_as(const char *bytes, size_t len, const char *want)
{
    assert_string_equal(text_visible(&arena, bytes, len), want);
    bool same = strlen(want) == len && memcmp(bytes, want, len) == 0;
    assert_int_equal(text_is_plain(bytes, len), same);
}

#define SHOWN(bytes, want) shown_as(bytes, sizeof(bytes) - 1, want)
#define PLAIN(bytes) SHOWN(bytes, bytes)

static void plain_text_stays(void **unused)
{
    (void)unused;
    PLAIN("");
    PLAIN("orders.events-v1_2");
    PLAIN(" !~ back\\slash \\n ");
    PLAIN("Grüße, 漢字, 😀, עברית, ไทยที่นี่, e\xcc\x81");
    PLAIN("a real replacement character \xef\xbf\xbd");
}

static void controls_become_escapes(void **unused)
{
    (void)unused;
    SHOWN("a\nb\tc\rd", "a\\nb\\tc\\rd");
    SHOWN("\x1b[31mred\x1b[0m", "\\e[31mred\\e[0m");
    SHOWN("\x1b]52;c;aGk=\x07", "\\e]52;c;aGk=\\a");
    SHOWN("\x01\x08\x0b\x0c\x1f\x7f", "\\x01\\b\\v\\f\\x1f\\x7f");
    SHOWN("a\0b", "a\\0b");
    SHOWN("\xc2\x9b"
          "31m",
          "\\u{9b}31m"); /* C1 CSI, as UTF-8 and as a byte */
    SHOWN("\x9b"
          "31m",
          "\\x9b31m");
    SHOWN("\xc2\x80\xc2\x9f\xc2\xa1", "\\u{80}\\u{9f}¡");
}

static void invalid_bytes_become_escapes(void **unused)
{
    (void)unused;
    SHOWN("\xc0\x80", "\\xc0\\x80");          /* overlong NUL */
    SHOWN("\xe0\x80\x9b", "\\xe0\\x80\\x9b"); /* overlong CSI */
    SHOWN("\xf0\x80\x80\x9b", "\\xf0\\x80\\x80\\x9b");
    SHOWN("\xed\xa0\x80", "\\xed\\xa0\\x80");          /* surrogate */
    SHOWN("\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80"); /* above U+10FFFF */
    SHOWN("\xff\xfe", "\\xff\\xfe");
    SHOWN("ok\xe6\xbc", "ok\\xe6\\xbc"); /* cut in the middle */
    SHOWN("\xe6z", "\\xe6z");
    SHOWN("\xef\xbf\xbf\xef\xb7\x90", "\\u{ffff}\\u{fdd0}"); /* noncharacters */
}

static void invisible_and_rearranging_become_escapes(void **unused)
{
    (void)unused;
    SHOWN("a\xe2\x80\xae"
          "b",
          "a\\u{202e}b");
    SHOWN("a\xe2\x81\xa6"
          "b",
          "a\\u{2066}b");
    SHOWN("a\xd8\x9c"
          "b",
          "a\\u{61c}b");
    SHOWN("a\xe2\x80\x8b"
          "b\xe2\x80\x8d",
          "a\\u{200b}b\\u{200d}");
    SHOWN("a\xe2\x80\xa8"
          "b\xe2\x80\xa9",
          "a\\u{2028}b\\u{2029}");
    SHOWN("a\xef\xbb\xbf", "a\\u{feff}");
    SHOWN("a\xc2\xad", "a\\u{ad}");
    SHOWN("a\xf3\xa0\x81\x81", "a\\u{e0041}");
    SHOWN("a\xef\xb8\x8f", "a\\u{fe0f}");
    SHOWN("a\xe3\x85\xa4", "a\\u{3164}");
}

static void marks_need_a_character_and_stay_few(void **unused)
{
    (void)unused;
    SHOWN("\xcc\x81x", "\\u{301}x");
    SHOWN("\n\xcc\x81", "\\n\\u{301}");
    PLAIN("x\xcc\x81\xcc\x81\xcc\x81\xcc\x81");
    SHOWN("x\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81", "x\xcc\x81\xcc\x81\xcc\x81\xcc\x81\\u{301}");
}

/* The fast path looks at eight bytes at a time: put each odd byte at each place. */
static void every_byte_at_every_place(void **unused)
{
    (void)unused;
    for (int byte = 0; byte < 256; byte++) {
        for (size_t at = 0; at < 20; at++) {
            char s[20];
            memset(s, 'a', sizeof s);
            s[at] = (char)byte;
            assert_int_equal(text_is_plain(s, sizeof s), byte >= 0x20 && byte < 0x7f);
        }
    }
}

static void decodes_every_code_point(void **unused)
{
    (void)unused;
    static const struct {
        const char *bytes;
        size_t len;
        uint32_t cp;
    } cases[] = {
        {"A", 1, 'A'},
        {"ü", 2, 0xFC},
        {"漢", 3, 0x6F22},
        {"😀", 4, 0x1F600},
        {"\xc2\x80", 2, 0x80},
        {"\xe0\xa0\x80", 3, 0x800},
        {"\xf4\x8f\xbf\xbf", 4, 0x10FFFF},
        {"\x80", 1, 0xFFFD},
        {"\xef\xbf\xbd", 3, 0xFFFD},
    };
    uint32_t cp;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(text_decode(cases[i].bytes, strlen(cases[i].bytes), &cp), cases[i].len);
        assert_int_equal(cp, cases[i].cp);
    }
    assert_int_equal(text_decode("", 0, &cp), 0);
}

static void folds_own_glyphs_to_ascii(void **unused)
{
    (void)unused;
    static const char *const cases[][2] = {
        {"plain", "plain"},
        {"… – − ● ○ ✗ · → ▲ ▼ █ ✓ ↵ │─┌┘", "~ - - * o x . > ^ v # + < |-++"},
        {"▁▂▄█", "__=#"},
        {"‹ choice › ┃", "< choice > #"},
        {"ü stays, 漢 too…", "ü stays, 漢 too~"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(text_ascii_fold(&arena, cases[i][0]), cases[i][1]);
    assert_ptr_equal(text_ascii_fold(&arena, cases[0][0]), cases[0][0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_text_stays),
        cmocka_unit_test(controls_become_escapes),
        cmocka_unit_test(invalid_bytes_become_escapes),
        cmocka_unit_test(invisible_and_rearranging_become_escapes),
        cmocka_unit_test(marks_need_a_character_and_stay_few),
        cmocka_unit_test(every_byte_at_every_place),
        cmocka_unit_test(decodes_every_code_point),
        cmocka_unit_test(folds_own_glyphs_to_ascii),
    };
    return cmocka_run_group_tests(tests, NULL, release);
}
