/* A cluster as the operator configured it: where, how to log in, how careful to be. */
#ifndef KLAMM_CORE_CONFIG_PROFILE_H
#define KLAMM_CORE_CONFIG_PROFILE_H

#include "core/base/err.h"
#include "core/config/property.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum guard_level {
    GUARD_OPEN,      /* reversible changes ask y/N, irreversible ones want the name typed */
    GUARD_TYPED,     /* every change wants the name typed: the default for the label prod */
    GUARD_READ_ONLY, /* no change is offered or sent */
};

enum { PROFILE_REFRESH_MS = 2000 };

struct profile_limits {
    int64_t refresh_ms;     /* the pace of everything periodic; lists are laid out for 2000 */
    int64_t connect_ms;     /* after this an attempt counts as failed */
    int64_t request_ms;     /* for one answer of a broker */
    int64_t secret_ms;      /* for a command that prints a secret */
    int64_t sample_ms;      /* between two samples of a group that someone watches */
    int64_t sample_idle_ms; /* … that no one watches; 0: none are taken */
    int inflight;           /* requests under way at once */
};

struct profile {
    char *name;   /* unique among the profiles */
    char *label;  /* "prod", "staging", "dev" or free text; "" when none */
    char *colour; /* of the label: a colour as themes write them; "" for the theme's choice */
    enum guard_level guard;
    bool guard_given;             /* written by the operator, not derived from the label */
    struct properties properties; /* for librdkafka, bootstrap.servers among them */
    struct profile_limits limits; /* from the settings, unless the cluster has its own */
    char *note;                   /* a sentence for anyone who opens the cluster; "" when none */
    char *tags;                   /* words to find it by, "eu, payments"; "" when none */
    char *origin;                 /* "klamm.yaml:7", "-b", "client.properties" */
    char *file;                   /* its client.properties, for Kafka's tools; NULL: none */
    /* The options by which klamm is started with this cluster, one word each, ended by NULL;
     * secrets are left out. NULL: -c and its name. */
    char **words;
};

struct profile *profile_new(const char *name, const char *origin);
void profile_free(struct profile *p);
struct profile *profile_copy(const struct profile *p);

void profile_set_file(struct profile *p, const char *path);
void profile_add_word(struct profile *p, const char *word);
void profile_forget_words(struct profile *p);

void profile_set_label(struct profile *p, const char *label); /* derives guard unless given */
void profile_set_colour(struct profile *p, const char *colour);
void profile_set_note(struct profile *p, const char *note);
void profile_set_guard(struct profile *p, enum guard_level guard);
void profile_add_tag(struct profile *p, const char *tag);

const char *profile_brokers(const struct profile *p); /* bootstrap.servers, or "" */
size_t profile_naddresses(const struct profile *p);   /* in these, each counted once */
/* prod, production and prod-…: what is treated with most care. */
bool profile_label_is_prod(const char *label);

const char *guard_name(enum guard_level g); /* "open", "typed", "read-only" */
extern const char *const guard_names[3];

#endif
