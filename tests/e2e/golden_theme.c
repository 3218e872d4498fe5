/* The theme of roles; see golden_theme.h. All colours are of the cube and the greys that terminals
 * with 256 colours have, so that none is rounded. Text is light and grounds are dark enough for any
 * of them: draw.c replaces what could not be read. */
#include "tests/e2e/golden_theme.h"

#include "core/base/buf.h"
#include "tests/support/test.h"

#include <string.h>

enum { CUBE = 16, GREYS = 232, LIGHT = 9 /* least sum of the three levels */ };

static const int grounds[] = {232, 237, 236, 235, 234, 233, 52, 17, 53, 18, 54, 19, 55, 20, 16, 56};

static unsigned rgb_of(int index)
{
    static const unsigned level[] = {0, 95, 135, 175, 215, 255};
    if (index >= GREYS)
        return (unsigned)(8 + 10 * (index - GREYS)) * 0x10101u;
    int n = index - CUBE;
    return level[n / 36] << 16 | level[n / 6 % 6] << 8 | level[n % 6];
}

/* The light colours of the cube, one for each role. */
static int light(enum role role)
{
    int n = -1;
    for (int i = CUBE; i < GREYS; i++) {
        int r = (i - CUBE) / 36, g = (i - CUBE) / 6 % 6, b = (i - CUBE) % 6;
        if (r > 1 && g > 1 && b > 1 && r + g + b > LIGHT && ++n == (int)role)
            return i;
    }
    fail_msg("more roles than light colours");
    return -1;
}

/* As the default theme has it: which roles have a ground of their own. */
static bool has_ground(enum role r)
{
    static struct theme dark;
    struct err e;
    if (!dark.name[0] && !theme_load(&dark, "dark", &e))
        fail_msg("%s", e.msg);
    return r == ROLE_TEXT || dark.style[r].has_bg;
}

static int ground(enum role role)
{
    size_t n = 0;
    if (!has_ground(role))
        return -1;
    for (enum role r = 0; r < role; r++)
        n += has_ground(r);
    assert_true(n < sizeof grounds / sizeof *grounds);
    return grounds[n];
}

char *golden_theme_text(void)
{
    struct buf b;
    buf_init(&b, 0);
    buf_adds(&b, "about: \"a colour for each role\"\nroles:\n");
    for (enum role r = 0; r < ROLES; r++) {
        buf_addf(&b, "  %s: \"#%06x", role_name(r), rgb_of(light(r)));
        if (ground(r) >= 0)
            buf_addf(&b, " on #%06x", rgb_of(ground(r)));
        buf_adds(&b, "\"\n");
    }
    char *text = strdup(buf_str(&b));
    buf_release(&b);
    return text;
}

/* A screen has 12,000 cells: the answers are kept. */
static int find(int index, int (*colour_of)(enum role), signed char *known)
{
    if (index < 0 || index > 255)
        return -1;
    for (enum role r = 0; !known[index] && r < ROLES; r++)
        if (colour_of(r) == index)
            known[index] = (signed char)(r + 1);
    if (!known[index])
        known[index] = -1;
    return known[index] < 0 ? -1 : known[index] - 1;
}

int golden_theme_fg(int index)
{
    static signed char known[256];
    return find(index, light, known);
}

int golden_theme_bg(int index)
{
    static signed char known[256];
    return find(index, ground, known);
}
