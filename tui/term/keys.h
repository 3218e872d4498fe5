/* Keys as numbers and as names. A key is a code point or one of K_… below, with modifier bits.
 * Shift is a bit only for keys that have no shifted character of their own. */
#ifndef KLAMM_TUI_TERM_KEYS_H
#define KLAMM_TUI_TERM_KEYS_H

#include <stdbool.h>
#include <stdint.h>

enum {
    K_NONE = 0,
    K_TAB = '\t',
    K_ENTER = '\r',
    K_ESC = 0x1b,
    K_SPACE = ' ',
    K_BACKSPACE = 0x7f,
    K_FIRST = 0x110000, /* above every code point */
    K_UP = K_FIRST,
    K_DOWN,
    K_LEFT,
    K_RIGHT,
    K_HOME,
    K_END,
    K_PGUP,
    K_PGDN,
    K_INSERT,
    K_DELETE,
    K_F1,
    K_F12 = K_F1 + 11,
};
#define MOD_SHIFT (1u << 24)
#define MOD_ALT (1u << 25)
#define MOD_CTRL (1u << 26)
#define KEY_CODE(k) ((k)&0xffffffu)
#define KEY_MODS(k) ((k) & ~0xffffffu)

#define KEY_NAME_MAX 32
/* "C-a", "M-Left", "PageUp", "F5", "q", "Space": as the key map writes it. Returns dst. */
char *key_name(char dst[KEY_NAME_MAX], uint32_t key);
/* The same the short way, for the hint line: "^A", "M-←", "↵". */
char *key_label(char dst[KEY_NAME_MAX], uint32_t key, bool ascii);
/* K_NONE when it is no key's name. Names in any case; ctrl-, alt- and shift- for C-, M-, S-. */
uint32_t key_parse(const char *name);
/* A printable character without ctrl or alt: what a field takes as text. */
bool key_is_text(uint32_t key);

#endif
