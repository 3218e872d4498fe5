/* The golden files: tests/e2e/golden/NAME.txt, one screen each. A line has what the screen says, as
 * wide as it, and after a tab the roles of its parts from left to right. */
#ifndef KLAMM_TESTS_E2E_GOLDEN_FILE_H
#define KLAMM_TESTS_E2E_GOLDEN_FILE_H

#include "tests/e2e/golden_screen.h"

struct golden_file {
    char *path;
    char **text, **roles; /* of its lines; text is masked */
    int nlines;           /* 0: there is no such file */
};

struct golden_file golden_file_read(const char *name);
void golden_file_release(struct golden_file *f);
void golden_file_write(const struct golden_file *f, const struct golden_screen *s);
bool golden_file_has(const struct golden_file *f, const struct golden_screen *s);
/* Two masked lines say the same, as far as neither was cut. */
bool golden_same_text(const char *a, const char *b);
/* Prints the lines that differ, those of the file with a minus. */
void golden_file_differ(const struct golden_file *f, const struct golden_screen *s);

#endif
