/* Painting primitives on curses. Every pane draws through here, so clipping, ellipses, width and
 * the ASCII fallback are right in one place. Text is UTF-8; each code point is given its width by
 * core/base/text, and one that the C library measures differently is replaced, so that columns
 * can't shift. Curses compares with what is on the terminal and sends the difference. */
#include "tui/term/draw.h"

#include "core/base/buf.h"
#include "core/base/text.h"
#include "core/base/text_width.h"
#include "tui/term/colour.h"

#include <curses.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>

/* Thousands of texts are painted in a frame, with pens that only another theme changes. */
static void keep_pens(struct canvas *c)
{
    size_t size = sizeof c->pens_of;
    if (c->pens_colours == c->colours && memcmp(c->pens_of, c->theme->style, size) == 0)
        return;
    memcpy(c->pens_of, c->theme->style, size);
    c->pens_colours = c->colours;
    for (int role = 0; role < ROLES; role++)
        for (int on = 0; on < ROLES; on++)
            c->pens[role][on] =
                pen_style(c->theme, c->colours, PEN_ON((enum role)role, (enum role)on));
}

void draw_begin(struct canvas *c, const struct theme *theme, bool ascii, bool no_colour)
{
    static const struct rect nowhere = {0, 0, 0, 0};
    c->theme = theme;
    c->ascii = ascii;
    c->colours = no_colour || !has_colors() ? 0 : COLORS;
    keep_pens(c);
    c->clip = nowhere;
    getmaxyx(stdscr, c->clip.h, c->clip.w);
    c->cursor_y = c->cursor_x = -1;
}

void draw_end(struct canvas *c)
{
    bool shown = c->cursor_y >= 0 && c->cursor_x >= 0;
    if (shown)
        move(c->cursor_y, c->cursor_x);
    leaveok(stdscr, !shown); /* a hidden cursor needs no bytes to go anywhere */
    wnoutrefresh(stdscr);
    if (shown != c->cursor_shown)
        curs_set(shown);
    c->cursor_shown = shown;
    doupdate();
}

struct rect draw_clip(struct canvas *c, struct rect r)
{
    struct rect old = c->clip;
    c->clip = rect_meet(old, r);
    return old;
}

void draw_unclip(struct canvas *c, struct rect old)
{
    c->clip = old;
}

void draw_cursor(struct canvas *c, int y, int x)
{
    if (rect_has(c->clip, y, x)) {
        c->cursor_y = y;
        c->cursor_x = x;
    }
}

enum role role_of(enum severity sev)
{
    static const enum role roles[] = {
        [SEV_NONE] = ROLE_TEXT, [SEV_GOOD] = ROLE_GOOD, [SEV_MUTED] = ROLE_MUTED,
        [SEV_INFO] = ROLE_INFO, [SEV_WARN] = ROLE_WARN, [SEV_BAD] = ROLE_BAD};
    return roles[sev];
}

static attr_t curses_attrs(unsigned attrs)
{
    return (attrs & STYLE_BOLD ? A_BOLD : 0) | (attrs & STYLE_DIM ? A_DIM : 0) |
           (attrs & STYLE_UNDERLINE ? A_UNDERLINE : 0) | (attrs & STYLE_REVERSE ? A_REVERSE : 0) |
           (attrs & STYLE_ITALIC ? A_ITALIC : 0);
}

static void apply(const struct canvas *c, const struct style *s)
{
    int pair = 0;
    attr_t attrs = curses_attrs(s->attrs);
    if (c->colours) {
        int fg = colour_index(s->fg, c->colours), bg = colour_index(s->bg, c->colours);
        if (c->colours < 16 && s->fg > COLOUR_NAMED + 7) /* eight colours: bright is bold */
            attrs |= s->fg == COLOUR_NAMED + 8 ? A_DIM : A_BOLD;
        pair = fg < 0 && bg < 0 ? 0 : alloc_pair(fg, bg);
        if (pair < 0)
            pair = 0;
    }
    attr_set(attrs, 0, &pair);
}

static void use(const struct canvas *c, struct pen pen)
{
    apply(c, &c->pens[pen.role][pen.on]);
}

static wchar_t safe_char(const struct canvas *c, uint32_t cp)
{
    if (cp < 0x80)
        return cp < ' ' || cp == 0x7f ? L'?' : (wchar_t)cp;
    if (c->ascii || wcwidth((wchar_t)cp) != text_cp_width(cp))
        return L'?';
    return (wchar_t)cp;
}

/* Paints s from column x on, cutting at both sides of the clip; s is at most `cols` wide. */
static void paint(const struct canvas *c, int y, int x, const char *s)
{
    wchar_t out[512];
    int n = 0, start = -1, right = c->clip.x + c->clip.w;
    size_t len = strlen(s);
    if (y < c->clip.y || y >= c->clip.y + c->clip.h)
        return;
    for (size_t i = 0; i < len;) {
        uint32_t cp;
        size_t used = text_decode(s + i, len - i, &cp);
        int w = text_cp_width(cp);
        i += used ? used : 1;
        if (x + w > right || n >= 510)
            break;
        if (x >= c->clip.x && (w || n)) {
            if (start < 0)
                start = x;
            wchar_t wc = safe_char(c, cp);
            if (wc != L'?' || w)
                out[n++] = wc;
            if (wc == L'?' && w == 2)
                out[n++] = L'?';
        }
        x += w;
    }
    out[n] = 0;
    if (n)
        mvaddnwstr(y, start, out, n);
}

static const char *folded(const struct canvas *c, struct arena *a, const char *s)
{
    return c->ascii ? text_ascii_fold(a, s) : s;
}

static int put(struct canvas *c, int y, int x, int cols, const char *s, bool right)
{
    struct arena a;
    if (cols <= 0 || !*s)
        return 0;
    arena_init(&a);
    s = folded(c, &a, s);
    int w = (int)text_width(s);
    if (w > cols) {
        s = text_ellipsize(&a, s, (size_t)cols, c->ascii);
        w = (int)text_width(s);
    }
    paint(c, y, right ? x + cols - w : x, s);
    arena_release(&a);
    return w;
}

int draw_text(struct canvas *c, int y, int x, int cols, struct pen pen, const char *s)
{
    use(c, pen);
    return put(c, y, x, cols, s, false);
}

int draw_right(struct canvas *c, int y, int x, int cols, struct pen pen, const char *s)
{
    use(c, pen);
    return put(c, y, x, cols, s, true);
}

int draw_textf(struct canvas *c, int y, int x, int cols, struct pen pen, const char *fmt, ...)
{
    struct buf b;
    va_list ap;
    char line[1024];
    buf_init(&b, 0);
    va_start(ap, fmt);
    vsnprintf(line, sizeof line, fmt, ap);
    va_end(ap);
    buf_adds(&b, line);
    int w = draw_text(c, y, x, cols, pen, buf_str(&b));
    buf_release(&b);
    return w;
}

int draw_styled(struct canvas *c, int y, int x, int cols, const struct style *st, const char *s)
{
    struct style full = *st;
    if (!full.has_fg)
        full.fg = c->theme->style[ROLE_TEXT].fg;
    if (!full.has_bg)
        full.bg = c->theme->style[ROLE_TEXT].bg;
    apply(c, &full);
    return put(c, y, x, cols, s, false);
}

/* Bytes of the next line of s: up to a newline, or to the last blank that fits. */
static size_t line_length(const char *s, int cols)
{
    size_t newline = strcspn(s, "\n");
    size_t fit = text_fit(s, (size_t)cols, NULL);
    if (newline <= fit)
        return newline;
    if (!s[fit])
        return fit;
    for (size_t i = fit + 1; i > 1; i--) {
        if (s[i - 1] == ' ')
            return i - 1;
    }
    return fit ? fit : 1;
}

int draw_wrapped(struct canvas *c, int y, int x, int rows, int cols, struct pen pen, const char *s)
{
    int lines = 0;
    struct arena a;
    if (cols < 1)
        return 0;
    arena_init(&a);
    s = c ? folded(c, &a, s) : s;
    while (*s) {
        size_t n = line_length(s, cols), whole = strcspn(s, "\n");
        if (lines < rows) /* dots at the end of the last line stand for what has no line left */
            draw_text(c, y + lines, x, cols, pen,
                      arena_strndup(&a, s, lines + 1 == rows && n < whole ? whole : n));
        lines++;
        s += n;
        while (*s == ' ')
            s++;
        if (*s == '\n')
            s++;
    }
    arena_release(&a);
    return lines;
}

int draw_wrapped_last(int cols, const char *s)
{
    int last = 0;
    while (cols > 0 && *s) {
        size_t n = line_length(s, cols);
        last = (int)(text_width(s) - text_width(s + n));
        s += n;
        while (*s == ' ')
            s++;
        if (*s == '\n')
            s++;
    }
    return last;
}

void draw_fill(struct canvas *c, struct rect r, struct pen pen)
{
    r = rect_meet(r, c->clip);
    if (r.w <= 0)
        return;
    use(c, pen);
    for (int y = r.y; y < r.y + r.h; y++)
        mvhline(y, r.x, ' ', r.w);
}
