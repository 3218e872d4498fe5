/* Acknowledges input to a program that drives the console, as the end-to-end tests do. With
 * KLAMM_ACK_INPUT=1 in the environment the console writes, behind a frame,
 *
 *   ESC ] 55266;BYTES;ROWS;COLUMNS ESC \  all BYTES read since the start are handled, and the frame
 *                                         before this shows the outcome at that size
 *   ESC ] 55266;away ESC \                an editor has the terminal until the next of the above
 *
 * each time this has changed. It is an operating system command (OSC) of a number that no terminal
 * knows, which they ignore. Without the variable nothing is written. */
#ifndef KLAMM_TUI_TERM_ACK_H
#define KLAMM_TUI_TERM_ACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ack {
    bool on;
    uint64_t bytes; /* read since the start */
    bool sent;      /* what follows is what was last written */
    uint64_t sent_bytes;
    int rows, cols;
};

void ack_init(struct ack *a);
void ack_read(struct ack *a, size_t bytes);
/* To be called when all that was read is handled and painted. */
void ack_send(struct ack *a);
void ack_away(struct ack *a);

#endif
