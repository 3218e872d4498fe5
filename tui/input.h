/* Bytes of the terminal → keys, mouse, pasted text. Pure: knows no terminal and no clock. */
#ifndef KLAMM_TUI_INPUT_H
#define KLAMM_TUI_INPUT_H

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
    bool pasting;
    struct buf paste;
};

void input_init(struct input *in);
void input_release(struct input *in);
void input_feed(struct input *in, const void *bytes, size_t len, const struct input_sink *sink);
/* An escape sequence has begun and not ended: call input_flush if nothing follows within some 25
 * ms, which makes a lone ESC a key. */
bool input_waiting(const struct input *in);
void input_flush(struct input *in, const struct input_sink *sink);

#endif
