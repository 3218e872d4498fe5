/* The register of step kinds, and turning a plan round. */
#include "core/action/step.h"

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

static bool happened(const struct plan_step *s)
{
    return s->state == STEP_DONE || s->state == STEP_ACCEPTED || s->state == STEP_DIFFERS;
}

struct plan *plan_reverse(const struct plan *p, struct err *err)
{
    struct plan *back = plan_new("undo");

    back->danger = p->danger;
    back->title = plan_str(back, "undo: %s", p->title ? p->title : p->verb);
    back->confirm = arena_strdup(&back->arena, p->confirm);
    for (size_t i = p->nsteps; i-- > 0;) {
        const struct plan_step *s = &p->steps[i];
        struct err why = {0};

        if (!happened(s))
            continue;
        if (!s->kind->reverse(back, s, &why))
            plan_warn(back, "%s stays: %s", s->object, why.msg);
    }
    if (back->nsteps > 0)
        return back;
    err_set(err, ERR_GUARD, "%s",
            back->nwarnings ? back->warnings[0]
                            : "nothing of it happened, so nothing can be undone");
    plan_free(back);
    return NULL;
}
