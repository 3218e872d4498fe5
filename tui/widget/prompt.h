/* One line of text being typed: cursor, words, kill and yank, history. */
#ifndef KLAMM_TUI_WIDGET_PROMPT_H
#define KLAMM_TUI_WIDGET_PROMPT_H

#include "core/base/buf.h"
#include "tui/history.h"
#include "tui/keymap.h"
#include "tui/term/draw.h"

#include <stdbool.h>
#include <stdint.h>

struct prompt {
    struct buf text;
    size_t at;               /* cursor, a byte offset at a character boundary */
    char *killed;            /* what ctrl-k, ctrl-u, ctrl-w took last */
    struct history *history; /* may be NULL */
    size_t back;             /* how far back in the history; 0: the line itself */
    char *draft;             /* the line that was left to look at the history */
    bool offered;            /* the text is selected: what is typed first replaces it */
    bool masked;             /* a secret: only how long it is can be seen */
};

enum prompt_did {
    PROMPT_IGNORED,
    PROMPT_CHANGED,
    PROMPT_MOVED,
    PROMPT_ACCEPT,
    PROMPT_CANCEL,
    PROMPT_COMPLETE
};

void prompt_init(struct prompt *p, struct history *history);
/* For a secret: shown as stars, and overwritten when it is released. Of an empty prompt. */
void prompt_mask(struct prompt *p);
void prompt_release(struct prompt *p);
const char *prompt_text(const struct prompt *p);
void prompt_set(struct prompt *p, const char *text); /* cursor at the end */
/* The same for a text that may not be what is wanted: it is shown as selected, and what is typed or
 * pasted first replaces it; any other key edits it. */
void prompt_offer(struct prompt *p, const char *text);
/* Text is inserted; other keys do what the key map's context "prompt" says. */
enum prompt_did prompt_key(struct prompt *p, const struct keymap *k, uint32_t key);
/* Pasted bytes: newlines and tabs become blanks, what is no text is dropped. */
void prompt_paste(struct prompt *p, const char *text, size_t len);
/* First byte to show so that the cursor, too, is inside cols columns. Linear: a field may hold a
 * whole pasted file. */
size_t prompt_first_shown(const struct prompt *p, int cols);
/* Draws the line into cols columns and puts the cursor there when `on`; bad: byte from which on it
 * is wrong (−1: fine); hint: what would complete it, or NULL. */
void prompt_draw(const struct prompt *p, struct canvas *c, int y, int x, int cols, struct pen pen,
                 bool on, long bad, const char *hint);

#endif
