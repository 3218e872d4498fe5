/* Client properties: an ordered list of name and value, each knowing where it came from and whether
 * it is a secret. Values that come from elsewhere (environment, file, command) are kept as the
 * recipe and resolved when connecting: see secret.h. */
#ifndef KLAMM_CORE_CONFIG_PROPERTY_H
#define KLAMM_CORE_CONFIG_PROPERTY_H

#include <stdbool.h>
#include <stddef.h>

enum property_from {
    PROPERTY_LITERAL,
    PROPERTY_ENV,     /* value is the variable's name */
    PROPERTY_FILE,    /* value is the path, ~ expanded */
    PROPERTY_COMMAND, /* value is the command line for /bin/sh */
};

struct property {
    char *name;    /* as librdkafka spells it */
    char *written; /* as its author spelt it, where that is another name; else NULL */
    char *value;   /* the value, or the recipe for it; never shown when secret and literal */
    enum property_from from;
    bool secret;
    char *origin; /* "klamm.yaml:12", "-X", "client.properties:3" */
};

struct properties {
    struct property *data;
    size_t len;
    size_t cap;
};

void properties_init(struct properties *p);
void properties_release(struct properties *p); /* wipes the values first */
/* Replaces the value in place when the name is there already, else appends. */
void properties_set(struct properties *p, const char *name, enum property_from from,
                    const char *value, const char *origin);
const struct property *properties_get(const struct properties *p, const char *name);
/* The name that messages use: the one written where the value came from. */
const char *property_said(const struct property *p);
/* Nothing when there is no such property, or when written is its name. */
void properties_written_as(struct properties *p, const char *name, const char *written);
void properties_remove(struct properties *p, const char *name);
/* What is in both becomes that of `from`. */
void properties_merge(struct properties *to, const struct properties *from);

/* True for names whose value must never be shown or logged: passwords, keys, tokens, JAAS lines.
 * Generous on purpose, so that a mistyped name hides its value too. */
bool property_name_is_secret(const char *name);
/* What may be shown for it: the value, "(secret)", or where it comes from: "from $KAFKA_PW",
 * "from the file …", "from a command". malloc'd, not yet made visible for the terminal. */
char *property_shown(const struct property *p);

/* "host:port,[::1]:9092": err names the part that is wrong. proto:// in front is accepted. */
struct err;
bool bootstrap_check(const char *list, struct err *err);

#endif
