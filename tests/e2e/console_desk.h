/* Somebody at his terminal, as most tests begin: an empty home, and the console in it. For cmocka's
 * set-up and tear-down; tests that prepare more call these from their own. */
#ifndef KLAMM_TESTS_E2E_CONSOLE_DESK_H
#define KLAMM_TESTS_E2E_CONSOLE_DESK_H

#include "tests/e2e/console.h"

struct desk {
    struct home home;
    struct term *t; /* NULL: nothing runs */
};

int desk_set_up(void **state); /* *state is a desk at which nothing runs yet */
int desk_tear_down(void **state);
/* The console of that size on the test cluster, once it has found the three brokers. */
struct term *desk_start(struct desk *d, int rows, int cols);
/* As console_quit. */
void desk_leave(struct desk *d);

#endif
