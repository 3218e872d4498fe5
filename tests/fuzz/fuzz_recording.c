/* The file of recordings: any bytes in a record with a good checksum, and any bytes over a good
 * file. What was read can be written and read again. */
#include "core/base/pack.h"
#include "core/recording/recording_add.h"
#include "core/recording/recording_parse.h"
#include "core/recording/recording_write.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

const char *const fuzz_words[] = {
    "KLr",
    "KLr\x01",
    "orders",
    "\x0cleader-moved",
    "\x06orders",
    "\x01g",
    "\x80\x80\x80\x80\x10",
    "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01",
    "\x01",
    "\x02",
    "\x03",
    NULL,
};

static void add_record(struct buf *b, char type, const void *data, size_t len)
{
    buf_adds(b, "KLr");
    buf_addc(b, type);
    pack_u32(b, (uint32_t)len);
    pack_u32(b, pack_crc(pack_crc(0, &type, 1), data, len));
    buf_add(b, data, len);
}

static void add_good(struct buf *b)
{
    struct recording h;
    int32_t next = 0;
    recording_init(&h, 10000);
    recording_write_head(&h, b);
    for (int i = 0; i < 8; i++) {
        struct recording_sample s = {.commit_ms = 1700000000000 + i * 60000, .state_ms = 1};
        struct recording_value v[2] = {
            {.topic = "orders", .committed = i, .end = 2 * i},
            {.topic = "orders", .partition = 1, .committed = i, .end = 3 * i}};
        s.ends_ms = s.commit_ms + 5;
        recording_add(&h, "g", &s, v, 2);
        recording_write_due(&h, s.commit_ms, &next, b);
    }
    recording_release(&h);
}

static void read_and_write(const struct buf *b)
{
    struct recording h;
    struct recording_read how;
    struct buf out;
    size_t at = 0;
    const char *key;
    void *value;
    int32_t number = 0;
    buf_init(&out, 0);
    recording_init(&h, 10000);
    recording_read(&h, buf_str(b), b->len, &how);
    FUZZ_CHECK(how.good_end <= b->len);
    recording_write_head(&h, &out);
    while (map_next(&h.groups, &at, &key, &value))
        recording_write_group(value, number++, &out);
    recording_write_since(&h, &out);
    recording_release(&h);
    recording_init(&h, 10000);
    recording_read(&h, buf_str(&out), out.len, &how);
    FUZZ_CHECK(how.damaged == 0);
    recording_release(&h);
    buf_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buf b;
    if (size < 2)
        return 0;
    buf_init(&b, 0);
    add_good(&b);
    add_record(&b, "GMES"[data[0] & 3], data + 1, size - 1);
    read_and_write(&b);
    buf_clear(&b);
    add_good(&b);
    for (size_t i = 1; i < size; i++) /* written over at one place */
        b.data[((size_t)data[0] * 7 + i) % b.len] = (char)data[i];
    read_and_write(&b);
    buf_release(&b);
    return 0;
}
