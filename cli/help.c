/* klamm help [COMMAND|VERB|LIST]. */
#include "cli/command.h"
#include "cli/help_text.h"
#include "cli/say.h"
#include "cli/wrap.h"

#include "core/action/register.h"
#include <stdio.h>

static int run(const struct options *o, const char *const *args, size_t nargs)
{
    struct buf b;
    bool known = true;
    (void)o;
    buf_init(&b, 0);
    if (nargs < 2)
        help_all(&b, wrap_width());
    else
        known = help_about(&b, wrap_width(), args[1]);
    fwrite(buf_str(&b), 1, b.len, stdout);
    buf_release(&b);
    if (known)
        return CLI_DONE;
    cli_say("there is no command, verb or list called \"%s\"; klamm help names them", args[1]);
    return CLI_USAGE;
}

const struct command command_help = {
    .name = "help",
    .usage = "[COMMAND|VERB|LIST]",
    .help = "explain klamm, a command, a verb, or a list with its columns",
    .examples = "\nget\noffsets-reset\ntopics",
    .run = run,
};
