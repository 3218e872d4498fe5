/* What klamm can answers of each resource, in words and as a table for machines. */
#ifndef KLAMM_CLI_CAN_ANSWER_H
#define KLAMM_CLI_CAN_ANSWER_H

#include "core/format/export.h"
#include "core/insight/can.h"

void can_print(const struct can_query *q, const struct can_answer *list, size_t n);
/* The same as rows; in machine formats all columns. */
void can_print_table(const struct can_query *q, const struct can_answer *list, size_t n,
                     enum export_format f);

#endif
