/* Keys by name → the bytes an xterm sends. */
#include "tests/e2e/term.h"

#include "tests/e2e/term_impl.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    const char *bytes;
} named[] = {
    {"Enter", "\r"},       {"Esc", "\033"},         {"Tab", "\t"},
    {"BTab", "\033[Z"},    {"Up", "\033OA"},        {"Down", "\033OB"},
    {"Right", "\033OC"},   {"Left", "\033OD"},      {"PgUp", "\033[5~"},
    {"PgDn", "\033[6~"},   {"Home", "\033OH"},      {"End", "\033OF"},
    {"BS", "\177"},        {"Del", "\033[3~"},      {"Space", " "},
    {"lt", "<"},           {"F1", "\033OP"},        {"F2", "\033OQ"},
    {"F3", "\033OR"},      {"F4", "\033OS"},        {"F5", "\033[15~"},
    {"F6", "\033[17~"},    {"F7", "\033[18~"},      {"F8", "\033[19~"},
    {"F9", "\033[20~"},    {"F10", "\033[21~"},     {"F11", "\033[23~"},
    {"F12", "\033[24~"},   {"M-Left", "\033[1;3D"}, {"M-Right", "\033[1;3C"},
    {"S-Up", "\033[1;2A"}, {"S-Down", "\033[1;2B"},
};

static void send_named(struct term *t, const char *name, size_t len)
{
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        if (strlen(named[i].name) == len && memcmp(named[i].name, name, len) == 0) {
            term_raw(t, named[i].bytes, strlen(named[i].bytes));
            return;
        }
    if (len == 3 && name[0] == 'C' && name[1] == '-') {
        char c = (char)(name[2] & 0x1f);
        term_raw(t, &c, 1);
    } else if (len >= 3 && name[0] == 'M' && name[1] == '-') {
        term_raw(t, "\033", 1);
        term_raw(t, name + 2, len - 2);
    } else {
        fail_msg("no such key: <%.*s>", (int)len, name);
    }
}

void term_keys(struct term *t, const char *keys)
{
    while (*keys) {
        const char *end = *keys == '<' ? strchr(keys, '>') : NULL;
        if (end) {
            send_named(t, keys + 1, (size_t)(end - keys - 1));
            keys = end + 1;
        } else {
            size_t n = strcspn(keys + 1, "<") + 1;
            term_raw(t, keys, n);
            keys += n;
        }
    }
}

void term_paste(struct term *t, const char *text)
{
    term_raw(t, "\033[200~", 6);
    term_raw(t, text, strlen(text));
    term_raw(t, "\033[201~", 6);
}

static void mouse(struct term *t, int button, int row, int col, char end)
{
    char s[48];
    int n = snprintf(s, sizeof s, "\033[<%d;%d;%d%c", button, col + 1, row + 1, end);
    term_raw(t, s, (size_t)n);
}

void term_click(struct term *t, int row, int col)
{
    mouse(t, 0, row, col, 'M');
    mouse(t, 0, row, col, 'm');
}

void term_wheel(struct term *t, int row, int col, bool up)
{
    mouse(t, up ? 64 : 65, row, col, 'M');
}
