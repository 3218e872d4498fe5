/* Paints a list: heads, the rows that fit, the cursor. Only visible rows are turned into text, so a
 * paint costs the same at 20 and at 20,000 rows. Column widths grow with what has been seen and
 * don't shrink while the list is open, so that nothing jumps. */
#include "tui/widget/table_paint.h"

#include "core/base/buf.h"
#include "core/base/clock.h"
#include "core/base/mem.h"
#include "core/base/text_human.h"
#include "core/base/text_width.h"
#include "tui/widget/table_columns.h"

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

static const char *text_of(struct paint *p, const struct row *r, int col)
{
    const struct table_view *v = p->v;
    const char *words = v->words ? v->words(&v->table->columns[col], &r->cells[col]) : NULL;
    return words ? words : value_display(&r->cells[col].value, &p->arena);
}

enum { WIDEST = 16, FEW = 8 /* one in so many rows is few */ };

/* The widest cells of a column, greatest first. */
struct widest {
    int w[WIDEST];
};

static void widest_add(struct widest *x, int w)
{
    for (int i = 0; i < WIDEST; i++) {
        int other = x->w[i];
        if (w <= other)
            continue;
        x->w[i] = w;
        w = other;
    }
}

/* One long name among many is not what the column needs. */
static void measure(struct paint *p, int col)
{
    struct table_view *v = p->v;
    struct widest x = {{0}};
    size_t few = p->rows < 3 ? 0 : p->rows / FEW > 1 ? p->rows / FEW : 1;
    for (size_t i = 0; i < p->rows; i++)
        widest_add(&x, (int)text_width(shown_text(p, i, col)));
    int usual = x.w[few < WIDEST ? few : WIDEST - 1];
    if (x.w[0] > v->width[col])
        v->width[col] = x.w[0];
    if (usual > v->usual[col])
        v->usual[col] = usual;
}

static void collect(struct paint *p)
{
    struct table_view *v = p->v;
    size_t ncols = v->table->ncolumns;
    p->text = arena_array(&p->arena, p->rows * ncols + 1, sizeof *p->text);
    v->visible = xrealloc(v->visible, p->rows + 1, sizeof *v->visible);
    v->nvisible = p->rows;
    v->ages_last = 0;
    for (size_t i = 0; i < p->rows; i++) {
        const struct row *r = table_view_row(v, p->first + i);
        v->visible[i] = r->key;
        for (size_t s = 0; s < v->nshown; s++) {
            int col = v->shown[s];
            p->text[i * ncols + (size_t)col] = text_of(p, r, col);
            int64_t lasts = value_display_lasts(&r->cells[col].value);
            if (lasts && (!v->ages_last || lasts < v->ages_last))
                v->ages_last = lasts;
        }
    }
    for (size_t s = 0; s < v->nshown; s++)
        measure(p, v->shown[s]);
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
                           bool highlights)
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
    if (highlights && ground == p->v->ground)
        ground = ROLE_HIGHLIGHT;
    bool selected = ground == ROLE_CURSOR || ground == ROLE_CURSOR_OFF;
    if (fg == ROLE_TEXT || (selected && fg == ROLE_MUTED))
        return PEN(ground);
    return PEN_ON(fg, ground);
}

static void draw_cell(const struct paint *p, int y, size_t line, const struct row *r, size_t i,
                      enum role ground)
{
    struct table_view *v = p->v;
    const struct view_column *vc = &v->on_screen[i];
    const char *text = shown_text(p, line, vc->col);
    bool highlights = highlight_cell(&v->highlight, r->key, (size_t)vc->col,
                                     &r->cells[vc->col].value, text, p->now);
    struct pen pen = cell_pen(p, r, vc->col, ground, highlights);
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
    v->highlight.next = 0;
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

/* Marked rows that the filter hides: what is done to marked rows is done to them, too. */
static size_t hidden_marks(const struct table_view *v)
{
    size_t shown = 0;
    for (size_t i = 0; v->table && i < v->order.n; i++)
        shown += table_view_marked(v, v->table->rows[v->order.index[i]].key);
    return v->marks.len > shown ? v->marks.len - shown : 0;
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
    size_t hidden = v->marks.len && v->filter_text ? hidden_marks(v) : 0;
    if (hidden)
        buf_addf(&b, ", %s hidden", text_count(num, (int64_t)hidden));
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
