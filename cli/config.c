/* klamm config: the configuration in effect, each value with where it came from, secrets
 * hidden; and the mistakes in it, without connecting anywhere. */
#include "cli/command.h"
#include "cli/command_option.h"
#include "cli/connect.h"
#include "cli/say.h"
#include "cli/tree_print.h"

#include "core/base/text.h"
#include "core/format/export.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct shown {
    const struct config *config;
    json_t *json; /* NULL: for people */
    struct arena arena;
};

static const char *visible(struct shown *s, const char *text)
{
    return text ? text_visible(&s->arena, text, strlen(text)) : NULL;
}

static void add_setting(struct shown *s, json_t *to, enum setting_id id)
{
    const struct setting_value *v = &s->config->settings.v[id];
    const char *origin = v->origin ? v->origin : "default";
    if (!to) {
        printf("  %-18s %-12s %s\n", settings_table[id].key, visible(s, v->text),
               visible(s, origin));
        return;
    }
    json_object_set_new(
        to, settings_table[id].key,
        json_pack("{s:s, s:s}", "value", visible(s, v->text), "origin", visible(s, origin)));
}

static void add_property(struct shown *s, json_t *to, const struct property *p)
{
    char *shown = property_shown(p);
    const char *value = visible(s, shown), *origin = visible(s, p->origin ? p->origin : "");
    free(shown);
    if (!to) {
        printf("    %-34s %-40s %s\n", visible(s, p->name), value, origin);
        return;
    }
    json_object_set_new(to, visible(s, p->name),
                        json_pack("{s:s, s:s}", "value", value, "origin", origin));
}

static void add_profile(struct shown *s, json_t *to, const struct profile *p)
{
    const struct profile *current = config_default_profile(s->config, NULL);
    json_t *o = to ? json_object() : NULL, *properties = to ? json_object() : NULL;
    if (to) {
        json_object_set_new(o, "label", json_string(visible(s, p->label)));
        json_object_set_new(o, "guard", json_string(guard_name(p->guard)));
        json_object_set_new(o, "tags", json_string(visible(s, p->tags)));
        json_object_set_new(o, "note", json_string(visible(s, p->note)));
        json_object_set_new(o, "origin", json_string(visible(s, p->origin)));
        json_object_set_new(o, "default", json_boolean(p == current));
        json_object_set_new(o, "properties", properties);
        json_object_set_new(to, visible(s, p->name), o);
    } else {
        printf("  %s%s%s%s, guard %s   (%s)\n", visible(s, p->name),
               p == current ? " (default)" : "", *p->label ? ", label " : "", visible(s, p->label),
               guard_name(p->guard), visible(s, p->origin));
    }
    for (size_t i = 0; i < p->properties.len; i++)
        add_property(s, properties, &p->properties.data[i]);
}

static void show(struct shown *s)
{
    const struct config *c = s->config;
    char *own = config_user_path();
    json_t *settings = s->json ? json_object() : NULL, *clusters = s->json ? json_object() : NULL;
    if (s->json) {
        json_object_set_new(s->json, "file",
                            c->path ? json_string(visible(s, c->path)) : json_null());
        json_object_set_new(s->json, "settings", settings);
        json_object_set_new(s->json, "clusters", clusters);
    } else if (c->path) {
        printf("file: %s\n", visible(s, c->path));
    } else {
        printf("file: none; yours belongs in %s\n", own ? visible(s, own) : "$HOME");
    }
    if (!s->json)
        puts("settings:");
    for (int i = 0; i < SETTINGS_N; i++)
        add_setting(s, settings, (enum setting_id)i);
    if (!s->json)
        puts(c->nprofiles ? "clusters:" : "clusters: none");
    for (size_t i = 0; i < c->nprofiles; i++)
        add_profile(s, clusters, c->profiles[i]);
    free(own);
}

static bool parse(const char *const *args, size_t nargs, enum export_format *format,
                  struct err *err)
{
    static const struct command_option output = {'o', "output", true};
    const char *value;
    for (size_t i = 1; i < nargs; i++) {
        enum export_format f = EXPORT_TABLE;
        if (!command_take_option(&output, args, nargs, &i, &value, err))
            return err_set(err, ERR_USAGE, "unexpected argument \"%s\" after config", args[i]);
        if (!value || !export_format_parse(value, &f, err))
            return false;
        if (f != EXPORT_TABLE && !export_is_tree(f))
            return err_set(err, ERR_USAGE, "config prints table, json or yaml, not %s",
                           export_format_names[f]);
        *format = f;
    }
    return true;
}

static int run(const struct options *o, const char *const *args, size_t nargs)
{
    struct connection x = {0};
    struct shown s = {.config = &x.config};
    struct err err = {0};
    enum export_format format = EXPORT_TABLE;
    if (!parse(args, nargs, &format, &err))
        return cli_fail(&err);
    bool ok = connection_config(&x, o);
    arena_init(&s.arena);
    s.json = export_is_tree(format) ? json_object() : NULL;
    show(&s);
    if (s.json)
        tree_print(s.json, format, stdout);
    arena_release(&s.arena);
    connection_close(&x);
    return ok ? CLI_DONE : CLI_USAGE;
}

const struct command command_config = {
    .name = "config",
    .usage = "[-o table|json|yaml]",
    .help = "print the configuration in effect and where each value came from, and check it",
    .examples = "\n-o json",
    .run = run,
};
