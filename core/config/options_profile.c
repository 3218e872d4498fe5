/* Options and configuration → the one cluster they name. Called by tui/main.c for the console and
 * for every command that talks to a cluster. */
#include "core/config/options_profile.h"

#include "core/base/mem.h"
#include "core/base/vec.h"
#include "core/config/client_properties.h"
#include "core/config/options.h"
#include "core/config/placeholders.h"
#include "core/config/profile_yaml.h"
#include "core/config/property_values.h"

#include <stdlib.h>
#include <string.h>

static bool apply_extra(const char *pair, struct profile *p, struct problems *problems)
{
    const char *eq = strchr(pair, '=');
    if (!eq || eq == pair)
        return problems_error(problems, "-X", 0,
                              "must be KEY=VALUE, as in -X security.protocol=SSL");
    char *name = xstrndup(pair, (size_t)(eq - pair));
    placeholders_refuse(name, eq + 1, "-X", 0, problems);
    properties_set(&p->properties, name, PROPERTY_LITERAL, eq + 1, "-X");
    if (property_name_is_secret(name))
        problems_warn(problems, "-X", 0,
                      "'%s' on the command line can be seen by everyone on this machine: "
                      "rather use -F or the configuration",
                      name);
    free(name);
    return true;
}

/* A cluster that no configuration knows: named after the first host. */
static void name_after_host(struct profile *p)
{
    const char *brokers = profile_brokers(p);
    const char *host = strstr(brokers, "://") ? strstr(brokers, "://") + 3 : brokers;
    size_t n = *host == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":,");
    if (n > strlen(host))
        n = strlen(host);
    if (n == 0)
        return;
    free(p->name);
    p->name = xstrndup(host, n);
}

static struct profile *base_profile(const struct options *o, const struct config *c,
                                    struct problems *problems, struct err *err)
{
    const struct profile *configured = NULL;
    if (o->cluster)
        configured = config_profile(c, o->cluster, err);
    else if (!o->brokers && !o->properties)
        configured = config_default_profile(c, err);
    else {
        struct profile *p = profile_new("-", o->properties ? o->properties : "-b");
        p->limits = profile_limits_of(&c->settings);
        if (o->properties)
            client_properties_read(o->properties, &p->properties, problems);
        return p;
    }
    return configured ? profile_copy(configured) : NULL;
}

static void add_option(struct profile *p, const char *option, const char *value)
{
    if (!value)
        return;
    profile_add_word(p, option);
    profile_add_word(p, value);
}

/* What to type to be here again. */
static void add_words(struct profile *p, const struct options *o, bool configured)
{
    profile_forget_words(p);
    add_option(p, "--config", o->config_file);
    add_option(p, "-c", configured ? p->name : NULL);
    add_option(p, "-b", o->brokers);
    add_option(p, "-F", o->properties);
    add_option(p, "--label", o->label); /* it asks for care, here as there */
    for (size_t i = 0; i < o->nextra; i++) {
        char *name = xstrndup(o->extra[i], strcspn(o->extra[i], "="));
        add_option(p, "-X", property_name_is_secret(name) ? NULL : o->extra[i]);
        free(name);
    }
    if (o->properties)
        profile_set_file(p, o->properties);
}

static bool overlay(const struct options *o, const struct config *c, struct profile *p,
                    struct problems *problems)
{
    struct err err = {0};
    if (o->brokers && !bootstrap_check(o->brokers, &err))
        problems_error(problems, "-b", 0, "%s", err.msg);
    else if (o->brokers)
        properties_set(&p->properties, "bootstrap.servers", PROPERTY_LITERAL, o->brokers, "-b");
    for (size_t i = 0; i < o->nextra; i++)
        apply_extra(o->extra[i], p, problems);
    client_properties_translate(&p->properties, problems);
    property_addresses_translate(&p->properties, problems);
    property_backoffs_translate(&p->properties, problems);
    guards_apply(&c->guards, p);
    if (o->label) {
        /* A word on the command line may add care to a configured cluster, not take it away. */
        enum guard_level before = p->guard;
        profile_set_label(p, o->label);
        guards_apply(&c->guards, p);
        if (p->guard < before)
            p->guard = before;
    }
    if (o->read_only)
        profile_set_guard(p, GUARD_READ_ONLY);
    return problems->errors == 0;
}

struct profile *options_profile(const struct options *o, const struct config *c,
                                struct problems *problems, struct err *err)
{
    struct profile *p = base_profile(o, c, problems, err);
    if (!p)
        return NULL;
    if (!overlay(o, c, p, problems)) {
        problems_check(problems, err);
        err->kind = ERR_USAGE;
    } else if (!properties_get(&p->properties, "bootstrap.servers")) {
        err_set(err, ERR_USAGE, "%s names no brokers (bootstrap.servers): add -b HOST:PORT",
                p->origin);
    } else {
        bool configured = o->cluster || !(o->brokers || o->properties);
        if (!configured)
            name_after_host(p);
        add_words(p, o, configured);
        return p;
    }
    profile_free(p);
    return NULL;
}

bool options_apply(const struct options *o, struct config *c, struct err *err)
{
    if (o->theme && !settings_set(&c->settings, SETTING_ID_THEME, o->theme, "--theme", err))
        return false;
    for (size_t i = 0; o->config_file && i < c->nprofiles; i++) {
        add_option(c->profiles[i], "--config", o->config_file);
        add_option(c->profiles[i], "-c", c->profiles[i]->name);
    }
    if (o->read_only) {
        for (size_t i = 0; i < c->nprofiles; i++)
            profile_set_guard(c->profiles[i], GUARD_READ_ONLY);
    }
    return true;
}
