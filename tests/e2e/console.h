/* The console under test: in a terminal of its own, with an empty home, on the test cluster. */
#ifndef KLAMM_TESTS_E2E_CONSOLE_H
#define KLAMM_TESTS_E2E_CONSOLE_H

#include "tests/e2e/term.h"

struct home {
    char *dir; /* HOME; XDG directories lie in it */
};
struct home home_new(void);
void home_release(struct home *h);
/* Writes a file below the home; directories are made. The text is taken as it is. */
void home_write(const struct home *h, const char *path, const char *text);

/* The text of a file below the home, malloc'd; "" when there is none. */
char *home_read(const struct home *h, const char *path);
/* The journal's lines about the test cluster, as home_read. */
char *home_journal(const struct home *h);

/* Starts klamm with `args` (blank-separated, no quoting) in that home. env as for term_start. */
struct term *console_start_in(const struct home *h, int rows, int cols, const char *args,
                              const char *const *env);
/* The same on the plaintext listeners of the test cluster. */
struct term *console_start(const struct home *h, int rows, int cols);
/* The same cluster as a profile named "test" with more lines of its own, as "label: prod\n". */
struct term *console_start_as(const struct home *h, int rows, int cols, const char *lines);
/* Types ":line" and Enter. */
void console_command(struct term *t, const char *line);
/* Waits until this list is on the screen and has rows. Which of them are on the screen depends on
 * what other tests have made: a test that wants a certain one calls console_find. */
void console_wait_list(struct term *t, const char *list);
/* Opens a list by its command, and waits for it. */
void console_list(struct term *t, const char *list);
/* Filters the list that is on the screen so that one row is left, which is selected. */
void console_filter(struct term *t, const char *filter);
/* console_list and console_filter. */
void console_find(struct term *t, const char *list, const char *filter);
/* Enter in a form, which is refused: what the form says stays, and no plan is made. */
void console_form_refuses(struct term *t, const char *says);
/* Types text as it is, "<" too. */
void console_type(struct term *t, const char *text);
/* Replaces what is in the field. */
void console_retype(struct term *t, const char *text);
/* Esc, and waits until the text has gone: Esc and the next key must not arrive together, that would
 * be Alt and that key. */
void console_escape(struct term *t, const char *gone);
/* Fails, showing the text, when the part is not (or is) in it. */
void must_contain(const char *text, const char *part);
void must_lack(const char *text, const char *part);
/* Leaves by the key and expects exit code 0 and a restored terminal; frees. */
void console_quit(struct term *t);

#endif
