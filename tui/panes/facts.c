/* Rows of facts: building them, breaking them to lines and painting them. Composite panes
 * (dashboard.c) keep one struct facts and build it again when the model has changed. */
#include "tui/panes/facts.h"

#include "core/base/text.h"
#include "core/base/text_human.h"
#include "core/base/text_width.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { LABEL_W = 12, ITEM_GAP = 3, TIGHT_GAP = 2 };

void facts_init(struct facts *f)
{
    memset(f, 0, sizeof *f);
    arena_init(&f->arena);
}

void facts_release(struct facts *f)
{
    for (size_t i = 0; i < f->rows.len; i++)
        vec_release(&f->rows.data[i].items);
    vec_release(&f->rows);
    arena_release(&f->arena);
}

void facts_row(struct facts *f, const char *label)
{
    struct fact_row *r = vec_add(&f->rows);
    r->label = label;
}

void facts_add(struct facts *f, enum severity sev, const char *fmt, ...)
{
    char text[512];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    struct fact_row *r = &f->rows.data[f->rows.len - 1];
    struct fact_item *i = vec_add(&r->items);
    i->text = arena_strdup(&f->arena, text);
    i->sev = sev;
}

void facts_trouble(struct facts *f, const char *what, int64_t n, enum severity bad)
{
    char num[TEXT_NUM];
    facts_add(f, n ? bad : SEV_GOOD, "%s %s", what, text_count(num, n));
}

const char *facts_safe(struct facts *f, const char *foreign)
{
    return foreign ? text_visible(&f->arena, foreign, strlen(foreign)) : "";
}

struct place {
    int line, x;
};

/* Where the next item of that width stands: behind the last one, or on a new line. */
static struct place next_place(struct place at, int w, int cols)
{
    if (at.x > LABEL_W && at.x + w > cols)
        return (struct place){at.line + 1, LABEL_W};
    return at;
}

/* The lines of one item: a sentence that is wider than the screen is broken at its blanks. */
static int item_lines(const char *text, int cols)
{
    int lines = draw_wrapped(NULL, 0, 0, 0, cols - LABEL_W, PEN(ROLE_TEXT), text);
    return lines > 1 ? lines : 1;
}

/* Columns from item to item: less where that saves a line. */
static int gap_of(const struct fact_row *row, int cols)
{
    int w = LABEL_W - ITEM_GAP, n = (int)row->items.len;
    for (int i = 0; i < n; i++)
        w += (int)text_width(row->items.data[i].text) + ITEM_GAP;
    return w > cols && w - (n - 1) * (ITEM_GAP - TIGHT_GAP) <= cols ? TIGHT_GAP : ITEM_GAP;
}

/* Where the item behind one of w columns begins: on its last line, where it has several. */
static struct place behind(struct place at, const char *text, int w, int cols, int gap)
{
    int lines = item_lines(text, cols);
    if (lines > 1)
        return (struct place){at.line + lines - 1,
                              LABEL_W + draw_wrapped_last(cols - LABEL_W, text) + gap};
    return (struct place){at.line, at.x + w + gap};
}

static int row_lines(const struct fact_row *row, int cols)
{
    struct place at = {0, LABEL_W};
    int gap = gap_of(row, cols);
    for (size_t i = 0; i < row->items.len; i++) {
        const char *text = row->items.data[i].text;
        int w = (int)text_width(text);
        at = next_place(at, w, cols);
        at = behind(at, text, w, cols, gap);
    }
    return at.line + 1;
}

int facts_lines(const struct facts *f, int cols)
{
    int n = 0;
    for (size_t i = 0; i < f->rows.len; i++)
        n += row_lines(&f->rows.data[i], cols);
    return n;
}

static void draw_row(const struct fact_row *row, struct canvas *c, struct rect r)
{
    struct place at = {0, LABEL_W};
    int gap = gap_of(row, r.w);
    draw_text(c, r.y, r.x, LABEL_W - 1, PEN(ROLE_HEADER), row->label);
    for (size_t i = 0; i < row->items.len; i++) {
        const struct fact_item *item = &row->items.data[i];
        int w = (int)text_width(item->text);
        at = next_place(at, w, r.w);
        if (at.line >= r.h)
            return;
        draw_wrapped(c, r.y + at.line, r.x + at.x, r.h - at.line, r.w - at.x,
                     PEN(role_of(item->sev)), item->text);
        at = behind(at, item->text, w, r.w, gap);
    }
}

void facts_draw(const struct facts *f, struct canvas *c, struct rect r)
{
    int y = 0;
    for (size_t i = 0; i < f->rows.len && y < r.h; i++) {
        draw_row(&f->rows.data[i], c, (struct rect){r.y + y, r.x, r.h - y, r.w});
        y += row_lines(&f->rows.data[i], r.w);
    }
    if (y < facts_lines(f, r.w) && r.h > 0) /* there is more than fits */
        draw_right(c, r.y + r.h - 1, r.x, r.w, PEN(ROLE_KEY), "…");
}
