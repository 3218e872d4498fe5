/* Versions: which one a broker gets, and what it looks like. */
#include "core/wire/message.h"

#include "core/wire/field.h"

int wire_version(const struct wire_message *m, int min, int max)
{
    int version = max < m->last ? max : m->last;
    return version >= min && version >= m->first ? version : -1;
}

bool wire_flexible(const struct wire_message *m, int version)
{
    return version >= m->flexible;
}

void wire_init(const struct wire_message *m, enum wire_side side, void *body)
{
    wire_preset(m->body[side], body);
}
