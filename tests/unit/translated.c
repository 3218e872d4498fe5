#include "tests/unit/translated.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/mem.h"
#include "core/config/property_values.h"
#include "tests/support/test.h"

void translate(const char *text, struct properties *p, struct problems *problems)
{
    properties_init(p);
    problems_init(problems);
    client_properties_parse("c", text, strlen(text), p, problems);
    property_addresses_translate(p, problems);
}

void becomes(const char *text, const char *expected)
{
    struct properties p;
    struct problems problems;
    translate(text, &p, &problems);
    for (size_t i = 0; i < problems.len; i++) {
        if (!problems.data[i].warning)
            fail_msg("%s: %s", text, problems.data[i].text);
    }
    size_t lines = 0;
    for (const char *s = expected; *s; s++)
        lines += *s == '\n';
    for (size_t i = 0; i < p.len; i++) {
        char *line = xasprintf("%s=%s\n", p.data[i].name, p.data[i].value);
        if (!strstr(expected, line))
            fail_msg("unexpected %s", line);
        free(line);
    }
    assert_int_equal(p.len, lines);
    properties_release(&p);
    problems_release(&problems);
}

void says(const char *text, bool warning, const char *message)
{
    struct properties p;
    struct problems problems;
    translate(text, &p, &problems);
    if (problems.len != 1)
        fail_msg("%zu problems for %s", problems.len, text);
    assert_string_equal(problems.data[0].text, message);
    assert_int_equal(problems.data[0].warning, warning);
    properties_release(&p);
    problems_release(&problems);
}
