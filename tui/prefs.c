/* Choices that survive a restart: one small JSON file in the state directory, written soon after
 * a choice was made. Table views and the theme verb call this. A file that can't be read or is
 * damaged means the defaults again, never a refusal to start. */
#include "tui/prefs.h"

#include "core/base/buf.h"
#include "core/base/file.h"
#include "tui/history.h"

#include <stdlib.h>
#include <string.h>

#define PREFS_FILE_MAX (1u << 20)

void prefs_init(struct prefs *p)
{
    struct buf data;
    p->path = state_path("view.json");
    p->root = NULL;
    p->changed = false;
    buf_init(&data, 0);
    if (p->path && file_read_ordinary(p->path, PREFS_FILE_MAX, &data, NULL))
        p->root = json_loadb(buf_str(&data), data.len, 0, NULL);
    buf_release(&data);
    if (!json_is_object(p->root)) {
        json_decref(p->root);
        p->root = json_object();
    }
}

void prefs_release(struct prefs *p)
{
    prefs_flush(p);
    json_decref(p->root);
    free(p->path);
    memset(p, 0, sizeof *p);
}

void prefs_flush(struct prefs *p)
{
    if (!p->changed)
        return;
    p->changed = false;
    char *text = json_dumps(p->root, JSON_INDENT(2) | JSON_SORT_KEYS);
    if (text && p->path)
        file_write(p->path, text, strlen(text), 0600, NULL);
    free(text);
}

static json_t *list_of(const struct prefs *p, const char *list)
{
    json_t *o = json_object_get(p->root, list);
    if (!json_is_object(o)) {
        o = json_object();
        json_object_set_new(p->root, list, o);
    }
    return o;
}

static const char *text_of(const struct prefs *p, const char *list, const char *key)
{
    return json_string_value(json_object_get(json_object_get(p->root, list), key));
}

const char *prefs_sort(const struct prefs *p, const char *list)
{
    return text_of(p, list, "sort");
}

void prefs_set_sort(struct prefs *p, const char *list, const char *sort)
{
    json_object_set_new(list_of(p, list), "sort", json_string(sort));
    p->changed = true;
}

char *prefs_columns(const struct prefs *p, const char *list)
{
    const char *ids = text_of(p, list, "columns");
    return ids ? strdup(ids) : NULL;
}

void prefs_set_columns(struct prefs *p, const char *list, const char *ids)
{
    json_object_set_new(list_of(p, list), "columns", json_string(ids));
    p->changed = true;
}

int prefs_width(const struct prefs *p, const char *list, const char *column)
{
    json_t *w = json_object_get(json_object_get(p->root, list), "widths");
    json_int_t n = json_integer_value(json_object_get(w, column));
    return n > 0 && n < 500 ? (int)n : 0;
}

void prefs_set_width(struct prefs *p, const char *list, const char *column, int width)
{
    json_t *o = list_of(p, list), *w = json_object_get(o, "widths");
    if (!json_is_object(w)) {
        w = json_object();
        json_object_set_new(o, "widths", w);
    }
    json_object_set_new(w, column, json_integer(width));
    p->changed = true;
}

const char *prefs_theme(const struct prefs *p)
{
    return text_of(p, "klamm", "theme");
}

void prefs_set_theme(struct prefs *p, const char *theme)
{
    json_object_set_new(list_of(p, "klamm"), "theme", json_string(theme));
    p->changed = true;
}

const char *prefs_chart(const struct prefs *p, const char *key)
{
    return text_of(p, "charts", key);
}

void prefs_set_chart(struct prefs *p, const char *key, const char *value)
{
    json_object_set_new(list_of(p, "charts"), key, json_string(value));
    p->changed = true;
}
