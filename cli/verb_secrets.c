/* Where a verb's secrets come from: a command that prints it, or the person at the terminal, typed
 * twice. What was got stands in the arguments only; nothing shows or writes it. */
#include "cli/ask.h"
#include "cli/verb_options.h"
#include "core/action/secret_fetch.h"
#include "core/config/secret.h"

static bool get_one(struct verb_options *v, const struct param *p, int64_t timeout_ms,
                    struct err *err)
{
    const char *command = v->secret_commands[p - v->action->params];
    char *value;
    if (!command && (!param_applies(p, &v->args) || !(p->required || p->when)))
        return true;
    if (!command && !ask_possible())
        return err_set(err, ERR_USAGE,
                       "%s: there is no terminal to ask for the %s on: write --%s-command",
                       v->action->name, p->title, p->name);
    if (command && !secret_by_command(p->name, command, timeout_ms, &value, err))
        return false;
    if (!command && !(value = ask_secret(p->title, err)))
        return false;
    args_set(&v->args, p->name, value);
    secret_free(value);
    return true;
}

bool verb_secrets(struct verb_options *v, int64_t timeout_ms, struct err *err)
{
    for (size_t i = 0; i < v->action->nparams; i++)
        if (v->action->params[i].secret && !get_one(v, &v->action->params[i], timeout_ms, err))
            return false;
    return true;
}
