/* Draws over the last print instead of clearing first, so that nothing flickers; long lines are cut
 * by the terminal itself (autowrap is off while drawing). Nothing is left to be restored
 * afterwards: the last state stays on the screen, the prompt comes below it. */
#include "cli/redraw.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { ROWS_UNKNOWN = 24 };

static bool never;

void redraw_never(void)
{
    never = true;
}

static bool takes_sequences(int fd)
{
    const char *term = getenv("TERM");
    return !never && isatty(fd) && term && strcmp(term, "dumb") != 0;
}

bool redraw_possible(void)
{
    return takes_sequences(STDOUT_FILENO);
}

bool redraw_line_possible(void)
{
    return takes_sequences(STDERR_FILENO);
}

static size_t screen_rows(void)
{
    struct winsize w;
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) == 0 && w.ws_row > 0 ? w.ws_row : ROWS_UNKNOWN;
}

static size_t count_lines(const struct buf *text)
{
    size_t n = 0;
    for (const char *c = buf_str(text); *c; c++)
        n += *c == '\n';
    return n;
}

void redraw(const char *head, const struct buf *text)
{
    size_t lines = count_lines(text), rows = screen_rows();
    size_t room = rows > 3 ? rows - 3 : 1; /* head, the rest's count, the cursor */
    const char *line = buf_str(text);
    printf("\033[?7l\033[H%s\033[K\n", head);
    for (size_t i = 0; i < lines && i < room; i++) {
        size_t n = strcspn(line, "\n");
        printf("%.*s\033[K\n", (int)n, line);
        line += n + 1;
    }
    if (lines > room)
        printf("… and %zu more\033[K\n", lines - room);
    fputs("\033[J\033[?7h", stdout);
}
