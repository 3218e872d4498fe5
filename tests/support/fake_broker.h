/* A broker of one's own, for what a real one never says: a thread that takes connections on the
 * loopback interface and answers each request as the test's function wants. By itself it says which
 * versions it has (fake_offers) and that it is broker 1, the only one. */
#ifndef KLAMM_TESTS_SUPPORT_FAKE_BROKER_H
#define KLAMM_TESTS_SUPPORT_FAKE_BROKER_H

#include <stddef.h>
#include <stdint.h>

enum { FAKE_METADATA = 3, FAKE_LIST_GROUPS = 16, FAKE_API_VERSIONS = 18, FAKE_MOST = 4096 };

struct fake_request {
    int16_t key, version;
    int port;                  /* the broker's own */
    const unsigned char *rest; /* after the client's id: tags of the header, if any, and the body */
    size_t len;
};

struct fake_answer {
    enum fake_how {
        FAKE_ANSWERS,
        FAKE_SAYS_NOTHING,
        FAKE_CLOSES,        /* the connection, instead */
        FAKE_BREAKS_OFF,    /* and closes, in the middle of the answer */
        FAKE_SPELLS,        /* each byte by itself */
        FAKE_MISTAKES,      /* it for the answer to another request */
        FAKE_PROMISES_MORE, /* than 2 GB */
    } how;
    unsigned char data[FAKE_MOST]; /* after the correlation id: tags of the header, and the body */
    size_t len;
};

/* On the broker's thread; a is that of an answer without bytes. */
typedef void fake_speak(void *user, const struct fake_request *q, struct fake_answer *a);

struct fake_broker;
struct fake_broker *fake_broker_start(fake_speak *speak, void *user);
void fake_broker_stop(struct fake_broker *b);
/* "127.0.0.1:port". */
const char *fake_broker_address(const struct fake_broker *b);

/* What such a function may say: what is usual, or its parts. */
void fake_usual(const struct fake_request *q, struct fake_answer *a);
void fake_offers(const struct fake_request *q, struct fake_answer *a);
void fake_put(struct fake_answer *a, const void *data, size_t len);
void fake_i8(struct fake_answer *a, int8_t value);
void fake_i16(struct fake_answer *a, int16_t value);
void fake_i32(struct fake_answer *a, int32_t value);
void fake_text(struct fake_answer *a, const char *text); /* a compact string; NULL: null */

#endif
