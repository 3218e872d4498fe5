/* JSON as YAML, through libyaml's emitter. The emitter knows how to quote what would break the
 * syntax, not what a reader would take for another type (`no`, `1e3`, `2026-11-30`, `null`), so
 * a text is left without quotes only when it can't be anything else. What a terminal must not see is
 * escaped, as in JSON: an item with such a text is written in ASCII. */
#include "core/format/yaml.h"

#include "core/base/mem.h"
#include "core/base/text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <yaml.h>

struct yaml_out {
    yaml_emitter_t emitter;
};

static int add(void *user, unsigned char *data, size_t len)
{
    buf_add(user, data, len);
    return 1;
}

/* It fails only for want of memory. */
static void must(int ok)
{
    if (!ok)
        abort();
}

static void emit(struct yaml_out *y, yaml_event_t *event)
{
    must(yaml_emitter_emit(&y->emitter, event));
}

/* ---- scalars --------------------------------------------------------------------------------- */

/* Words of YAML 1.1 that stand for something else; 1.2 has fewer of them. */
static bool stands_for_something(const char *s)
{
    static const char *const words[] = {"null", "true", "false", "yes", "no",
                                        "on",   "off",  "y",     "n"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcasecmp(s, words[i]) == 0)
            return true;
    return false;
}

/* Numbers and times begin with a digit, a sign or a dot. */
static bool needs_no_quotes(const char *s)
{
    size_t n = strlen(s);
    if (!isalpha((unsigned char)*s) || s[n - 1] == ' ' || s[n - 1] == ':' ||
        stands_for_something(s) || strstr(s, ": "))
        return false;
    for (; *s; s++)
        if (!isalnum((unsigned char)*s) && !strchr("_./ -:,()'+=%", *s) && !(*s & 0x80))
            return false;
    return true;
}

static void scalar(struct yaml_out *y, const char *text, bool quoted)
{
    yaml_event_t e;
    must(yaml_scalar_event_initialize(
        &e, NULL, NULL, (const yaml_char_t *)text, (int)strlen(text), !quoted, quoted,
        quoted ? YAML_DOUBLE_QUOTED_SCALAR_STYLE : YAML_PLAIN_SCALAR_STYLE));
    emit(y, &e);
}

static void text(struct yaml_out *y, const char *s)
{
    yaml_event_t e;
    bool plain = needs_no_quotes(s);
    must(yaml_scalar_event_initialize(&e, NULL, NULL, (const yaml_char_t *)s, (int)strlen(s), 1, 1,
                                      plain ? YAML_PLAIN_SCALAR_STYLE
                                            : YAML_DOUBLE_QUOTED_SCALAR_STYLE));
    emit(y, &e);
}

/* YAML 1.1 takes 1e20 for a text: there is neither dot nor sign in it. */
static void number(struct yaml_out *y, const json_t *value)
{
    char *s = json_dumps(value, JSON_ENCODE_ANY | JSON_REAL_PRECISION(12));
    struct buf b;
    buf_init(&b, 0);
    size_t whole = strcspn(s ? s : "", "e");
    buf_add(&b, s ? s : "", whole);
    if (s && s[whole]) {
        bool sign = s[whole + 1] == '-' || s[whole + 1] == '+';
        buf_addf(&b, "%se%s%s", strchr(s, '.') ? "" : ".0", sign ? "" : "+", s + whole + 1);
    }
    scalar(y, buf_str(&b), false);
    buf_release(&b);
    free(s);
}

/* ---- trees ----------------------------------------------------------------------------------- */

/* [1, 2, 3] reads better on one line, and so does what is empty. */
static bool fits_on_a_line(const json_t *list)
{
    for (size_t i = 0; i < json_array_size(list); i++)
        if (!json_is_number(json_array_get(list, i)))
            return false;
    return true;
}

static void write_tree(struct yaml_out *y, const json_t *tree);

static void begin_list(struct yaml_out *y, bool flow)
{
    yaml_event_t e;
    must(yaml_sequence_start_event_initialize(
        &e, NULL, NULL, 1, flow ? YAML_FLOW_SEQUENCE_STYLE : YAML_BLOCK_SEQUENCE_STYLE));
    emit(y, &e);
}

static void end_list(struct yaml_out *y)
{
    yaml_event_t e;
    must(yaml_sequence_end_event_initialize(&e));
    emit(y, &e);
}

static void list(struct yaml_out *y, const json_t *tree)
{
    begin_list(y, fits_on_a_line(tree));
    for (size_t i = 0; i < json_array_size(tree); i++)
        write_tree(y, json_array_get(tree, i));
    end_list(y);
}

static void map(struct yaml_out *y, const json_t *tree)
{
    yaml_event_t e;
    const char *key;
    json_t *value;
    must(yaml_mapping_start_event_initialize(&e, NULL, NULL, 1,
                                             json_object_size(tree) ? YAML_BLOCK_MAPPING_STYLE
                                                                    : YAML_FLOW_MAPPING_STYLE));
    emit(y, &e);
    json_object_foreach((json_t *)tree, key, value)
    {
        text(y, key);
        write_tree(y, value);
    }
    must(yaml_mapping_end_event_initialize(&e));
    emit(y, &e);
}

static void write_tree(struct yaml_out *y, const json_t *tree)
{
    switch (json_typeof(tree)) {
    case JSON_OBJECT:
        map(y, tree);
        break;
    case JSON_ARRAY:
        list(y, tree);
        break;
    case JSON_STRING:
        text(y, json_string_value(tree));
        break;
    case JSON_INTEGER:
    case JSON_REAL:
        number(y, tree);
        break;
    case JSON_TRUE:
    case JSON_FALSE:
    case JSON_NULL:
        scalar(y, json_is_null(tree) ? "null" : json_is_true(tree) ? "true" : "false", false);
        break;
    }
}

/* Nothing in it could drive a terminal. */
static bool is_plain(const json_t *tree)
{
    const char *key, *s = json_string_value(tree);
    json_t *value;
    bool plain = !s || text_is_plain(s, strlen(s));
    for (size_t i = 0; plain && i < json_array_size(tree); i++)
        plain = is_plain(json_array_get(tree, i));
    json_object_foreach((json_t *)tree, key, value) plain =
        plain && text_is_plain(key, strlen(key)) && is_plain(value);
    return plain;
}

/* ---- documents ------------------------------------------------------------------------------- */

static struct yaml_out *begin(struct buf *out)
{
    struct yaml_out *y = xcalloc(1, sizeof *y);
    yaml_event_t e;
    must(yaml_emitter_initialize(&y->emitter));
    yaml_emitter_set_output(&y->emitter, add, out);
    yaml_emitter_set_width(&y->emitter, -1);
    must(yaml_stream_start_event_initialize(&e, YAML_UTF8_ENCODING));
    emit(y, &e);
    must(yaml_document_start_event_initialize(&e, NULL, NULL, NULL, 1));
    emit(y, &e);
    return y;
}

static void end(struct yaml_out *y)
{
    yaml_event_t e;
    must(yaml_document_end_event_initialize(&e, 1));
    emit(y, &e);
    must(yaml_stream_end_event_initialize(&e));
    emit(y, &e);
    yaml_emitter_delete(&y->emitter);
    free(y);
}

struct yaml_out *yaml_out_new(struct buf *out)
{
    struct yaml_out *y = begin(out);
    begin_list(y, false);
    return y;
}

/* The emitter has written the item before by now, so the setting is that of this one. */
void yaml_out_item(struct yaml_out *y, const json_t *item)
{
    yaml_emitter_set_unicode(&y->emitter, is_plain(item));
    write_tree(y, item);
}

void yaml_out_free(struct yaml_out *y)
{
    end_list(y);
    end(y);
}

void yaml_write(const json_t *tree, struct buf *out)
{
    struct yaml_out *y = begin(out);
    yaml_out_item(y, tree);
    end(y);
}
