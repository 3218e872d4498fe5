/* SCRAM credentials: DescribeUserScramCredentials and AlterUserScramCredentials. The rules
 * of all calls: request.h. */
#ifndef KLAMM_CORE_KAFKA_USERS_H
#define KLAMM_CORE_KAFKA_USERS_H

#include "core/kafka/request.h"

struct request *kafka_describe_users(struct cluster *c, request_done *done, void *user);
/* → struct user_list *: all with SCRAM credentials */

struct scram_change {
    const char *user;
    enum scram mechanism;
    int32_t iterations;   /* 0: the credential is removed */
    const char *password; /* only librdkafka gets a copy; not wanted when it is removed */
};
/* One at a time: brokers refuse two changes of one user in a request. */
struct request *kafka_alter_user(struct cluster *c, const struct scram_change *change,
                                 request_done *done, void *user);
/* → struct outcome_list * with one element */

#endif
