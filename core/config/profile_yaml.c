/* Reads a cluster's map. Called by config.c for each one. Mistakes go to the tree's problems; the
 * value of a property is never quoted in them, because a mistyped name or a lost quote may have put
 * a password where something else belongs. */
#include "core/config/profile_yaml.h"

#include "core/base/buf.h"
#include "core/base/file.h"
#include "core/base/mem.h"
#include "core/config/client_properties.h"
#include "core/config/placeholders.h"
#include "core/config/property_values.h"
#include "core/config/yaml_typed.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct reader {
    struct yaml_tree *tree;
    struct profile *profile;
    bool public_file;
};

const char *const profile_yaml_keys[PROFILE_YAML_KEYS] = {
    "brokers",    "label",           "colour",          "guard",           "tags",
    "properties", "properties-file", "connect-timeout", "request-timeout", "secret-timeout",
    "refresh",    "inflight",        "sample",          "sample-idle",     "note",
};

static char *origin_of(const struct reader *r, int line)
{
    return xasprintf("%s:%d", r->tree->file, line);
}

/* Only for messages of what is surely a name; anything else could be a lost secret. */
static bool looks_like_variable(const char *s)
{
    if (!isalpha((unsigned char)*s) && *s != '_')
        return false;
    while (isalnum((unsigned char)*s) || *s == '_')
        s++;
    return !*s;
}

static bool wrong_secret(const struct reader *r, int line, const char *name)
{
    return problems_error(r->tree->problems, r->tree->file, line,
                          "'%s' must be text or one of {env: NAME}, {file: PATH}, "
                          "{command: \"…\"}; put a value that starts with one of "
                          "{ [ * & ! %% @ in quotes",
                          name);
}

static void warn_public_secret_file(const struct reader *r, int line, const char *name,
                                    const char *path)
{
    struct stat st;
    if (stat(path, &st) == 0 && (st.st_mode & S_IROTH))
        problems_warn(r->tree->problems, r->tree->file, line,
                      "everyone on this machine can read '%s', the file with '%s': chmod 600 it",
                      path, name);
}

/* {env: NAME}, {file: PATH}, {command: "…"} */
static bool read_recipe(const struct reader *r, const struct yaml_pair *pair)
{
    const struct yaml_node *map = pair->value;
    const struct yaml_node *value = map->n == 1 ? map->pairs[0].value : NULL;
    if (!value || value->kind != NODE_SCALAR)
        return wrong_secret(r, pair->line, pair->key);
    const char *how = map->pairs[0].key;
    char *origin = origin_of(r, pair->line);
    bool ok = true;
    if (strcmp(how, "env") == 0 && looks_like_variable(value->text)) {
        properties_set(&r->profile->properties, pair->key, PROPERTY_ENV, value->text, origin);
    } else if (strcmp(how, "env") == 0) {
        ok = problems_error(r->tree->problems, r->tree->file, value->line,
                            "'%s': env must be the name of an environment variable: letters, "
                            "digits and _",
                            pair->key);
    } else if (strcmp(how, "file") == 0) {
        char *path = file_expand(value->text);
        properties_set(&r->profile->properties, pair->key, PROPERTY_FILE, path, origin);
        if (property_name_is_secret(pair->key))
            warn_public_secret_file(r, value->line, pair->key, path);
        free(path);
    } else if (strcmp(how, "command") == 0) {
        properties_set(&r->profile->properties, pair->key, PROPERTY_COMMAND, value->text, origin);
    } else {
        ok = wrong_secret(r, pair->line, pair->key);
    }
    free(origin);
    return ok;
}

static bool read_property(const struct reader *r, const struct yaml_pair *pair)
{
    if (pair->value->kind == NODE_MAP)
        return read_recipe(r, pair);
    if (pair->value->kind == NODE_NULL)
        return problems_error(r->tree->problems, r->tree->file, pair->line,
                              "'%s' has no value; write \"\" for an empty one", pair->key);
    if (pair->value->kind != NODE_SCALAR)
        return wrong_secret(r, pair->line, pair->key);
    placeholders_refuse(pair->key, pair->value->text, r->tree->file, pair->line, r->tree->problems);
    char *origin = origin_of(r, pair->line);
    properties_set(&r->profile->properties, pair->key, PROPERTY_LITERAL, pair->value->text, origin);
    free(origin);
    if (r->public_file && property_name_is_secret(pair->key) && *pair->value->text)
        problems_warn(r->tree->problems, r->tree->file, pair->line,
                      "'%s' is a secret and everyone on this machine can read this file: "
                      "chmod 600 it, or use {env: NAME}, {file: PATH} or {command: \"…\"}",
                      pair->key);
    return true;
}

static void read_properties(const struct reader *r, const struct yaml_node *map)
{
    if (map->kind == NODE_NULL || !yaml_is_map(r->tree, map, "properties"))
        return;
    for (size_t i = 0; i < map->n; i++)
        read_property(r, &map->pairs[i]);
}

static void read_properties_file(const struct reader *r, const struct yaml_node *node)
{
    const char *text = yaml_text(r->tree, node, "properties-file");
    if (!text)
        return;
    char *path = file_expand(text);
    const char *slash = strrchr(r->tree->file, '/');
    if (*path != '/' && slash) {
        /* Relative to the file that names it: klamm may be started anywhere. */
        char *relative = xasprintf("%.*s/%s", (int)(slash - r->tree->file), r->tree->file, path);
        free(path);
        path = relative;
    }
    profile_set_file(r->profile, path);
    if (access(path, R_OK) == 0)
        client_properties_read(path, &r->profile->properties, r->tree->problems);
    else
        problems_error(r->tree->problems, r->tree->file, node->line,
                       "'properties-file': can't read '%s': %s", path, strerror(errno));
    free(path);
}

static void read_brokers(const struct reader *r, const struct yaml_node *node)
{
    struct buf list;
    buf_init(&list, 0);
    if (node->kind == NODE_LIST) {
        for (size_t i = 0; i < node->n; i++) {
            const char *one = yaml_text(r->tree, node->items[i], "brokers");
            if (one)
                buf_addf(&list, "%s%s", list.len ? "," : "", one);
        }
    } else {
        const char *text = yaml_text(r->tree, node, "brokers");
        buf_adds(&list, text ? text : "");
    }
    struct err err = {0};
    char *origin = origin_of(r, node->line);
    if (list.len && !bootstrap_check(buf_str(&list), &err))
        problems_error(r->tree->problems, r->tree->file, node->line, "'brokers': %s", err.msg);
    else if (list.len)
        properties_set(&r->profile->properties, "bootstrap.servers", PROPERTY_LITERAL,
                       buf_str(&list), origin);
    free(origin);
    buf_release(&list);
}

static void read_tags(const struct reader *r, const struct yaml_node *node)
{
    if (!yaml_is_list(r->tree, node, "tags"))
        return;
    for (size_t i = 0; i < node->n; i++) {
        const char *tag = yaml_text(r->tree, node->items[i], "tags");
        if (tag)
            profile_add_tag(r->profile, tag);
    }
}

static void read_looks(const struct reader *r, const struct yaml_node *map)
{
    const struct yaml_node *label = yaml_get(map, "label");
    const struct yaml_node *colour = yaml_get(map, "colour");
    const struct yaml_node *guard = yaml_get(map, "guard");
    const struct yaml_node *tags = yaml_get(map, "tags");
    const struct yaml_node *note = yaml_get(map, "note");
    const char *text;
    size_t level = 0;
    if (label && label->kind != NODE_NULL && (text = yaml_text(r->tree, label, "label")))
        profile_set_label(r->profile, text);
    if (colour && colour->kind != NODE_NULL && (text = yaml_text(r->tree, colour, "colour")))
        profile_set_colour(r->profile, text);
    if (note && note->kind != NODE_NULL && (text = yaml_text(r->tree, note, "note")))
        profile_set_note(r->profile, text);
    if (guard && guard->kind != NODE_NULL) {
        /* A guard that can't be read must not leave the cluster less guarded than was meant. */
        if (yaml_choice(r->tree, guard, "guard", guard_names, 3, &level))
            profile_set_guard(r->profile, (enum guard_level)level);
        else
            profile_set_guard(r->profile, GUARD_READ_ONLY);
    }
    if (tags && tags->kind != NODE_NULL)
        read_tags(r, tags);
}

struct profile_limits profile_limits_of(const struct settings *settings)
{
    return (struct profile_limits){
        .refresh_ms = settings_num(settings, SETTING_ID_REFRESH),
        .connect_ms = settings_num(settings, SETTING_ID_CONNECT_TIMEOUT),
        .request_ms = settings_num(settings, SETTING_ID_REQUEST_TIMEOUT),
        .secret_ms = settings_num(settings, SETTING_ID_SECRET_TIMEOUT),
        .sample_ms = settings_num(settings, SETTING_ID_SAMPLE),
        .sample_idle_ms = settings_num(settings, SETTING_ID_SAMPLE_IDLE),
        .inflight = (int)settings_num(settings, SETTING_ID_INFLIGHT),
    };
}

/* A cluster far away may have its own patience: the settings of the same name, for it alone. */
static void read_limits(const struct reader *r, const struct yaml_node *map,
                        const struct settings *settings)
{
    struct settings own;
    settings_init(&own);
    static const enum setting_id ids[] = {
        SETTING_ID_REFRESH,        SETTING_ID_CONNECT_TIMEOUT, SETTING_ID_REQUEST_TIMEOUT,
        SETTING_ID_SECRET_TIMEOUT, SETTING_ID_INFLIGHT,        SETTING_ID_SAMPLE,
        SETTING_ID_SAMPLE_IDLE,
    };
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        settings_set(&own, ids[i], settings_text(settings, ids[i]), NULL, NULL);
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        settings_read_one(&own, ids[i], r->tree, map);
    r->profile->limits = profile_limits_of(&own);
    settings_release(&own);
}

struct profile *profile_read(struct yaml_tree *t, const struct yaml_pair *entry,
                             const struct settings *settings, bool public_file)
{
    struct reader r = {.tree = t, .public_file = public_file};
    char *origin = origin_of(&r, entry->line);
    r.profile = profile_new(entry->key, origin);
    free(origin);
    r.profile->limits = profile_limits_of(settings);
    const struct yaml_node *map = entry->value, *node;
    if (!yaml_is_map(t, map, entry->key))
        return r.profile;
    char *where = xasprintf("cluster '%s'", entry->key);
    yaml_only(t, map, where, profile_yaml_keys,
              sizeof profile_yaml_keys / sizeof *profile_yaml_keys);
    free(where);

    read_looks(&r, map);
    read_limits(&r, map, settings);
    /* In this order: klamm.yaml takes precedence over the file it points to. */
    if ((node = yaml_get(map, "properties-file")))
        read_properties_file(&r, node);
    if ((node = yaml_get(map, "properties")))
        read_properties(&r, node);
    if ((node = yaml_get(map, "brokers")))
        read_brokers(&r, node);
    client_properties_translate(&r.profile->properties, t->problems);
    property_addresses_translate(&r.profile->properties, t->problems);
    property_backoffs_translate(&r.profile->properties, t->problems);
    if (!properties_get(&r.profile->properties, "bootstrap.servers"))
        problems_error(t->problems, t->file, entry->line,
                       "cluster '%s' lacks 'brokers', as in brokers: host:9092", entry->key);
    return r.profile;
}
