/* Finds, reads and owns the configuration. Called once at the start by tui/main.c through
 * options.c; what it returns does not change afterwards. A file with mistakes is still taken as far
 * as it is right, so that the caller may decide: klamm refuses to start on errors, `klamm config`
 * shows them all. */
#include "core/config/config.h"

#include "core/base/buf.h"
#include "core/base/file.h"
#include "core/base/mem.h"
#include "core/base/vec.h"
#include "core/base/zone.h"
#include "core/config/profile_yaml.h"
#include "core/config/yaml_typed.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef KLAMM_SYSCONFDIR
#define KLAMM_SYSCONFDIR "/etc"
#endif

void config_init(struct config *c)
{
    memset(c, 0, sizeof *c);
    settings_init(&c->settings);
    problems_init(&c->problems);
}

void config_release(struct config *c)
{
    for (size_t i = 0; i < c->nprofiles; i++)
        profile_free(c->profiles[i]);
    free(c->profiles);
    free(c->path);
    guards_release(&c->guards);
    settings_release(&c->settings);
    problems_release(&c->problems);
    memset(c, 0, sizeof *c);
}

static void read_clusters(struct config *c, struct yaml_tree *t, const struct yaml_node *map,
                          bool public_file)
{
    if (map->kind == NODE_NULL || !yaml_is_map(t, map, "clusters"))
        return;
    c->profiles = xcalloc(map->n, sizeof *c->profiles);
    for (size_t i = 0; i < map->n; i++) {
        struct profile *p = profile_read(t, &map->pairs[i], &c->settings, public_file);
        guards_apply(&c->guards, p);
        c->profiles[c->nprofiles++] = p;
    }
}

/* `templates:` is a place for anchors that clusters share by <<: *name; it has no form. */
static void read_root(struct config *c, struct yaml_tree *t, bool public_file)
{
    const struct yaml_node *root = t->root;
    if (root->kind == NODE_NULL)
        return;
    if (root->kind != NODE_MAP) {
        problems_error(t->problems, t->file, root->line,
                       "the file must be a map of settings, as in theme: dark");
        return;
    }
    const char *keys[2 * SETTINGS_N + 3];
    size_t n = 0;
    for (size_t i = 0; i < SETTINGS_N; i++)
        keys[n++] = settings_table[i].key;
    for (int i = 0; i < SETTINGS_N; i++) {
        if (settings_old_key((enum setting_id)i))
            keys[n++] = settings_old_key((enum setting_id)i);
    }
    keys[n++] = "clusters";
    keys[n++] = "templates";
    keys[n++] = "guards";
    yaml_only(t, root, "klamm's configuration", keys, n);
    settings_read(&c->settings, t, root);
    const struct yaml_node *guards = yaml_get(root, "guards");
    if (guards)
        guards_read(&c->guards, t, guards);
    const struct yaml_node *clusters = yaml_get(root, "clusters");
    if (clusters)
        read_clusters(c, t, clusters, public_file);
}

static void check_default(struct config *c)
{
    const char *name = settings_text(&c->settings, SETTING_ID_CLUSTER);
    struct err err = {0};
    if (*name && !config_profile(c, name, &err))
        problems_error(&c->problems, c->settings.v[SETTING_ID_CLUSTER].origin, 0,
                       "'default-cluster': %s", err.msg);
}

static bool parse(struct config *c, const char *file, const char *data, size_t len,
                  bool public_file, struct err *err)
{
    struct yaml_tree tree;
    if (yaml_tree_load(&tree, file, data, len, &c->problems)) {
        read_root(c, &tree, public_file);
        check_default(c);
    }
    yaml_tree_release(&tree);
    return problems_check(&c->problems, err);
}

bool config_parse(struct config *c, const char *file, const char *data, size_t len, struct err *err)
{
    config_init(c);
    return parse(c, file, data, len, false, err);
}

const char *config_system_path(void)
{
    return KLAMM_SYSCONFDIR "/klamm/klamm.yaml";
}

char *config_user_path(void)
{
    char *dir = file_xdg("config");
    char *path = dir ? xasprintf("%s/klamm.yaml", dir) : xstrdup("~/.config/klamm/klamm.yaml");
    free(dir);
    return path;
}

/* The file to read, malloc'd, or NULL when there is none at all. */
static char *find_file(const char *given)
{
    const char *env = getenv("KLAMM_CONFIG");
    if (given)
        return file_expand(given);
    if (env && *env)
        return file_expand(env);
    char *user = config_user_path();
    if (access(user, F_OK) == 0)
        return user;
    free(user);
    const char *system = config_system_path();
    return access(system, F_OK) == 0 ? xstrdup(system) : NULL;
}

bool config_load(struct config *c, const char *path, struct err *err)
{
    config_init(c);
    c->path = find_file(path);
    if (!c->path)
        return true;
    struct buf data;
    struct stat st;
    struct err why = {0};
    buf_init(&data, 0);
    bool ok;
    bool named = path || (getenv("KLAMM_CONFIG") && *getenv("KLAMM_CONFIG")); /* may be a pipe */
    if ((named ? file_read : file_read_ordinary)(c->path, YAML_FILE_MAX, &data, &why)) {
        bool public_file = stat(c->path, &st) == 0 && (st.st_mode & S_IROTH);
        /* It says where to connect and which commands to run. */
        if (stat(c->path, &st) == 0 && (st.st_mode & S_IWOTH))
            problems_warn(&c->problems, c->path, 0,
                          "everyone on this machine can change this file: chmod o-w it");
        ok = parse(c, c->path, buf_str(&data), data.len, public_file, err);
    } else {
        problems_error(&c->problems, NULL, 0, "%s", why.msg);
        ok = problems_check(&c->problems, err);
    }
    if (data.data)
        explicit_bzero(data.data, data.len);
    buf_release(&data);
    if (ok)
        zone_use_utc(settings_is(&c->settings, SETTING_ID_TIME, "utc"));
    return ok;
}

static void none_configured(const struct config *c, const char *name, struct err *err)
{
    char *path = c->path ? xstrdup(c->path) : config_user_path();
    err_set(err, ERR_USAGE, "no cluster '%.80s' is configured: %s has none under 'clusters:'%s",
            name, path, c->path ? "" : " (there is no such file)");
    free(path);
}

const struct profile *config_profile(const struct config *c, const char *name, struct err *err)
{
    const char **names = xcalloc(c->nprofiles + 1, sizeof *names);
    const struct profile *found = NULL;
    struct buf all;
    buf_init(&all, 300);
    for (size_t i = 0; i < c->nprofiles; i++) {
        names[i] = c->profiles[i]->name;
        buf_addf(&all, "%s%s", i ? ", " : "", names[i]);
        if (strcmp(names[i], name) == 0)
            found = c->profiles[i];
    }
    const char *meant = found ? NULL : problems_suggest(name, names, c->nprofiles);
    if (!found && meant)
        err_set(err, ERR_USAGE, "no cluster '%.80s' is configured; did you mean '%s'?", name,
                meant);
    else if (!found && c->nprofiles)
        err_set(err, ERR_USAGE, "no cluster '%.80s' is configured; there are: %s%s", name,
                buf_str(&all), all.full ? "…" : "");
    else if (!found)
        none_configured(c, name, err);
    buf_release(&all);
    free(names);
    return found;
}

const struct profile *config_default_profile(const struct config *c, struct err *err)
{
    const char *name = settings_text(&c->settings, SETTING_ID_CLUSTER);
    if (*name)
        return config_profile(c, name, err);
    if (c->nprofiles == 1)
        return c->profiles[0];
    char *path = c->path ? xstrdup(c->path) : config_user_path();
    if (c->nprofiles == 0)
        err_set(err, ERR_USAGE,
                "no cluster is configured: klamm -b HOST:PORT opens one at once; to keep it, "
                "write it under 'clusters:' in %s",
                path);
    else
        err_set(err, ERR_USAGE,
                "%zu clusters are configured and none is the default: name one with -c, or set "
                "'default-cluster' in %s",
                c->nprofiles, path);
    free(path);
    return NULL;
}
