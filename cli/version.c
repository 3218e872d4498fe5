/* klamm version, and with -v all that it is made of and works with: the parts inside the program and
 * the libraries that it loads, by setup/linked. */
#include "cli/command.h"
#include "cli/command_option.h"
#include "cli/say.h"

#include "core/base/builtin.h"
#include "core/kafka/cluster.h"

#include <stdio.h>
#include <string.h>

static const char *linked_where(const char *how, size_t len)
{
    static const struct {
        const char *how, *where;
    } table[] = {
        {"static", "in klamm"},
        {"within", "in librdkafka in klamm"},
        {"shared", "on the system, built with this version"},
        {"wanted", "on the system, loaded when first used"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (strlen(table[i].how) == len && memcmp(table[i].how, how, len) == 0)
            return table[i].where;
    return "";
}

/* line: how, name, version, licence with tabs between; any but the first two may be empty. */
static void print_part(const char *line, size_t len)
{
    enum { HOW, NAME, VERSION, LICENCE, FIELDS };
    const char *field[FIELDS] = {"", "", "", ""};
    size_t size[FIELDS] = {0};
    for (size_t i = 0; i < FIELDS; i++) {
        const char *tab = i + 1 < FIELDS ? memchr(line, '\t', len) : NULL;
        field[i] = line;
        size[i] = tab ? (size_t)(tab - line) : len;
        if (!tab)
            break;
        len -= size[i] + 1;
        line = tab + 1;
    }
    if (!size[VERSION])
        field[VERSION] = "-", size[VERSION] = 1;
    printf("%-20.*s %-16.*s %-36.*s %s\n", (int)size[NAME], field[NAME], (int)size[VERSION],
           field[VERSION], (int)size[LICENCE], field[LICENCE], linked_where(field[HOW], size[HOW]));
}

static void print_parts(void)
{
    const struct builtin_file *f = builtin_files;
    while (f->name && strcmp(f->name, "linked.tsv") != 0)
        f++;
    printf("\n%-20s %-16s %-36s %s\n", "PART", "VERSION", "LICENCE", "WHERE");
    for (const char *at = f->name ? f->data : ""; *at;) {
        const char *end = at + strcspn(at, "\n");
        print_part(at, (size_t)(end - at));
        at = *end ? end + 1 : end;
    }
}

static int run(const struct options *o, const char *const *args, size_t nargs)
{
    static const struct command_option verbose = {'v', "verbose", false};
    bool all = false;
    (void)o;
    for (size_t i = 1; i < nargs; i++) {
        struct err err = {0};
        const char *value;
        if (command_take_option(&verbose, args, nargs, &i, &value, &err)) {
            all = true;
            continue;
        }
        cli_say("unexpected argument \"%s\" after version", args[i]);
        return CLI_USAGE;
    }
    printf("klamm %s, librdkafka %s\n", KLAMM_VERSION, kafka_library_version());
    if (all)
        print_parts();
    return CLI_DONE;
}

const struct command command_version = {
    .name = "version",
    .usage = "[-v]",
    .help =
        "print the versions of klamm and of the Kafka library in it; -v: of every library, with "
        "its licence",
    .examples = "\n-v",
    .run = run,
};
