/* The layout of composite panes: a pure function, so that every size can be tested. The first list
 * is what one came for: it gets the room it needs before the others get any. */
#include "tui/panes/dashboard_place.h"

#include <string.h>

enum {
    STACK_MIN_H = 7,  /* a list below this height shows nothing worth showing */
    BELOW_MIN_H = 24, /* rows from which lists stand below each other */
    BELOW_MIN_W = 100,
};

static int limit(int v, int low, int high)
{
    return v > high ? high : v < low ? low : v;
}

/* n lists on top of each other; none gets more than it needs but the last. */
static void stack(struct dashboard_plan *p, struct rect r, const struct pane_wish *size, int from,
                  int n)
{
    for (int i = from; i < n; i++) {
        int left = n - i, share = r.h / left;
        int h = left == 1 ? r.h : limit(size[i].h, STACK_MIN_H, share);
        p->part[i] = (struct rect){r.y, r.x, h, r.w};
        p->shown[i] = true;
        r.y += h;
        r.h -= h;
    }
}

/* Lists side by side: as wide as they like as long as that is fair. */
static void row(struct dashboard_plan *p, struct rect r, const struct pane_wish *size, int from,
                int n)
{
    for (int i = from; i < n; i++) {
        int left = n - i, share = r.w / left, rest = 0;
        for (int k = i + 1; k < n; k++)
            rest += size[k].w;
        int w = left == 1 ? r.w : limit(r.w - rest, share < size[i].w ? share : size[i].w, r.w);
        if (left > 1 && w > r.w - DASHBOARD_SIDE_MIN * (left - 1))
            w = share;
        p->part[i] = (struct rect){r.y, r.x, r.h, w};
        p->shown[i] = true;
        r.x += w;
        r.w -= w;
    }
}

/* Three that are too narrow side by side: two, and the third below them. */
static void rows(struct dashboard_plan *p, struct rect r, const struct pane_wish *size, int from,
                 int n)
{
    int sum = 0;
    for (int i = from; i < n; i++)
        sum += size[i].w;
    if (n - from != 3 || sum <= r.w || r.h < 2 * STACK_MIN_H) {
        row(p, r, size, from, n);
        return;
    }
    int most = size[from].h > size[from + 1].h ? size[from].h : size[from + 1].h;
    int h = limit(most, STACK_MIN_H, r.h - STACK_MIN_H);
    row(p, (struct rect){r.y, r.x, h, r.w}, size, from, n - 1);
    row(p, (struct rect){r.y + h, r.x, r.h - h, r.w}, size, n - 1, n);
}

static bool beside(struct dashboard_plan *p, struct rect r, const struct pane_wish *size, int n)
{
    int want = DASHBOARD_SIDE_MIN, main = size[0].w;
    if (r.h < STACK_MIN_H * (n - 1))
        return false;
    for (int i = 1; i < n; i++)
        want = size[i].w > want ? size[i].w : want;
    if (r.w - main < DASHBOARD_SIDE_MIN)
        main = size[0].least;
    if (main < 1 || r.w - main < DASHBOARD_SIDE_MIN)
        return false;
    int side = limit(want, DASHBOARD_SIDE_MIN, r.w - main);
    p->part[0] = (struct rect){r.y, r.x, r.h, r.w - side};
    p->shown[0] = true;
    stack(p, (struct rect){r.y, r.x + r.w - side, r.h, side}, size, 1, n);
    return true;
}

static bool beneath(struct dashboard_plan *p, struct rect r, const struct pane_wish *size, int n)
{
    if (r.h < BELOW_MIN_H || r.w < BELOW_MIN_W)
        return false;
    int rest = STACK_MIN_H;
    for (int i = 1; i < n; i++)
        rest = size[i].h > rest ? size[i].h : rest;
    if (n == 4 && rest < 2 * STACK_MIN_H)
        rest = 2 * STACK_MIN_H; /* two rows of them, should they be too wide for one */
    int h = limit(size[0].h, STACK_MIN_H, r.h - limit(rest, STACK_MIN_H, r.h * 2 / 5));
    p->part[0] = (struct rect){r.y, r.x, h, r.w};
    p->shown[0] = true;
    rows(p, (struct rect){r.y + h, r.x, r.h - h, r.w}, size, 1, n);
    return true;
}

static struct dashboard_plan place(struct rect r, int lines, const struct pane_wish *size, int n,
                                   int at, bool below)
{
    struct dashboard_plan p;
    memset(&p, 0, sizeof p);
    p.facts = (struct rect){r.y, r.x + 1, lines, r.w > 2 ? r.w - 2 : 0};
    r.y += lines;
    r.h -= lines;
    p.strip = (struct rect){r.y, r.x, 0, r.w};
    if (n > 1 && r.w >= BELOW_MIN_W) {
        if (below && beneath(&p, r, size, n))
            return p;
        if (beside(&p, r, size, n) || (!below && beneath(&p, r, size, n)))
            return p;
    }
    if (n > 1 && r.h > 3) {
        p.strip.h = 1;
        r.y++;
        r.h--;
    }
    p.part[at] = r;
    p.shown[at] = true;
    return p;
}

/* Rows that stay empty below the lists at the lower edge. */
static int empty_rows(const struct dashboard_plan *p, struct rect r, const struct pane_wish *size,
                      int n)
{
    int least = r.h;
    for (int i = 0; i < n; i++) {
        const struct rect *part = &p->part[i];
        int wish = size[i].h > STACK_MIN_H ? size[i].h : STACK_MIN_H;
        if (p->shown[i] && part->y + part->h == r.y + r.h && part->h - wish < least)
            least = part->h - wish;
    }
    return limit(least, 0, r.h);
}

struct dashboard_plan dashboard_place(struct rect r, int fact_lines, const struct pane_wish *size,
                                      int n, int at, bool below)
{
    /* Where one part is shown at a time it needs less room than several above each other. */
    bool one = n == 1 || r.w < BELOW_MIN_W;
    int most = r.h <= 12 ? r.h - 8 : one && r.h > 15 ? r.h - 10 : r.h / 3;
    int lines = limit(fact_lines, 0, most < 0 ? 0 : most);
    struct dashboard_plan p = place(r, lines, size, n, at, below);
    int more = lines < fact_lines && r.h > 12 ? empty_rows(&p, r, size, n) : 0;
    if (more > 0) /* facts are sentences: none is cut above rows that say nothing */
        p = place(r, limit(fact_lines, 0, lines + more), size, n, at, below);
    return p;
}
