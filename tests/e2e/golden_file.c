/* Reading, writing and comparing golden files; see golden_file.h. */
#include "tests/e2e/golden_file.h"

#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void add_line(struct golden_file *f, const char *picture, const char *roles, int *first)
{
    char *text = golden_text(picture, f->nlines == 0), *joined;
    f->text = realloc(f->text, (size_t)(f->nlines + 1) * sizeof *f->text);
    f->roles = realloc(f->roles, (size_t)(f->nlines + 1) * sizeof *f->roles);
    f->roles[f->nlines] = strdup(roles);
    if (f->nlines == 0 || !golden_continues(picture)) {
        f->text[ *first = f->nlines++] = text;
        return;
    }
    if (asprintf(&joined, "%s%s", f->text[*first], text) < 0)
        abort();
    free(f->text[*first]);
    f->text[*first] = joined;
    text[0] = '\0';
    f->text[f->nlines++] = text;
}

struct golden_file golden_file_read(const char *name)
{
    struct golden_file f = {0};
    char *line = NULL;
    size_t size = 0;
    int first = 0;
    if (asprintf(&f.path, "tests/e2e/golden/%s.txt", name) < 0)
        abort();
    FILE *in = fopen(f.path, "r");
    for (ssize_t n; in && (n = getline(&line, &size, in)) > 0;) {
        line[n - 1] = '\0';
        char *tab = strchr(line, '\t');
        if (tab)
            *tab = '\0';
        add_line(&f, line, tab ? tab + 1 : "", &first);
    }
    free(line);
    if (in)
        fclose(in);
    return f;
}

void golden_file_release(struct golden_file *f)
{
    for (int i = 0; i < f->nlines; i++) {
        free(f->text[i]);
        free(f->roles[i]);
    }
    free(f->text);
    free(f->roles);
    free(f->path);
    *f = (struct golden_file){0};
}

void golden_file_write(const struct golden_file *f, const struct golden_screen *s)
{
    FILE *out = fopen(f->path, "w");
    assert_non_null(out);
    for (int i = 0; i < s->rows; i++)
        fprintf(out, "%s\t%s\n", s->lines[i].picture, s->lines[i].roles);
    assert_int_equal(fclose(out), 0);
}

#define CUT "…"

/* How far a cell is cut depends on the widths of numbers in other columns: what one of them cut may
 * be some more letters in the other. */
bool golden_same_text(const char *a, const char *b)
{
    enum { MOST = 60, SIZE = sizeof CUT - 1 };
    while (*a && *a == *b)
        a++, b++;
    if (*a == *b)
        return true;
    if (strncmp(a, CUT, SIZE) != 0 && strncmp(b, CUT, SIZE) == 0)
        return golden_same_text(b, a);
    if (strncmp(a, CUT, SIZE) != 0)
        return false;
    for (size_t n = 0; n <= MOST; n++) {
        if (strncmp(b + n, CUT, SIZE) == 0)
            return golden_same_text(a + SIZE, b + n + SIZE);
        if ((!b[n] || b[n] == ' ') && golden_same_text(a + SIZE, b + n))
            return true;
        if (!b[n])
            break;
    }
    return false;
}

static bool same_line(const struct golden_file *f, const struct golden_screen *s, int i)
{
    return i < f->nlines && i < s->rows && golden_same_text(f->text[i], s->lines[i].text) &&
           strcmp(f->roles[i], s->lines[i].roles) == 0;
}

bool golden_file_has(const struct golden_file *f, const struct golden_screen *s)
{
    bool same = f->nlines == s->rows;
    for (int i = 0; same && i < s->rows; i++)
        same = same_line(f, s, i);
    return same;
}

void golden_file_differ(const struct golden_file *f, const struct golden_screen *s)
{
    for (int i = 0; f->nlines && (i < s->rows || i < f->nlines); i++) {
        if (same_line(f, s, i))
            continue;
        if (i < f->nlines)
            fprintf(stderr, "# %s:%d\n# - %s  [%s]\n", f->path, i + 1, f->text[i], f->roles[i]);
        if (i < s->rows)
            fprintf(stderr, "# + %s  [%s]\n", s->lines[i].text, s->lines[i].roles);
    }
}
