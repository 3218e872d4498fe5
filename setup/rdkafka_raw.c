/* Sends any request over librdkafka's connections; see the header.
 *
 * Compiled inside librdkafka's source tree, against its private headers: what is used of them is
 * compared with each version of librdkafka by the recipe, which compiles this with -Werror and runs
 * rdkafka_raw_check.c. klamm's thread encodes, librdkafka's broker thread hands the answer over as
 * bytes, klamm's thread decodes: nothing foreign is parsed on a thread of the library.
 *
 * The application's queue is not given to the library along with the request: the answer's op would
 * hold the buffer, the buffer its broker, and rd_kafka_destroy() would wait for an event that no one
 * polls. So the callback runs on the broker's thread and makes an event that holds bytes alone. */
#include "rdkafka_raw.h"

#include "rdkafka_int.h"

#include "rdkafka_broker.h"
#include "rdkafka_buf.h"
#include "rdkafka_event.h"
#include "rdkafka_op.h"
#include "rdkafka_queue.h"

#if RD_KAFKAP__NUM < 128
#error "keys above RD_KAFKAP__NUM count past the end of an array of each broker's"
#endif

enum { VARINT_MAX = 5 }; /* bytes of 32 bits */

struct call {
    int16_t key, version;
    bool flexible;
    void *opaque;
    rd_kafka_replyq_t replyq;
};

/* ---- the event ------------------------------------------------------------------------------- */

static struct rdkafka_raw_answer *answer_new(int16_t key, int16_t version, size_t len)
{
    struct rdkafka_raw_answer *a = rd_calloc(1, sizeof(*a) + len);
    a->key = key;
    a->version = version;
    a->min = a->max = -1;
    a->len = len;
    return a;
}

/* Takes the answer and the reference to the queue. */
static void post(rd_kafka_t *rk, rd_kafka_replyq_t *replyq, void *opaque, rd_kafka_resp_err_t err,
                 const char *words, struct rdkafka_raw_answer *a)
{
    rd_kafka_op_t *rko = rd_kafka_op_new(RD_KAFKA_OP_ADMIN_RESULT);
    rko->rko_rk = rk;
    rko->rko_evtype = RDKAFKA_RAW_EVENT;
    rko->rko_err = err;
    rko->rko_u.admin_result.opaque = opaque;
    if (err)
        rko->rko_u.admin_result.errstr = rd_strdup(words ? words : rd_kafka_err2str(err));
    rd_list_init(&rko->rko_u.admin_result.results, 1, rd_free);
    rd_list_add(&rko->rko_u.admin_result.results, a);
    rd_kafka_replyq_enq(replyq, rko, 0);
}

const struct rdkafka_raw_answer *rdkafka_raw_answer(const rd_kafka_event_t *event)
{
    if (event->rko_evtype != RDKAFKA_RAW_EVENT)
        return NULL;
    return rd_list_elem(&event->rko_u.admin_result.results, 0);
}

/* ---- the answer, on the broker's thread ------------------------------------------------------ */

/* The broker is locked. */
static int versions_of(const rd_kafka_broker_t *rkb, int16_t key, int16_t *min, int16_t *max)
{
    if (!rkb->rkb_ApiVersions)
        return -1;
    for (size_t i = 0; i < rkb->rkb_ApiVersions_cnt; i++) {
        const struct rd_kafka_ApiVersion *v = &rkb->rkb_ApiVersions[i];
        if (v->ApiKey == key) {
            *min = v->MinVer;
            *max = v->MaxVer;
            return 1;
        }
    }
    return 0;
}

/* The library's own reader of varints shifts by up to 70 bits. */
static bool read_varint(rd_slice_t *s, uint32_t *value)
{
    uint64_t sum = 0;
    for (int i = 0; i < VARINT_MAX; i++) {
        unsigned char byte;
        if (rd_slice_read(s, &byte, 1) != 1)
            return false;
        sum |= (uint64_t)(byte & 0x7f) << (7 * i);
        if (!(byte & 0x80)) {
            *value = (uint32_t)sum;
            return sum <= UINT32_MAX;
        }
    }
    return false;
}

/* The section of tags at the end of a flexible header. */
static bool skip_tags(rd_slice_t *s)
{
    uint32_t n, tag, len;
    if (!read_varint(s, &n))
        return false;
    for (uint32_t i = 0; i < n; i++) {
        if (!read_varint(s, &tag) || !read_varint(s, &len) || len > rd_slice_remains(s))
            return false;
        if (len > 0 && rd_slice_read(s, NULL, len) != len)
            return false;
    }
    return true;
}

/* The header of an answer of ApiVersions is never flexible: it may come from a broker that does not
 * know the version that was asked for. NULL: the header is broken. */
static struct rdkafka_raw_answer *copy_body(const struct call *call, rd_kafka_buf_t *response)
{
    rd_slice_t *s = &response->rkbuf_reader;
    if (call->flexible && call->key != RD_KAFKAP_ApiVersion && !skip_tags(s))
        return NULL;
    size_t len = rd_slice_remains(s);
    struct rdkafka_raw_answer *a = answer_new(call->key, call->version, len);
    if (len > 0 && rd_slice_read(s, a->data, len) != len) {
        rd_free(a);
        return NULL;
    }
    a->rtt_us = response->rkbuf_ts_sent;
    return a;
}

/* A request of ApiVersions that waits for a connection is thrown away when it can't be made, as the
 * library makes a new one for itself (rd_kafka_bufq_connection_reset): to us the connection failed. */
static rd_kafka_resp_err_t true_error(rd_kafka_t *rk, int16_t key, rd_kafka_resp_err_t err)
{
    bool dropped = err == RD_KAFKA_RESP_ERR__DESTROY && key == RD_KAFKAP_ApiVersion;
    return dropped && !rd_kafka_terminating(rk) ? RD_KAFKA_RESP_ERR__TRANSPORT : err;
}

/* Once for each request; on the caller's own thread when the broker takes nothing any more. */
static void on_answer(rd_kafka_t *rk, rd_kafka_broker_t *rkb, rd_kafka_resp_err_t err,
                      rd_kafka_buf_t *response, rd_kafka_buf_t *request, void *opaque)
{
    struct call *call = opaque;
    struct rdkafka_raw_answer *a = NULL;
    char words[sizeof(rkb->rkb_nodename) + sizeof(rkb->rkb_last_err.errstr) + 8] = "";

    rkb = request->rkbuf_rkb;
    rk = rkb->rkb_rk;
    err = true_error(rk, call->key, err);
    if (!err && response)
        a = copy_body(call, response);
    if (!err && !a)
        err = RD_KAFKA_RESP_ERR__BAD_MSG;
    if (!a)
        a = answer_new(call->key, call->version, 0);
    /* Set just before the first write. How much was written is not known with TLS. */
    a->sent = request->rkbuf_corrid != 0;
    rd_kafka_broker_lock(rkb);
    a->broker = rkb->rkb_nodeid;
    versions_of(rkb, call->key, &a->min, &a->max);
    if (err == RD_KAFKA_RESP_ERR__TRANSPORT && rkb->rkb_last_err.errstr[0])
        rd_snprintf(words, sizeof(words), "%s: %s", rkb->rkb_nodename, rkb->rkb_last_err.errstr);
    rd_kafka_broker_unlock(rkb);
    post(rk, &call->replyq, call->opaque, err, *words ? words : NULL, a);
    rd_free(call);
}

/* ---- the request ----------------------------------------------------------------------------- */

static int is_nameless(rd_kafka_broker_t *rkb, void *opaque)
{
    return rkb->rkb_nodeid < 0; /* a bootstrap address, dropped as soon as its id is known */
}

/* With a reference, or NULL. */
static rd_kafka_broker_t *find_broker(rd_kafka_t *rk, int32_t id)
{
    rd_kafka_broker_t *rkb;
    rd_kafka_rdlock(rk);
    if (id != RDKAFKA_RAW_ANY) {
        rkb = id < 0 ? NULL : rd_kafka_broker_find_by_nodeid(rk, id);
    } else {
        rkb = rd_kafka_broker_random(rk, RD_KAFKA_BROKER_STATE_UP, is_nameless, NULL);
        if (!rkb)
            rkb = rd_kafka_broker_random(rk, -1, is_nameless, NULL);
    }
    rd_kafka_rdunlock(rk);
    return rkb;
}

static void refuse(rd_kafka_t *rk, const struct rdkafka_raw_request *r, rd_kafka_queue_t *q,
                   void *opaque, rd_kafka_resp_err_t err)
{
    struct rdkafka_raw_answer *a = answer_new(r->key, r->version, 0);
    rd_kafka_replyq_t replyq;
    a->broker = r->broker;
    rd_kafka_set_replyq(&replyq, q->rkqu_q, 0);
    post(rk, &replyq, opaque, err, NULL, a);
}

/* The library's "flexver" requests are not used: it would add an empty section of tags to the body,
 * and read that of the answer's header before we do. */
static rd_kafka_buf_t *buffer_of(rd_kafka_broker_t *rkb, const struct rdkafka_raw_request *r)
{
    rd_kafka_buf_t *buf = rd_kafka_buf_new_request(rkb, r->key, 1, (int)r->len + 1);
    if (r->flexible)
        rd_kafka_buf_write_i8(buf, 0); /* no tags in the header */
    if (r->len > 0)
        rd_kafka_buf_write(buf, r->body, r->len);
    rd_kafka_buf_ApiVersion_set(buf, r->version, 0);
    rd_kafka_buf_set_timeout(buf, r->timeout_ms, 0);
    buf->rkbuf_max_retries = RD_KAFKA_REQUEST_NO_RETRIES;
    return buf;
}

void rdkafka_raw_send(rd_kafka_t *rk, const struct rdkafka_raw_request *r, rd_kafka_queue_t *q,
                      void *opaque)
{
    if (r->key < 0 || r->key >= RDKAFKA_RAW_KEYS || r->timeout_ms <= 0 || r->len > INT32_MAX / 2) {
        refuse(rk, r, q, opaque, RD_KAFKA_RESP_ERR__INVALID_ARG);
        return;
    }
    rd_kafka_broker_t *rkb = find_broker(rk, r->broker);
    if (!rkb) {
        refuse(rk, r, q, opaque,
               rd_kafka_terminating(rk) ? RD_KAFKA_RESP_ERR__DESTROY
                                        : RD_KAFKA_RESP_ERR__UNKNOWN_BROKER);
        return;
    }
    struct call *call = rd_calloc(1, sizeof(*call));
    call->key = r->key;
    call->version = r->version;
    call->flexible = r->flexible;
    call->opaque = opaque;
    rd_kafka_set_replyq(&call->replyq, q->rkqu_q, 0);
    rd_kafka_broker_buf_enq_replyq(rkb, buffer_of(rkb, r), RD_KAFKA_NO_REPLYQ, on_answer, call);
    rd_kafka_broker_destroy(rkb); /* our reference: the buffer has its own */
}

int rdkafka_raw_versions(rd_kafka_t *rk, int32_t broker, int16_t key, int16_t *min, int16_t *max)
{
    *min = *max = -1;
    rd_kafka_broker_t *rkb = broker < 0 ? NULL : find_broker(rk, broker);
    if (!rkb)
        return -1;
    rd_kafka_broker_lock(rkb);
    int known = versions_of(rkb, key, min, max);
    rd_kafka_broker_unlock(rkb);
    rd_kafka_broker_destroy(rkb);
    return known;
}
