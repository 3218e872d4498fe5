/* A timer of the loop that is started as often as needed and freed in one call: libuv wants the
 * memory of a handle back only a turn after it was closed, and that is taken care of here. On the
 * loop's thread only. */
#ifndef KLAMM_CORE_LOOP_TIMER_H
#define KLAMM_CORE_LOOP_TIMER_H

#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

struct timer;
typedef void timer_due(void *user);

/* Not running yet. The loop must live until it has turned once after timer_free. */
struct timer *timer_new(uv_loop_t *loop, timer_due *due, void *user);
/* NULL is fine. due may free its own timer; due(user) does not run afterwards. */
void timer_free(struct timer *t);

/* Runs due once, ms after the beginning of this turn of the loop (libuv's clock, so that timers
 * never keep each other going without polling keys and sockets). Less than 0 is 0. A timer that is
 * running is set again. */
void timer_start(struct timer *t, int64_t ms);
void timer_repeat(struct timer *t, int64_t ms); /* the same, again and again every ms */
void timer_stop(struct timer *t);               /* not running, or NULL: nothing */
bool timer_is_running(const struct timer *t);
int64_t timer_left(const struct timer *t); /* ms until it is due; -1: it is not running */

/* For a due whose callees may free the timer, on a copy of the pointer, until due returns: they
 * have. */
bool timer_was_freed(const struct timer *t);

#endif
