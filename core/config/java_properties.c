/* Reads .properties the way Java does: '#' and '!' comments, `=`, `:` or white space between key
 * and value, a backslash at the end of a line joins the next, backslash escapes. One difference: a
 * file that is UTF-8 is taken for that where Java's stream reader assumes Latin-1, because that is
 * what editors write and what kcat does with the same file. Any other is Latin-1. */
#include "core/config/java_properties.h"

#include "core/base/text.h"

#include <ctype.h>
#include <string.h>

static bool is_utf8(const char *s, size_t len)
{
    uint32_t cp;
    for (size_t n; len; s += n, len -= n) {
        n = text_decode(s, len, &cp);
        if (cp == 0xFFFD && n == 1)
            return false;
    }
    return true;
}

void java_properties_init(struct java_properties *j, const char *data, size_t len)
{
    j->at = data;
    j->end = data + len;
    j->line = 1;
    j->latin1 = !is_utf8(data, len);
    /* A byte order mark would become part of the first key. */
    if (len >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0)
        j->at += 3;
}

static const char nul_sentence[] = "a value must not contain a NUL character";

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\f';
}

static bool is_eol(char c)
{
    return c == '\n' || c == '\r';
}

static void skip_blanks(struct java_properties *j)
{
    while (j->at < j->end && is_blank(*j->at))
        j->at++;
}

static void skip_eol(struct java_properties *j)
{
    if (j->at >= j->end)
        return;
    if (*j->at == '\r' && j->at + 1 < j->end && j->at[1] == '\n')
        j->at++;
    j->at++;
    j->line++;
}

static void skip_line(struct java_properties *j)
{
    while (j->at < j->end && !is_eol(*j->at))
        j->at++;
    skip_eol(j);
}

static void add_utf8(struct buf *b, unsigned cp)
{
    if (cp < 0x80) {
        buf_addc(b, (char)cp);
    } else if (cp < 0x800) {
        buf_addc(b, (char)(0xC0 | cp >> 6));
        buf_addc(b, (char)(0x80 | (cp & 0x3F)));
    } else if (cp < 0x10000) {
        buf_addc(b, (char)(0xE0 | cp >> 12));
        buf_addc(b, (char)(0x80 | (cp >> 6 & 0x3F)));
        buf_addc(b, (char)(0x80 | (cp & 0x3F)));
    } else {
        buf_addc(b, (char)(0xF0 | cp >> 18));
        buf_addc(b, (char)(0x80 | (cp >> 12 & 0x3F)));
        buf_addc(b, (char)(0x80 | (cp >> 6 & 0x3F)));
        buf_addc(b, (char)(0x80 | (cp & 0x3F)));
    }
}

static void add_byte(const struct java_properties *j, struct buf *b, char c)
{
    if (j->latin1)
        add_utf8(b, (unsigned char)c);
    else
        buf_addc(b, c);
}

/* at stands on the four digits after "\u". */
static bool four_hex(struct java_properties *j, unsigned *out)
{
    if (j->end - j->at < 4)
        return false;
    *out = 0;
    for (int i = 0; i < 4; i++) {
        if (!isxdigit((unsigned char)j->at[i]))
            return false;
        char c = (char)tolower((unsigned char)j->at[i]);
        *out = *out * 16 + (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
    }
    j->at += 4;
    return true;
}

static void unicode_escape(struct java_properties *j, struct buf *to, const char **wrong)
{
    unsigned cp = 0, low = 0;
    const char *sentence = "a \\u escape needs four hexadecimal digits, as in \\u00e9";
    if (!four_hex(j, &cp)) {
        *wrong = sentence;
        return;
    }
    if (cp >= 0xD800 && cp < 0xDC00) {
        bool pair = j->end - j->at >= 2 && j->at[0] == '\\' && j->at[1] == 'u';
        j->at += pair ? 2 : 0;
        if (!pair || !four_hex(j, &low) || low < 0xDC00 || low > 0xDFFF) {
            *wrong = "a \\u escape of a high surrogate needs its low one after it";
            return;
        }
        cp = 0x10000 + ((cp - 0xD800) << 10) + (low - 0xDC00);
    } else if (cp >= 0xDC00 && cp <= 0xDFFF) {
        *wrong = "a \\u escape of a low surrogate needs its high one before it";
        return;
    }
    if (cp == 0)
        *wrong = nul_sentence;
    else
        add_utf8(to, cp);
}

/* at stands after the backslash. */
static void escape(struct java_properties *j, struct buf *to, const char **wrong)
{
    if (j->at >= j->end)
        return;
    char c = *j->at;
    if (is_eol(c)) {
        skip_eol(j);
        skip_blanks(j);
        return;
    }
    j->at++;
    switch (c) {
    case 't':
        buf_addc(to, '\t');
        break;
    case 'n':
        buf_addc(to, '\n');
        break;
    case 'r':
        buf_addc(to, '\r');
        break;
    case 'f':
        buf_addc(to, '\f');
        break;
    case 'u':
        unicode_escape(j, to, wrong);
        break;
    case '\0':
        *wrong = nul_sentence;
        break;
    default:
        add_byte(j, to, c);
    }
}

static void read_part(struct java_properties *j, struct buf *to, bool is_key, const char **wrong)
{
    while (j->at < j->end && !is_eol(*j->at)) {
        char c = *j->at;
        if (is_key && (c == '=' || c == ':' || is_blank(c)))
            return;
        j->at++;
        if (c == '\\')
            escape(j, to, wrong);
        else if (!c)
            *wrong = nul_sentence;
        else
            add_byte(j, to, c);
    }
}

static void skip_separator(struct java_properties *j)
{
    skip_blanks(j);
    if (j->at < j->end && (*j->at == '=' || *j->at == ':'))
        j->at++;
    skip_blanks(j);
    /* "key = \" and the value on the next line. */
    while (j->end - j->at >= 2 && *j->at == '\\' && is_eol(j->at[1])) {
        j->at++;
        skip_eol(j);
        skip_blanks(j);
    }
}

bool java_properties_next(struct java_properties *j, struct buf *key, struct buf *value, int *line,
                          const char **wrong)
{
    *wrong = NULL;
    buf_clear(key);
    buf_clear(value);
    for (;;) {
        skip_blanks(j);
        if (j->at >= j->end)
            return false;
        if (is_eol(*j->at))
            skip_eol(j);
        else if (*j->at == '#' || *j->at == '!')
            skip_line(j);
        else
            break;
    }
    *line = j->line;
    read_part(j, key, true, wrong);
    skip_separator(j);
    read_part(j, value, false, wrong);
    skip_eol(j);
    return true;
}
