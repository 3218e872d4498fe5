/* Where a verb's secrets come from: a command that prints it, or the person at the terminal, typed
 * twice. The secret is in the arguments only; nothing shows or writes it. */
#include "cli/verb_secrets.h"

#include "cli/ask.h"
#include "core/action/options.h"
#include "core/action/secret_fetch.h"
#include "core/config/secret.h"

#include <stdio.h>

static bool get_one(struct line *l, const struct param *p, int64_t timeout_ms, struct err *err)
{
    char option[80];
    char *value;
    snprintf(option, sizeof option, "%s-command", p->name);
    const char *command = args_get(&l->args, option);
    if (!command && (!param_applies(p, &l->args) || !(p->required || p->when)))
        return true;
    if (!command && !ask_possible())
        return err_set(err, ERR_USAGE, "%s: there is no terminal to ask for the %s on: write --%s",
                       l->action->name, p->title, option);
    if (command && !secret_by_command(p->name, command, timeout_ms, &value, err))
        return false;
    if (!command && !(value = ask_secret(p->title, err)))
        return false;
    args_remove(&l->args, option);
    args_set(&l->args, p->name, value);
    secret_free(value);
    return true;
}

bool verb_secrets(struct line *l, int64_t timeout_ms, struct err *err)
{
    for (size_t i = 0; i < l->action->nparams; i++)
        if (l->action->params[i].secret && !get_one(l, &l->action->params[i], timeout_ms, err))
            return false;
    return true;
}
