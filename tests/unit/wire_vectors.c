/* Reads the files of vectors: a line has side, version, kind, bytes in hexadecimal and JSON, with
 * tabs between them. */
#include "tests/unit/wire_vectors.h"

#include "core/base/file.h"
#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void add_hex(struct buf *b, const char *hex)
{
    for (; *hex; hex += 2) {
        unsigned byte;
        assert_int_equal(sscanf(hex, "%2x", &byte), 1);
        buf_addc(b, (char)byte);
    }
}

static char *next_word(char **at)
{
    char *word = strsep(at, "\t");
    assert_non_null(word);
    return word;
}

size_t vectors_each(const struct wire_message *m, void (*f)(const struct vector *v, void *user),
                    void *user)
{
    char path[256], where[128];
    struct buf text;
    struct err err;
    size_t n = 0;
    char *rest, *line;
    snprintf(path, sizeof path, "tests/fixtures/wire/vectors/%s.txt", m->name);
    buf_init(&text, 0);
    if (!file_read(path, 1 << 24, &text, &err))
        fail_msg("%s", err.msg);
    rest = text.data;
    while ((line = strsep(&rest, "\n")) && *line) {
        struct vector v = {.m = m, .where = where};
        snprintf(where, sizeof where, "%s.txt:%zu", m->name, ++n);
        v.side = strcmp(next_word(&line), "request") == 0 ? WIRE_REQUEST : WIRE_RESPONSE;
        v.version = (int)strtol(next_word(&line), NULL, 10);
        v.kind = next_word(&line);
        buf_init(&v.bytes, 0);
        add_hex(&v.bytes, next_word(&line));
        v.json = next_word(&line);
        f(&v, user);
        buf_release(&v.bytes);
    }
    buf_release(&text);
    return n;
}
