/* Handles, and admin calls that wait for their answer: what the traffic program needs of
 * librdkafka. */
#ifndef KLAMM_TESTS_CLUSTER_CLIENT_H
#define KLAMM_TESTS_CLUSTER_CLIENT_H

#include <librdkafka/rdkafka.h>
#include <stdbool.h>
#include <stddef.h>

struct options {
    const char *bootstrap;
    const char **properties; /* "name=value" from -X */
    size_t nproperties;
    double rate;                                                /* factor on all rates */
    bool stay;                                                  /* outlive the parent */
    int topics, partitions, rf, groups, commits, records, acls; /* bulk */
    const char *prefix;
};

/* Prints to stderr and ends the program. */
_Noreturn void die(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void note(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* A configuration with the address, the properties of -X and sane time-outs. */
rd_kafka_conf_t *client_conf(const struct options *o, const char *client_id);
void client_set(rd_kafka_conf_t *conf, const char *name, const char *value);
/* "name=value name=value" */
void client_set_all(rd_kafka_conf_t *conf, const char *settings);
rd_kafka_t *client_open(rd_kafka_type_t type, rd_kafka_conf_t *conf); /* takes conf */
/* A producer that writes to all in-sync replicas and gives up a record after a minute; what is
 * refused or given up adds to *failed. */
rd_kafka_t *client_producer(const struct options *o, const char *client_id, size_t *failed);

/* Admin calls: any number can be sent, then each answer is taken by admin_wait. */
struct admin {
    rd_kafka_t *rk;
    rd_kafka_queue_t *queue;
};

void admin_init(struct admin *a, rd_kafka_t *rk);
void admin_release(struct admin *a); /* the handle stays */
/* Options with the time-outs that librdkafka survives; caller destroys. */
rd_kafka_AdminOptions_t *admin_options(struct admin *a, rd_kafka_admin_op_t op);
/* The next answer, or the end of the program after 30 s or when the whole call failed. */
rd_kafka_event_t *admin_wait(struct admin *a, const char *what);
/* Takes the answer to a call whose objects each have their own result; returns how many failed,
 * apart from those that failed with `fine`. */
size_t admin_count_topic_errors(struct admin *a, const char *what, rd_kafka_resp_err_t fine);
/* Waits until there is a group coordinator. The first to ask makes the brokers create the offsets
 * topic, and an admin call made before that gives up after two retries without ever answering; a
 * consumer asks until it gets one. */
void client_wake_coordinators(const struct options *o);
/* Sends the commits of one group; opaque comes back with the event. */
void admin_send_commits(struct admin *a, const char *group,
                        const rd_kafka_topic_partition_list_t *commits, void *opaque);
/* The first error in the answer to one AlterConsumerGroupOffsets. */
rd_kafka_resp_err_t admin_commit_error(rd_kafka_event_t *event);

#endif
