/* OSC 52: the terminal puts base64 text on its clipboard. Lists call this for a cell or a row. Most
 * terminals take it or ignore it without an answer, so the message says what was sent, not that it
 * has arrived.
 *
 * tmux keeps what programs inside it send, unless its set-clipboard is on, and hands on what is
 * wrapped for it, unless its allow-passthrough is off: both are sent, and it is said that both may
 * be off, as they are by default since 3.3. screen knows only the wrapped one, in pieces of at most
 * 768 bytes. */
#include "tui/dialog/copy.h"

#include "core/base/buf.h"
#include "core/base/text_width.h"
#include "tui/term/tty.h"
#include "tui/widget/table_paint.h"

#include <stdlib.h>
#include <string.h>

#define COPY_MAX 74000 /* longer ones are cut by some terminals in the middle of the base64 */

static void add_base64(struct buf *b, const unsigned char *s, size_t n)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < n; i += 3) {
        unsigned v = (unsigned)s[i] << 16 | (i + 1 < n ? (unsigned)s[i + 1] << 8 : 0) |
                     (i + 2 < n ? s[i + 2] : 0);
        buf_addc(b, digits[v >> 18 & 63]);
        buf_addc(b, digits[v >> 12 & 63]);
        buf_addc(b, i + 1 < n ? digits[v >> 6 & 63] : '=');
        buf_addc(b, i + 2 < n ? digits[v & 63] : '=');
    }
}

static bool is_set(const char *s)
{
    return s && *s;
}

enum copy_way copy_way(const char *tmux, const char *sty, const char *term)
{
    if (is_set(tmux) || (term && strncmp(term, "tmux", 4) == 0))
        return COPY_TMUX;
    if (is_set(sty))
        return COPY_SCREEN;
    return term && strncmp(term, "screen", 6) == 0 ? COPY_UNKNOWN : COPY_DIRECT;
}

static void wrap_for_tmux(struct buf *b, const char *s, size_t n)
{
    buf_adds(b, "\x1bPtmux;");
    for (size_t i = 0; i < n; i++) {
        if (s[i] == '\x1b')
            buf_addc(b, '\x1b');
        buf_addc(b, s[i]);
    }
    buf_adds(b, "\x1b\\");
}

static void wrap_for_screen(struct buf *b, const char *s, size_t n)
{
    enum { PIECE = 500 };
    for (size_t i = 0; i < n; i += PIECE) {
        buf_adds(b, "\x1bP");
        buf_add(b, s + i, n - i < PIECE ? n - i : PIECE);
        buf_adds(b, "\x1b\\");
    }
}

void copy_sequence(struct buf *b, const char *text, enum copy_way way)
{
    struct buf plain;
    buf_init(&plain, 0);
    buf_adds(&plain, "\x1b]52;c;");
    add_base64(&plain, (const unsigned char *)text, strlen(text));
    buf_addc(&plain, '\a');
    if (way == COPY_SCREEN)
        wrap_for_screen(b, buf_str(&plain), plain.len);
    else
        buf_add(b, buf_str(&plain), plain.len);
    if (way == COPY_TMUX)
        wrap_for_tmux(b, buf_str(&plain), plain.len);
    buf_release(&plain);
}

void copy_text(struct app *a, const char *text)
{
    static const char *const said[] = {
        [COPY_DIRECT] = "sent to the terminal's clipboard",
        [COPY_TMUX] = "sent; tmux drops it unless set-clipboard or allow-passthrough is on",
        [COPY_SCREEN] = "sent through screen to the terminal's clipboard",
        [COPY_UNKNOWN] = "sent; screen or tmux may drop it (tmux: set -g set-clipboard on)"};
    enum { SHOWN = 60 };
    struct arena arena;
    struct buf b;
    size_t n = strlen(text);
    enum copy_way way = copy_way(getenv("TMUX"), getenv("STY"), getenv("TERM"));
    if (n > COPY_MAX) {
        app_say(a, SEV_WARN, "too long for the terminal's clipboard: export it instead");
        return;
    }
    buf_init(&b, 0);
    copy_sequence(&b, text, way);
    bool sent = tty_raw(buf_str(&b), b.len);
    buf_release(&b);
    if (!sent) {
        app_say(a, SEV_WARN, "not copied: the terminal takes no output");
        return;
    }
    arena_init(&arena);
    app_say(a, SEV_NONE, "%s: %s", said[way], text_ellipsize(&arena, text, SHOWN, a->ascii));
    arena_release(&arena);
}

void copy_from(struct app *a, const struct table_view *v, bool whole_row)
{
    const struct row *r = table_view_current(v);
    struct arena arena;
    struct buf b;
    if (!r)
        return;
    arena_init(&arena);
    buf_init(&b, 0);
    if (!whole_row) {
        const char *cell = table_view_cell(v, &arena);
        buf_adds(&b, cell ? cell : "");
    }
    for (size_t i = 0; whole_row && i < v->nshown; i++)
        buf_addf(&b, "%s%s", i ? "\t" : "", value_display(&r->cells[v->shown[i]].value, &arena));
    copy_text(a, buf_str(&b));
    buf_release(&b);
    arena_release(&arena);
}
