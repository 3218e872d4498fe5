/* Helpers over jansson that the journal and the step kinds share. */
#include "core/plan/json.h"

#include <stdio.h>
#include <string.h>

json_t *json_text(const char *s)
{
    json_t *plain, *wrapped;
    struct arena a;
    size_t len;
    char *hex;

    if (!s)
        return json_null();
    plain = json_string(s);
    if (plain)
        return plain;
    arena_init(&a);
    len = strlen(s);
    hex = arena_alloc(&a, len * 2 + 1);
    for (size_t i = 0; i < len; i++)
        snprintf(hex + i * 2, 3, "%02x", (unsigned char)s[i]);
    wrapped = json_pack("{s:s}", "hex", hex);
    arena_release(&a);
    return wrapped;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return -1;
}

static const char *from_hex(struct arena *a, const char *hex)
{
    size_t len = strlen(hex) / 2;
    char *s = arena_alloc(a, len + 1);

    for (size_t i = 0; i < len; i++) {
        int hi = hex_digit(hex[i * 2]), lo = hex_digit(hex[i * 2 + 1]);

        if (hi < 0 || lo < 0)
            return NULL;
        s[i] = (char)(hi * 16 + lo);
    }
    return s;
}

const char *json_text_get(struct arena *a, const json_t *v)
{
    if (json_is_string(v))
        return arena_strdup(a, json_string_value(v));
    v = json_object_get(v, "hex");
    return json_is_string(v) ? from_hex(a, json_string_value(v)) : NULL;
}

bool json_need_text(struct arena *a, const json_t *o, const char *key, const char **out,
                    struct err *err)
{
    *out = json_text_get(a, json_object_get(o, key));
    return *out ? true : err_set(err, ERR_CONFIG, "'%s' must be a text", key);
}

bool json_need_int(const json_t *o, const char *key, int64_t *out, struct err *err)
{
    const json_t *v = json_object_get(o, key);

    if (!json_is_integer(v))
        return err_set(err, ERR_CONFIG, "'%s' must be a whole number", key);
    *out = json_integer_value(v);
    return true;
}
