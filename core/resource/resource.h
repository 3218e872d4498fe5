/* A kind of list: how facts of the model become rows. One const struct per kind in a file of its
 * own, one line in register.c. Pure: build() reads the model and writes a table. */
#ifndef KLAMM_CORE_RESOURCE_RESOURCE_H
#define KLAMM_CORE_RESOURCE_RESOURCE_H

#include "core/base/err.h"
#include "core/base/table.h"
#include "core/model/model.h"
#include "core/model/object.h"
#include "core/model/wants.h"

#include <stdbool.h>
#include <stddef.h>

enum scope_kind {
    SCOPE_NONE,   /* cluster-wide */
    SCOPE_BROKER, /* scope string = broker id in decimal */
    SCOPE_TOPIC,
    SCOPE_GROUP,
    SCOPE_TOPICS,    /* two of them, with a blank between: topics have none in their names */
    SCOPE_PRINCIPAL, /* "User:alice" */
    SCOPE_ID,        /* of a row of another list */
    SCOPE_QUESTION,  /* "User:bob read payments", of a pane only */
};
/* The list whose rows are such objects ("topics"); NULL: none, or not of a single one. */
const char *scope_list(enum scope_kind k);

/* The scope is raw, as the cluster spells it; keys of rows too. */

struct view {
    const struct model *model;
    const char *scope;
    const char *const *visible; /* row keys on screen */
    size_t nvisible;
    bool all;       /* the costly columns of every row are wanted */
    bool costliest; /* the costliest columns, too: they are on screen */
    bool each;      /* nothing is folded: each row by itself, to be read by programs */
    bool within;    /* folded rows have what is folded into them, for a filter */
};

struct resource {
    const char *name;           /* plural, lower case: what is typed after ":" and "get" */
    const char *const *aliases; /* NULL-terminated; may be NULL */
    const char *title;
    const char *help;      /* one or two sentences for someone new to Kafka */
    enum object_kind rows; /* what a row is: its key names it */
    enum object_kind of;   /* what its rows belong to, where the scope does not say so */
    enum scope_kind scope;
    bool tab;   /* has a place in the tab bar */
    bool folds; /* many rows of one sort become one, unless view.each */
    const struct column *columns;
    size_t ncolumns;
    /* Columns that depend on the model (one per broker …): fills the arena and returns them; NULL
     * when columns/ncolumns above are all. */
    const struct column *(*make_columns)(const struct view *v, struct arena *a, size_t *n);
    /* The first want is the fact the list itself is made of; the others fill its columns. */
    void (*want)(const struct view *v, struct wants *w);
    void (*build)(const struct view *v, struct table *t);
    const char *sort; /* column id, "-lag" for descending; NULL: as built */
    /* Pane or resource that Enter opens, the row key being its scope; NULL: nothing. Lists whose
     * rows lead to different places have open() instead. */
    const char *opens;
    /* *place and *scope live in the table; *scope may be NULL. False: this row opens nothing. */
    bool (*open)(const struct table *t, const struct row *row, const char **place,
                 const char **scope);
    const char *const
        *actions; /* verbs offered on its rows, in order; NULL-terminated; may be NULL */
};

extern const struct resource
    *const resources[];             /* NULL-terminated, order = tabs, help, completion */
extern const size_t resources_size; /* with its NULL */
const struct resource *resource_find(const char *name_or_alias); /* NULL when there is none */
/* What the rows of such a list belong to ("topic-configs": a topic). */
enum object_kind resource_of(const struct resource *r);
/* The name of the list of all objects of that kind ("topics"); NULL: there is none. */
const char *object_list(enum object_kind kind);
/* Runs make_columns/build into a new table; never NULL. */
struct table *resource_build(const struct resource *r, const struct view *v);

struct resource_ref {
    char pair[512]; /* of SCOPE_TOPICS: what scope points to then, so it must not be copied */
    const struct resource *resource;
    const char *scope; /* NULL when the resource has none; points into the words given */
};
/* A name and the words after it, as typed after ":" or "get" ("topics", "group" "billing",
 * "configs" "topic/orders") → resource and scope. Errors are ERR_USAGE and say what is missing. */
bool resource_resolve(const char *name, const char *const *words, size_t n,
                      struct resource_ref *out, struct err *err);

#endif
