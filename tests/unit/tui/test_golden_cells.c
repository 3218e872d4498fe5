/* What the golden screens promise of every list: at 80 columns the column that names its rows is
 * there, and a cell is whole or ends in "…". What a cell has is seen on the screen of 200 columns. */
#include "core/base/buf.h"
#include "core/resource/resource.h"
#include "tests/e2e/golden_screen.h"
#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EDGE "│"
#define CUT "…"

enum { CELLS = 4000, CUT_SIZE = sizeof CUT - 1 };

struct cells {
    char *cell[CELLS]; /* masked */
    size_t n;
};

static char *screen_of(const char *list, int cols)
{
    char path[160];
    struct buf b;
    int c;
    buf_init(&b, 0);
    snprintf(path, sizeof path, "tests/e2e/golden/%s-%d.txt", list, cols);
    FILE *f = fopen(path, "r");
    if (!f)
        return NULL;
    while ((c = getc(f)) != EOF)
        buf_addc(&b, (char)c);
    fclose(f);
    return buf_take(&b);
}

/* The scroll bar, and that there are more columns. */
static bool is_mark(const char *s)
{
    return strncmp(s, "┃", 3) == 0 || strncmp(s, "▸", 3) == 0;
}

/* Where the cell at s ends: before two blanks, an edge or the end of what is on the screen. */
static size_t cell_len(const char *s)
{
    size_t n = 0;
    while (s[n] && s[n] != '\t' && strncmp(s + n, "  ", 2) != 0 && strncmp(s + n, EDGE, 3) != 0 &&
           strncmp(s + n, " " EDGE, 4) != 0 && !is_mark(s + n) &&
           !(s[n] == ' ' && is_mark(s + n + 1)))
        n++;
    return n;
}

static void add_cells(struct cells *c, const char *line)
{
    size_t before = c->n;
    while (*line && *line != '\t') {
        line += strspn(line, " ");
        size_t n = cell_len(line);
        char *cell = strndup(line, n);
        if (n && c->n < CELLS)
            c->cell[c->n++] = golden_text(cell, false);
        free(cell);
        line += n;
        line += strncmp(line, EDGE, 3) == 0 || is_mark(line) ? 3 : 0;
    }
    while (c->n > before && c->n < before + 2) /* a sentence below the rows */
        free(c->cell[--c->n]);
}

/* The rows of the first box on the screen: from its heads to what stands below them. */
static struct cells cells_of(char *screen, bool all)
{
    struct cells c = {.n = 0};
    bool inside = false;
    char *save = NULL;
    for (char *l = strtok_r(screen, "\n", &save); l; l = strtok_r(NULL, "\n", &save)) {
        bool row = strncmp(l, EDGE, 3) == 0 && strncmp(l, EDGE "─", 6) != 0;
        if (all || (inside && row))
            add_cells(&c, l);
        if (inside && !row && !all)
            break;
        inside = inside || strncmp(l, "┌", 3) == 0;
    }
    return c;
}

static void cells_release(struct cells *c)
{
    for (size_t i = 0; i < c->n; i++)
        free(c->cell[i]);
}

static bool begins_like(const char *cut, const char *other)
{
    size_t n = strlen(cut) > CUT_SIZE ? strlen(cut) - CUT_SIZE : 0;
    return n && strcmp(cut + n, CUT) == 0 && strncmp(cut, other, n) == 0;
}

static bool is_in(const struct cells *all, const char *cell)
{
    for (size_t i = 0; i < all->n; i++)
        if (strcmp(all->cell[i], cell) == 0 || begins_like(cell, all->cell[i]) ||
            begins_like(all->cell[i], cell))
            return true;
    return strcmp(cell, CUT) == 0; /* its value is awaited */
}

static void a_cell_is_whole_or_shows_that_it_is_cut(void **state)
{
    int wrong = 0;
    (void)state;
    for (size_t i = 0; resources[i]; i++) {
        char *narrow = screen_of(resources[i]->name, 80);
        char *wide = screen_of(resources[i]->name, 200);
        if (narrow && wide) {
            struct cells few = cells_of(narrow, false), all = cells_of(wide, true);
            for (size_t k = 0; k < few.n; k++)
                if (!is_in(&all, few.cell[k])) {
                    print_message("# %s-80: \"%s\" is no whole cell\n", resources[i]->name,
                                  few.cell[k]);
                    wrong++;
                }
            cells_release(&few);
            cells_release(&all);
        }
        free(narrow);
        free(wide);
    }
    assert_int_equal(wrong, 0);
}

/* The column that bare words of a filter match; none is marked: the first. */
static const struct column *key_of(const struct resource *r)
{
    for (size_t i = 0; i < r->ncolumns; i++)
        if (r->columns[i].bare)
            return &r->columns[i];
    return r->ncolumns ? &r->columns[0] : NULL;
}

static void the_key_of_a_list_is_there_at_80_columns(void **state)
{
    size_t lists = 0;
    (void)state;
    for (size_t i = 0; resources[i]; i++) {
        const struct column *key = key_of(resources[i]);
        char *screen = screen_of(resources[i]->name, 80);
        if (key && screen) {
            struct cells c = cells_of(screen, false);
            bool found = false;
            for (size_t k = 0; k < c.n; k++)
                found |= strncmp(c.cell[k], key->title, strlen(key->title)) == 0;
            if (!found)
                fail_msg("%s: no %s at 80 columns", resources[i]->name, key->title);
            cells_release(&c);
            lists++;
        }
        free(screen);
    }
    assert_true(lists > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cell_is_whole_or_shows_that_it_is_cut),
        cmocka_unit_test(the_key_of_a_list_is_there_at_80_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
