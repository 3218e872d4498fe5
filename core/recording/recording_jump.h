/* Commits that jumped ahead while all members were replaced. */
#ifndef KLAMM_CORE_RECORDING_RECORDING_JUMP_H
#define KLAMM_CORE_RECORDING_RECORDING_JUMP_H

#include "core/recording/recording.h"

/* Looks for commits that jumped ahead while all members were replaced: marks them, and their
 * samples have no rate. */
void recording_see_jumps(struct recording_group *g, const struct recording_sample *s,
                         const struct recording_sample *before);

#endif
