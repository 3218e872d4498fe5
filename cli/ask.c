/* Reads answers from the terminal, a line at a time. Questions go to stderr, because stdout may be
 * a file. No answer (end of input) is no. While a secret is typed the echo is off; a signal that
 * ends klamm then turns it on again first. */
#include "cli/ask.h"

#include "core/base/mem.h"
#include "core/base/signals.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <termios.h>
#include <unistd.h>

enum { LINE_MAX_BYTES = 4096 };

bool ask_possible(void)
{
    return isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
}

/* False at the end of input, or when the line is too long to be an answer. */
static bool read_line(char line[LINE_MAX_BYTES])
{
    size_t n;
    if (!fgets(line, LINE_MAX_BYTES, stdin))
        return false;
    n = strlen(line);
    if (n == 0 || line[n - 1] != '\n')
        return false;
    line[n - 1] = '\0';
    return true;
}

bool ask_yes(const char *question)
{
    char line[LINE_MAX_BYTES];
    fprintf(stderr, "%s y/N ", question);
    fflush(stderr);
    return read_line(line) && (strcasecmp(line, "y") == 0 || strcasecmp(line, "yes") == 0);
}

bool ask_typed(const char *word)
{
    char line[LINE_MAX_BYTES];
    fprintf(stderr, "type  %s  to send this, anything else to leave: ", word);
    fflush(stderr);
    return read_line(line) && strcmp(line, word) == 0;
}

/* ---- without echo ---------------------------------------------------------------------------- */

static struct termios as_before;

/* Only calls that are safe in a signal handler; the signal then does what it always does. */
static void restore_and_die(int sig)
{
    tcsetattr(STDIN_FILENO, TCSANOW, &as_before);
    signal(sig, SIG_DFL);
    raise(sig);
}

/* Stopped and continued, the shell would have left the echo on. */
static void watch_signals(void (*handler)(int))
{
    signal(SIGTSTP, handler == SIG_DFL ? SIG_DFL : SIG_IGN);
    for (size_t i = 0; i < SIGNALS_ENDING; i++)
        signal(signals_ending[i], handler);
}

static bool read_hidden(const char *prompt, char line[LINE_MAX_BYTES])
{
    struct termios quiet;
    bool ok;
    if (tcgetattr(STDIN_FILENO, &as_before) != 0)
        return false;
    quiet = as_before;
    quiet.c_lflag &= ~(tcflag_t)ECHO;
    quiet.c_lflag |= ECHONL;
    setvbuf(stdin, NULL, _IONBF, 0); /* no copy of it stays in a buffer */
    watch_signals(restore_and_die);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
    fputs(prompt, stderr);
    fflush(stderr);
    ok = read_line(line);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &as_before);
    watch_signals(SIG_DFL);
    return ok;
}

char *ask_secret(const char *what, struct err *err)
{
    char first[LINE_MAX_BYTES] = "", second[LINE_MAX_BYTES] = "", prompt[200];
    char *value = NULL;
    snprintf(prompt, sizeof prompt, "%s (not shown): ", what);
    if (!read_hidden(prompt, first) || !first[0]) {
        err_set(err, ERR_USAGE, "no %s was typed: nothing was sent", what);
    } else {
        snprintf(prompt, sizeof prompt, "%s again: ", what);
        if (!read_hidden(prompt, second) || strcmp(first, second) != 0)
            err_set(err, ERR_USAGE, "the two are not the same: nothing was sent");
        else
            value = xstrdup(first);
    }
    explicit_bzero(first, sizeof first);
    explicit_bzero(second, sizeof second);
    return value;
}
