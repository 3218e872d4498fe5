/* Inside of findings*.c: which findings make one line. */
#ifndef KLAMM_CORE_INSIGHT_FINDINGS_LINE_IMPL_H
#define KLAMM_CORE_INSIGHT_FINDINGS_LINE_IMPL_H

#include "core/insight/findings_impl.h"

enum { LINE_HAS_NO_HEAD = -1 };

struct line {
    const char *id;
    enum finding_kind kind;
    enum blame blame; /* what its findings have in common; BLAME_NONE: their object or kind */
    bool one_object;  /* all that is wrong with one topic or group */
    long head;        /* the finding that is the cause, or LINE_HAS_NO_HEAD */
    size_t n;         /* findings in it, with the head */
    size_t first;     /* of its findings among the collector's members */
};
struct lines VEC(struct line);

/* Puts each finding of the sorted collector into a line; and fills members. */
void findings_into_lines(struct collector *c, struct lines *lines);
/* The line as one finding, in the collector's arena. */
struct finding finding_of_line(struct collector *c, const struct line *line);

#endif
