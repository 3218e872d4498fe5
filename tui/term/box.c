/* Frames and scroll bars: the drawn lines of the screen. Used by every pane and dialog; declared in
 * draw.h. Kept apart from draw.c, which knows curses: this knows only text. */
#include "tui/term/box.h"

#include "core/base/buf.h"
#include "core/base/text_width.h"

#include <string.h>

static void edge_line(struct canvas *c, int y, struct rect r, struct pen pen, const char *left,
                      const char *right)
{
    struct buf b;
    buf_init(&b, 0);
    buf_adds(&b, left);
    for (int i = 2; i < r.w; i++)
        buf_adds(&b, "─");
    buf_adds(&b, right);
    draw_text(c, y, r.x, r.w, pen, buf_str(&b));
    buf_release(&b);
}

void draw_box(struct canvas *c, struct rect r, enum role edge, const char *title, const char *note)
{
    struct pen pen = PEN(edge);
    if (r.h < 2 || r.w < 2)
        return;
    edge_line(c, r.y, r, pen, "┌", "┐");
    for (int y = r.y + 1; y < r.y + r.h - 1; y++) {
        draw_text(c, y, r.x, 1, pen, "│");
        draw_text(c, y, r.x + r.w - 1, 1, pen, "│");
    }
    edge_line(c, r.y + r.h - 1, r, pen, "└", "┘");
    int used = 0, room = r.w - 4;
    if (title && *title && room > 2) {
        draw_text(c, r.y, r.x + 1, 1, pen, " ");
        used = draw_text(c, r.y, r.x + 2, room, PEN_ON(ROLE_TITLE, edge), title) + 1;
        draw_text(c, r.y, r.x + 1 + used, 1, pen, " ");
    }
    int left = room - used - 2;
    if (note && *note && left > 3) {
        int w = (int)text_width(note);
        int x = r.x + r.w - 3 - (w < left ? w : left);
        draw_text(c, r.y, x, 1, pen, " ");
        draw_text(c, r.y, x + 1, left, PEN_ON(ROLE_MUTED, edge), note);
        draw_text(c, r.y, r.x + r.w - 2, 1, pen, " ");
    }
}

void draw_scrollbar(struct canvas *c, struct rect r, size_t first, size_t shown, size_t total,
                    enum role edge)
{
    if (total <= shown || r.h < 3 || r.w < 1)
        return;
    size_t h = (size_t)r.h, bar = h * shown / total;
    if (!bar)
        bar = 1;
    size_t span = total - shown, at = span ? (h - bar) * first / span : 0;
    for (size_t i = 0; i < bar; i++)
        draw_text(c, r.y + (int)(at + i), r.x, 1, PEN(edge), "┃");
}
