/* What is wrong with the cluster, worst first: derived from the facts that are there, never from
 * facts that are missing. People read lines: one for each cause, with what it explains folded into
 * it. */
#ifndef KLAMM_CORE_INSIGHT_FINDINGS_H
#define KLAMM_CORE_INSIGHT_FINDINGS_H

#include "core/insight/finding_kind.h"
#include "core/model/model.h"

struct finding {
    enum finding_kind kind;
    enum severity sev;     /* of a line: the worst in it */
    const char *id;        /* "partition-offline/orders"; the kind's alone where many are folded */
    const char *cause;     /* id of the line that has it; NULL: it is a line of its own */
    size_t folded;         /* of a line: how many findings it stands for besides its own */
    const char *object;    /* topic, group, broker id or setting as it is; NULL: many, see what */
    const char *what;      /* "2 of 12 partitions have no leader"; display-safe */
    int64_t count;         /* partitions, records: how much of it; orders findings of one kind */
    int64_t since_wall_ms; /* 0: not known; TROUBLE_FROM_START: before we looked */
    bool since_at_least;   /* it was so then, and may have been before */
    const char *place;     /* name or alias of the resource to open */
    const char *scope;     /* its scope; NULL: none */
};

struct findings {
    struct finding *f;
    size_t n;
};
/* All in the arena. One line per cause: a lost broker with the partitions it explains, leaders that
 * are not preferred, an object with all that is wrong with it. */
struct findings findings_lines(const struct model *m, struct arena *a);
/* Each finding by itself, with its cause. */
struct findings findings_each(const struct model *m, struct arena *a);
/* Those that the line of that id stands for, the cause first; none: there is no such line now. */
struct findings findings_of_line(const struct model *m, struct arena *a, const char *line);

#endif
