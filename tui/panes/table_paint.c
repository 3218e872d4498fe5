/* Paints a list: heads, the rows that fit, the cursor. Only visible rows are turned into text, so a
 * paint costs the same at 20 and at 20,000 rows. Column widths grow with what has been seen and
 * don't shrink while one looks, so that nothing jumps. */
#include "core/base/buf.h"
#include "core/base/clock.h"
#include "core/base/mem.h"
#include "core/base/text.h"
#include "tui/panes/table_view.h"

#include <string.h>

struct paint {
    struct table_view *v;
    struct canvas *c;
    struct arena arena; /* display texts of this paint */
    const char **text;  /* [row on screen * ncolumns + column] */
    size_t first, rows;
    bool focused;
    int64_t now;
};

static const char *shown_text(const struct paint *p, size_t line, int col)
{
    return p->text[line * p->v->table->ncolumns + (size_t)col];
}

static void collect(struct paint *p)
{
    struct table_view *v = p->v;
    size_t ncols = v->table->ncolumns;
    p->text = arena_array(&p->arena, p->rows * ncols + 1, sizeof *p->text);
    v->visible = xrealloc(v->visible, p->rows + 1, sizeof *v->visible);
    v->nvisible = p->rows;
    for (size_t i = 0; i < p->rows; i++) {
        const struct row *r = table_view_row(v, p->first + i);
        v->visible[i] = r->key;
        for (size_t s = 0; s < v->nshown; s++) {
            int col = v->shown[s];
            const char *t = value_display(&r->cells[col].value, &p->arena);
            int w = (int)text_width(t);
            p->text[i * ncols + (size_t)col] = t;
            if (w > v->width[col])
                v->width[col] = w;
        }
    }
}

static bool right_aligned(const struct column *c)
{
    return c->kind != VALUE_TEXT && c->kind != VALUE_BOOL && !c->left;
}

static void draw_head(struct paint *p, int y)
{
    const struct table_view *v = p->v;
    bool descending;
    int sorted = table_view_sort_column(v, &descending);
    for (size_t i = 0; i < v->non_screen; i++) {
        const struct view_column *vc = &v->on_screen[i];
        const struct column *col = &v->table->columns[vc->col];
        bool current = p->focused && vc->col == table_view_column(v) && v->nshown > 1;
        enum role role = vc->col == sorted ? ROLE_SORTED : current ? ROLE_COLUMN : ROLE_HEADER;
        const char *title = col->title;
        if (vc->col == sorted)
            title = arena_printf(&p->arena, "%s %s", title, descending ? "▼" : "▲");
        if (right_aligned(col))
            draw_right(p->c, y, vc->x, vc->w, PEN_ON(role, v->ground), title);
        else
            draw_text(p->c, y, vc->x, vc->w, PEN_ON(role, v->ground), title);
    }
    struct rect r = v->head;
    if (v->cut_left)
        draw_text(p->c, y, r.x, 1, PEN_ON(ROLE_KEY, v->ground), "◂");
    if (v->cut_right)
        draw_text(p->c, y, r.x + r.w - 1, 1, PEN_ON(ROLE_KEY, v->ground), "▸");
}

static enum role row_ground(const struct paint *p, size_t place, const struct row *r)
{
    if (place == p->v->cursor)
        return p->focused ? ROLE_CURSOR : ROLE_CURSOR_OFF;
    return table_view_marked(p->v, r->key) ? ROLE_MARK : p->v->ground;
}

/* Bars are a chart, not words. */
static bool is_chart(const struct value *v)
{
    return v->state == VALUE_KNOWN && v->kind == VALUE_TEXT && v->form == FORM_PARTS &&
           v->parts->kind == PARTS_REALS;
}

static struct pen cell_pen(const struct paint *p, const struct row *r, int col, enum role ground,
                           bool glows)
{
    enum severity sev = r->cells[col].sev;
    enum severity whole = r->sev;
    enum role fg = role_of(sev != SEV_NONE ? sev : whole);
    enum role own = p->v->role ? p->v->role(&p->v->table->columns[col], &r->cells[col]) : ROLE_TEXT;
    if (own != ROLE_TEXT)
        fg = own;
    else if (sev == SEV_NONE && is_chart(&r->cells[col].value))
        fg = ROLE_CHART;
    enum value_state state = (enum value_state)r->cells[col].value.state;
    if (sev == SEV_NONE && state != VALUE_KNOWN)
        fg = state == VALUE_DENIED || state == VALUE_FAILED ? ROLE_WARN : ROLE_MUTED;
    if (ground == ROLE_CURSOR && col == table_view_column(p->v) && p->v->nshown > 1)
        return PEN(ROLE_CELL);
    if (glows && ground == p->v->ground)
        ground = ROLE_GLOW;
    if (fg == ROLE_TEXT || (ground == ROLE_CURSOR && fg == ROLE_MUTED))
        return PEN(ground);
    return PEN_ON(fg, ground);
}

static void draw_cell(const struct paint *p, int y, size_t line, const struct row *r, size_t i,
                      enum role ground)
{
    struct table_view *v = p->v;
    const struct view_column *vc = &v->on_screen[i];
    const char *text = shown_text(p, line, vc->col);
    bool glows = glow_cell(v, r->key, (size_t)vc->col, &r->cells[vc->col].value, text, p->now);
    struct pen pen = cell_pen(p, r, vc->col, ground, glows);
    if (right_aligned(&v->table->columns[vc->col])) {
        draw_right(p->c, y, vc->x, vc->w, pen, text);
        return;
    }
    if (vc->col == table_view_column(v) && v->text_skip && (int)text_width(text) > vc->w)
        text += text_fit(text, (size_t)v->text_skip, NULL);
    draw_text(p->c, y, vc->x, vc->w, pen, text);
}

static void draw_row(const struct paint *p, int y, size_t line)
{
    size_t place = p->first + line;
    const struct row *r = table_view_row(p->v, place);
    enum role ground = row_ground(p, place, r);
    struct rect whole = {y, p->v->body.x, 1, p->v->body.w};
    if (ground != p->v->ground)
        draw_fill(p->c, whole, PEN(ground));
    if (table_view_marked(p->v, r->key))
        draw_text(p->c, y, whole.x, 1, PEN_ON(ROLE_MARK, ground), "●");
    else if (place == p->v->cursor && p->c->colours == 0)
        draw_text(p->c, y, whole.x, 1, PEN(ground), ">");
    for (size_t i = 0; i < p->v->non_screen; i++)
        draw_cell(p, y, line, r, i, ground);
}

static void draw_empty(const struct paint *p, const char *why)
{
    struct rect r = rect_inset(p->v->body, 0, 2);
    if (why && r.h > 0)
        draw_wrapped(p->c, r.y + (r.h > 4), r.x, r.h, r.w, PEN_ON(ROLE_MUTED, p->v->ground), why);
}

void table_view_draw(struct table_view *v, struct canvas *c, struct rect r, bool focused,
                     const char *empty)
{
    struct paint p = {.v = v, .c = c, .focused = focused, .now = clock_mono_ms()};
    struct rect old = draw_clip(c, r);
    v->head = (struct rect){r.y, r.x, r.h > 0, r.w};
    v->body = (struct rect){r.y + 1, r.x, r.h > 1 ? r.h - 1 : 0, r.w};
    v->glow_next = 0;
    arena_init(&p.arena);
    v->top = layout_scroll(v->top, (long)v->cursor, v->body.h, (long)v->order.n);
    p.first = (size_t)v->top;
    p.rows = v->order.n - p.first < (size_t)v->body.h ? v->order.n - p.first : (size_t)v->body.h;
    collect(&p);
    table_view_place(v, r.x + 1, r.w - 2);
    draw_head(&p, r.y);
    for (size_t i = 0; i < p.rows; i++)
        draw_row(&p, v->body.y + (int)i, i);
    if (!v->order.n)
        draw_empty(&p, empty);
    draw_unclip(c, old);
    arena_release(&p.arena);
}

const char *table_view_title(const struct table_view *v, struct arena *a, const char *name,
                             bool ascii)
{
    struct buf b;
    bool descending;
    const char *dash = ascii ? " - " : " ─ ";
    char num[TEXT_NUM], shown[TEXT_NUM];
    int sorted = table_view_sort_column(v, &descending);
    buf_init(&b, 0);
    buf_adds(&b, name);
    if (v->table && v->table->at_ms)
        buf_addf(&b, "%s%s", dash, text_count(num, (int64_t)v->table->nrows));
    if (v->filter_text)
        buf_addf(&b, "%sfilter: %s%s%s shown", dash, v->filter_text, dash,
                 text_count(shown, (int64_t)v->order.n));
    if (v->marks.len)
        buf_addf(&b, "%s%s marked", dash, text_count(num, (int64_t)v->marks.len));
    if (sorted >= 0)
        buf_addf(&b, "%ssorted by %s %s", dash, v->table->columns[sorted].id,
                 descending ? "▼" : "▲");
    const char *title = arena_strdup(a, buf_str(&b));
    buf_release(&b);
    return title;
}

const char *table_view_cell(const struct table_view *v, struct arena *a)
{
    const struct row *r = table_view_current(v);
    int col = table_view_column(v);
    return r && col >= 0 ? value_display(&r->cells[col].value, a) : NULL;
}
