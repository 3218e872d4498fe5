/* Kafka's messages: three bytes say which, key, version as a digit, q for a request or r for a
 * response; the rest is a body. What is accepted can be written, and is then read as the same. */
#include "core/wire/field.h"
#include "core/wire/read.h"
#include "core/wire/register.h"
#include "core/wire/write.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

/* No list element takes more memory for a byte on the wire: tests/unit/wire/test_register.c. */
#define GROWTH 16
#define SLACK 128 /* one struct that a pointer leads to, before its first byte was read */

const char *const fuzz_words[] = {
    "\x12"
    "4r",
    "\x12"
    "0r",
    "\x23"
    "1r",
    "\x23"
    "5r",
    "\x4B"
    "0r",
    "\x37"
    "2r",
    "\x59"
    "1r",
    "\x1D"
    "3r",
    "\x2D"
    "1q",
    "\xFF\xFF\xFF\xFF",
    "\xFF\xFF",
    "\x80\x80\x80\x80\x10",
    "\xFF\xFF\xFF\xFF\x0F",
    "\x01\x02",
    "\x02\x02\x02",
    "\xC0\x80",
    "\x01\x64\x01x",
    "\x05name",
    NULL,
};

static const struct wire_message *choose(uint8_t key)
{
    const struct wire_message *m = wire_message_by_key(key);
    size_t n = 0;
    while (wire_messages[n])
        n++;
    return m ? m : wire_messages[key % n];
}

static void check_again(const struct wire_message *m, enum wire_side side, int version,
                        struct arena *arena, void *body)
{
    struct buf once, twice;
    struct err err = {0};
    buf_init(&once, 0);
    buf_init(&twice, 0);
    FUZZ_CHECK(wire_write(m, side, version, body, &once, &err));
    FUZZ_CHECK(wire_read(m, side, version, buf_str(&once), once.len, arena, body, NULL, &err));
    FUZZ_CHECK(wire_write(m, side, version, body, &twice, &err));
    FUZZ_CHECK(once.len == twice.len && memcmp(buf_str(&once), buf_str(&twice), once.len) == 0);
    buf_release(&once);
    buf_release(&twice);
}

static bool is_zero(const unsigned char *p, size_t n)
{
    while (n > 0 && p[n - 1] == 0)
        n--;
    return n == 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    union {
        unsigned char bytes[512];
        max_align_t align;
    } body;
    struct arena arena;
    struct err err = {0};
    if (size < 3)
        return 0;
    const struct wire_message *m = choose(data[0]);
    int versions = m->last - m->first + 1;
    int version = m->first + (uint8_t)(data[1] - '0' - m->first) % versions;
    enum wire_side side = data[2] == 'q' ? WIRE_REQUEST : WIRE_RESPONSE;
    FUZZ_CHECK(m->body[side]->size <= sizeof body);
    arena_init(&arena);
    if (wire_read(m, side, version, data + 3, size - 3, &arena, &body, NULL, &err)) {
        FUZZ_CHECK(arena.used <= GROWTH * size + SLACK);
        check_again(m, side, version, &arena, &body);
    } else {
        FUZZ_CHECK(err.kind == ERR_BROKER && arena.used <= GROWTH * size + SLACK);
        FUZZ_CHECK(is_zero(body.bytes, m->body[side]->size));
    }
    arena_release(&arena);
    return 0;
}
