/* Bytes of the terminal become keys, mouse events and pasted text: in one piece and byte by byte.
 */
#include "tests/support/test.h"
#include "tui/term/input.h"
#include "tui/term/keys.h"
#include <stdio.h>
#include <string.h>

struct seen {
    char text[4096]; /* what arrived, in words */
};

static void add(struct seen *s, const char *words)
{
    size_t n = strlen(s->text);
    snprintf(s->text + n, sizeof s->text - n, "%s%s", n ? " " : "", words);
}

static void on_key(void *user, uint32_t key)
{
    char name[KEY_NAME_MAX];
    add(user, key_name(name, key));
}

static void on_mouse(void *user, const struct mouse *m)
{
    char words[64];
    snprintf(words, sizeof words, "mouse:%d,%d,%d,%d", (int)m->kind, m->button, m->x, m->y);
    add(user, words);
}

static void on_paste(void *user, const char *text, size_t len)
{
    char words[256];
    snprintf(words, sizeof words, "paste:%zu:%.*s", len, (int)len, text);
    add(user, words);
}

static void feed(struct seen *s, const char *bytes, size_t len, size_t step)
{
    struct input in;
    struct input_sink sink = {on_key, on_mouse, on_paste, s};
    input_init(&in);
    for (size_t i = 0; i < len; i += step)
        input_feed(&in, bytes + i, len - i < step ? len - i : step, &sink);
    if (input_patience_ms(&in))
        input_flush(&in, &sink);
    assert_int_equal(input_patience_ms(&in), 0);
    input_release(&in);
}

/* However the bytes are cut, the same arrives. */
static void becomes(const char *bytes, size_t len, const char *want)
{
    for (size_t step = 1; step <= len; step++) {
        struct seen s = {0};
        feed(&s, bytes, len, step);
        assert_string_equal(s.text, want);
    }
}
#define BECOMES(bytes, want) becomes((bytes), sizeof(bytes) - 1, (want))

static void letters_and_controls(void **state)
{
    (void)state;
    BECOMES("aQ?", "a Q ?");
    BECOMES("\x01\x0c\r\t\x7f ", "C-a C-l Enter Tab Backspace Space");
    BECOMES("\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80", "ä € 😀");
}

static void arrows_and_function_keys(void **state)
{
    (void)state;
    BECOMES("\x1b[A\x1bOB\x1b[C\x1b[D", "Up Down Right Left");
    BECOMES("\x1b[5~\x1b[6~\x1b[H\x1b[4~\x1b[3~", "PageUp PageDown Home End Delete");
    BECOMES("\x1bOP\x1b[15~\x1b[24~\x1b[[A", "F1 F5 F12 F1");
    BECOMES("\x1b[1;5C\x1b[1;3D\x1b[1;2A\x1b[Z", "C-Right M-Left S-Up BackTab");
}

static void alt_and_escape(void **state)
{
    (void)state;
    BECOMES("\x1b", "Esc");
    BECOMES("\x1b\x1b", "Esc Esc");
    BECOMES("\x1b\x1b\x1b", "Esc Esc Esc");
    BECOMES("\x1b"
            "b\x1b\x7f",
            "M-b M-Backspace");
}

/* Alt with a key that is a sequence itself, as rxvt and PuTTY send it: Esc would leave what is open. */
static void an_escape_before_a_sequence_is_alt(void **state)
{
    (void)state;
    BECOMES("\x1b\x1b[A\x1b\x1b[Dx", "M-Up M-Left x");
    BECOMES("\x1b\x1bOC\x1b\x1b[5~\x1b\x1b[[A", "M-Right M-PageUp M-F1");
    BECOMES("\x1b\x1b\x1b[Ax", "Esc M-Up x");
    BECOMES("\x1b\x1b[<0;10;5Mx", "Esc mouse:0,1,9,4 x"); /* no key */
    BECOMES("\x1b\x1b[200~a\x1b[201~x", "Esc paste:1:a x");
    BECOMES("\x1b\x1b[24;80Rx\x1b\x1b[?1;2cx", "Esc x Esc x");
    BECOMES("\x1b\x1b]11;rgb:15\ax", "Esc x");
    BECOMES("\x1b\x1b"
            "b",
            "Esc M-b");
    BECOMES("\x1b\x1b[", "Esc M-[");
    BECOMES("\x1b\x1b[1;", "Esc");
}

static void mouse_reports(void **state)
{
    (void)state;
    BECOMES("\x1b[<0;10;5M\x1b[<0;10;5m", "mouse:0,1,9,4 mouse:1,1,9,4");
    BECOMES("\x1b[<64;1;1M\x1b[<65;1;1M", "mouse:3,0,0,0 mouse:4,0,0,0");
    BECOMES("\x1b[<0;0;99999999M", "mouse:0,1,0,999998");
    /* No click: the mouse moved without a button, or a button at its side. */
    BECOMES("\x1b[<35;10;5M\x1b[<3;1;1M\x1b[<128;1;1M\x1b[<129;1;1mx", "x");
    BECOMES("\x1b[M\x10!!x", "x");
    /* Longer than any that is known. */
#define ZEROS "00000000000000000000000000000"
    BECOMES("\x1b[<" ZEROS ZEROS "0;10;5Mx", "x");
    BECOMES("\x1b\x1b[1;" ZEROS ZEROS "5Cx", "Esc x");
}

static void pasted_text_is_never_keys(void **state)
{
    (void)state;
    BECOMES("\x1b[200~:q\rD\x1b[201~x", "paste:4::q\rD x");
    BECOMES("\x1b[200~a\x1b[Ab\x1b[201~", "paste:5:a\x1b[Ab");
}

static void unknown_sequences_are_swallowed(void **state)
{
    (void)state;
    BECOMES("\x1b[?1;2c\x1b[>0;1;2cx", "x");
    BECOMES("\x1b[99~y", "y");
    BECOMES("\xff\xfez", "z");
    BECOMES("\xe9q", "q"); /* Latin-1 */
}

/* Answers of the terminal that come late, whole or in pieces, are no keys: colours, versions, what
 * is on the clipboard, where the cursor is, what the terminal can do. */
static void answers_of_the_terminal_are_no_keys(void **state)
{
    (void)state;
    BECOMES("\x1b]11;rgb:1515/1818/1e1e\x1b\\x", "x");
    BECOMES("\x1b]11;rgb:1515/1818/1e1e\ax", "x");
    BECOMES("\x1b]52;c;RFlEWURZRFlEWURZRFlEWURZRFlEWURZRFlEWURZRFlEWURZRFlEWURZRFlEWURZRFlEWURZ"
            "RFlEWURZRFlEWURZRFlEWURZRFlEWURZRFlEWURZRFlEWURZRFlEWURZRFlEWURZ\ax",
            "x");
    BECOMES("\x1bP>|XTerm(379)\x1b\\x", "x");
    BECOMES("\x1bP1+r544e=787465726d\x1b\\x", "x");
    BECOMES("\x1bP!|44595059\a\x1b\\x", "x"); /* BEL ends no DCS */
    BECOMES("\x1b_Gi=31;OK\x1b\\x", "x");
    BECOMES("\x1b[24;80R\x1b[1;80R\x1b[0n\x1b[8;24;80t\x1b[?2026;2$y\x1b[4;2$yx", "x");
    BECOMES("\x1b[?1;1Rx\x1b[?5~x", "x x"); /* as F3 and PageUp but for the ? */
    BECOMES("\x1b[I\x1b[O\x1b[?64;1;2c\x1b[>41;379;0c\x1b[=0;1ux", "x");
    BECOMES("\x1b]11;rgb:15\x1b[Ax", "Up x"); /* broken off by the next */
    BECOMES("\x1bPx\x1b]y\x1b_z", "M-P x M-] y M-_ z");
    BECOMES("\x1b]11;rgb\x03q", "C-c q"); /* whose end was lost */
}

/* A byte that belongs to no sequence breaks it off: what was started is nothing, what follows
 * is. */
static void broken_sequences_are_void(void **state)
{
    (void)state;
    BECOMES("\x1b[1;5\x1b[Ax", "Up x");
    BECOMES("\x1b[1;5\rx", "Enter x");
    BECOMES("\x1b[1;5\x18x", "x");
    BECOMES("\x1b[12\xc3\xa4x", "ä x");
    BECOMES("\x1b[\rx", "M-[ Enter x");
}

/* Modified keys of old terminals, and the mouse without SGR reports: bytes of theirs are letters. */
static void old_terminals(void **state)
{
    (void)state;
    BECOMES("\x1bO5A\x1bO2Px", "C-Up S-F1 x");
    BECOMES("\x1b[7$\x1b[5^\x1b[6@x", "S-Home C-PageUp C-S-PageDown x");
    BECOMES("\x1b[M *%\x1b[M#*%x", "mouse:0,1,9,4 mouse:1,1,9,4 x");
    BECOMES("\x1b[M`!!\x1b[MaDPx", "mouse:3,0,0,0 mouse:4,0,35,47 x");
}

static int patience_after(const char *bytes)
{
    struct seen s = {0};
    struct input in;
    struct input_sink sink = {on_key, on_mouse, on_paste, &s};
    input_init(&in);
    input_feed(&in, bytes, strlen(bytes), &sink);
    int ms = input_patience_ms(&in);
    input_release(&in);
    return ms;
}

/* What was started has half a second to go on, a lone ESC is a key soon. */
static void what_was_begun_has_time(void **state)
{
    assert_int_equal(patience_after("x"), 0);
    assert_int_equal(patience_after("\x1b"), 25);
    assert_int_equal(patience_after("\x1b\x1b"), 25);
    static const char *const begun[] = {"\x1b[", "\x1b[1;5", "\x1bO",     "\x1b]11;",
                                        "\x1bP", "\xc3",     "\x1b\x1b[", "\x1b]11;r\x1b"};
    (void)state;
    for (size_t i = 0; i < sizeof begun / sizeof *begun; i++) {
        struct seen s = {0};
        struct input in;
        struct input_sink sink = {on_key, on_mouse, on_paste, &s};
        input_init(&in);
        input_feed(&in, begun[i], strlen(begun[i]), &sink);
        assert_int_equal(input_patience_ms(&in), 500);
        assert_string_equal(s.text, "");
        input_flush(&in, &sink);
        assert_int_equal(input_patience_ms(&in), 0);
        input_feed(&in, "q", 1, &sink);
        assert_non_null(strstr(s.text, "q"));
        input_release(&in);
    }
}

static void endless_sequences_end(void **state)
{
    struct seen s = {0};
    char bytes[300];
    (void)state;
    memset(bytes, '1', sizeof bytes);
    bytes[0] = '\x1b';
    bytes[1] = '[';
    feed(&s, bytes, sizeof bytes, 7);
    feed(&s, "q", 1, 1);
    assert_string_equal(s.text, "q"); /* and none of it was a key */
}

static void what_was_begun_can_be_forgotten(void **state)
{
    static const char *const begun[] = {"\x1b", "\x1b[1;", "\x1b]11;", "\x1b[200~abc", "\xc3"};
    (void)state;
    for (size_t i = 0; i < sizeof begun / sizeof *begun; i++) {
        struct seen s = {0};
        struct input in;
        struct input_sink sink = {on_key, on_mouse, on_paste, &s};
        input_init(&in);
        input_feed(&in, begun[i], strlen(begun[i]), &sink);
        input_forget(&in);
        assert_int_equal(input_patience_ms(&in), 0);
        input_feed(&in, "q", 1, &sink);
        assert_string_equal(s.text, "q");
        input_release(&in);
    }
}

/* Whatever comes, in pieces of any size: within two silences keys are keys again. */
static void no_bytes_make_it_deaf(void **state)
{
    static const char *const pieces[] = {"\x1b[",    "\x1b]",    "\x1bP",     "\x1b_",
                                         "\x1bO",    "\x1b\x1b", "\x1b[200~", "\x1b[201~",
                                         "\x1b[<0;", "\x1b[M"};
    enum { RUNS = 200, BYTES = 500, MOST = 40 };
    uint32_t random = 1;
    (void)state;
    for (int run = 0; run < RUNS; run++) {
        struct seen s = {0};
        struct input in;
        struct input_sink sink = {on_key, on_mouse, on_paste, &s};
        input_init(&in);
        for (int sent = 0; sent < BYTES;) {
            char bytes[MOST + 16];
            size_t n = 0, most = (random >> 8) % MOST;
            do {
                random = random * 1103515245 + 12345;
                const char *piece = pieces[(random >> 16) % 10];
                bool is_piece = (random >> 10) % 8 == 0;
                size_t len = is_piece ? strlen(piece) : 1;
                bytes[n] = (char)(random >> 16);
                for (size_t k = 0; is_piece && k < len; k++)
                    bytes[n + k] = piece[k];
                n += len;
            } while (n < most);
            input_feed(&in, bytes, n, &sink);
            sent += (int)n;
        }
        for (int silent = 0; silent < 2 && input_patience_ms(&in); silent++)
            input_flush(&in, &sink);
        assert_int_equal(input_patience_ms(&in), 0);
        s.text[0] = '\0';
        input_feed(&in, "q", 1, &sink);
        assert_string_equal(s.text, "q");
        input_release(&in);
    }
}

static void names_go_both_ways(void **state)
{
    char shown[KEY_NAME_MAX];
    assert_string_equal(key_label(shown, MOD_ALT | 'e', false), "Alt-e");
    assert_string_equal(key_label(shown, MOD_SHIFT | K_TAB, false), "Shift-Tab");
    assert_string_equal(key_label(shown, MOD_CTRL | 'l', true), "^L");
    static const char *const names[] = {"a",   "C-l",     "M-Left",  "S-F5", "PageUp", "Space",
                                        "Esc", "BackTab", "M-Enter", "?",    "ä"};
    char name[KEY_NAME_MAX];
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_string_equal(key_name(name, key_parse(names[i])), names[i]);
    assert_int_equal(key_parse("ctrl-a"), MOD_CTRL | 'a');
    assert_int_equal(key_parse("enter"), K_ENTER);
    assert_int_equal(key_parse("nonsense"), K_NONE);
    assert_int_equal(key_parse("f13"), K_NONE);
    assert_int_equal(key_parse(""), K_NONE);
}

/* The end mark got lost: what came is pasted after a while, and keys are keys again. */
static void a_paste_without_its_end_mark_ends(void **state)
{
    (void)state;
    struct seen s = {0};
    struct input in;
    struct input_sink sink = {on_key, on_mouse, on_paste, &s};
    input_init(&in);
    assert_int_equal(input_patience_ms(&in), 0);
    input_feed(&in, "\x1b", 1, &sink);
    int escape = input_patience_ms(&in);
    input_feed(&in, "[200~q\rab", 9, &sink);
    assert_true(input_patience_ms(&in) > 10 * escape); /* a slow line may pause */
    input_flush(&in, &sink);
    assert_int_equal(input_patience_ms(&in), 0);
    input_feed(&in, "x", 1, &sink);
    input_feed(&in, "\x1b[201~y", 7, &sink); /* a late mark does nothing */
    assert_string_equal(s.text, "paste:4:q\rab x y");
    input_release(&in);
}

/* A line that pauses for longer than that in the middle of a paste: the rest is no command. */
static void the_rest_of_a_paste_is_pasted(void **state)
{
    (void)state;
    struct seen s = {0};
    struct input in;
    struct input_sink sink = {on_key, on_mouse, on_paste, &s};
    char flood[600];
    memset(flood, 'D', sizeof flood);
    input_init(&in);
    input_feed(&in, "\x1b[200~a", 7, &sink);
    input_flush(&in, &sink);
    input_feed(&in, "Dy\r\x1b[201~q", 10, &sink);
    assert_string_equal(s.text, "paste:1:a paste:3:Dy\r q");
    s.text[0] = '\0';
    input_feed(&in, "D\x1b[201~", 7, &sink); /* of a paste that had its mark */
    assert_string_equal(s.text, "D");
    input_feed(&in, "\x1b[200~b", 7, &sink);
    input_flush(&in, &sink);
    s.text[0] = '\0';
    input_feed(&in, "x\x1b[200~c\x1b[201~y", 15, &sink); /* the next one */
    assert_string_equal(s.text, "x paste:1:c y");
    input_feed(&in, "\x1b[200~b", 7, &sink);
    input_flush(&in, &sink);
    s.text[0] = '\0';
    input_feed(&in, flood, sizeof flood, &sink); /* more of it than is read at once */
    assert_string_equal(s.text, "");
    assert_int_equal(input_patience_ms(&in), 3000);
    input_feed(&in, "D\x1b[201~q", 8, &sink);
    assert_memory_equal(s.text, "paste:601:DD", 12);
    assert_string_equal(s.text + strlen(s.text) - 2, " q");
    input_release(&in);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_and_controls),
        cmocka_unit_test(arrows_and_function_keys),
        cmocka_unit_test(alt_and_escape),
        cmocka_unit_test(an_escape_before_a_sequence_is_alt),
        cmocka_unit_test(mouse_reports),
        cmocka_unit_test(pasted_text_is_never_keys),
        cmocka_unit_test(a_paste_without_its_end_mark_ends),
        cmocka_unit_test(the_rest_of_a_paste_is_pasted),
        cmocka_unit_test(unknown_sequences_are_swallowed),
        cmocka_unit_test(answers_of_the_terminal_are_no_keys),
        cmocka_unit_test(broken_sequences_are_void),
        cmocka_unit_test(old_terminals),
        cmocka_unit_test(what_was_begun_has_time),
        cmocka_unit_test(endless_sequences_end),
        cmocka_unit_test(what_was_begun_can_be_forgotten),
        cmocka_unit_test(no_bytes_make_it_deaf),
        cmocka_unit_test(names_go_both_ways),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
