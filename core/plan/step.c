/* The register of step kinds, and what holds for all of them. */
#include "core/plan/step.h"

#include "core/kafka/convert.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* One line each. clang-format would fill the lines. */
/* clang-format off */
const struct step_kind *const step_kinds[] = {
    &step_create_topic,
    &step_delete_topic,
    &step_add_partitions,
    &step_delete_records,
    &step_wait_empty,
    &step_elect,
    &step_config,
    &step_offset,
    &step_offset_deletion,
    &step_group,
    &step_acl_create,
    &step_acl_delete,
    &step_user,
    NULL,
};
/* clang-format on */
const size_t step_kinds_size = sizeof step_kinds / sizeof *step_kinds;

const struct step_kind *step_kind_find(const char *name)
{
    for (size_t i = 0; step_kinds[i]; i++) {
        if (strcmp(step_kinds[i]->name, name) == 0)
            return step_kinds[i];
    }
    return NULL;
}

bool outcome_of_partition(const struct outcome *o, const char *topic, int32_t partition)
{
    char name[300];

    snprintf(name, sizeof name, "%s-%" PRId32, topic, partition);
    return strcmp(name, o->object) == 0;
}

const char *step_shown(const struct plan_step *s, const char *value, struct arena *a)
{
    if (s->secret && value)
        return "(secret)";
    return value && s->kind->show ? s->kind->show(s, value, a) : value;
}

bool step_reverse(struct plan *to, const struct plan_step *s, struct err *err)
{
    if (s->cant_undo || !s->kind->reverse)
        return err_set(err, ERR_GUARD, "%s", s->cant_undo ? s->cant_undo : "no step undoes it");
    return s->kind->reverse(to, s, err);
}
