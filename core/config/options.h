/* The options that the console and the command line share: where to connect, with what
 * configuration. What belongs to a command (`get topics -o json`) is left in args. */
#ifndef KLAMM_CORE_CONFIG_OPTIONS_H
#define KLAMM_CORE_CONFIG_OPTIONS_H

#include "core/base/err.h"
#include "core/config/config.h"

#include <stdbool.h>
#include <stddef.h>

struct options {
    const char *config_file; /* --config */
    const char *brokers;     /* -b */
    const char *cluster;     /* -c */
    const char *properties;  /* -F */
    const char *theme;       /* --theme */
    const char *label;       /* --label */
    bool read_only;          /* --read-only */
    bool tour;               /* --tour */
    bool linear;             /* --linear */
    bool help, version;
    const char **extra; /* -X key=value, in order; copies */
    size_t nextra;
    /* The command word, its operands and its own options, in order; a "--" stays in. argv's own
     * strings. nargs 0: the console is meant. */
    const char **args;
    size_t nargs;
};

/* Other strings point into argv. Before the command word every option must be one of ours; after it
 * -b -c -F -X, their long names, --label, --read-only and --help are still taken, and everything
 * else, --config and --theme included (commands have their own; and --cluster alone behind
 * acl-create), goes to args. The strings of argv must be writable: secret values of -X become
 * asterisks there once they are copied, so that they show in the list of processes for a moment
 * only. False: ERR_USAGE, exit code 2. */
bool options_parse(struct options *o, int argc, char *const *argv, struct err *err);
void options_release(struct options *o);

/* All options, in the order of the help; a NULL name ends it. For help, completion, man pages. */
struct option_spec {
    char letter;       /* 0: none */
    const char *name;  /* without -- */
    const char *alias; /* as Kafka's tools call it, or NULL */
    const char *arg;   /* what follows, NULL for flags */
    enum option_scope { OPTION_BEFORE_COMMAND, OPTION_ANYWHERE } scope;
    const char *help;
};
extern const struct option_spec option_specs[];

#endif
