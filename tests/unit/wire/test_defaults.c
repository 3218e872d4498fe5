/* The defaults of numbers in the tables are those of Kafka's schemas: what a field is that a version
 * lacks, and what a request starts with. */
#include "core/base/file.h"
#include "core/wire/field.h"
#include "core/wire/register.h"
#include "tests/support/test.h"
#include "tests/unit/wire_vectors.h"

#include <stdlib.h>
#include <string.h>

static const struct wire_message *message_named(const char *name)
{
    for (size_t i = 0; wire_messages[i]; i++)
        if (strcmp(wire_messages[i]->name, name) == 0)
            return wire_messages[i];
    fail_msg("no message %s", name);
    return wire_messages[0];
}

static const struct wire_field *field_named(const struct wire_struct *s, const char *name)
{
    for (size_t i = 0; i < s->n; i++) {
        char camel[64];
        wire_camel(camel, sizeof camel, s->fields[i].name);
        if (strcmp(camel, name) == 0)
            return &s->fields[i];
    }
    fail_msg("no field %s", name);
    return s->fields;
}

/* Message, side, names, value, with tabs between them. */
static void check_line(char *line)
{
    const struct wire_message *m = message_named(strsep(&line, "\t"));
    bool request = strcmp(strsep(&line, "\t"), "request") == 0;
    const struct wire_struct *s = m->body[request ? WIRE_REQUEST : WIRE_RESPONSE];
    const struct wire_field *f;
    do {
        f = field_named(s, strsep(&line, "\t"));
        s = f->of;
    } while (strchr(line, '\t'));
    if (f->preset != strtoll(line, NULL, 10))
        fail_msg("%s: %s is %s", m->name, f->name, line);
}

static size_t count_presets(const struct wire_message *m, const struct wire_struct *s)
{
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++) {
        const struct wire_field *f = &s->fields[i];
        n += f->preset != 0 && wire_has(f, m->last);
        if (f->type == WIRE_STRUCT && wire_has(f, m->last))
            n += count_presets(m, f->of);
    }
    return n;
}

static void defaults_are_those_of_kafkas_schemas(void **unused)
{
    struct buf b;
    struct err err;
    size_t lines = 0, presets = 0;
    char *rest, *line;
    (void)unused;
    buf_init(&b, 0);
    assert_true(file_read("tests/fixtures/wire/vectors/defaults.tsv", 1 << 16, &b, &err));
    for (rest = b.data; (line = strsep(&rest, "\n")) && *line; lines++)
        check_line(line);
    for (size_t i = 0; wire_messages[i]; i++)
        presets += count_presets(wire_messages[i], wire_messages[i]->body[WIRE_REQUEST]) +
                   count_presets(wire_messages[i], wire_messages[i]->body[WIRE_RESPONSE]);
    assert_int_equal(lines, presets);
    buf_release(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(defaults_are_those_of_kafkas_schemas),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
