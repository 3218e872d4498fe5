/* Key to paint, seen from the terminal's side; see pace.h. A frame counts as painted when its last
 * byte has arrived: the cursor's row is where the key should have brought it, and nothing more came
 * for a millisecond. Reading and emulating are part of the time, as they are for a person. */
#include "tests/support/pace.h"

#include "tests/e2e/term_impl.h"
#include "tests/support/figure.h"

#include <stdlib.h>
#include <string.h>

enum { REST_MS = 12, FRAME_GAP_MS = 1, LIMIT_MS = 5000 };

size_t pace_quiet(struct term *t, int ms)
{
    size_t before = t->out_len;
    double end = figure_now_ms() + LIMIT_MS;
    while (term_poll(t, ms) && figure_now_ms() < end)
        ;
    return t->out_len - before;
}

size_t pace_listen(struct term *t, int ms)
{
    size_t before = t->out_len;
    double end = figure_now_ms() + ms, left;
    while ((left = end - figure_now_ms()) > 0)
        term_poll(t, (int)left + 1);
    return t->out_len - before;
}

double pace_until(struct term *t, const char *keys, const char *text)
{
    double start = figure_now_ms();
    term_keys(t, keys);
    term_wait(t, text);
    return figure_now_ms() - start;
}

/* ---- the cursor's row ------------------------------------------------------------------------ */

enum { CURSOR_COLUMN = 2 };

struct cursor {
    int row;
    char text[400];
};

static bool same_ground(const struct term_cell *a, const struct term_cell *b)
{
    return a->reverse == b->reverse && memcmp(a->bg, b->bg, sizeof a->bg) == 0;
}

/* The row below the list's head that looks like none of its neighbours. */
static int first_row(struct term *t, const char *head)
{
    int row = term_find_row(t, head);
    if (row < 0) {
        term_dump(t);
        fail_msg("no list with %s", head);
    }
    return row + 1;
}

static void see_cursor(struct term *t, const struct term_cell *ground, int from, struct cursor *c)
{
    c->row = -1;
    for (int row = from; row < t->rows && c->row < 0; row++) {
        struct term_cell cell = term_cell(t, row, CURSOR_COLUMN);
        if (same_ground(&cell, ground))
            c->row = row;
    }
    snprintf(c->text, sizeof c->text, "%s", c->row < 0 ? "" : term_row(t, c->row));
}

static double press(struct term *t, const char *key, const struct term_cell *ground, int from)
{
    struct cursor before, now;
    see_cursor(t, ground, from, &before);
    double start = figure_now_ms(), painted = start;
    term_keys(t, key);
    do {
        term_poll(t, 50);
        painted = figure_now_ms();
        see_cursor(t, ground, from, &now);
        if (painted - start > LIMIT_MS) {
            term_dump(t);
            fail_msg("no paint after the key %s", key);
        }
    } while (now.row < 0 || (now.row == before.row && strcmp(now.text, before.text) == 0));
    while (term_poll(t, FRAME_GAP_MS))
        painted = figure_now_ms();
    return painted - start;
}

void pace_keys(struct term *t, const char *prefix, const char *name)
{
    /* A round brings the cursor somewhere else with each of its keys. */
    static const char *const round[10] = {"<Down>", "<Down>", "j",      "<PgDn>", "<Down>",
                                          "<End>",  "<Up>",   "<PgUp>", "k",      "<Home>"};
    double took[PACE_KEYS];
    term_keys(t, "<Home>");
    pace_quiet(t, 200);
    int from = first_row(t, "TOPIC");
    struct term_cell ground = term_cell(t, from, CURSOR_COLUMN);
    for (int i = 0; i < PACE_KEYS; i++) {
        pace_quiet(t, REST_MS);
        took[i] = press(t, round[i % 10], &ground, from);
    }
    figure_spread(prefix, name, took, PACE_KEYS);
}
