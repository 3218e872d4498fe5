/* The desk of most tests; see console_desk.h. */
#include "tests/e2e/console_desk.h"

#include <stddef.h>

int desk_set_up(void **state)
{
    static struct desk d;
    d = (struct desk){.home = home_new()};
    *state = &d;
    return 0;
}

int desk_tear_down(void **state)
{
    struct desk *d = *state;
    term_free(d->t);
    home_release(&d->home);
    return 0;
}

struct term *desk_start(struct desk *d, int rows, int cols)
{
    d->t = console_start(&d->home, rows, cols);
    term_wait(d->t, "3 brokers");
    return d->t;
}

void desk_leave(struct desk *d)
{
    console_quit(d->t);
    d->t = NULL;
}
