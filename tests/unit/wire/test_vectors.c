/* Each message in each version, as Kafka's own classes write it: read, compared with what they say it
 * holds, and written again byte for byte. Then the same bytes cut short and spoiled. */
#include "tests/unit/wire_vectors.h"

#include "core/base/mem.h"
#include "core/wire/field.h"
#include "core/wire/read.h"
#include "core/wire/register.h"
#include "core/wire/write.h"
#include "tests/support/test.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* Room for any body; reset by each read. */
static union {
    char bytes[512];
    max_align_t align;
} body;
static struct arena arena;
static struct buf out;
static struct err err;
static size_t unknown;

/* From a block of exactly that size, so that a sanitizer sees a read past its end. */
static bool read_exact(const struct vector *v, const char *data, size_t len)
{
    char *exact = xmalloc(len ? len : 1);
    bool ok;
    if (len)
        memcpy(exact, data, len);
    assert_true(v->m->body[v->side]->size <= sizeof body);
    arena_release(&arena);
    err_clear(&err);
    ok = wire_read(v->m, v->side, v->version, exact, len, &arena, &body, &unknown, &err);
    free(exact);
    return ok;
}

static void write_out(const struct vector *v)
{
    buf_clear(&out);
    if (!wire_write(v->m, v->side, v->version, &body, &out, &err))
        fail_msg("%s: %s", v->where, err.msg);
}

static void each(void (*f)(const struct vector *v, void *user), void *user)
{
    for (size_t i = 0; wire_messages[i]; i++)
        assert_true(vectors_each(wire_messages[i], f, user) > 0);
    arena_release(&arena);
    buf_release(&out);
}

static void compare_values(const struct vector *v)
{
    json_t *ours = wire_json(v->m, v->side, v->version, &body);
    json_error_t why;
    json_t *kafkas = json_loads(v->json, JSON_ALLOW_NUL, &why);
    if (!kafkas)
        fail_msg("%s: %s", v->where, why.text);
    if (!json_equal(ours, kafkas))
        fail_msg("%s: read %s, Kafka has %s", v->where, json_dumps(ours, 0), v->json);
    json_decref(ours);
    json_decref(kafkas);
}

/* `user` is the vector before, of whose bytes those with unknown tags become again. */
static void check_same(const struct vector *v, void *user)
{
    struct buf *full = user;
    bool tags = strcmp(v->kind, "tags") == 0;
    const struct buf *expected = tags ? full : &v->bytes;
    if (!read_exact(v, v->bytes.data, v->bytes.len))
        fail_msg("%s: %s", v->where, err.msg);
    assert_int_equal(unknown > 0, tags);
    compare_values(v);
    write_out(v);
    if (out.len != expected->len || memcmp(buf_str(&out), buf_str(expected), out.len) != 0)
        fail_msg("%s: other bytes", v->where);
    if (strcmp(v->kind, "full") == 0) {
        buf_clear(full);
        buf_add(full, v->bytes.data, v->bytes.len);
    }
}

static void reads_and_writes_what_kafka_does(void **unused)
{
    struct buf full;
    (void)unused;
    buf_init(&full, 0);
    each(check_same, &full);
    buf_release(&full);
}

static void cut_short(const struct vector *v, void *user)
{
    (void)user;
    for (size_t len = 0; len < v->bytes.len; len++) {
        if (read_exact(v, v->bytes.data, len))
            fail_msg("%s: %zu of %zu bytes suffice", v->where, len, v->bytes.len);
        assert_int_equal(err.kind, ERR_BROKER);
    }
}

static void refuses_what_is_cut_short_anywhere(void **unused)
{
    (void)unused;
    each(cut_short, NULL);
}

/* What is read from spoiled bytes can be written, and says the same when read again. */
static void check_spoiled(const struct vector *v)
{
    struct buf once;
    buf_init(&once, 0);
    write_out(v);
    buf_add(&once, buf_str(&out), out.len);
    if (!read_exact(v, buf_str(&once), once.len))
        fail_msg("%s: %s", v->where, err.msg);
    write_out(v);
    assert_int_equal(out.len, once.len);
    assert_memory_equal(buf_str(&out), buf_str(&once), out.len);
    buf_release(&once);
}

static void spoil(const struct vector *v, void *user)
{
    static const char flips[] = {'\x01', '\x80', '\xFF'};
    size_t *accepted = user;
    if (strcmp(v->kind, "edge") == 0) /* long, and nothing in them that the others lack */
        return;
    for (size_t i = 0; i < v->bytes.len; i++) {
        char flip = flips[i % sizeof flips];
        v->bytes.data[i] ^= flip;
        if (read_exact(v, v->bytes.data, v->bytes.len)) {
            check_spoiled(v);
            ++*accepted;
        }
        v->bytes.data[i] ^= flip;
    }
}

static void stands_any_spoiled_byte(void **unused)
{
    size_t accepted = 0;
    (void)unused;
    each(spoil, &accepted);
    assert_true(accepted > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_and_writes_what_kafka_does),
        cmocka_unit_test(refuses_what_is_cut_short_anywhere),
        cmocka_unit_test(stands_any_spoiled_byte),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
