/* Foreign bytes made safe to show. Every name, key, value, client id and broker message passes
 * text_visible before it is painted, so the plain-ASCII case is tested eight bytes at a time.
 * What is invisible or rearranges its neighbours (bidirectional controls, zero-width characters,
 * variation selectors, tags) is escaped too: two names that look alike must not be two names. */
#include "core/base/text.h"

#include "core/base/buf.h"
#include "core/base/text_width.h"

#include <stdlib.h>
#include <string.h>

#define MARKS_MAX 4 /* combining marks on one character; also what a curses cell holds */

size_t text_decode(const char *s, size_t len, uint32_t *cp)
{
    const unsigned char *b = (const unsigned char *)s;
    *cp = 0xFFFD;
    if (len == 0)
        return 0;
    if (b[0] < 0x80) {
        *cp = b[0];
        return 1;
    }
    size_t n = b[0] >= 0xF0 ? 4 : b[0] >= 0xE0 ? 3 : 2;
    if (b[0] < 0xC2 || b[0] > 0xF4 || n > len)
        return 1;
    uint32_t c = b[0] & (0x7Fu >> n);
    for (size_t i = 1; i < n; i++) {
        if ((b[i] & 0xC0) != 0x80)
            return 1;
        c = c << 6 | (b[i] & 0x3Fu);
    }
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (c < least[n] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        return 1;
    *cp = c;
    return n;
}

/* Bytes at the start of s that are printable ASCII. */
static size_t ascii_run(const char *s, size_t len)
{
    const uint64_t ones = 0x0101010101010101u, high = 0x8080808080808080u;
    size_t i = 0;
    for (; i + 8 <= len; i += 8) {
        uint64_t w;
        memcpy(&w, s + i, 8);
        uint64_t below_space = (w - ones * 0x20) & ~w;
        uint64_t is_del = ((w ^ ones * 0x7F) - ones) & ~(w ^ ones * 0x7F);
        if ((w | below_space | is_del) & high)
            break;
    }
    while (i < len && s[i] >= 0x20 && s[i] < 0x7F)
        i++;
    return i;
}

/* Characters that are invisible, format their neighbours, or are none at all. */
static bool is_hidden(uint32_t cp)
{
    static const struct {
        uint32_t first, last;
    } hidden[] = {
        {0x80, 0x9F},       {0xAD, 0xAD},       {0x34F, 0x34F},     {0x61C, 0x61C},
        {0x115F, 0x1160},   {0x17B4, 0x17B5},   {0x180B, 0x180F},   {0x200B, 0x200F},
        {0x2028, 0x202E},   {0x2060, 0x206F},   {0x3164, 0x3164},   {0xFDD0, 0xFDEF},
        {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0},   {0xFFF0, 0xFFFB},
        {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
    };
    for (size_t i = 0; i < sizeof hidden / sizeof hidden[0]; i++) {
        if (cp <= hidden[i].last)
            return cp >= hidden[i].first || (cp & 0xFFFE) == 0xFFFE;
    }
    return (cp & 0xFFFE) == 0xFFFE; /* the two noncharacters at the end of each plane */
}

struct scan {
    const char *p;
    size_t left;
    unsigned marks; /* combining marks since the last character; MARKS_MAX: no more may follow */
};

struct piece {
    size_t len; /* bytes */
    uint32_t cp;
    bool invalid; /* one byte that is no UTF-8 */
    bool plain;   /* shown as it is */
};

/* The next run of ASCII (cp 0), or one other character. */
static struct piece next_piece(struct scan *s)
{
    struct piece piece = {.len = ascii_run(s->p, s->left), .plain = true};
    if (piece.len) {
        s->marks = 0;
    } else {
        piece.len = text_decode(s->p, s->left, &piece.cp);
        piece.invalid = piece.len == 1 && piece.cp == 0xFFFD;
        piece.plain = piece.cp >= 0x80 && !piece.invalid && !is_hidden(piece.cp);
        if (piece.plain && text_cp_width(piece.cp) > 0)
            s->marks = 0;
        else if (!piece.plain || s->marks >= MARKS_MAX) {
            piece.plain = false;
            s->marks = MARKS_MAX;
        } else
            s->marks++;
    }
    s->p += piece.len;
    s->left -= piece.len;
    return piece;
}

bool text_is_plain(const char *s, size_t len)
{
    struct scan scan = {.p = s, .left = len, .marks = MARKS_MAX};
    while (scan.left) {
        if (!next_piece(&scan).plain)
            return false;
    }
    return true;
}

static void add_escape(struct buf *b, const struct piece *piece, unsigned char byte)
{
    static const char names[] = "abtnvfr"; /* 7 … 13, as C writes them */
    if (piece->len > 1)
        buf_addf(b, "\\u{%x}", (unsigned)piece->cp);
    else if (byte == 0x1B)
        buf_adds(b, "\\e");
    else if (byte == 0)
        buf_adds(b, "\\0");
    else if (byte >= 7 && byte <= 13)
        buf_addf(b, "\\%c", names[byte - 7]);
    else
        buf_addf(b, "\\x%02x", byte);
}

char *text_visible(struct arena *a, const void *bytes, size_t len)
{
    const char *s = bytes;
    if (!len)
        return arena_strdup(a, "");
    if (text_is_plain(s, len))
        return arena_strndup(a, s, len);
    struct buf out;
    buf_init(&out, 0);
    struct scan scan = {.p = s, .left = len, .marks = MARKS_MAX};
    while (scan.left) {
        const char *start = scan.p;
        struct piece piece = next_piece(&scan);
        if (piece.plain)
            buf_add(&out, start, piece.len);
        else
            add_escape(&out, &piece, (unsigned char)*start);
    }
    char *copy = arena_strndup(a, buf_str(&out), out.len);
    buf_release(&out);
    return copy;
}

/* The ASCII stand-in for a glyph of ours, 0 for any other character. */
static char ascii_of(uint32_t cp)
{
    static const struct {
        uint32_t first, last;
        char ascii;
    } glyphs[] = {
        {0xA0, 0xA0, ' '},     {0xB1, 0xB1, '~'},      {0xB7, 0xB7, '.'},     {0xD7, 0xD7, 'x'},
        {0x2010, 0x2015, '-'}, {0x2018, 0x2019, '\''}, {0x201C, 0x201D, '"'}, {0x2022, 0x2022, '*'},
        {0x2026, 0x2026, '~'}, {0x2039, 0x2039, '<'},  {0x203A, 0x203A, '>'}, {0x2190, 0x2190, '<'},
        {0x2191, 0x2191, '^'}, {0x2192, 0x2192, '>'},  {0x2193, 0x2193, 'v'}, {0x21B5, 0x21B5, '<'},
        {0x21BB, 0x21BB, '~'}, {0x2206, 0x2206, 'd'},  {0x2212, 0x2212, '-'}, {0x2248, 0x2248, '~'},
        {0x2260, 0x2260, '#'}, {0x2264, 0x2264, '<'},  {0x2265, 0x2265, '>'}, {0x2500, 0x2501, '-'},
        {0x2502, 0x2502, '|'}, {0x2503, 0x2503, '#'},  {0x2504, 0x2505, '-'}, {0x2506, 0x2507, '|'},
        {0x250C, 0x254B, '+'}, {0x2550, 0x2550, '='},  {0x2551, 0x2551, '|'}, {0x2552, 0x2570, '+'},
        {0x2574, 0x2574, '-'}, {0x2576, 0x2576, '-'},  {0x2581, 0x2582, '_'}, {0x2583, 0x2585, '='},
        {0x2586, 0x2588, '#'}, {0x2589, 0x258F, '='},  {0x2591, 0x2591, '.'}, {0x2592, 0x2592, ':'},
        {0x2593, 0x2593, '#'}, {0x25A0, 0x25A0, '#'},  {0x25A1, 0x25A1, 'o'}, {0x25B2, 0x25B4, '^'},
        {0x25B6, 0x25B8, '>'}, {0x25BC, 0x25BE, 'v'},  {0x25C0, 0x25C2, '<'}, {0x25C6, 0x25C6, '*'},
        {0x25C7, 0x25C7, 'o'}, {0x25CB, 0x25CB, 'o'},  {0x25CF, 0x25CF, '*'}, {0x25D0, 0x25D3, 'o'},
        {0x25E6, 0x25E6, 'o'}, {0x2605, 0x2605, '*'},  {0x26A0, 0x26A0, '!'}, {0x2713, 0x2714, '+'},
        {0x2715, 0x2718, 'x'}, {0x276F, 0x276F, '>'},  {0x2800, 0x2800, ' '}, {0x2801, 0x28FF, ':'},
    };
    for (size_t i = 0; i < sizeof glyphs / sizeof glyphs[0] && cp >= glyphs[i].first; i++) {
        if (cp <= glyphs[i].last)
            return glyphs[i].ascii;
    }
    return 0;
}

const char *text_ascii_fold(struct arena *a, const char *s)
{
    size_t len = strlen(s);
    if (ascii_run(s, len) == len)
        return s;
    char *out = arena_strndup(a, s, len);
    char *to = out;
    for (size_t i = 0; i < len;) {
        uint32_t cp;
        size_t n = text_decode(s + i, len - i, &cp);
        char c = n > 1 ? ascii_of(cp) : 0;
        if (c) {
            *to++ = c;
        } else {
            memmove(to, s + i, n);
            to += n;
        }
        i += n;
    }
    *to = '\0';
    return out;
}
