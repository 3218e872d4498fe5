/* The one grammar of a verb's line: `klamm VERB …` in a shell and `:VERB …` in the console.
 *     [KIND] OBJECT… [key=value…] [--parameter value…] [--] OBJECT…
 * KIND and key=value only where the verb works on several kinds or sets keys. */
#ifndef KLAMM_CORE_ACTION_LINE_H
#define KLAMM_CORE_ACTION_LINE_H

#include "core/action/action.h"

#include <stdint.h>

/* An option that every verb has: what is done with the plan. */
struct line_option {
    const char *name;
    char letter;         /* 0: none */
    const char *value;   /* what follows, "FILE"; NULL for flags */
    const char *alias;   /* another spelling; NULL: none */
    const char *console; /* what the console has instead; NULL: it takes it, too */
    const char *help;
};
extern const struct line_option line_options[]; /* name NULL ends it */
/* Whether the verb uses it. */
bool line_option_fits(const struct line_option *o, const struct action *a);

/* What the line says, without what only a cluster knows (see action_check). */
struct line {
    const struct action *action;
    /* By parameter. The command that prints a secret is there as "password-command". */
    struct args args;
    bool dry_run, yes, edit, no_headers, all_groups;
    const char *output, *plan_out, *plan_in; /* as long as the words; NULL: not given */
    int64_t timeout_ms;                      /* for connecting and planning; 0: not given */
    /* The option of line_options that was given and that the console does not take; NULL: none. */
    const struct line_option *not_in_console;
};

/* One word. A shell has taken its quotes away already: then `name` is false. */
struct line_word {
    const char *text;
    bool name; /* it can only be a name: no option, no setting, no kind */
};

/* False with err (ERR_USAGE). The words follow the verb. Release in both cases. */
bool line_parse(struct line *l, const struct action *a, const struct line_word *words, size_t n,
                struct err *err);
void line_release(struct line *l);

/* "password" of "password-command": the secret that the command of this option prints; NULL: none.
 */
const struct param *line_secret_of(const struct action *a, const char *option);
/* Can the verb be carried out on several groups that are named by its first parameter? */
bool line_takes_groups(const struct action *a);

#endif
