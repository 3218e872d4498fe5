/* See fake_broker.h. One thread serves all connections, a request at a time. */
#include "tests/support/fake_broker.h"

#include "tests/support/test.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CONNECTIONS = 32, LISTENER = 0, STOP = 1, FIRST = 2 };

struct fake_broker {
    pthread_t thread;
    fake_speak *speak;
    void *user;
    int port, stop; /* the end that stops it */
    char address[32];
    struct pollfd fd[FIRST + CONNECTIONS];
    int n;
};

/* ---- what it says ---------------------------------------------------------------------------- */

void fake_put(struct fake_answer *a, const void *data, size_t len)
{
    assert_true(a->len + len <= sizeof a->data);
    if (len > 0)
        memcpy(a->data + a->len, data, len);
    a->len += len;
}

void fake_i8(struct fake_answer *a, int8_t value)
{
    fake_put(a, &value, sizeof value);
}

void fake_i16(struct fake_answer *a, int16_t value)
{
    uint16_t big = htons((uint16_t)value);
    fake_put(a, &big, sizeof big);
}

void fake_i32(struct fake_answer *a, int32_t value)
{
    uint32_t big = htonl((uint32_t)value);
    fake_put(a, &big, sizeof big);
}

void fake_text(struct fake_answer *a, const char *text)
{
    fake_i8(a, text ? (int8_t)(strlen(text) + 1) : 0);
    if (text)
        fake_put(a, text, strlen(text));
}

void fake_offers(const struct fake_request *q, struct fake_answer *a)
{
    static const int16_t apis[][3] = {
        {FAKE_METADATA, 0, 12}, {10, 0, 3}, {FAKE_LIST_GROUPS, 1, 3}, {FAKE_API_VERSIONS, 0, 3}};
    int n = sizeof apis / sizeof *apis;
    bool compact = q->version >= 3;
    fake_i16(a, 0);
    if (compact)
        fake_i8(a, (int8_t)(n + 1));
    else
        fake_i32(a, n);
    for (int i = 0; i < n; i++) {
        for (int k = 0; k < 3; k++)
            fake_i16(a, apis[i][k]);
        if (compact)
            fake_i8(a, 0);
    }
    if (q->version >= 1)
        fake_i32(a, 0);
    if (compact)
        fake_i8(a, 0);
}

/* Of version 9 and later. */
static void metadata(const struct fake_request *q, struct fake_answer *a)
{
    fake_i8(a, 0);
    fake_i32(a, 0);
    fake_i8(a, 2);
    fake_i32(a, 1);
    fake_text(a, "127.0.0.1");
    fake_i32(a, q->port);
    fake_text(a, NULL);
    fake_i8(a, 0);
    fake_text(a, "fake");
    fake_i32(a, 1);
    fake_i8(a, 1);
    if (q->version <= 10)
        fake_i32(a, INT32_MIN);
    fake_i8(a, 0);
}

void fake_usual(const struct fake_request *q, struct fake_answer *a)
{
    if (q->key == FAKE_API_VERSIONS)
        fake_offers(q, a);
    else if (q->key == FAKE_METADATA)
        metadata(q, a);
    else
        a->how = FAKE_SAYS_NOTHING;
}

/* ---- connections ----------------------------------------------------------------------------- */

static bool send_all(int fd, const unsigned char *data, size_t len, bool spell)
{
    for (size_t sent = 0; sent < len;) {
        ssize_t n = send(fd, data + sent, spell ? 1 : len - sent, MSG_NOSIGNAL);
        if (n <= 0)
            return false;
        sent += (size_t)n;
    }
    return true;
}

static bool receive(int fd, unsigned char *data, size_t len)
{
    return recv(fd, data, len, MSG_WAITALL) == (ssize_t)len;
}

static uint32_t u32(const unsigned char *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static int16_t i16(const unsigned char *at)
{
    return (int16_t)(at[0] << 8 | at[1]);
}

static bool say(int fd, uint32_t id, const struct fake_answer *a)
{
    unsigned char frame[8 + FAKE_MOST];
    uint32_t len = htonl(a->how == FAKE_PROMISES_MORE ? INT32_MAX : (uint32_t)a->len + 4);
    id = htonl(a->how == FAKE_MISTAKES ? id + 1000 : id);
    if (a->how == FAKE_SAYS_NOTHING)
        return true;
    if (a->how == FAKE_CLOSES)
        return false;
    memcpy(frame, &len, 4);
    memcpy(frame + 4, &id, 4);
    memcpy(frame + 8, a->data, a->len);
    size_t all = 8 + a->len;
    return send_all(fd, frame, a->how == FAKE_BREAKS_OFF ? all / 2 : all, a->how == FAKE_SPELLS) &&
           a->how != FAKE_BREAKS_OFF;
}

/* False: the connection is to be closed. */
static bool serve(struct fake_broker *b, int fd)
{
    enum { HEADER = 2 + 2 + 4 + 2 };
    static const struct fake_answer empty;
    unsigned char size[4], data[FAKE_MOST];
    if (!receive(fd, size, 4))
        return false;
    uint32_t len = u32(size);
    if (len < HEADER || len > sizeof data || !receive(fd, data, len))
        return false;
    size_t head = HEADER + (size_t)(i16(data + 8) > 0 ? i16(data + 8) : 0);
    struct fake_request q = {.key = i16(data),
                             .version = i16(data + 2),
                             .port = b->port,
                             .rest = data + head,
                             .len = len - head};
    struct fake_answer a = empty;
    b->speak(b->user, &q, &a);
    return say(fd, u32(data + 4), &a);
}

static void drop(struct fake_broker *b, int i)
{
    close(b->fd[i].fd);
    b->fd[i] = b->fd[--b->n];
}

static void *serve_all(void *arg)
{
    struct fake_broker *b = arg;
    while (poll(b->fd, (nfds_t)b->n, -1) >= 0 && !b->fd[STOP].revents) {
        for (int i = b->n - 1; i >= FIRST; i--)
            if (b->fd[i].revents && !serve(b, b->fd[i].fd))
                drop(b, i);
        if (!b->fd[LISTENER].revents || b->n == FIRST + CONNECTIONS)
            continue;
        int fd = accept(b->fd[LISTENER].fd, NULL, NULL);
        if (fd >= 0)
            b->fd[b->n++] = (struct pollfd){.fd = fd, .events = POLLIN};
    }
    return NULL;
}

static int listen_on_loopback(int *port)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in in = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof in;
    assert_int_equal(bind(fd, (struct sockaddr *)&in, len), 0);
    assert_int_equal(listen(fd, 16), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&in, &len), 0);
    *port = ntohs(in.sin_port);
    return fd;
}

struct fake_broker *fake_broker_start(fake_speak *speak, void *user)
{
    struct fake_broker *b = calloc(1, sizeof *b);
    int ends[2];
    assert_non_null(b);
    assert_int_equal(pipe(ends), 0);
    b->speak = speak;
    b->user = user;
    b->stop = ends[1];
    b->fd[LISTENER] = (struct pollfd){.fd = listen_on_loopback(&b->port), .events = POLLIN};
    b->fd[STOP] = (struct pollfd){.fd = ends[0], .events = POLLIN};
    b->n = FIRST;
    snprintf(b->address, sizeof b->address, "127.0.0.1:%d", b->port);
    assert_int_equal(pthread_create(&b->thread, NULL, serve_all, b), 0);
    return b;
}

void fake_broker_stop(struct fake_broker *b)
{
    assert_int_equal(write(b->stop, "", 1), 1);
    pthread_join(b->thread, NULL);
    while (b->n > 0)
        drop(b, b->n - 1);
    close(b->stop);
    free(b);
}

const char *fake_broker_address(const struct fake_broker *b)
{
    return b->address;
}
