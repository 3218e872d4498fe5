/* Colours of text on a ground. A theme gives each role its colours; which of them lie over each other
 * is known here alone, and with few colours several of a theme become one. Called by draw.c for all
 * that is painted. */
#include "tui/term/pen.h"

#include "tui/term/colour.h"

/* The role's own colours, else those of the ground. */
static struct style mix(const struct theme *t, struct pen pen)
{
    struct style s = t->style[pen.role == ROLE_TEXT ? pen.on : pen.role];
    const struct style *on = &t->style[pen.on], *base = &t->style[ROLE_TEXT];
    if (!s.has_fg)
        s.fg = on->has_fg ? on->fg : base->fg;
    if (!s.has_bg)
        s.bg = on->has_bg ? on->bg : base->bg;
    if (pen.on != ROLE_TEXT) {
        bool turned = on->attrs & STYLE_REVERSE; /* what is the text's colour would be the ground */
        if (s.has_fg && (turned || !colour_readable(s.fg, s.bg)))
            s.fg = on->has_fg ? on->fg : base->fg;
        s.attrs |= on->attrs;
    }
    return s;
}

static bool is_selection(enum role r)
{
    return r == ROLE_CURSOR || r == ROLE_CELL || r == ROLE_CHOICE || r == ROLE_FIELD_ON;
}

/* Lines and bars, and what is to stay in the background. */
static bool is_quiet(enum role r)
{
    return r == ROLE_BORDER || r == ROLE_SUGGEST || r == ROLE_CHART;
}

/* Different colours that the terminal shows as one, or so near that nothing can be read; or one of
 * them is the terminal's own, which may be any. */
static bool is_lost(int colours, int32_t fg, int32_t bg)
{
    int f = colour_index(fg, colours), b = colour_index(bg, colours);
    if (colours >= 256)
        return (f < 0) != (b < 0) ? b >= 0 : !colour_readable(fg, bg);
    return f < 0 || b < 0 ? b >= 0 : !colour_readable(COLOUR_NAMED + f, COLOUR_NAMED + b);
}

/* What can be read on that ground: what the theme has for it, else black or white. */
static int32_t readable_on(const struct theme *t, int colours, enum role ground, int32_t bg)
{
    const int32_t black = COLOUR_NAMED, white = COLOUR_NAMED + 15;
    int32_t wanted[] = {t->style[ground].fg, t->style[ROLE_TEXT].fg, black};
    for (size_t i = t->style[ground].has_fg ? 0 : 1; i < sizeof wanted / sizeof *wanted; i++) {
        if (!is_lost(colours, wanted[i], bg))
            return wanted[i];
    }
    return white;
}

/* What is selected is turned round where its ground is no other than the text's. */
static bool is_flat(const struct theme *t, int colours, const struct style *s, struct pen pen)
{
    int32_t base = t->style[ROLE_TEXT].bg;
    bool selected = is_selection(pen.role) || is_selection(pen.on);
    return colours < 256 && selected && s->bg != base &&
           colour_index(s->bg, colours) == colour_index(base, colours);
}

struct style pen_style(const struct theme *t, int colours, struct pen pen)
{
    struct style s = mix(t, pen);
    if (!colours)
        return s;
    if (is_flat(t, colours, &s, pen)) {
        s.attrs |= STYLE_REVERSE;
        s.fg = t->style[ROLE_TEXT].fg; /* else each word had a ground of its own */
    } else if (!(is_quiet(pen.role) && colours >= 256) && !(s.attrs & STYLE_REVERSE) &&
               is_lost(colours, s.fg, s.bg)) {
        s.fg = readable_on(t, colours, pen.on != ROLE_TEXT ? pen.on : pen.role, s.bg);
    }
    return s;
}
