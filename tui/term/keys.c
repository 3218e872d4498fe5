/* Names of keys, both ways. The key map reads them, help and the hint line write them; input.c
 * makes the numbers. One table, so that what the file says and what the screen shows can't differ.
 */
#include "tui/term/keys.h"

#include "core/base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct name {
    uint32_t key;
    const char *name;
    const char *label;
    const char *ascii;
} names[] = {
    {K_ENTER, "Enter", "↵", "Enter"},
    {K_ESC, "Esc", "Esc", "Esc"},
    {K_TAB, "Tab", "Tab", "Tab"},
    {K_TAB | MOD_SHIFT, "BackTab", "Shift-Tab", "Shift-Tab"},
    {K_SPACE, "Space", "Space", "Space"},
    {K_BACKSPACE, "Backspace", "⌫", "BS"},
    {K_UP, "Up", "↑", "Up"},
    {K_DOWN, "Down", "↓", "Down"},
    {K_LEFT, "Left", "←", "Left"},
    {K_RIGHT, "Right", "→", "Right"},
    {K_HOME, "Home", "Home", "Home"},
    {K_END, "End", "End", "End"},
    {K_PGUP, "PageUp", "PgUp", "PgUp"},
    {K_PGDN, "PageDown", "PgDn", "PgDn"},
    {K_INSERT, "Insert", "Ins", "Ins"},
    {K_DELETE, "Delete", "Del", "Del"},
};
#define NNAMES (sizeof names / sizeof *names)

/* The name for code, which may be shift-tab, a key with a name of its own. */
static const struct name *find_code(uint32_t code)
{
    for (size_t i = 0; i < NNAMES; i++) {
        if (names[i].key == code)
            return &names[i];
    }
    return NULL;
}

static void put_code(char *dst, size_t size, uint32_t code)
{
    if (code >= K_F1 && code <= K_F12) {
        snprintf(dst, size, "F%u", (unsigned)(code - K_F1 + 1));
    } else if (code < 0x80) {
        snprintf(dst, size, "%c", (char)code);
    } else if (code < 0x800) {
        snprintf(dst, size, "%c%c", (char)(0xc0 | (code >> 6)), (char)(0x80 | (code & 0x3f)));
    } else if (code < 0x10000) {
        snprintf(dst, size, "%c%c%c", (char)(0xe0 | (code >> 12)),
                 (char)(0x80 | ((code >> 6) & 0x3f)), (char)(0x80 | (code & 0x3f)));
    } else {
        snprintf(dst, size, "%c%c%c%c", (char)(0xf0 | (code >> 18)),
                 (char)(0x80 | ((code >> 12) & 0x3f)), (char)(0x80 | ((code >> 6) & 0x3f)),
                 (char)(0x80 | (code & 0x3f)));
    }
}

static uint32_t named_part(uint32_t key)
{
    return (key & ~(MOD_CTRL | MOD_ALT)) == (K_TAB | MOD_SHIFT) ? K_TAB | MOD_SHIFT : KEY_CODE(key);
}

char *key_name(char dst[KEY_NAME_MAX], uint32_t key)
{
    char base[16];
    uint32_t part = named_part(key), mods = KEY_MODS(key) & ~KEY_MODS(part);
    const struct name *n = find_code(part);
    put_code(base, sizeof base, KEY_CODE(key));
    snprintf(dst, KEY_NAME_MAX, "%s%s%s%s", mods & MOD_CTRL ? "C-" : "", mods & MOD_ALT ? "M-" : "",
             mods & MOD_SHIFT ? "S-" : "", n ? n->name : base);
    return dst;
}

char *key_label(char dst[KEY_NAME_MAX], uint32_t key, bool ascii)
{
    char base[16];
    uint32_t part = named_part(key), mods = KEY_MODS(key) & ~KEY_MODS(part), code = KEY_CODE(key);
    const struct name *n = find_code(part);
    put_code(base, sizeof base, (key & MOD_CTRL) && code >= 'a' && code <= 'z' ? code - 32 : code);
    snprintf(dst, KEY_NAME_MAX, "%s%s%s%s", mods & MOD_CTRL ? "^" : "",
             mods & MOD_ALT ? "Alt-" : "", mods & MOD_SHIFT ? "Shift-" : "",
             n ? (ascii ? n->ascii : n->label) : base);
    return dst;
}

static uint32_t parse_base(const char *s)
{
    uint32_t cp;
    size_t len = strlen(s);
    if (!len)
        return K_NONE;
    if (text_decode(s, len, &cp) == len && cp > ' ' && cp != K_BACKSPACE)
        return cp;
    for (size_t i = 0; i < NNAMES; i++) {
        if (strcasecmp(names[i].name, s) == 0)
            return names[i].key;
    }
    if ((s[0] == 'f' || s[0] == 'F') && s[1] >= '1' && s[1] <= '9' && len <= 3) {
        long n = strtol(s + 1, NULL, 10);
        if (n >= 1 && n <= 12)
            return (uint32_t)(K_F1 + n - 1);
    }
    return K_NONE;
}

uint32_t key_parse(const char *name)
{
    static const struct {
        const char *prefix;
        uint32_t mod;
    } mods[] = {{"C-", MOD_CTRL},  {"ctrl-", MOD_CTRL}, {"M-", MOD_ALT},
                {"alt-", MOD_ALT}, {"S-", MOD_SHIFT},   {"shift-", MOD_SHIFT}};
    uint32_t mod = 0;
    for (size_t i = 0; i < sizeof mods / sizeof *mods; i++) {
        size_t n = strlen(mods[i].prefix);
        if (strncmp(name, mods[i].prefix, n) == 0 && name[n]) {
            mod |= mods[i].mod;
            name += n;
        }
    }
    uint32_t base = parse_base(name);
    return base ? base | mod : K_NONE;
}

bool key_is_text(uint32_t key)
{
    uint32_t code = KEY_CODE(key);
    return !KEY_MODS(key) && code >= ' ' && code != K_BACKSPACE && code < K_FIRST &&
           !(code >= 0x80 && code < 0xa0);
}
