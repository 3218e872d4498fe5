/* Makes records: orders in JSON with keys and headers, profiles with tombstones, log lines, and
 * the odd ones that try to break a screen. Called by seeding and by the running traffic. The
 * numbers come from a fixed sequence, so two runs write the same. */
#include "tests/cluster/records.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "core/base/clock.h"

struct record {
    char key[128];
    int key_len; /* -1: no key */
    char value[1024];
    int value_len; /* -1: no value, a tombstone */
    const char *content_type;
};

static uint32_t next_random(void)
{
    static uint64_t state = 0x9e3779b97f4a7c15u;
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)(state >> 32);
}

static const char *list_dialog(const char *const *words, uint32_t n)
{
    return words[next_random() % n];
}

static void make_order(struct record *r, unsigned customer, int64_t when_ms)
{
    static const char *const states[] = {"placed", "paid", "packed", "sent", "returned"};
    static const char *const money[] = {"EUR", "USD", "GBP", "JPY"};
    static int64_t number = 100000;
    char at[40];
    time_t seconds = (time_t)(when_ms / 1000);
    struct tm tm;
    gmtime_r(&seconds, &tm);
    strftime(at, sizeof at, "%Y-%m-%dT%H:%M:%S", &tm);
    r->key_len = snprintf(r->key, sizeof r->key, "customer-%04u", customer);
    r->value_len = snprintf(
        r->value, sizeof r->value,
        "{\"order\":%lld,\"customer\":\"%s\",\"status\":\"%s\",\"total\":%u.%02u,"
        "\"currency\":\"%s\",\"items\":[{\"sku\":\"SKU-%05u\",\"quantity\":%u}],"
        "\"gift\":%s,\"placed_at\":\"%s.%03dZ\"}",
        (long long)number++, r->key, list_dialog(states, 5), next_random() % 400,
        next_random() % 100, list_dialog(money, 4), next_random() % 90000, 1 + next_random() % 5,
        next_random() % 9 ? "false" : "true", at, (int)(when_ms % 1000));
    r->content_type = "application/json";
}

static void make_profile(struct record *r)
{
    static const char *const names[] = {"Ada",     "Grace",       "Edsger",
                                        "Barbara", "Jos\xc3\xa9", "\xe6\x99\xb4"};
    r->key_len = snprintf(r->key, sizeof r->key, "profile-%02u", next_random() % 60);
    r->content_type = "application/json";
    if (next_random() % 12 == 0) {
        r->value_len = -1;
        return;
    }
    r->value_len = snprintf(r->value, sizeof r->value, "{\"name\":\"%s\",\"points\":%u}",
                            list_dialog(names, 6), next_random() % 10000);
}

static void make_line(struct record *r)
{
    static const char *const levels[] = {"INFO", "INFO", "INFO", "WARN", "ERROR"};
    static const char *const parts[] = {"checkout", "search", "login", "mailer"};
    r->key_len = -1;
    r->value_len =
        snprintf(r->value, sizeof r->value, "%s %s took=%ums user=%u", list_dialog(levels, 5),
                 list_dialog(parts, 4), next_random() % 900, next_random() % 5000);
    r->content_type = "text/plain";
}

/* Each is tried in turn, as key and as value. */
static void make_odd(struct record *r)
{
    static const struct {
        const char *bytes;
        int len;
    } odd[] = {
        {"\x1b[2J\x1b[31mcleared and red", 23},
        {"\x1b]0;title taken over\x07", 21},
        {"bell\a back\b tab\t line\n return\r nul\0 end", 38},
        {"\xff\xfe\x80 not UTF-8 \xc3", 15},
        {"\xe2\x80\xae"
         "reversed",
         11},
        {"\xe5\xae\xbd wide, e\xcc\x81 combined, \xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x94\xa7 "
         "joined",
         40},
        {"\xc2\x9b"
         "31m C1",
         8},
        {"{\"not\": \"closed", 15},
        {"", 0},
        {NULL, -1},
    };
    static unsigned turn;
    const unsigned n = sizeof odd / sizeof odd[0];
    unsigned value = turn % n;
    unsigned key = (turn / n + turn) % n;
    turn++;
    r->value_len = odd[value].len;
    if (r->value_len > 0)
        memcpy(r->value, odd[value].bytes, (size_t)r->value_len);
    r->key_len = odd[key].len;
    if (r->key_len > 0)
        memcpy(r->key, odd[key].bytes, (size_t)r->key_len);
    r->content_type = "odd\x1b[7m/\xff";
}

static void make(struct record *r, enum record_kind kind, int64_t when_ms)
{
    switch (kind) {
    case RECORD_ORDER:
        make_order(r, next_random() % 2000, when_ms);
        break;
    case RECORD_HOT:
        make_order(r, next_random() % 20 ? 7 : next_random() % 2000, when_ms);
        break;
    case RECORD_PROFILE:
        make_profile(r);
        break;
    case RECORD_LINE:
        make_line(r);
        break;
    case RECORD_ODD:
        make_odd(r);
        break;
    }
}

static void add_header(rd_kafka_vu_t *v, const char *name, const char *value)
{
    v->vtype = RD_KAFKA_VTYPE_HEADER;
    v->u.header.name = name;
    v->u.header.val = value;
    v->u.header.size = (ssize_t)strlen(value);
}

static void add_bytes(rd_kafka_vu_t *v, rd_kafka_vtype_t type, char *bytes, int len)
{
    v->vtype = type;
    v->u.mem.ptr = len < 0 ? NULL : bytes;
    v->u.mem.size = len < 0 ? 0 : (size_t)len;
}

bool record_send(rd_kafka_t *rk, const char *topic, enum record_kind kind, int64_t when_ms)
{
    struct record r;
    rd_kafka_vu_t v[8];
    char trace[40];
    make(&r, kind, when_ms ? when_ms : clock_wall_ms());
    snprintf(trace, sizeof trace, "%08x%08x", next_random(), next_random());
    memset(v, 0, sizeof v);
    v[0].vtype = RD_KAFKA_VTYPE_TOPIC;
    v[0].u.cstr = topic;
    v[1].vtype = RD_KAFKA_VTYPE_TIMESTAMP;
    v[1].u.i64 = when_ms;
    v[2].vtype = RD_KAFKA_VTYPE_MSGFLAGS;
    v[2].u.i = RD_KAFKA_MSG_F_COPY;
    add_bytes(&v[3], RD_KAFKA_VTYPE_KEY, r.key, r.key_len);
    add_bytes(&v[4], RD_KAFKA_VTYPE_VALUE, r.value, r.value_len);
    add_header(&v[5], "trace-id", trace);
    add_header(&v[6], "content-type", r.content_type);
    add_header(&v[7], "source", "klamm-traffic");
    rd_kafka_error_t *error = rd_kafka_produceva(rk, v, 8);
    if (!error)
        return true;
    rd_kafka_error_destroy(error);
    return false;
}
