/* One error: what kind it is (drives exit codes and colours) and one sentence an operator can act
 * on. */
#ifndef KLAMM_CORE_BASE_ERR_H
#define KLAMM_CORE_BASE_ERR_H

#include <stdarg.h>
#include <stdbool.h>

enum err_kind {
    ERR_NONE = 0,
    ERR_USAGE,       /* wrong input: nothing was sent */
    ERR_CONFIG,      /* a file or setting is wrong; message carries file:line */
    ERR_RESOLVE,     /* a host name has no address */
    ERR_REFUSED,     /* nothing listens there */
    ERR_TLS,         /* handshake failed; message carries OpenSSL's reason */
    ERR_AUTH,        /* wrong user, password, token or mechanism */
    ERR_TIMEOUT,     /* no answer in time */
    ERR_UNREACHABLE, /* any other transport failure */
    ERR_DENIED,      /* the broker says: not authorised */
    ERR_BROKER,      /* the broker refused for another reason */
    ERR_GUARD,       /* klamm itself refuses: read-only, active group, cluster changed */
    ERR_NOT_FOUND,   /* the named object does not exist (as far as we may see) */
    ERR_UNSUPPORTED, /* library or broker can't do it */
    ERR_IO,          /* a local file or descriptor */
    ERR_CANCELLED,   /* cancelled before it was done */
    ERR_NOT_READY,   /* a leader or coordinator that moves or still loads: it passes */
};

struct err {
    enum err_kind kind;
    int code;    /* the foreign code behind it (rd_kafka_resp_err_t, errno), 0 when none */
    bool unsent; /* of a change: it never left, whatever the kind is; false: unknown */
    char msg[512];
};

/* Fills *e (may be NULL) and returns false, so that `return err_set(…)` reads well. Too long a
 * sentence is cut at a character boundary and ends in "…". */
bool err_set(struct err *e, enum err_kind kind, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
bool err_vset(struct err *e, enum err_kind kind, const char *fmt, va_list ap)
    __attribute__((format(printf, 3, 0)));

/* Puts "prefix: " in front of the sentence that *e holds; returns false. */
bool err_wrap(struct err *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

void err_clear(struct err *e);

/* Short word for the kind ("timeout", "denied" …): for the log, for JSON. Never NULL. */
const char *err_kind_name(enum err_kind kind);

#endif
