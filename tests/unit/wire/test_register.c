/* The register and the tables behind it, as far as they can be wrong on their own; versions. */
#include "core/wire/register.h"

#include "core/base/file.h"
#include "core/wire/field.h"
#include "core/wire/log_dirs.h"
#include "core/wire/read.h"
#include "tests/support/test.h"
#include "tests/unit/wire_vectors.h"

#include <stdio.h>
#include <string.h>

/* Memory per byte on the wire: the bound that tests/fuzz/fuzz_wire.c holds the reader to. */
#define GROWTH 16

static void keys_rise(void **unused)
{
    (void)unused;
    assert_non_null(wire_messages[0]);
    for (size_t i = 0; wire_messages[i]; i++) {
        assert_ptr_equal(wire_message_by_key(wire_messages[i]->key), wire_messages[i]);
        assert_true(wire_messages[i]->key < 128); /* what setup/librdkafka makes room for */
        assert_true(wire_messages[i]->first <= wire_messages[i]->last);
        if (i > 0)
            assert_true(wire_messages[i]->key > wire_messages[i - 1]->key);
    }
    assert_null(wire_message_by_key(0));
    assert_null(wire_message_by_key(-1));
}

/* The vectors are those of the register, neither more nor fewer. */
static void messages_and_versions_are_those_of_the_vectors(void **unused)
{
    struct buf b, line;
    struct err err;
    size_t lines = 0, n = 0;
    (void)unused;
    buf_init(&b, 0);
    buf_init(&line, 0);
    assert_true(file_read("tests/fixtures/wire/messages", 1 << 16, &b, &err));
    for (const char *p = buf_str(&b); *p; p = strchr(p, '\n') + 1)
        lines += *p != '#';
    for (; wire_messages[n]; n++) {
        const struct wire_message *m = wire_messages[n];
        buf_clear(&line);
        buf_addf(&line, "\n%s %d %d\n", m->name, m->first, m->last);
        if (!strstr(buf_str(&b), buf_str(&line)))
            fail_msg("tests/fixtures/wire/messages lacks%s", buf_str(&line));
    }
    assert_int_equal(lines, n);
    buf_release(&b);
    buf_release(&line);
}

static void note_version(const struct vector *v, void *user)
{
    unsigned(*seen)[2] = user;
    seen[v->version][v->side] |= strcmp(v->kind, "empty") == 0  ? 1
                                 : strcmp(v->kind, "full") == 0 ? 2
                                 : strcmp(v->kind, "null") == 0 ? 4
                                                                : 0;
}

static void each_version_has_vectors(void **unused)
{
    (void)unused;
    for (size_t i = 0; wire_messages[i]; i++) {
        unsigned seen[32][2] = {{0}};
        vectors_each(wire_messages[i], note_version, seen);
        for (int v = wire_messages[i]->first; v <= wire_messages[i]->last; v++) {
            assert_int_equal(seen[v][WIRE_REQUEST], 7);
            assert_int_equal(seen[v][WIRE_RESPONSE], 7);
        }
    }
}

/* ---- tables ---------------------------------------------------------------------------------- */

static void check_field(const struct wire_message *m, const struct wire_field *f)
{
    bool can_be_null = f->list || f->pointer || f->type == WIRE_STRING || f->type == WIRE_BYTES;
    assert_true(!f->nullable || can_be_null);
    assert_true(!f->pointer || f->nullable);
    assert_true(!f->tag || f->since >= m->flexible || m->first >= m->flexible);
    assert_true(!f->tag || !f->pointer); /* on the wire these would look different */
    /* What is left out of an old version must be a whole that can be compared with its default. */
    assert_true(f->type != WIRE_STRUCT || f->list || f->pointer || (!f->since && !f->gone));
    assert_true(f->since <= m->last);
    for (int v = m->first; v <= m->last && f->list; v++)
        if (wire_has(f, v))
            assert_true(wire_size(f) <= GROWTH * wire_least(f, v, wire_flexible(m, v)));
}

/* Members in the order of the struct, none of them without a row. */
static void check_table(const struct wire_message *m, const struct wire_struct *s, int depth)
{
    size_t end = 0;
    assert_true(depth <= WIRE_DEPTH);
    for (size_t i = 0; i < s->n; i++) {
        const struct wire_field *f = &s->fields[i];
        size_t size = f->list      ? sizeof(struct wire_any)
                      : f->pointer ? sizeof(void *)
                                   : wire_size(f);
        check_field(m, f);
        if (f->at < end || f->at >= end + 8)
            fail_msg("%s: %s is not where it is expected", m->name, f->name);
        end = f->at + size;
        if (f->type == WIRE_STRUCT)
            check_table(m, f->of, depth + 1);
    }
    assert_true(s->n == 0 || s->size - end < 8);
}

static void tables_are_sound(void **unused)
{
    (void)unused;
    for (size_t i = 0; wire_messages[i]; i++) {
        check_table(wire_messages[i], wire_messages[i]->body[WIRE_REQUEST], 1);
        check_table(wire_messages[i], wire_messages[i]->body[WIRE_RESPONSE], 1);
    }
}

/* ---- versions -------------------------------------------------------------------------------- */

static void takes_the_highest_version_that_both_know(void **unused)
{
    const struct wire_message *m = &wire_describe_log_dirs; /* 1 … 5 */
    (void)unused;
    assert_int_equal(wire_version(m, 0, 4), 4);
    assert_int_equal(wire_version(m, 1, 5), 5);
    assert_int_equal(wire_version(m, 3, 9), 5);
    assert_int_equal(wire_version(m, 0, 1), 1);
    assert_int_equal(wire_version(m, 0, 0), -1);
    assert_int_equal(wire_version(m, 6, 9), -1);
    assert_int_equal(wire_version(m, -1, -1), -1);
    assert_false(wire_flexible(m, 1));
    assert_true(wire_flexible(m, 2));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_rise),
        cmocka_unit_test(messages_and_versions_are_those_of_the_vectors),
        cmocka_unit_test(each_version_has_vectors),
        cmocka_unit_test(tables_are_sound),
        cmocka_unit_test(takes_the_highest_version_that_both_know),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
