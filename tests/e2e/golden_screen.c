/* Reading a screen cell by cell; see golden_screen.h. */
#include "tests/e2e/golden_screen.h"

#include "core/base/arena.h"
#include "core/base/buf.h"
#include "core/base/text.h"
#include "tests/e2e/golden_mask.h"
#include "tests/e2e/golden_theme.h"
#include "tests/e2e/term_impl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ELLIPSIS = 0x2026, HEAD = 12 /* columns before the first fact of a line */ };

static void add_char(struct buf *b, uint32_t c)
{
    if (c < 0x80) {
        buf_addc(b, (char)c);
    } else if (c < 0x800) {
        buf_addc(b, (char)(0xc0 | c >> 6));
        buf_addc(b, (char)(0x80 | (c & 0x3f)));
    } else {
        if (c < 0x10000) {
            buf_addc(b, (char)(0xe0 | c >> 12));
        } else {
            buf_addc(b, (char)(0xf0 | c >> 18));
            buf_addc(b, (char)(0x80 | (c >> 12 & 0x3f)));
        }
        buf_addc(b, (char)(0x80 | (c >> 6 & 0x3f)));
        buf_addc(b, (char)(0x80 | (c & 0x3f)));
    }
}

static int role_of_colour(const VTermColor *c, int (*find)(int))
{
    return VTERM_COLOR_IS_INDEXED(c) ? find(c->indexed.idx) : -1;
}

static struct golden_mark mark_of(struct term *t, const VTermScreenCell *cell)
{
    VTermColor fg = cell->fg, bg = cell->bg;
    struct golden_mark m = {.role = role_of_colour(&fg, golden_theme_fg),
                            .on = role_of_colour(&bg, golden_theme_bg),
                            .look = {.bold = cell->attrs.bold,
                                     .underline = cell->attrs.underline,
                                     .reverse = cell->attrs.reverse}};
    vterm_screen_convert_color_to_rgb(t->screen, &fg);
    vterm_screen_convert_color_to_rgb(t->screen, &bg);
    memcpy(m.look.fg, (uint8_t[]){fg.rgb.red, fg.rgb.green, fg.rgb.blue}, 3);
    memcpy(m.look.bg, (uint8_t[]){bg.rgb.red, bg.rgb.green, bg.rgb.blue}, 3);
    return m;
}

static const char *ground_name(int on)
{
    return on < 0 ? "?" : role_name((enum role)on);
}

/* "bad" where the ground is the role's own or that of everything, else "bad/cursor". */
static void add_role(struct buf *b, const struct golden_mark *m)
{
    if (b->len)
        buf_addc(b, ' ');
    if (m->ch == ' ')
        buf_addf(b, "%s", ground_name(m->on));
    else
        buf_addf(b, "%s", m->role < 0 ? "?" : role_name((enum role)m->role));
    if (m->on != m->role && m->on != ROLE_TEXT && m->ch != ' ')
        buf_addf(b, "/%s", ground_name(m->on));
}

/* A blank has only a ground, so it belongs to what is on the same one before it. */
static void name_roles(struct golden_line *l)
{
    struct golden_mark last = {.on = ROLE_TEXT, .role = -1};
    struct buf b;
    buf_init(&b, 0);
    for (size_t i = 0; i < l->nmarks; i++) {
        const struct golden_mark *m = &l->marks[i];
        bool same = m->on == last.on && (m->ch == ' ' || m->role == last.role);
        bool before = m->ch == ' ' && i + 1 < l->nmarks && l->marks[i + 1].on == m->on;
        if (!same && !before && !(m->ch == ' ' && m->on == ROLE_TEXT))
            add_role(&b, m);
        if (!same)
            last = *m;
        if (m->ch == ' ' && !same)
            last.role = -1;
    }
    l->roles = strdup(buf_str(&b));
    buf_release(&b);
}

static char *tokens_text(const struct golden_token *tokens, size_t n)
{
    struct buf b;
    buf_init(&b, 0);
    for (size_t i = 0; i < n; i++)
        add_char(&b, tokens[i].ch);
    char *text = strdup(buf_str(&b));
    buf_release(&b);
    return text;
}

/* What the top line says after the counts depends on how old the data is. */
static size_t without_ages(const struct golden_token *tokens, size_t n)
{
    for (size_t i = 0; i + 3 < n; i++)
        if (tokens[i].ch == ' ' && tokens[i + 1].ch == 'U' && tokens[i + 2].ch == 'R' &&
            tokens[i + 3].ch == 'P')
            return i;
    return n;
}

bool golden_continues(const char *line)
{
    return strspn(line, " ") >= HEAD && line[strspn(line, " ")];
}

static char *ascii_of(const char *picture, bool first)
{
    struct arena a;
    arena_init(&a);
    char *text = golden_text(text_ascii_fold(&a, picture), first);
    arena_release(&a);
    return text;
}

static void append(char **text, const char *more)
{
    char *joined;
    if (asprintf(&joined, "%s%s", *text, more) < 0)
        abort();
    free(*text);
    *text = joined;
}

/* What stands in the second line of a fact stands in the first where a number is shorter. */
static void join(struct golden_line *first, struct golden_line *rest)
{
    append(&first->text, rest->text);
    append(&first->ascii, rest->ascii);
    first->marks = realloc(first->marks, (first->nmarks + rest->nmarks + 1) * sizeof *first->marks);
    memcpy(first->marks + first->nmarks, rest->marks, rest->nmarks * sizeof *rest->marks);
    first->nmarks += rest->nmarks;
    rest->text[0] = rest->ascii[0] = '\0';
    rest->nmarks = 0;
}

/* What is drawn for a character: a 0 for a digit, an x for a letter of a path, which another who
 * makes the file does not have. */
static uint32_t pictured(const uint32_t *chars, size_t i, bool *in_path)
{
    uint32_t c = chars[i];
    *in_path = c != ' ' && (*in_path || (c == '/' && i > 0 && chars[i - 1] == ' '));
    if (c >= '0' && c <= '9')
        return '0';
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return *in_path && letter ? 'x' : c;
}

static struct golden_line read_line(struct term *t, int row)
{
    struct golden_line l = {0};
    struct golden_mark marks[TERM_ROW_SLOTS];
    uint32_t chars[TERM_ROW_SLOTS];
    struct golden_token tokens[TERM_ROW_SLOTS];
    struct buf picture;
    size_t n = 0;
    bool in_path = false;
    assert_true(t->cols <= TERM_ROW_SLOTS);
    buf_init(&picture, 0);
    for (int col = 0; col < t->cols; col++) {
        VTermScreenCell cell;
        vterm_screen_get_cell(t->screen, (VTermPos){.row = row, .col = col}, &cell);
        if (cell.chars[0] == (uint32_t)-1)
            continue; /* the right half of a wide character */
        marks[n] = mark_of(t, &cell);
        chars[n] = cell.chars[0] ? cell.chars[0] : ' ';
        add_char(&picture, pictured(chars, n, &in_path));
        n++;
    }
    l.picture = strdup(buf_str(&picture));
    buf_release(&picture);
    l.nmarks = golden_mask(chars, n, tokens);
    if (row == 0)
        l.nmarks = without_ages(tokens, l.nmarks);
    l.text = tokens_text(tokens, l.nmarks);
    l.ascii = ascii_of(l.picture, row == 0);
    l.marks = calloc(l.nmarks + 1, sizeof *l.marks);
    for (size_t i = 0; i < l.nmarks; i++) {
        size_t from = tokens[i].from;
        bool awaited = tokens[i].ch == '#' && (chars[from] == ELLIPSIS || chars[from] == '~');
        l.marks[i] = marks[awaited ? from - 1 : from];
        l.marks[i].ch = awaited ? ' ' : tokens[i].ch;
    }
    return l;
}

struct golden_screen golden_screen_read(struct term *t)
{
    term_sync(t);
    struct golden_screen s = {.rows = t->rows, .cols = t->cols};
    s.lines = calloc((size_t)s.rows, sizeof *s.lines);
    for (int row = 0, first = 0; row < s.rows; row++) {
        s.lines[row] = read_line(t, row);
        if (row > 0 && golden_continues(s.lines[row].picture))
            join(&s.lines[first], &s.lines[row]);
        else
            first = row;
    }
    for (int row = 0; row < s.rows; row++)
        name_roles(&s.lines[row]);
    return s;
}

void golden_screen_release(struct golden_screen *s)
{
    for (int row = 0; row < s->rows; row++) {
        free(s->lines[row].picture);
        free(s->lines[row].text);
        free(s->lines[row].ascii);
        free(s->lines[row].roles);
        free(s->lines[row].marks);
    }
    free(s->lines);
    *s = (struct golden_screen){0};
}

char *golden_text(const char *line, bool first)
{
    uint32_t chars[TERM_ROW_SLOTS];
    struct golden_token tokens[TERM_ROW_SLOTS];
    size_t n = 0, len = strlen(line);
    for (size_t i = 0; i < len && n < TERM_ROW_SLOTS;)
        i += text_decode(line + i, len - i, &chars[n++]);
    n = golden_mask(chars, n, tokens);
    return tokens_text(tokens, first ? without_ages(tokens, n) : n);
}
