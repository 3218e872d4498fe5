/* A verb: parameters → plan. One const struct per verb in a file of its own, one line in
 * register.c. Form, validation, preview, confirmation, the command line, journal and undo are
 * derived from it. */
#ifndef KLAMM_CORE_ACTION_ACTION_H
#define KLAMM_CORE_ACTION_ACTION_H

#include "core/base/buf.h"
#include "core/base/err.h"
#include "core/kafka/cluster.h"
#include "core/loop/job.h"
#include "core/model/model.h"
#include "core/model/object.h"
#include "core/plan/args.h"
#include "core/plan/plan.h"

#include <stdbool.h>
#include <stddef.h>

struct action;
struct action_document;
struct reads;

/* Another spelling of parameters, as Kafka's tools have it: --to-earliest is to=earliest. */
struct alias {
    const char *option; /* "to-offset" */
    const char *sets;   /* "to=offset"; NULL: none */
    const char *param;  /* takes a value for this parameter; NULL: takes none */
};

struct action_ctx {
    struct cluster *cluster;
    const struct model *model; /* for completion, checks as typed and prefill; may be stale */
    enum object_kind rows;     /* of the list the person is in; OBJECT_NONE: of no list */
    enum object_kind of;       /* what these belong to: settings of a topic */
    const char *scope;         /* and its name ("orders"); NULL: none */
    const char *row;           /* the key of the row selected there; NULL: none */
    const struct reads *known; /* read already, for one of several objects; NULL: nothing */
    bool recheck; /* only to compare the facts with those of a plan that was shown before */
};

typedef void plan_done(void *user, struct plan *plan /* owned by the callee */,
                       const struct err *err);

struct action {
    const char *name;  /* "topic-create": key map, command line, journal */
    const char *title; /* "create topic" */
    const char *help;
    const char *examples;    /* what may follow the name on a line (line.h), one a line */
    enum object_kind object; /* on whose rows it is offered; OBJECT_NONE: anywhere */
    bool by_row;             /* instead: on rows of any list, whose own key prefill understands */
    bool needs_row;          /* works on the selected row, whose key becomes the first parameter */
    /* The first is the object: positional on the command line; where it is repeatable, several are
     * planned and sent together (bulk.h). */
    const struct param *params;
    size_t nparams;
    const struct alias *aliases; /* ends with option NULL; may be NULL */
    bool
        plans_together; /* plans several objects itself, as one: their effect is only seen together */
    bool at_once;       /* nothing is left to ask once the object is known: straight to the plan */
    enum danger danger; /* at least this; the plan may raise it */
    /* Why it can't be offered for this object now, as a sentence; NULL: it can. Pure. */
    const char *(*refusal)(const struct action_ctx *x, const char *object);
    /* Plans look at the commits of all groups: for several objects they are read once. */
    bool reads_commits;
    /* Fills the arguments from the selected object (current partitions, current values …). */
    void (*prefill)(const struct action_ctx *x, const char *object, struct args *args);
    /* Replaces what can be read only once, or may change (a file), by what it holds, before
     * anything is planned. May be NULL. */
    bool (*resolve_args)(struct args *args, struct err *err);
    /* Reads what it needs from the cluster and answers with a plan. */
    struct job *(*plan)(const struct action_ctx *x, const struct args *args, plan_done *done,
                        void *user);
    /* Beyond the facts: can `old`, unchanged, still be sent in the state that `now` shows? NULL: it
     * can. */
    bool (*revalidate)(const struct plan *old, const struct plan *now, struct err *why);
    /* What the objects are, one of them: "topic". NULL: the first parameter's title. */
    const char *(*noun)(const struct args *args);
    /* Sums over the parts of a plan for several objects, instead of each part's own sums. NULL:
     * those. */
    void (*total)(struct plan *p);
    /* The plan in the file format of Kafka's tool; NULL: there is none. */
    void (*export_csv)(const struct plan *p, struct buf *out);
    /* The arguments as a document to edit (document.h, edit.h); NULL: there is none. */
    const struct action_document *document;
};

#endif
