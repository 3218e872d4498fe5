/* Who gets which rectangle of the screen. Pure: unit tests call it, bars.c, panes and dialogs use
 * it. Every size is possible here, 1×1 too; callers just draw into what they get. */
#include "tui/term/layout.h"

static int at_least(int v, int min)
{
    return v < min ? min : v;
}

struct rect rect_inset(struct rect r, int dy, int dx)
{
    return (struct rect){r.y + dy, r.x + dx, at_least(r.h - 2 * dy, 0), at_least(r.w - 2 * dx, 0)};
}

struct rect rect_meet(struct rect a, struct rect b)
{
    int y = a.y > b.y ? a.y : b.y, x = a.x > b.x ? a.x : b.x;
    int y2 = a.y + a.h < b.y + b.h ? a.y + a.h : b.y + b.h;
    int x2 = a.x + a.w < b.x + b.w ? a.x + a.w : b.x + b.w;
    return (struct rect){y, x, at_least(y2 - y, 0), at_least(x2 - x, 0)};
}

bool rect_has(struct rect r, int y, int x)
{
    return y >= r.y && y < r.y + r.h && x >= r.x && x < r.x + r.w;
}

struct rect rect_centre(struct rect r, int h, int w)
{
    if (h > r.h)
        h = r.h;
    if (w > r.w)
        w = r.w;
    return (struct rect){r.y + (r.h - h) / 2, r.x + (r.w - w) / 2, h, w};
}

struct layout layout_make(int rows, int cols, int wish, int least)
{
    struct layout l = {0};
    l.too_small = rows < LAYOUT_MIN_H || cols < LAYOUT_MIN_W;
    l.top = (struct rect){0, 0, rows > 0, cols};
    l.tabs = (struct rect){1, 0, rows > 1, cols};
    l.body = (struct rect){2, 0, at_least(rows - 4, 0), cols};
    l.hint = (struct rect){rows - 2, 0, rows > 3, cols};
    l.message = (struct rect){rows - 1, 0, rows > 2, cols};
    l.main = l.body;
    l.side = (struct rect){l.body.y, cols, l.body.h, 0};
    int main = wish > cols * 7 / 10 ? at_least(cols * 7 / 10, least) : wish;
    if (wish > 0 && cols >= LAYOUT_SIDE_W && cols - main >= LAYOUT_SIDE_MIN) {
        l.main.w = main;
        l.side = (struct rect){l.body.y, main, l.body.h, cols - main};
    }
    return l;
}

bool layout_shrink(int *width, const int *min, int n, int avail)
{
    int total = 0, least = 0;
    for (int i = 0; i < n; i++) {
        total += width[i];
        least += min[i] < width[i] ? min[i] : width[i];
    }
    while (total > avail && total > least) {
        int widest = -1;
        for (int i = 0; i < n; i++) {
            if (width[i] > min[i] && (widest < 0 || width[i] > width[widest]))
                widest = i;
        }
        if (widest < 0)
            break;
        width[widest]--;
        total--;
    }
    return total <= avail;
}

long layout_scroll(long top, long at, long rows, long total)
{
    if (rows < 1)
        rows = 1;
    if (top > at)
        top = at;
    if (top < at - rows + 1)
        top = at - rows + 1;
    if (top > total - rows)
        top = total - rows;
    return top < 0 ? 0 : top;
}
