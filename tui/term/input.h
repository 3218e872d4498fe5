/* Bytes of the terminal → keys, mouse, pasted text. Pure: knows no terminal and no clock. */
#ifndef KLAMM_TUI_TERM_INPUT_H
#define KLAMM_TUI_TERM_INPUT_H

#include "core/base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum mouse_kind { MOUSE_PRESS, MOUSE_RELEASE, MOUSE_DRAG, MOUSE_WHEEL_UP, MOUSE_WHEEL_DOWN };

struct mouse {
    enum mouse_kind kind;
    int button; /* 1 left, 2 middle, 3 right; 0 with the wheel */
    int x, y;   /* cells, from 0 */
};

struct input_sink {
    void (*key)(void *user, uint32_t key);
    void (*mouse)(void *user, const struct mouse *m);
    void (*paste)(void *user, const char *text, size_t len); /* raw bytes, at most 1 MiB */
    void *user;
};

struct input {
    unsigned char pending[64]; /* an unfinished sequence */
    size_t npending;
    unsigned char swallow; /* inside a sequence that does not matter: its second byte; 0: no */
    bool pasting;
    bool cut; /* the last pasted text was given on without its end mark, which may still come */
    struct buf paste;
};

void input_init(struct input *in);
void input_release(struct input *in);
void input_feed(struct input *in, const void *bytes, size_t len, const struct input_sink *sink);
/* How many ms of silence to wait before input_flush is to be called; 0: nothing is unfinished. A
 * lone ESC has 25 ms, which makes it a key; once a sequence or an answer of the terminal has
 * started it has 500 ms. Pasted text whose end mark never comes (it got lost on the way) has
 * seconds: longer than a slow line pauses, but limited. What comes of it after that is pasted
 * text, too, as long as it comes in one piece with its end mark, or in pieces that no one could
 * type. */
int input_patience_ms(const struct input *in);
/* Nothing followed in that time: what is there is taken for whole. */
void input_flush(struct input *in, const struct input_sink *sink);
/* Another program had the terminal: drops what was started before. */
void input_forget(struct input *in);

#endif
