/* A verb: parameters → plan. One const struct per verb in a file of its own, one line in
 * register.c. Form, validation, preview, confirmation, the command line, journal and undo are
 * derived from it. */
#ifndef KLAMM_CORE_ACTION_ACTION_H
#define KLAMM_CORE_ACTION_ACTION_H

#include "core/action/job.h"
#include "core/action/plan.h"
#include "core/base/buf.h"
#include "core/base/err.h"
#include "core/kafka/cluster.h"
#include "core/model/model.h"

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

struct action;
struct action_document;
struct args;
struct fresh;
struct param {
    const char *name;  /* long option without dashes, and form field: "partitions" */
    const char *title; /* form label */
    const char *help;  /* one sentence with the unit and an example */
    enum param_type type;
    bool required;
    bool repeatable;
    const char *def;            /* default as typed; NULL: empty */
    const char *const *choices; /* PARAM_CHOICE: NULL-terminated */
    const char *when; /* "to=offset": the field matters only then, and is required; "from=": only
                         while that is empty; NULL: always */
    bool secret;      /* its value is never shown or written down */
    bool internal;    /* set by `settle` alone: never asked for, offered or taken from a line */
};
bool param_applies(const struct param *p, const struct args *args); /* `when` holds */

/* What the person asked for: values by parameter name, in order; repeatable ones many times. */
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
/* The value, its default where none was given, NULL when both are empty. */
const char *args_value(const struct action *act, const struct args *a, const char *name);

/* Another spelling of parameters, as Kafka's tools have them: --to-earliest is to=earliest. */
struct alias {
    const char *option; /* "to-offset" */
    const char *sets;   /* "to=offset"; NULL: none */
    const char *param;  /* takes a value for this parameter; NULL: takes none */
};

struct action_ctx {
    struct cluster *cluster;
    const struct model *model; /* for completion, checks as typed and prefill; may be stale */
    const char *resource;      /* the list the person stands in ("configs"); NULL: none */
    const char *scope;         /* and its scope ("orders"); NULL: none */
    const char *row;           /* and the key of the row selected there; NULL: none */
    const struct fresh *known; /* read already, for one of several objects; NULL: nothing */
    bool recheck; /* only to compare the facts with those of a plan that was shown before */
    void (*waits)(void *who); /* the planning only waits from now on, others may start; may be NULL
                               */
    void *who;
};

typedef void plan_done(void *user, struct plan *plan /* owned by the callee */,
                       const struct err *err);

struct action {
    const char *name;  /* "topic-create": key map, command line, journal */
    const char *title; /* "create topic" */
    const char *help;
    const char *resource; /* on whose rows it is offered ("topics"), NULL: anywhere */
    bool by_row;          /* instead: on rows of any list, whose own key prefill understands */
    bool needs_row;       /* works on the selected row, whose key becomes the first parameter */
    /* The first is the object: positional on the command line; where it is repeatable, several are
     * planned and sent together (bulk.h). */
    const struct param *params;
    size_t nparams;
    const struct alias *aliases; /* ends with option NULL; may be NULL */
    bool whole;   /* plans several objects itself, as one: their effect is only seen together */
    bool at_once; /* nothing is left to ask once the object is known: a key goes to the plan */
    enum danger danger; /* the least; the plan may raise it */
    /* Why it can't be offered for this object now, as a sentence; NULL: it can. Pure. */
    const char *(*refusal)(const struct action_ctx *x, const char *object);
    /* Plans look at the commits of all groups: for several objects they are read once. */
    bool reads_commits;
    /* Fills the arguments from the selected object (current partitions, current values …). */
    void (*prefill)(const struct action_ctx *x, const char *object, struct args *args);
    /* Checks one parameter as it is typed, against the others and the model. Pure and fast. */
    bool (*check)(const struct action_ctx *x, const struct args *args, const char *param,
                  struct err *err);
    /* Candidates for completing this parameter; adds to `out` (arena strings). */
    void (*complete)(const struct action_ctx *x, const struct args *args, const char *param,
                     const char *typed, struct args *out);
    /* Replaces what can be read only once, or may change (a file), by what it holds, before
     * anything is planned. May be NULL. */
    bool (*settle)(struct args *args, struct err *err);
    /* Reads what it needs from the cluster and answers with a plan. */
    struct job *(*plan)(const struct action_ctx *x, const struct args *args, plan_done *done,
                        void *user);
    /* Beyond the facts: can `old`, as it is, still be sent in the world of `now`? NULL: it can. */
    bool (*still)(const struct plan *old, const struct plan *now, struct err *why);
    /* What the objects are, one of them: "topic". NULL: the first parameter's title. */
    const char *(*noun)(const struct args *args);
    /* Sums over the parts of a plan for several objects, instead of what each of them sums up.
     * NULL: that. */
    void (*total)(struct plan *p);
    /* The plan in the file format of Kafka's tool; NULL: there is none. */
    void (*export_csv)(const struct plan *p, struct buf *out);
    /* The arguments as a document to edit (document.h, edit.h); NULL: there is none. */
    const struct action_document *document;
};

extern const struct action *const actions[]; /* NULL-terminated */
const struct action *action_find(const char *name);
const struct param *action_param(const struct action *a, const char *name);
/* The parameter that a word key=value goes to (no topic, broker or user is called so); NULL: none.
 */
const struct param *action_settings(const struct action *a);
/* Whether a word of a line can name an object. If not (it looks like an option, or like key=value
 * where the verb takes such) it can behind "--". */
bool action_word_names(const struct action *a, const char *word);
/* Takes an option as written on a command line ("partitions", or an alias). *used says whether the
 * value was needed (value may be NULL when none follows). False with err: unknown option, with a
 * suggestion, or its value is missing. */
bool action_option(const struct action *a, struct args *args, const char *option, const char *value,
                   bool *used, struct err *err);
/* The same for a value that hangs on it (--name=value), which must be one that it takes. */
bool action_option_with(const struct action *a, struct args *args, const char *option,
                        const char *value, struct err *err);
/* Of a line, as against a form, which keeps what was typed into a field that does not matter now:
 * false with err when something is given that would not be looked at. */
bool args_apply(const struct action *a, const struct args *args, struct err *err);
/* All parameters: required ones there, types right, then the action's own check. *bad (may be NULL)
 * names the first wrong parameter. */
bool action_check(const struct action *a, const struct action_ctx *x, const struct args *args,
                  const char **bad, struct err *err);
/* Checks, then plans. done runs exactly once, from the loop, unless the job is cancelled, which
 * must happen before the cluster is freed. A read-only cluster still plans. */
struct job *action_plan(const struct action *a, const struct action_ctx *x, const struct args *args,
                        plan_done *done, void *user);

#endif
