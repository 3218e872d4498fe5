/* The parameters of a verb, and what was given for them. */
#ifndef KLAMM_CORE_PLAN_ARGS_H
#define KLAMM_CORE_PLAN_ARGS_H

#include "core/base/arena.h"
#include "core/base/err.h"

#include <stdbool.h>
#include <stddef.h>

enum param_type {
    PARAM_TEXT,
    PARAM_INT,
    PARAM_BOOL,
    PARAM_CHOICE, /* one of choices */
    PARAM_TOPIC,  /* completed from the cluster's topics */
    PARAM_GROUP,
    PARAM_BROKER,
    PARAM_CONFIG, /* repeatable key=value, key= (revert): completed from the known keys */
    PARAM_FILE,
    PARAM_INSTANT,
    PARAM_DURATION,
    PARAM_SCOPE,   /* repeatable topic or topic:0,1,2 */
    PARAM_OFFSETS, /* repeatable topic:partition=offset */
};

struct action_ctx; /* core/action/action.h: what is known where someone types */
struct args;

struct param {
    const char *name;  /* long option without dashes, and form field: "partitions" */
    const char *title; /* form label */
    /* One sentence with the unit and an example. Where it has choices, "word: what it means; word:
     * what it means": see param_choice_means. */
    const char *help;
    enum param_type type;
    bool required;
    bool repeatable;
    const char *def;            /* default as typed; NULL: empty */
    const char *const *choices; /* PARAM_CHOICE: NULL-terminated */
    const char *when; /* "to=offset": the field matters only then, and is required; "from=": only
                         while that is empty; NULL: always */
    bool secret;      /* its value is never shown or written down */
    bool internal;    /* set by `resolve_args` alone: no field, no completion, never taken from a
                      line */
    /* Checks it as it is typed, against the others and the model, beyond what its type says. Pure
     * and fast. NULL: its type says all. */
    bool (*check)(const struct action_ctx *x, const struct args *args, const struct param *p,
                  struct err *err);
    /* Whether it says anything with what else is given; NULL: `when` says all. */
    bool (*matters)(const struct args *args);
    const char *empty; /* what it means to leave it empty: "all of them"; where that means nothing,
                          what to type: "key=value"; NULL: its default */
    /* What a form shows behind what was typed, in the arena: the present value while it is empty or
     * waits for one ("retention.ms="), the moment that "2h" leads to; behind a choice, what it comes
     * to. Pure and fast. NULL, also the function: nothing. */
    const char *(*shown)(const struct action_ctx *x, const struct args *args, const struct param *p,
                         const char *typed, struct arena *a);
    /* Adds candidates for what was typed to `out`, under its name. NULL: its type says which
     * (topics, groups, brokers, choices). */
    void (*complete)(const struct action_ctx *x, const struct args *args, const struct param *p,
                     const char *typed, struct args *out);
};

/* The parameter of that name; NULL: there is none. */
const struct param *param_find(const struct param *params, size_t n, const char *name);

/* What the choice means, by the parameter's help, in the arena; NULL: the help does not say. */
const char *param_choice_means(const struct param *p, const char *choice, struct arena *a);

/* What was requested: values by parameter name, in order; repeatable ones many times. */
struct args {
    struct arena arena;
    struct arg {
        const char *name;
        const char *value;
    } * list;
    size_t n, cap;
};
void args_init(struct args *a);
struct args *args_copy(const struct args *a); /* heap: args_free */
void args_free(struct args *a);
void args_release(struct args *a);
void args_add(struct args *a, const char *name, const char *value);
void args_set(struct args *a, const char *name, const char *value); /* replaces all of that name */
const char *args_get(const struct args *a, const char *name);       /* first, or NULL */
const char *args_nth(const struct args *a, const char *name, size_t i); /* i-th, or NULL */
void args_remove(struct args *a, const char *name);
/* It is given, and means yes. */
bool args_yes(const struct args *a, const char *name);

#endif
