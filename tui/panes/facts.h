/* Facts above the lists of a composite pane: rows of a label and items, built by pure functions
 * from the model and broken to lines where there is no room. */
#ifndef KLAMM_TUI_PANES_FACTS_H
#define KLAMM_TUI_PANES_FACTS_H

#include "core/base/arena.h"
#include "core/base/table.h"
#include "core/base/vec.h"
#include "core/model/model.h"
#include "tui/term/draw.h"

struct fact_item {
    const char *text; /* display-safe, in the arena */
    enum severity sev;
};

struct fact_row {
    const char *label;
    struct VEC(struct fact_item) items;
};

struct facts {
    struct arena arena;
    struct VEC(struct fact_row) rows;
};

void facts_init(struct facts *f);
void facts_release(struct facts *f);
void facts_row(struct facts *f, const char *label); /* the following items stand behind it */
void facts_add(struct facts *f, enum severity sev, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* "offline 3", bad when n > 0 and good when none. */
void facts_trouble(struct facts *f, const char *what, int64_t n, enum severity bad);
const char *facts_safe(struct facts *f, const char *foreign); /* text_visible in the arena */

/* Lines all rows take when cut to cols columns. */
int facts_lines(const struct facts *f, int cols);
/* Draws as many as fit, from the top. */
void facts_draw(const struct facts *f, struct canvas *c, struct rect r);

/* What the composite panes say of their object. scope: the object as the cluster spells it. */
typedef void facts_of(struct facts *f, const struct model *m, const char *scope);

#endif
