/* Rows as JSON objects, written for jq: the keys are column ids, values are typed. Names are given
 * as the cluster spells them, not as the screen shows them: JSON escapes what a terminal must not
 * see. One row at a time, so a list of 100,000 does not become a tree in memory first. */
#include "core/resource/export_json.h"

#include "core/base/text.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static json_t *json_text(const char *text)
{
    return text && *text ? json_string(text) : json_null();
}

static json_t *json_instant(int64_t wall_ms)
{
    char text[TEXT_NUM];
    return json_string(text_instant_utc(text, wall_ms));
}

static json_t *json_value(const struct value *v)
{
    if (v->state != VALUE_KNOWN)
        return json_null();
    switch (v->kind) {
    case VALUE_TEXT:
        return json_text(v->text);
    case VALUE_COUNT:
    case VALUE_ID:
    case VALUE_BYTES:
    case VALUE_DURATION:
        return json_integer(value_number(v));
    case VALUE_INSTANT:
        return json_instant(v->num);
    case VALUE_RATE:
    case VALUE_PERCENT:
        return isfinite(v->real) ? json_real(v->real) : json_null();
    case VALUE_BOOL:
        return json_boolean(v->num != 0);
    }
    return json_null();
}

/* The cell shows the row's key, and the key had to be made visible: give it as it is. NULL when it
 * is no valid UTF-8, which JSON can't carry. */
static json_t *json_raw_key(const struct row *r, const struct value *v)
{
    size_t len = strlen(r->key);
    if (v->kind != VALUE_TEXT || v->state != VALUE_KNOWN || !v->text || text_is_plain(r->key, len))
        return NULL;
    struct arena a;
    arena_init(&a);
    bool same = strcmp(text_visible(&a, r->key, len), v->text) == 0;
    arena_release(&a);
    return same ? json_stringn(r->key, len) : NULL;
}

static void add_error(json_t *o, const char *id, const struct value *v)
{
    if (v->state != VALUE_DENIED && v->state != VALUE_FAILED)
        return;
    json_t *errors = json_object_get(o, "errors");
    if (!errors) {
        errors = json_object();
        json_object_set_new(o, "errors", errors);
    }
    json_object_set_new(errors, id,
                        json_string(v->state == VALUE_DENIED ? "denied"
                                    : v->text                ? v->text
                                                             : "failed"));
}

static json_t *json_row(const struct export_what *w, const size_t *cols, size_t n,
                        const struct row *r)
{
    json_t *o = json_object();
    for (size_t i = 0; i < n; i++) {
        const struct value *v = &r->cells[cols[i]].value;
        json_t *raw = cols[i] == 0 ? json_raw_key(r, v) : NULL;
        json_object_set_new(o, w->table->columns[cols[i]].id, raw ? raw : json_value(v));
    }
    for (size_t i = 0; i < n; i++)
        add_error(o, w->table->columns[cols[i]].id, &r->cells[cols[i]].value);
    return o;
}

static int add_chunk(const char *data, size_t len, void *out)
{
    buf_add(out, data, len);
    return 0;
}

void export_json(const struct export_what *w, const size_t *cols, size_t n, bool lines,
                 struct buf *out)
{
    size_t rows = export_rows(w);
    if (!lines)
        buf_adds(out, rows ? "[\n" : "[]\n");
    for (size_t i = 0; i < rows; i++) {
        const struct row *r = export_row(w, i);
        json_t *o = json_row(w, cols, n, r);
        /* Raw keys may hold C1 and bidi controls, which plain JSON would let through. */
        size_t ascii = text_is_plain(r->key, strlen(r->key)) ? 0 : JSON_ENSURE_ASCII;
        json_dump_callback(o, add_chunk, out,
                           JSON_PRESERVE_ORDER | JSON_COMPACT | JSON_REAL_PRECISION(12) | ascii);
        json_decref(o);
        buf_adds(out, !lines && i + 1 < rows ? ",\n" : "\n");
    }
    if (!lines && rows)
        buf_adds(out, "]\n");
}
