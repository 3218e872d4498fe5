/* Rows as JSON objects, written for jq, and the same in YAML: the keys are column ids, values are
 * typed. Names are given as the cluster spells them, not as the screen shows them: both escape what
 * a terminal must not see. One row at a time, so a list of 100,000 does not become a tree in memory first. */
#include "core/format/export_json.h"

#include "core/base/text.h"
#include "core/base/text_human.h"
#include "core/format/export_impl.h"
#include "core/format/yaml.h"

#include <inttypes.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_SCALE 1e12

static json_t *json_text(const char *text)
{
    return text ? json_string(text) : json_null();
}

static json_t *json_instant(int64_t wall_ms)
{
    char text[TEXT_NUM];
    return json_string(text_instant_utc(text, wall_ms));
}

/* A rate or share is measured: three decimals are what it is worth, and below one three digits, so
 * that what is little is not 0. */
static double rounded(double real)
{
    double scale = 1000;
    while (real != 0 && fabs(real) * scale < 100 && scale < MOST_SCALE)
        scale *= 10;
    return round(real * scale) / scale;
}

static json_t *json_real_or_null(double real)
{
    return isfinite(real) ? json_real(rounded(real)) : json_null();
}

static json_t *json_numbers(const int32_t *numbers, size_t n)
{
    json_t *list = json_array();
    for (size_t i = 0; i < n; i++)
        json_array_append_new(list, json_integer(numbers[i]));
    return list;
}

static json_t *json_part(const struct value_parts *p, size_t i)
{
    switch (p->kind) {
    case PARTS_NUMBERS:
        return json_integer(p->numbers[i]);
    case PARTS_REALS:
        return json_real_or_null(p->reals[i]);
    case PARTS_TEXTS:
        return json_text(p->texts[i]);
    case PARTS_COUNTS:
        return json_integer(p->numbers[2 * i + 1]);
    case PARTS_LISTS:
        break;
    }
    return json_numbers(p->lists[i].numbers, p->lists[i].n);
}

static json_t *json_parts(const struct value_parts *p)
{
    bool named = p->kind == PARTS_COUNTS || p->kind == PARTS_LISTS;
    json_t *out = named ? json_object() : json_array();
    char number[16];
    for (size_t i = 0; i < p->n; i++) {
        if (p->kind == PARTS_COUNTS)
            snprintf(number, sizeof number, "%" PRId32, p->numbers[2 * i]);
        if (named)
            json_object_set_new(out, p->kind == PARTS_COUNTS ? number : p->lists[i].name,
                                json_part(p, i));
        else
            json_array_append_new(out, json_part(p, i));
    }
    return out;
}

/* What a text stands for. */
static json_t *json_form(const struct value *v)
{
    switch (v->form) {
    case FORM_NUMBER:
        return json_integer(v->num);
    case FORM_YES_NO:
        return v->num < 0 ? json_null() : json_boolean(v->num > 0);
    case FORM_SHARE:
        return json_pack("{s:i, s:i}", "count", (int)v->share.n, "of", (int)v->share.of);
    case FORM_PARTS:
        return json_parts(v->parts);
    case FORM_WORDS:
    case FORM_AGE:
        break;
    }
    return json_text(v->text);
}

static json_t *json_value(const struct value *v)
{
    if (v->state == VALUE_NONE && v->form == FORM_PARTS)
        return json_parts(v->parts); /* known, and none of them: an empty list */
    if (v->state != VALUE_KNOWN)
        return json_null();
    switch (v->kind) {
    case VALUE_TEXT:
        return json_form(v);
    case VALUE_COUNT:
    case VALUE_ID:
    case VALUE_BYTES:
    case VALUE_DURATION:
        return json_integer(value_number(v));
    case VALUE_INSTANT:
        return json_instant(v->num);
    case VALUE_RATE:
    case VALUE_PERCENT:
        return json_real_or_null(v->real);
    case VALUE_BOOL:
        return json_boolean(v->num != 0);
    }
    return json_null();
}

/* The cell shows the row's key, and the key had to be made visible: give it as it is. NULL when it
 * is not valid UTF-8, which JSON can't carry. */
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

/* The same objects. */
void export_yaml(const struct export_what *w, const size_t *cols, size_t n, struct buf *out)
{
    struct yaml_out *y = yaml_out_new(out);
    for (size_t i = 0; i < export_rows(w); i++) {
        json_t *o = json_row(w, cols, n, export_row(w, i));
        yaml_out_item(y, o);
        json_decref(o);
    }
    yaml_out_free(y);
}
