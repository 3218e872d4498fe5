/* Colours: their names, and the nearest one a terminal can show. Pure arithmetic; theme.h declares
 * it. The 256-colour palette is xterm's: 16 names, a 6×6×6 cube, 24 greys. */
#include "tui/term/colour.h"

#include <stdlib.h>
#include <string.h>

static const char *const colour_names[16] = {
    "black",        "red",           "green",       "yellow",         "blue",
    "magenta",      "cyan",          "white",       "bright-black",   "bright-red",
    "bright-green", "bright-yellow", "bright-blue", "bright-magenta", "bright-cyan",
    "bright-white"};

/* What the sixteen look like on most terminals (xterm's values). */
static const int32_t sixteen[16] = {0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd,
                                    0x00cdcd, 0xe5e5e5, 0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00,
                                    0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff};

bool colour_parse(const char *text, int32_t *out)
{
    if (strcmp(text, "default") == 0) {
        *out = COLOUR_DEFAULT;
        return true;
    }
    for (int i = 0; i < 16; i++) {
        if (strcmp(text, colour_names[i]) == 0) {
            *out = COLOUR_NAMED + i;
            return true;
        }
    }
    if (text[0] != '#' || strlen(text) != 7 || strspn(text + 1, "0123456789abcdefABCDEF") != 6)
        return false;
    *out = (int32_t)strtol(text + 1, NULL, 16);
    return true;
}

static int distance(int32_t a, int32_t b)
{
    int r = (a >> 16 & 255) - (b >> 16 & 255);
    int g = (a >> 8 & 255) - (b >> 8 & 255);
    int l = (a & 255) - (b & 255);
    return 3 * r * r + 4 * g * g + 2 * l * l; /* the eye sees green best */
}

static int nearest_cube_step(int v)
{
    static const int steps[6] = {0, 95, 135, 175, 215, 255};
    int best = 0;
    for (int i = 1; i < 6; i++) {
        if (abs(steps[i] - v) < abs(steps[best] - v))
            best = i;
    }
    return best;
}

static int32_t cube_rgb(int i)
{
    static const int steps[6] = {0, 95, 135, 175, 215, 255};
    return steps[i / 36] << 16 | steps[i / 6 % 6] << 8 | steps[i % 6];
}

static int to_256(int32_t rgb)
{
    int cube = nearest_cube_step(rgb >> 16 & 255) * 36 + nearest_cube_step(rgb >> 8 & 255) * 6 +
               nearest_cube_step(rgb & 255);
    int best = 16 + cube, best_d = distance(rgb, cube_rgb(cube));
    for (int i = 0; i < 24; i++) {
        int v = 8 + 10 * i, d = distance(rgb, v << 16 | v << 8 | v);
        if (d < best_d) {
            best = 232 + i;
            best_d = d;
        }
    }
    return best;
}

static int least_of(int32_t rgb)
{
    int r = rgb >> 16 & 255, g = rgb >> 8 & 255, b = rgb & 255;
    return r < g ? (r < b ? r : b) : (g < b ? g : b);
}

static int most_of(int32_t rgb)
{
    return 255 - least_of(~rgb);
}

/* Neither a grey, nor next to black. */
static bool has_hue(int32_t rgb)
{
    enum { DARK = 64 };
    int most = most_of(rgb);
    return most >= DARK && (most - least_of(rgb)) * 4 >= most;
}

/* The same hue as strong as it can be. */
static int32_t hue_of(int32_t rgb)
{
    int least = least_of(rgb), range = most_of(rgb) - least;
    int r = ((rgb >> 16 & 255) - least) * 255 / range, g = ((rgb >> 8 & 255) - least) * 255 / range,
        b = ((rgb & 255) - least) * 255 / range;
    return r << 16 | g << 8 | b;
}

/* By its hue, where it has one: a soft red is as near to grey as to red, but red is what it means. */
static int to_sixteen(int32_t rgb, int n)
{
    int best = -1, best_hue = 0;
    bool hue = has_hue(rgb);
    for (int i = 0; i < n; i++) {
        if (has_hue(sixteen[i]) != hue)
            continue;
        int off = hue ? distance(hue_of(rgb), hue_of(sixteen[i])) : 0;
        bool same = best >= 0 && off == best_hue;
        if (best < 0 || off < best_hue ||
            (same && distance(rgb, sixteen[i]) < distance(rgb, sixteen[best]))) {
            best = i;
            best_hue = off;
        }
    }
    return best;
}

int colour_index(int32_t colour, int colours)
{
    if (colour == COLOUR_DEFAULT)
        return -1;
    if (colour >= COLOUR_NAMED) {
        int n = colour - COLOUR_NAMED;
        if (colours > 256)
            return sixteen[n];
        if (colours < 16 && n == 8)
            return 7; /* grey; what draws it dims it, since bold black is invisible on many */
        return colours >= 16 ? n : n & 7;
    }
    if (colours > 256)
        return colour;
    if (colours >= 256)
        return to_256(colour);
    return to_sixteen(colour, colours >= 16 ? 16 : 8);
}

/* Relative luminance × 1000, with a square for the gamma of 2.2: near enough to choose by. */
static long luminance(int32_t rgb)
{
    long r = rgb >> 16 & 255, g = rgb >> 8 & 255, b = rgb & 255;
    return (213 * r * r + 715 * g * g + 72 * b * b) / (255 * 255);
}

static int32_t rgb_of(int32_t colour)
{
    return colour >= COLOUR_NAMED ? sixteen[colour - COLOUR_NAMED] : colour;
}

bool colour_readable(int32_t fg, int32_t bg)
{
    if (fg == COLOUR_DEFAULT || bg == COLOUR_DEFAULT)
        return true;
    long a = luminance(rgb_of(fg)) + 50, b = luminance(rgb_of(bg)) + 50;
    return a > b ? a * 10 >= b * 28 : b * 10 >= a * 28;
}
