/* Speaks StreamsGroupHeartbeat and ShareGroupHeartbeat, flexible versions: compact strings and arrays
 * have their length plus one before them, every struct ends with its count of tagged fields. */
#include "tests/support/foreign.h"

#include "core/base/buf.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { SHARE_HEARTBEAT = 76, STREAMS_HEARTBEAT = 88, JOIN = 0, LEAVE = -1, NOT_COORDINATOR = 16 };
enum { COORDINATOR_NOT_AVAILABLE = 15, LOADING = 14, TURNS = 300 };

static void add_int(struct buf *b, int32_t n, size_t bytes)
{
    for (size_t i = bytes; i-- > 0;)
        buf_addc(b, (char)((uint32_t)n >> (8 * i)));
}

static void add_text(struct buf *b, const char *s) /* shorter than 127 bytes; NULL: null */
{
    size_t n = s ? strlen(s) : 0;

    assert_true(n < 127);
    buf_addc(b, (char)(s ? n + 1 : 0));
    buf_add(b, s ? s : "", n);
}

/* An array of this many elements; -1: null. */
static void add_count(struct buf *b, int n)
{
    buf_addc(b, (char)(n + 1));
}

static void add_no_tags(struct buf *b)
{
    buf_addc(b, 0);
}

static void add_streams(struct buf *b, const char *topic, int32_t epoch)
{
    bool joins = epoch == JOIN;

    add_int(b, 0, 4);                  /* endpoint information epoch */
    add_text(b, NULL);                 /* instance */
    add_text(b, NULL);                 /* rack */
    add_int(b, joins ? 30000 : -1, 4); /* rebalance timeout */
    add_int(b, joins ? 1 : -1, 1);     /* a topology follows */
    if (joins) {
        add_int(b, 0, 4); /* its epoch */
        add_count(b, 1);  /* subtopologies */
        add_text(b, "0");
        add_count(b, 1); /* source topics */
        add_text(b, topic);
        for (int i = 0; i < 5; i++) /* patterns, changelogs, repartitioning, copartitions */
            add_count(b, 0);
        add_no_tags(b);
        add_no_tags(b);
    }
    for (int i = 0; i < 3; i++) /* active, standby and warm-up tasks */
        add_count(b, joins ? 0 : -1);
    add_text(b, joins ? "process" : NULL);
    add_int(b, -1, 1);            /* no endpoint */
    add_count(b, joins ? 0 : -1); /* client tags */
    add_count(b, -1);             /* task offsets */
    add_count(b, -1);             /* task end offsets */
    add_int(b, 0, 1);             /* no shutdown */
    add_no_tags(b);
}

static void add_share(struct buf *b, const char *topic, int32_t epoch)
{
    add_text(b, NULL); /* rack */
    add_count(b, epoch == JOIN ? 1 : -1);
    if (epoch == JOIN)
        add_text(b, topic);
    add_no_tags(b);
}

static void make_request(struct buf *b, int api, const char *group, const char *topic,
                         int32_t epoch)
{
    struct buf body;

    buf_init(&body, 0);
    add_int(&body, api, 2);
    add_int(&body, api == SHARE_HEARTBEAT, 2); /* version */
    add_int(&body, 7, 4);                      /* correlation */
    add_int(&body, 1, 2);                      /* client id */
    buf_addc(&body, 'x');
    add_no_tags(&body);
    add_text(&body, group);
    add_text(&body, "mEmBeRmEmBeRmEmBeRmEmQ");
    add_int(&body, epoch, 4);
    (api == SHARE_HEARTBEAT ? add_share : add_streams)(&body, topic, epoch);
    add_int(b, (int32_t)body.len, 4);
    buf_add(b, buf_str(&body), body.len);
    buf_release(&body);
}

static int dial(int node)
{
    char variable[32], text[64];
    struct sockaddr_in at = {.sin_family = AF_INET};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    char *colon;

    snprintf(variable, sizeof variable, "KLAMM_PLAINTEXT_%d", node);
    snprintf(text, sizeof text, "%s", run_env(variable));
    colon = strrchr(text, ':');
    assert_non_null(colon);
    *colon = '\0';
    at.sin_port = htons((uint16_t)strtol(colon + 1, NULL, 10));
    assert_int_equal(inet_pton(AF_INET, text, &at.sin_addr), 1);
    assert_int_equal(connect(fd, (struct sockaddr *)&at, sizeof at), 0);
    return fd;
}

/* The error code of the answer: behind its length, the correlation, tags and the throttle time. */
static int ask(int node, const struct buf *request)
{
    unsigned char head[15];
    size_t got = 0;
    int fd = dial(node);

    assert_int_equal(write(fd, request->data, request->len), (ssize_t)request->len);
    while (got < sizeof head) {
        ssize_t n = read(fd, head + got, sizeof head - got);

        assert_true(n > 0);
        got += (size_t)n;
    }
    close(fd);
    return head[13] << 8 | head[14];
}

static void beat(int api, const char *group, const char *topic, int32_t epoch)
{
    struct buf request;
    int code = NOT_COORDINATOR;

    buf_init(&request, 0);
    make_request(&request, api, group, topic, epoch);
    for (int i = 0; i < TURNS && (code == NOT_COORDINATOR || code == LOADING ||
                                  code == COORDINATOR_NOT_AVAILABLE);
         i++)
        code = ask(run_has_node(3) ? i % 3 + 1 : 1, &request);
    buf_release(&request);
    if (code)
        fail_msg("the coordinator of %s said %d", group, code);
}

static void make(int api, const char *group, const char *topic, bool stays)
{
    beat(api, group, topic, JOIN);
    if (!stays)
        beat(api, group, topic, LEAVE);
}

void foreign_streams_group(const char *group, const char *topic, bool stays)
{
    make(STREAMS_HEARTBEAT, group, topic, stays);
}

void foreign_share_group(const char *group, const char *topic, bool stays)
{
    make(SHARE_HEARTBEAT, group, topic, stays);
}
