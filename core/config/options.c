/* Reads the shared options. A table-driven parser instead of getopt_long: unknown options get a
 * suggestion, and words after the command are left alone, whatever they look like, because each
 * command has options of its own that this file doesn't know. */
#include "core/config/options.h"

#include "core/base/mem.h"
#include "core/base/vec.h"
#include "core/config/client_properties.h"
#include "core/config/property.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum option_id {
    OPT_BROKERS,
    OPT_CLUSTER,
    OPT_FILE,
    OPT_EXTRA,
    OPT_LABEL,
    OPT_READ_ONLY,
    OPT_CONFIG,
    OPT_THEME,
    OPT_TOUR,
    OPT_LINEAR,
    OPT_VERSION,
    OPT_HELP,
    OPT_N
};

const struct option_spec option_specs[] = {
    [OPT_BROKERS] = {'b', "brokers", "bootstrap-server", "HOST:PORT[,…]", OPTION_ANYWHERE,
                     "these brokers; no configuration needed"},
    [OPT_CLUSTER] = {'c', "cluster", NULL, "NAME", OPTION_ANYWHERE,
                     "a cluster of the configuration"},
    [OPT_FILE] = {'F', "properties", "command-config", "FILE", OPTION_ANYWHERE,
                  "a client.properties file, as Kafka's tools take"},
    [OPT_EXTRA] = {'X', "property", NULL, "KEY=VALUE", OPTION_ANYWHERE,
                   "one client property; may be repeated"},
    [OPT_LABEL] = {0, "label", NULL, "LABEL", OPTION_ANYWHERE,
                   "prod, staging …; prod wants names typed"},
    [OPT_READ_ONLY] = {0, "read-only", NULL, NULL, OPTION_ANYWHERE, "refuse every change"},
    [OPT_CONFIG] = {0, "config", NULL, "FILE", OPTION_BEFORE_COMMAND,
                    "this file instead of the usual"},
    [OPT_THEME] = {0, "theme", NULL, "NAME", OPTION_BEFORE_COMMAND, "the console's theme"},
    [OPT_TOUR] = {0, "tour", NULL, NULL, OPTION_BEFORE_COMMAND,
                  "begin with a tour: five things in two minutes"},
    [OPT_LINEAR] = {0, "linear", NULL, NULL, OPTION_BEFORE_COMMAND,
                    "the console in lines, for screen readers"},
    [OPT_VERSION] = {'V', "version", NULL, NULL, OPTION_BEFORE_COMMAND, "print versions and exit"},
    [OPT_HELP] = {'h', "help", NULL, NULL, OPTION_ANYWHERE, "print this and exit"},
    [OPT_N] = {0},
};

struct scan {
    struct options *o;
    char *const *argv;
    int argc, i;
    bool in_command;
    struct err *err;
};

static bool usable(const struct scan *s, enum option_id id)
{
    return !s->in_command || option_specs[id].scope == OPTION_ANYWHERE;
}

static enum option_id find_long(const struct scan *s, const char *name, size_t len)
{
    for (int i = 0; i < OPT_N; i++) {
        const char *const names[] = {option_specs[i].name, option_specs[i].alias};
        for (size_t k = 0; k < 2; k++) {
            if (names[k] && strlen(names[k]) == len && strncmp(names[k], name, len) == 0 &&
                usable(s, (enum option_id)i))
                return (enum option_id)i;
        }
    }
    return OPT_N;
}

static enum option_id find_letter(const struct scan *s, char letter)
{
    for (int i = 0; i < OPT_N; i++) {
        if (option_specs[i].letter == letter && usable(s, (enum option_id)i))
            return (enum option_id)i;
    }
    return OPT_N;
}

static void add(const char ***list, size_t *n, const char *item)
{
    *list = xrealloc(*list, *n + 1, sizeof **list);
    (*list)[(*n)++] = item;
}

/* The list of processes shows argv to everyone on the machine: a secret stays there no longer than
 * until it has been copied. */
static void wipe_secret(char *pair)
{
    char *value = strchr(pair, '=');
    if (!value)
        return;
    *value = '\0';
    bool secret = property_name_is_secret(pair);
    *value++ = '=';
    if (secret)
        memset(value, '*', strlen(value));
}

static bool take(struct options *o, enum option_id id, char *value)
{
    switch (id) {
    case OPT_BROKERS:
        o->brokers = value;
        break;
    case OPT_CLUSTER:
        o->cluster = value;
        break;
    case OPT_FILE:
        o->properties = value;
        break;
    case OPT_EXTRA:
        add(&o->extra, &o->nextra, xstrdup(value));
        wipe_secret(value);
        break;
    case OPT_LABEL:
        o->label = value;
        break;
    case OPT_READ_ONLY:
        o->read_only = true;
        break;
    case OPT_CONFIG:
        o->config_file = value;
        break;
    case OPT_THEME:
        o->theme = value;
        break;
    case OPT_TOUR:
        o->tour = true;
        break;
    case OPT_LINEAR:
        o->linear = true;
        break;
    case OPT_VERSION:
        o->version = true;
        break;
    case OPT_HELP:
        o->help = true;
        break;
    case OPT_N:
        return false;
    }
    return true;
}

/* The value of an option: what is attached to it, or the next word. */
static bool take_with_value(struct scan *s, enum option_id id, const char *shown, char *attached)
{
    char *value = attached;
    if (!option_specs[id].arg && attached)
        return err_set(s->err, ERR_USAGE, "option --%s takes no value", option_specs[id].name);
    if (option_specs[id].arg && !value) {
        if (s->i + 1 >= s->argc)
            return err_set(s->err, ERR_USAGE, "option %s needs a value: %s %s", shown, shown,
                           option_specs[id].arg);
        value = s->argv[++s->i];
    }
    if (option_specs[id].arg && !*value)
        return err_set(s->err, ERR_USAGE, "the value of option %s is empty: %s %s", shown, shown,
                       option_specs[id].arg);
    return take(s->o, id, value);
}

static bool unknown(struct scan *s, const char *word)
{
    const char *names[2 * OPT_N];
    size_t n = 0;
    for (int i = 0; i < OPT_N; i++) {
        names[n++] = option_specs[i].name;
        if (option_specs[i].alias)
            names[n++] = option_specs[i].alias;
    }
    char bare[64];
    size_t len = strcspn(word, "=");
    if (strncmp(word, "--", 2) == 0 && len - 2 < sizeof bare) {
        memcpy(bare, word + 2, len - 2);
        bare[len - 2] = '\0';
        const char *meant = problems_suggest(bare, names, n);
        if (meant)
            return err_set(s->err, ERR_USAGE, "unknown option %.*s; did you mean --%s?", (int)len,
                           word, meant);
    }
    return err_set(s->err, ERR_USAGE, "unknown option %.*s; klamm --help lists them",
                   len > 60 ? 60 : (int)len, word);
}

/* Behind acl-create, --cluster is the resource, a flag as in kafka-acls: -c and --cluster=NAME name a
 * cluster of the configuration there, too. */
static bool is_resource(const struct scan *s, const char *word)
{
    return s->in_command && strcmp(s->o->args[0], "acl-create") == 0 && !strchr(word, '=');
}

static bool scan_long(struct scan *s, char *word, bool *ours)
{
    size_t len = strcspn(word + 2, "=");
    enum option_id id = find_long(s, word + 2, len);
    *ours = id != OPT_N && !(id == OPT_CLUSTER && is_resource(s, word));
    if (!*ours)
        return true;
    char shown[32];
    snprintf(shown, sizeof shown, "--%.*s", (int)len, word + 2);
    return take_with_value(s, id, shown, word[2 + len] ? word + 3 + len : NULL);
}

/* After the command word a letter must stand alone: `--sort -bytes` is not -b. */
static bool scan_short(struct scan *s, char *word, bool *ours)
{
    enum option_id id = find_letter(s, word[1]);
    *ours = id != OPT_N && (!s->in_command || !word[2]);
    if (!*ours)
        return true;
    if (!option_specs[id].arg && word[2]) {
        *ours = false;
        return true;
    }
    char shown[3] = {'-', word[1], '\0'};
    return take_with_value(s, id, shown, word[2] ? word + 2 : NULL);
}

static bool scan_word(struct scan *s)
{
    char *word = s->argv[s->i];
    bool ours = false;
    if (word[0] != '-' || !word[1]) {
        s->in_command = true;
        add(&s->o->args, &s->o->nargs, word);
        return true;
    }
    bool ok = word[1] == '-' ? scan_long(s, word, &ours) : scan_short(s, word, &ours);
    if (!ok || ours)
        return ok;
    if (!s->in_command)
        return unknown(s, word);
    add(&s->o->args, &s->o->nargs, word);
    return true;
}

bool options_parse(struct options *o, int argc, char *const *argv, struct err *err)
{
    memset(o, 0, sizeof *o);
    struct scan s = {.o = o, .argv = argv, .argc = argc, .err = err};
    for (s.i = 1; s.i < argc; s.i++) {
        if (strcmp(argv[s.i], "--") == 0) {
            for (; s.i < argc; s.i++)
                add(&o->args, &o->nargs, argv[s.i]);
            break;
        }
        if (!scan_word(&s))
            return false;
    }
    if (o->cluster && o->properties)
        return err_set(err, ERR_USAGE,
                       "-c and -F exclude each other: a cluster of the configuration takes its "
                       "file by 'properties-file'");
    return true;
}

void options_release(struct options *o)
{
    for (size_t i = 0; i < o->nextra; i++)
        free((char *)o->extra[i]);
    free(o->extra);
    free(o->args);
    memset(o, 0, sizeof *o);
}
