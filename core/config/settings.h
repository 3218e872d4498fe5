/* The operator's settings: typed values with a default, and where each came from. They are listed
 * in settings_list.h, one line each. */
#ifndef KLAMM_CORE_CONFIG_SETTINGS_H
#define KLAMM_CORE_CONFIG_SETTINGS_H

#include "core/config/yaml.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum setting_type {
    SETTING_TEXT,
    SETTING_BOOL,
    SETTING_INT,
    SETTING_DURATION, /* ms */
    SETTING_CHOICE,
};

enum setting_id {
#define X(id, key, type, def, min, max, choices, help) SETTING_ID_##id,
#include "core/config/settings_list.h"
#undef X
    SETTINGS_N
};

struct setting {
    const char *key;
    enum setting_type type;
    const char *def;
    int64_t min, max;
    const char *choices; /* "a|b" or NULL */
    const char *help;
};
extern const struct setting settings_table[SETTINGS_N];
/* The key that files of earlier versions have for it, which is still read; NULL: none. */
const char *settings_old_key(enum setting_id id);

struct setting_value {
    char *text;   /* as written */
    int64_t num;  /* BOOL 0/1, INT, DURATION in ms, CHOICE the index */
    char *origin; /* "klamm.yaml:3", "--theme"; NULL: the default */
};

struct settings {
    struct setting_value v[SETTINGS_N];
};

void settings_init(struct settings *s); /* all defaults */
void settings_release(struct settings *s);

const char *settings_text(const struct settings *s, enum setting_id id);
int64_t settings_num(const struct settings *s, enum setting_id id); /* ms for durations */
bool settings_bool(const struct settings *s, enum setting_id id);
/* True when the choice (or text) is this one. */
bool settings_is(const struct settings *s, enum setting_id id, const char *value);

/* Checks and takes a value written as in the file; origin says where it came from. On error the
 * old value stays and err says what would be right. */
bool settings_set(struct settings *s, enum setting_id id, const char *text, const char *origin,
                  struct err *err);
/* Takes what the map says, mistakes become problems. Keys that are not settings are left to the
 * caller; a key without a value keeps the default. */
void settings_read_one(struct settings *s, enum setting_id id, struct yaml_tree *t,
                       const struct yaml_node *map);
void settings_read(struct settings *s, struct yaml_tree *t, const struct yaml_node *map);

#endif
