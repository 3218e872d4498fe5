/* Where a verb's secrets come from: a command that prints it, or the person at the terminal, typed
 * twice. What was got stands in the arguments only; nothing shows or writes it. */
#include "cli/ask.h"
#include "cli/verb_options.h"
#include "core/config/secret.h"

#include <stdio.h>

static char *from_command(const struct param *p, const char *command, int64_t timeout_ms,
                          struct err *err)
{
    char option[80], *value = NULL;
    snprintf(option, sizeof option, "--%s-command", p->name);
    struct property from = {.name = (char *)(uintptr_t)p->name,
                            .value = (char *)(uintptr_t)command,
                            .from = PROPERTY_COMMAND,
                            .secret = true,
                            .origin = option};
    if (!property_resolve(&from, timeout_ms, &value, err))
        err->kind = ERR_USAGE;
    return value;
}

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
    value = command ? from_command(p, command, timeout_ms, err) : ask_secret(p->title, err);
    if (!value)
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
