/* A program in a pseudo terminal, its screen read through libvterm. A test states the screen it
 * expects and waits for it: nothing here sleeps; waiting is poll() on the pty with a deadline.
 *
 * The console acknowledges what was typed (tui/term/ack.h). Whatever reads the screen waits for that
 * first, so a test never looks at what was there before its keys. */
#ifndef KLAMM_TESTS_E2E_TERM_H
#define KLAMM_TESTS_E2E_TERM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct term;

enum { TERM_WAIT_MS = 20000 };

/* Starts argv[0] on a terminal of that size. env: "NAME=value" strings put over the test's own
 * environment, NULL-terminated, may be NULL. TERM is xterm-256color unless env says otherwise. */
struct term *term_start(int rows, int cols, const char *const *argv, const char *const *env);
/* Kills by process id what still runs, and frees. NULL is fine. */
void term_free(struct term *t);

/* Keys as bytes, or by name in angle brackets: "<Enter> <Esc> <Tab> <BTab> <Up> <Down> <Left>
 * <Right> <PgUp> <PgDn> <Home> <End> <BS> <Del> <F1>…<F12> <Space> <lt> <C-x> <M-x>". */
void term_keys(struct term *t, const char *keys);
void term_raw(struct term *t, const void *bytes, size_t len);
void term_paste(struct term *t, const char *text); /* bracketed */
void term_click(struct term *t, int row, int col); /* left button, SGR mouse report */
void term_wheel(struct term *t, int row, int col, bool up);
void term_resize(struct term *t, int rows, int cols);
void term_signal(struct term *t, int sig);
int term_pid(const struct term *t);

/* Waits until the console has handled all that was typed and has painted the outcome, at this size;
 * fails the test after TERM_WAIT_MS. Returns at once when the program is no console, has ended or
 * has released the terminal to an editor. The functions that read the screen call it. */
void term_sync(struct term *t);

/* Waits until the screen contains the text (anywhere in one row). Fails the test with a dump of the
 * screen after TERM_WAIT_MS. */
void term_wait(struct term *t, const char *text);
void term_wait_gone(struct term *t, const char *text);
/* A row that contains all of the given texts (NULL-terminated); returns its number. */
int term_wait_row(struct term *t, const char *first, ...) __attribute__((sentinel));
/* A row that matches the POSIX extended regex; returns its number. */
int term_wait_match(struct term *t, const char *regex);
/* Any condition over the screen. */
void term_wait_for(struct term *t, const char *what, bool (*holds)(struct term *t, void *user),
                   void *user);
/* As term_wait, but does not fail: true when it came within ms. */
bool term_sees(struct term *t, const char *text, int ms);

/* Reads what has arrived so far, without waiting. */
void term_pump(struct term *t);
bool term_has(struct term *t, const char *text);
int term_find_row(struct term *t, const char *text); /* −1 when no row has it */
const char *term_row(struct term *t,
                     int row); /* UTF-8, right-trimmed; until the next call for it */
int term_rows(const struct term *t);
int term_cols(const struct term *t);
void term_dump(struct term *t); /* to stderr */

struct term_cell {
    uint32_t ch;
    bool bold, reverse, underline;
    bool default_fg, default_bg;
    uint8_t fg[3], bg[3];
};
struct term_cell term_cell(struct term *t, int row, int col);
bool term_cursor_visible(const struct term *t);
/* As if the program saved where the cursor is (ESC 7), which curses does when it scrolls: with it
 * this terminal saves that it is hidden, and shows it so when the alternate screen is left. */
void term_save_cursor(struct term *t);
bool term_alt_screen(const struct term *t);
const char *term_title(const struct term *t); /* set by OSC 0/2; "" when never set */

/* All bytes the program ever wrote; for "must never reach the terminal raw" and for counting. */
const char *term_output(const struct term *t, size_t *len);
bool term_output_has(const struct term *t, const void *bytes, size_t len);

/* Waits for the end; returns the exit status, or 128 + signal. Fails the test when it does not end.
 */
int term_wait_exit(struct term *t);
/* Waits for the end and fails, with the last bytes written, when the status is another. */
void term_expect_exit(struct term *t, int status);
bool term_running(struct term *t);
/* True when the line discipline is as it was before the program started. */
bool term_tty_restored(struct term *t);

#endif
