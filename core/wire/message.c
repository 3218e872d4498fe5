/* Versions: which one a broker gets, and what it looks like. */
#include "core/wire/message.h"

#include "core/wire/field.h"

int wire_version(const struct wire_message *m, int min, int max)
{
    int version = max < m->last ? max : m->last;
    return version >= min && version >= m->first ? version : -1;
}

bool wire_knows(const struct wire_message *m, int version, struct err *err)
{
    return (version >= m->first && version <= m->last) ||
           err_set(err, ERR_UNSUPPORTED, "klamm knows %s in versions %d to %d, not %d", m->name,
                   m->first, m->last, version);
}

bool wire_flexible(const struct wire_message *m, int version)
{
    return version >= m->flexible;
}

void wire_init(const struct wire_message *m, enum wire_side side, void *body)
{
    wire_preset(m->body[side], body);
}
