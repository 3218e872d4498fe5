/* A picture of the console: picture OUT.svg TITLE COLSxROWS [KEYS REGEX]… -- COMMAND…
 * Starts the command in a terminal, presses each KEYS (tests/e2e/term.h) and waits, five minutes
 * at most, until a row of the screen matches its REGEX; writes the screen. docs/picture calls it. */
#include "tests/e2e/svg.h"

#include <regex.h>
#include <stdlib.h>
#include <string.h>

enum { STEP_MS = 300000, LOOK_MS = 500 };

static bool matches(struct term *t, const regex_t *re)
{
    for (int i = 0; i < term_rows(t); i++)
        if (regexec(re, term_row(t, i), 0, NULL, 0) == 0)
            return true;
    return false;
}

/* False: it did not come in time, or the program ended. */
static bool wait_match(struct term *t, const char *regex)
{
    regex_t re;
    bool came = false;
    if (regcomp(&re, regex, REG_EXTENDED | REG_NOSUB) != 0) {
        fprintf(stderr, "picture: not a regular expression: %s\n", regex);
        return false;
    }
    for (int ms = 0; !came && ms < STEP_MS && term_running(t); ms += LOOK_MS) {
        came = matches(t, &re);
        if (!came)
            term_sees(t, "\n", LOOK_MS); /* never there: listens that long */
    }
    regfree(&re);
    if (!came) {
        term_dump(t);
        fprintf(stderr, "picture: did not come: %s\n", regex);
    }
    return came;
}

static bool write_picture(struct term *t, const char *path, const char *title)
{
    FILE *out = fopen(path, "w");
    if (out)
        svg_write(out, t, title);
    if (out && fclose(out) == 0)
        return true;
    fprintf(stderr, "picture: %s can't be written\n", path);
    return false;
}

int main(int argc, char **argv)
{
    static const char *const env[] = {"KLAMM_ACK_INPUT=1", NULL};
    int cols, rows, command = 4;
    while (command < argc && strcmp(argv[command], "--") != 0)
        command += 2;
    if (command + 1 >= argc || sscanf(argv[3], "%dx%d", &cols, &rows) != 2) {
        fprintf(stderr, "usage: picture OUT.svg TITLE COLSxROWS [KEYS REGEX]... -- COMMAND...\n");
        return 2;
    }
    struct term *t = term_start(rows, cols, (const char *const *)argv + command + 1, env);
    bool good = true;
    for (int i = 4; good && i < command; i += 2) {
        term_keys(t, argv[i]);
        good = wait_match(t, argv[i + 1]);
    }
    good = good && write_picture(t, argv[1], argv[2]);
    term_free(t);
    return good ? 0 : 1;
}
