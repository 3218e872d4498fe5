/* The steps in order. A step is a line here and a file with its sentences. */
#include "tui/tour/step.h"

const struct tour_step *const tour_steps[] = {
    &tour_welcome, &tour_findings, &tour_lag, &tour_access,
    &tour_change,  &tour_filter,   &tour_end, NULL,
};
