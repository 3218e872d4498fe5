/* Keeps librdkafka from crashing when a group's coordinator moves.
 *
 * A broker that no longer coordinates a group answers OffsetFetch with NOT_COORDINATOR. librdkafka
 * (2.11 to 2.14 at least) then asks its own consumer group to look for the coordinator, also when
 * the request came from ListConsumerGroupOffsets of a client that is in no group and so has none:
 * rd_kafka_handle_OffsetFetch() hands rd_kafka_cgrp_op() a null pointer. The linker sends those
 * calls through here (--wrap, see the Makefile); a client without a group has nothing to look for,
 * and the answer is reported as the error it is. Only a librdkafka that is linked statically can be
 * helped this way; setup/librdkafka prefers that. */
#include <stddef.h>
#include <stdint.h>

/* As librdkafka's own headers have it, which are not installed. */
struct replyq {
    void *q;
    int32_t version;
};

void __real_rd_kafka_cgrp_op(void *cgrp, void *toppar, struct replyq reply, int type, int err);
void __wrap_rd_kafka_cgrp_op(void *cgrp, void *toppar, struct replyq reply, int type, int err);

void __wrap_rd_kafka_cgrp_op(void *cgrp, void *toppar, struct replyq reply, int type, int err)
{
    if (cgrp)
        __real_rd_kafka_cgrp_op(cgrp, toppar, reply, type, err);
}
