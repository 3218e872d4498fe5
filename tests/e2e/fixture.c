/* The fixture of most console tests; see fixture.h. */
#include "tests/e2e/fixture.h"

#include <stddef.h>

int fixture_set_up(void **state)
{
    static struct fixture f;
    f = (struct fixture){.home = home_new()};
    *state = &f;
    return 0;
}

int fixture_tear_down(void **state)
{
    struct fixture *f = *state;
    term_free(f->t);
    home_release(&f->home);
    return 0;
}

struct term *fixture_start(struct fixture *f, int rows, int cols)
{
    f->t = console_start(&f->home, rows, cols);
    term_wait(f->t, "3 brokers");
    return f->t;
}

void fixture_leave(struct fixture *f)
{
    console_quit(f->t);
    f->t = NULL;
}
