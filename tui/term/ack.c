/* See ack.h. Called by console.c, which knows when a frame shows all that was typed. */
#include "tui/term/ack.h"

#include "tui/term/tty.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OSC "\033]55266;"
#define ST "\033\\"

void ack_init(struct ack *a)
{
    const char *wish = getenv("KLAMM_ACK_INPUT");
    *a = (struct ack){.on = wish && strcmp(wish, "1") == 0};
}

void ack_read(struct ack *a, size_t bytes)
{
    a->bytes += bytes;
}

void ack_send(struct ack *a)
{
    char text[96];
    int rows, cols;
    if (!a->on)
        return;
    tty_size(&rows, &cols);
    if (a->sent && a->sent_bytes == a->bytes && a->rows == rows && a->cols == cols)
        return;
    int n = snprintf(text, sizeof text, OSC "%" PRIu64 ";%d;%d" ST, a->bytes, rows, cols);
    a->sent = tty_raw(text, (size_t)n);
    a->sent_bytes = a->bytes;
    a->rows = rows;
    a->cols = cols;
}

void ack_away(struct ack *a)
{
    static const char text[] = OSC "away" ST;
    if (a->on)
        tty_raw(text, sizeof text - 1);
    a->sent = false;
}
