/* Table-driven settings. config.c fills them from the file, the command line overrides single ones
 * through settings_set, everyone reads by id. Values keep the text they were written as, so that
 * `klamm config` shows the operator's own words. */
#include "core/config/settings.h"

#include "core/base/mem.h"
#include "core/base/parse.h"
#include "core/base/parse_duration.h"
#include "core/base/text_human.h"
#include "core/config/yaml_typed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct setting settings_table[SETTINGS_N] = {
#define X(id, key, type, def, min, max, choices, help)                                             \
    {key, SETTING_##type, def, min, max, choices, help},
#include "core/config/settings_list.h"
#undef X
};

const char *settings_old_key(enum setting_id id)
{
    return id == SETTING_ID_HIGHLIGHT ? "glow" : NULL;
}

static bool parse_choice(const char *choices, const char *text, int64_t *num)
{
    size_t len = strlen(text);
    *num = 0;
    for (const char *c = choices; len; c++, (*num)++) {
        const char *end = strchrnul(c, '|');
        if ((size_t)(end - c) == len && strncmp(c, text, len) == 0)
            return true;
        if (!*end)
            break;
        c = end;
    }
    return false;
}

static bool wrong(const struct setting *d, const char *text, const char *must, struct err *err)
{
    return err_set(err, ERR_CONFIG, "'%s' must be %s; found '%.80s'", d->key, must, text);
}

static bool wrong_choice(const struct setting *d, const char *text, struct err *err)
{
    char must[128] = "one of ";
    size_t n = strlen(must);
    for (const char *c = d->choices; *c && n + 3 < sizeof must; c++) {
        if (*c == '|')
            must[n++] = ',';
        must[n++] = *c == '|' ? ' ' : *c;
    }
    must[n] = '\0';
    return wrong(d, text, must, err);
}

static bool parse_value(const struct setting *d, const char *text, int64_t *num, struct err *err)
{
    char must[160], low[TEXT_NUM], high[TEXT_NUM];
    bool b = false;
    switch (d->type) {
    case SETTING_TEXT:
        *num = 0;
        return true;
    case SETTING_BOOL:
        if (!parse_bool(text, &b, NULL))
            return wrong(d, text, "true or false", err);
        *num = b;
        return true;
    case SETTING_INT:
        if (parse_int(text, d->min, d->max, num, NULL))
            return true;
        snprintf(must, sizeof must, "a whole number from %lld to %lld", (long long)d->min,
                 (long long)d->max);
        return wrong(d, text, must, err);
    case SETTING_DURATION:
        if (parse_duration(text, num, NULL) && *num >= d->min && *num <= d->max)
            return true;
        snprintf(must, sizeof must, "a duration with its unit (500ms, 2s, 1m) from %s to %s",
                 text_duration(low, d->min), text_duration(high, d->max));
        return wrong(d, text, must, err);
    case SETTING_CHOICE:
        return parse_choice(d->choices, text, num) || wrong_choice(d, text, err);
    }
    return false;
}

void settings_init(struct settings *s)
{
    memset(s, 0, sizeof *s);
    for (size_t i = 0; i < SETTINGS_N; i++) {
        s->v[i].text = xstrdup(settings_table[i].def);
        parse_value(&settings_table[i], settings_table[i].def, &s->v[i].num, NULL);
    }
}

void settings_release(struct settings *s)
{
    for (size_t i = 0; i < SETTINGS_N; i++) {
        free(s->v[i].text);
        free(s->v[i].origin);
    }
    memset(s, 0, sizeof *s);
}

const char *settings_text(const struct settings *s, enum setting_id id)
{
    return s->v[id].text;
}

int64_t settings_num(const struct settings *s, enum setting_id id)
{
    return s->v[id].num;
}

bool settings_bool(const struct settings *s, enum setting_id id)
{
    return s->v[id].num != 0;
}

bool settings_is(const struct settings *s, enum setting_id id, const char *value)
{
    return strcmp(s->v[id].text, value) == 0;
}

bool settings_set(struct settings *s, enum setting_id id, const char *text, const char *origin,
                  struct err *err)
{
    int64_t num = 0;
    if (!parse_value(&settings_table[id], text, &num, err))
        return false;
    struct setting_value *v = &s->v[id];
    char *old_text = v->text, *old_origin = v->origin;
    v->text = xstrdup(text);
    v->origin = xstrdup(origin);
    v->num = num;
    free(old_text);
    free(old_origin);
    return true;
}

void settings_read_one(struct settings *s, enum setting_id id, struct yaml_tree *t,
                       const struct yaml_node *map)
{
    const char *key = settings_table[id].key;
    const struct yaml_node *value = yaml_get(map, key);
    if (!value && settings_old_key(id))
        value = yaml_get(map, key = settings_old_key(id));
    if (!value || value->kind == NODE_NULL)
        return;
    const char *text = yaml_text(t, value, key);
    if (!text)
        return;
    struct err err = {0};
    char *origin = xasprintf("%s:%d", t->file, value->line);
    if (!settings_set(s, id, text, origin, &err))
        problems_error(t->problems, t->file, value->line, "%s", err.msg);
    free(origin);
}

void settings_read(struct settings *s, struct yaml_tree *t, const struct yaml_node *map)
{
    for (int i = 0; i < SETTINGS_N; i++)
        settings_read_one(s, (enum setting_id)i, t, map);
}
