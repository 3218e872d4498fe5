/* Bytes of the terminal: however they are cut into pieces, the same keys come out, pasted text is
 * bounded, and nothing is unfinished after a flush. */
#include "core/base/text.h"
#include "tests/fuzz/fuzz.h"
#include "tui/term/input.h"
#include "tui/term/keys.h"

#include <string.h>

const char *const fuzz_words[] = {
    "\x1b",
    "\x1b[A",
    "\x1bOP",
    "\x1b[1;5C",
    "\x1b[200~",
    "\x1b[201~",
    "\x1b[<0;3;4M",
    "\x1b[<64;1;1m",
    "\x1b[M !!",
    "\x1b]11;rgb:ffff/ffff/ffff\x07",
    "\x1b]0;x\x1b\\",
    "\x1bP>|term\x1b\\",
    "\x1b[?62;1c",
    "\x1b[97;5u",
    "\x1b[27;5;13~",
    "\x1b\x1b[A",
    "q",
    "ü",
    "漢",
    "😀",
    "\xc3",
    "\xff",
    "\x7f",
    "\x01",
    "\r",
    "\n",
    "\t",
    "pasted text",
    "~",
    ";",
    "65535",
    "\x9b\x41",
    NULL,
};

struct seen {
    uint64_t sum;
    size_t keys;
};

static void add(struct seen *s, uint64_t what)
{
    s->sum = (s->sum ^ what) * 0x100000001B3u;
}

static void on_key(void *user, uint32_t key)
{
    struct seen *s = user;
    char name[KEY_NAME_MAX], label[KEY_NAME_MAX];
    FUZZ_CHECK(key != K_NONE);
    key_name(name, key);
    key_label(label, key, s->keys % 2);
    if (KEY_CODE(key) > ' ' && KEY_CODE(key) < 0x7f) /* what is shown of keys that do nothing */
        FUZZ_CHECK(name[0] && text_is_plain(label, strlen(label)));
    s->keys++;
    add(s, key);
}

static void on_mouse(void *user, const struct mouse *m)
{
    FUZZ_CHECK(m->x >= 0 && m->y >= 0 && m->button >= 0 && m->button <= 3);
    add(user, (uint64_t)m->x << 32 | (uint64_t)m->y << 8 | (uint64_t)m->kind);
}

static void on_paste(void *user, const char *text, size_t len)
{
    FUZZ_CHECK(len <= 1u << 20);
    for (size_t i = 0; i < len; i++)
        add(user, (unsigned char)text[i]);
}

/* Fed in pieces of that many bytes; 0: at once. */
static struct seen feed(const uint8_t *data, size_t size, size_t piece)
{
    struct seen s = {0};
    const struct input_sink sink = {on_key, on_mouse, on_paste, &s};
    struct input in;
    input_init(&in);
    if (!piece)
        piece = size;
    for (size_t at = 0; at < size; at += piece)
        input_feed(&in, data + at, size - at < piece ? size - at : piece, &sink);
    for (int i = 0; i < 4 && input_patience_ms(&in);
         i++) /* pasted text first, what it ended in next */
        input_flush(&in, &sink);
    input_forget(&in);
    FUZZ_CHECK(input_patience_ms(&in) == 0);
    input_release(&in);
    return s;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct seen whole = feed(data, size, 0), one = feed(data, size, 1);
    FUZZ_CHECK(whole.sum == one.sum);
    feed(data, size, 3);
    return 0;
}
