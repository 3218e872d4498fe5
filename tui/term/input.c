/* The terminal's byte stream → keys, mouse events and pasted text. terminal.c feeds it what it reads
 * from the tty. Own parser instead of curses' getch: that one waits inside the call for the rest of
 * an escape sequence and knows neither bracketed paste nor Alt with a letter; this one never waits,
 * so a timer of the loop decides about a lone ESC. Sequences are those of xterm and what follows it
 * (VT220, linux console, tmux, rxvt) in the grammar of ECMA-48; an unknown one is swallowed whole,
 * and so are the terminal's answers (OSC, DCS, APC, reports), which come late on a slow line: none
 * of them ever becomes commands. */
#include "tui/term/input.h"

#include "core/base/text.h"
#include "tui/term/keys.h"

#include <string.h>

#define PASTE_MAX (1u << 20)
static const char paste_begin[] = "\x1b[200~", paste_end[] = "\x1b[201~";

void input_init(struct input *in)
{
    memset(in, 0, sizeof *in);
    buf_init(&in->paste, PASTE_MAX);
}

void input_release(struct input *in)
{
    buf_release(&in->paste);
}

static uint32_t modifiers(int param)
{
    int bits = param > 1 ? param - 1 : 0;
    return (bits & 1 ? MOD_SHIFT : 0) | (bits & 2 ? MOD_ALT : 0) | (bits & 4 ? MOD_CTRL : 0);
}

static uint32_t letter_key(unsigned char c)
{
    switch (c) {
    case 'A':
        return K_UP;
    case 'B':
        return K_DOWN;
    case 'C':
        return K_RIGHT;
    case 'D':
        return K_LEFT;
    case 'H':
        return K_HOME;
    case 'F':
        return K_END;
    case 'M':
        return K_ENTER;
    case 'Z':
        return K_TAB | MOD_SHIFT;
    default:
        return c >= 'P' && c <= 'S' ? (uint32_t)(K_F1 + (c - 'P')) : (uint32_t)K_NONE;
    }
}

static uint32_t tilde_key(int n)
{
    static const unsigned char fkeys[] = {11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24};
    switch (n) {
    case 1:
    case 7:
        return K_HOME;
    case 2:
        return K_INSERT;
    case 3:
        return K_DELETE;
    case 4:
    case 8:
        return K_END;
    case 5:
        return K_PGUP;
    case 6:
        return K_PGDN;
    default:
        break;
    }
    for (unsigned i = 0; i < sizeof fkeys; i++) {
        if (fkeys[i] == n)
            return K_F1 + i;
    }
    return K_NONE;
}

/* What a control byte is when it stands alone. */
static uint32_t control_key(unsigned char c)
{
    if (c == '\r' || c == '\n')
        return K_ENTER;
    if (c == '\t')
        return K_TAB;
    if (c == K_ESC)
        return K_ESC;
    if (c == 0x7f || c == 0x08)
        return K_BACKSPACE;
    if (c == 0)
        return MOD_CTRL | K_SPACE;
    if (c <= 26)
        return MOD_CTRL | (uint32_t)('a' + c - 1);
    return MOD_CTRL | (uint32_t)(c + 64);
}

static int parse_params(const unsigned char *p, size_t n, int out[4])
{
    int count = 0, value = 0;
    out[0] = out[1] = out[2] = out[3] = 0;
    for (size_t i = 0; i <= n; i++) {
        if (i < n && p[i] >= '0' && p[i] <= '9') {
            if (value < 100000)
                value = value * 10 + (p[i] - '0');
        } else if (i == n || p[i] == ';' || p[i] == ':') {
            if (count < 4)
                out[count++] = value;
            value = 0;
        }
    }
    return count;
}

static void emit(const struct input_sink *sink, uint32_t key)
{
    if (key)
        sink->key(sink->user, key);
}

/* Buttons as xterm codes them; x and y from 1. */
static void emit_mouse(const struct input_sink *sink, int code, int x, int y, bool press)
{
    bool wheel = code & 64;
    if (code < 0 || code & 128 || (!wheel && (code & 3) == 3))
        return; /* nonsense, a button at the side, a move without a button */
    struct mouse m = {.kind = press ? MOUSE_PRESS : MOUSE_RELEASE,
                      .button = (code & 3) + 1,
                      .x = x > 0 ? x - 1 : 0,
                      .y = y > 0 ? y - 1 : 0};
    if (wheel) {
        if ((code & 3) > 1)
            return; /* sideways wheel */
        m.kind = (code & 3) == 0 ? MOUSE_WHEEL_UP : MOUSE_WHEEL_DOWN;
        m.button = 0;
    } else if (code & 32) {
        m.kind = MOUSE_DRAG;
    }
    sink->mouse(sink->user, &m);
}

/* \e[M and three bytes: of terminals that know the mouse but not its SGR reports. */
static void emit_old_mouse(const struct input_sink *sink, const unsigned char *p)
{
    int code = p[0] - ' ';
    bool release = !(code & (32 | 64)) && (code & 3) == 3; /* of whichever button it was */
    emit_mouse(sink, release ? 0 : code, p[1] - ' ', p[2] - ' ', !release);
}

/* A key with its modifiers: \e[1;5C, or \eO5C of old xterms. Other numbers make it no key but a
 * report, of where the cursor is (\e[24;80R). */
static uint32_t letter_with(unsigned char final, const int v[4], int count)
{
    uint32_t key = letter_key(final);
    if (!key || (count > 1 && (v[0] > 1 || v[1] > 16)))
        return K_NONE;
    return key | modifiers(count > 1 ? v[1] : v[0]);
}

/* The n bytes behind \e[, the last of them the final one. K_NONE: no key, as an answer of the
 * terminal and what the mouse does. */
static uint32_t csi_key(const unsigned char *p, size_t n)
{
    unsigned char final = p[n - 1];
    int v[4], count = parse_params(p, n - 1, v);
    if (*p == '[') /* linux console: \e[[A */
        return n == 2 && final >= 'A' && final <= 'E' ? (uint32_t)(K_F1 + final - 'A')
                                                      : (uint32_t)K_NONE;
    if (*p == 'M' || (*p >= '<' && *p <= '?'))
        return K_NONE;
    switch (final) {
    case '~':
    case '$': /* of rxvt */
    case '^':
    case '@':
        if (!tilde_key(v[0]))
            return K_NONE;
        return tilde_key(v[0]) | modifiers(v[1]) | (final == '$' || final == '@' ? MOD_SHIFT : 0) |
               (final == '^' || final == '@' ? MOD_CTRL : 0);
    case 'u':
        return v[0] < K_FIRST ? (uint32_t)v[0] | modifiers(v[1]) : K_NONE;
    case 'M':
        return K_NONE;
    default:
        return letter_with(final, v, count);
    }
}

/* The n bytes behind \e[, the last of them the final one. */
static void finish_csi(struct input *in, const struct input_sink *sink, const unsigned char *p,
                       size_t n)
{
    int v[4];
    if (n > 1 && p[0] == '<') { /* SGR mouse (1006): \e[<button;x;yM or m */
        parse_params(p + 1, n - 2, v);
        if (p[n - 1] == 'M' || p[n - 1] == 'm')
            emit_mouse(sink, v[0], v[1], v[2], p[n - 1] == 'M');
    } else if (p[0] == 'M' && n == 4) {
        emit_old_mouse(sink, p + 1);
    } else if (n == 4 && memcmp(p, "200~", 4) == 0) {
        in->pasting = true;
    } else {
        emit(sink, csi_key(p, n));
    }
}

/* Bytes of the sequence that begins with \e[ or \eO at s, 0 when more are needed. *whole: it has
 * its final byte; else what came is cut off by a byte that belongs to none, and is void. */
static size_t csi_length(const unsigned char *s, size_t n, bool *whole)
{
    bool digits = true;
    *whole = true;
    if (n > 2 && s[1] == '[' && (s[2] == '[' || s[2] == 'M')) {
        size_t len = s[2] == 'M' ? 6 : 4;
        return n >= len ? len : 0;
    }
    for (size_t i = 2; i < n; i++) {
        unsigned char c = s[i];
        if ((c >= 0x40 && c <= 0x7e) || (c == '$' && digits && i > 2)) /* \e[7$ is a key of rxvt */
            return i + 1;
        if (c < 0x20 || c > 0x3f) {
            *whole = false;
            return c == 0x18 || c == 0x1a ? i + 1 : i;
        }
        digits = digits && c >= '0' && c <= '9';
    }
    return 0;
}

/* The key of the whole sequence \e[… or \eO… of n bytes. */
static uint32_t sequence_key(const unsigned char *s, size_t n)
{
    int v[4];
    if (s[1] == '[')
        return csi_key(s + 2, n - 2);
    return letter_with(s[n - 1], v, parse_params(s + 2, n - 3, v));
}

/* Nothing that is known is longer. So it is void however it arrives: in pieces it would not be kept. */
static bool too_long(size_t len)
{
    return len + 2 > sizeof((struct input *)NULL)->pending;
}

static size_t take_csi(struct input *in, const struct input_sink *sink, const unsigned char *s,
                       size_t n)
{
    bool whole;
    size_t len = csi_length(s, n, &whole);
    if (!len && too_long(n + 1)) {
        in->swallow = s[1];
        return n;
    }
    if (!len || too_long(len))
        return len;
    if (!whole)
        emit(sink, len == 2 ? MOD_ALT | s[1] : K_NONE);
    else if (s[1] == '[')
        finish_csi(in, sink, s + 2, len - 2);
    else
        emit(sink, sequence_key(s, len));
    return len;
}

/* OSC, DCS and APC begin like Alt with a key. What terminals answer goes on like this. */
static bool begins_string(unsigned char second, unsigned char third)
{
    bool digit = third >= '0' && third <= '9';
    switch (second) {
    case ']':
        return digit || third == 'l' || third == 'L';
    case 'P':
        return digit || (third > ' ' && strchr(">!$+|=@", third));
    default:
        return third >= 'A' && third <= 'Z';
    }
}

static bool may_begin(unsigned char second)
{
    return second && strchr("[O]P_", second);
}

/* ESC ESC [ A is Alt with an arrow to rxvt, PuTTY and others. Before anything else that follows,
 * the first is a key of its own. */
static size_t take_two_escapes(const struct input_sink *sink, const unsigned char *s, size_t n)
{
    bool begun = n < 3 || s[2] == '[' || s[2] == 'O', whole = false;
    size_t len = n > 2 && begun ? csi_length(s + 1, n - 1, &whole) : 0;
    if (begun && !len && !too_long(n + 1))
        return 0;
    uint32_t key = len && whole && !too_long(1 + len) ? sequence_key(s + 1, len) : (uint32_t)K_NONE;
    emit(sink, key ? key | MOD_ALT : (uint32_t)K_ESC);
    return key ? 1 + len : 1;
}

static size_t take_escape(struct input *in, const struct input_sink *sink, const unsigned char *s,
                          size_t n)
{
    if (n < 2 || (n < 3 && may_begin(s[1])))
        return 0;
    if (s[1] == '[' || s[1] == 'O')
        return take_csi(in, sink, s, n);
    if (may_begin(s[1]) && begins_string(s[1], s[2])) {
        in->swallow = s[1];
        return 2;
    }
    if (s[1] == K_ESC)
        return take_two_escapes(sink, s, n);
    if (s[1] < 0x80) {
        uint32_t key = s[1] < 0x20 || s[1] == 0x7f ? control_key(s[1]) : s[1];
        emit(sink, key | MOD_ALT);
        return 2;
    }
    emit(sink, K_ESC);
    return 1;
}

/* The rest of a sequence that does not matter: a string up to its \e\ (an OSC also up to its BEL),
 * a long CSI up to its final byte. What can't be part of it ends it, too. */
static size_t take_swallowed(struct input *in, const unsigned char *s, size_t n)
{
    bool csi = in->swallow == '[' || in->swallow == 'O';
    for (size_t i = 0; i < n; i++) {
        unsigned char c = s[i];
        bool ends = c == 0x18 || c == 0x1a || (c == '\a' && in->swallow == ']') ||
                    (csi && c >= 0x40 && c <= 0x7e);
        if (ends) {
            in->swallow = 0;
            return i + 1;
        }
        if (!csi && c < 0x20 && c != '\a' && c != K_ESC) { /* Enter, Ctrl-C: no answer */
            in->swallow = 0;
            return i;
        }
        if (c == K_ESC && !csi && i + 1 == n)
            return i;
        if (c == K_ESC || (csi && (c < 0x20 || c > 0x3f))) {
            in->swallow = 0;
            return !csi && s[i + 1] == '\\' ? i + 2 : i;
        }
    }
    return n;
}

static size_t utf8_length(unsigned char lead)
{
    if (lead >= 0xf0 && lead < 0xf8)
        return 4;
    if (lead >= 0xe0)
        return lead < 0xf0 ? 3 : 1;
    return lead >= 0xc0 ? 2 : 1;
}

/* One key from s; 0: more bytes are needed. */
static size_t take_one(struct input *in, const struct input_sink *sink, const unsigned char *s,
                       size_t n)
{
    if (s[0] == K_ESC)
        return take_escape(in, sink, s, n);
    if (s[0] < 0x20 || s[0] == 0x7f) {
        emit(sink, control_key(s[0]));
        return 1;
    }
    if (s[0] < 0x80) {
        emit(sink, s[0]);
        return 1;
    }
    for (size_t i = 1; i < n && i < utf8_length(s[0]); i++)
        if ((s[i] & 0xc0) != 0x80)
            return i; /* no character; what follows is a key */
    if (n < utf8_length(s[0]))
        return 0;
    uint32_t cp;
    size_t len = text_decode((const char *)s, n, &cp);
    if (len > 1)
        emit(sink, cp);
    return len ? len : 1;
}

static void end_paste(struct input *in, const struct input_sink *sink)
{
    in->pasting = in->cut = false;
    sink->paste(sink->user, buf_str(&in->paste), in->paste.len);
    buf_clear(&in->paste);
}

/* Everything up to the end mark is text, whatever it looks like. */
static size_t take_paste(struct input *in, const struct input_sink *sink, const unsigned char *s,
                         size_t n)
{
    size_t mark = sizeof paste_end - 1;
    const unsigned char *end = memmem(s, n, paste_end, mark);
    if (end) {
        buf_add(&in->paste, s, (size_t)(end - s));
        end_paste(in, sink);
        return (size_t)(end - s) + mark;
    }
    const unsigned char *esc = memrchr(s, K_ESC, n);
    size_t take = esc && (size_t)(s + n - esc) < mark ? (size_t)(esc - s) : n;
    buf_add(&in->paste, s, take);
    return take;
}

/* Nothing came for longer than a paste is waited for, and what comes now is the rest of it:
 * an end mark without a beginning, or more than anyone types at once. */
static bool goes_on(const unsigned char *s, size_t n)
{
    enum { FLOOD = 512 };
    const unsigned char *end = memmem(s, n, paste_end, sizeof paste_end - 1);
    const unsigned char *begin = memmem(s, n, paste_begin, sizeof paste_begin - 1);
    return end ? end > s && (!begin || end < begin) : n >= FLOOD && *s != K_ESC;
}

static size_t consume(struct input *in, const struct input_sink *sink, const unsigned char *s,
                      size_t n)
{
    size_t at = 0;
    in->pasting |= in->cut && !in->swallow && goes_on(s, n);
    while (at < n) {
        bool swallowing = in->swallow;
        size_t used = in->pasting  ? take_paste(in, sink, s + at, n - at)
                      : swallowing ? take_swallowed(in, s + at, n - at)
                                   : take_one(in, sink, s + at, n - at);
        if (!used && !(swallowing && !in->swallow))
            break;
        at += used;
    }
    return at;
}

void input_feed(struct input *in, const void *bytes, size_t len, const struct input_sink *sink)
{
    const unsigned char *p = bytes;
    while (len) {
        unsigned char work[4096 + sizeof in->pending];
        size_t chunk = len < 4096 ? len : 4096;
        memcpy(work, in->pending, in->npending);
        memcpy(work + in->npending, p, chunk);
        size_t n = in->npending + chunk;
        size_t used = consume(in, sink, work, n);
        if (n - used >= sizeof in->pending) /* no sequence is that long */
            used = n;
        in->npending = n - used;
        memcpy(in->pending, work + used, in->npending);
        p += chunk;
        len -= chunk;
    }
}

int input_patience_ms(const struct input *in)
{
    enum { ESCAPE_MS = 25, BEGUN_MS = 500, PASTE_MS = 3000 };
    if (in->pasting)
        return PASTE_MS;
    bool escapes = in->npending && in->pending[in->npending - 1] == K_ESC && in->npending < 3;
    if (escapes && !in->swallow)
        return ESCAPE_MS;
    return in->npending || in->swallow ? BEGUN_MS : 0;
}

void input_flush(struct input *in, const struct input_sink *sink)
{
    const unsigned char *p = in->pending;
    size_t n = in->npending;
    bool escape = n && *p == K_ESC && !in->swallow;
    in->npending = 0;
    in->swallow = 0;
    if (in->pasting) {
        end_paste(in, sink);
        in->cut = true;
        return;
    }
    if (escape && n > 1 && p[1] == K_ESC) {
        emit(sink, K_ESC);
        p++;
        n--;
    }
    if (escape && n == 1)
        emit(sink, K_ESC);
    else if (escape && n == 2 && may_begin(p[1]))
        emit(sink, MOD_ALT | p[1]);
}

void input_forget(struct input *in)
{
    in->npending = 0;
    in->swallow = 0;
    in->pasting = in->cut = false;
    buf_clear(&in->paste);
}
