/* The console fixture of a test: an empty home, and the console in it. For cmocka's set-up and
 * tear-down; tests that prepare more call these from their own. */
#ifndef KLAMM_TESTS_E2E_FIXTURE_H
#define KLAMM_TESTS_E2E_FIXTURE_H

#include "tests/e2e/console.h"

struct fixture {
    struct home home;
    struct term *t;                      /* NULL: nothing runs */
    char topic[96], group[96], user[96]; /* what a test's own set-up has made; "" otherwise */
};

int fixture_set_up(void **state); /* *state is a fixture in which nothing runs yet */
int fixture_tear_down(void **state);
/* The console of that size on the test cluster, once it has found the three brokers. */
struct term *fixture_start(struct fixture *f, int rows, int cols);
/* As console_quit. */
void fixture_leave(struct fixture *f);

#endif
