/* What brokers said of each object of a change, and of which kind an error is. */
#ifndef KLAMM_CORE_KAFKA_CONVERT_H
#define KLAMM_CORE_KAFKA_CONVERT_H

#include "core/kafka/request.h"

/* The kind behind the err_code of an element. */
enum err_kind kafka_err_kind(int err_code);

struct outcome_list { /* one per object or partition of a change */
    struct arena arena;
    struct outcome {
        const char *object; /* as sent: topic, "orders-3", group id */
        int err_code;       /* 0: the broker said yes */
        enum err_kind kind; /* ERR_NONE when fine */
        const char *err;    /* its sentence, NULL when fine */
    } * o;
    size_t n;
};
void outcome_list_free(struct outcome_list *l);

#endif
