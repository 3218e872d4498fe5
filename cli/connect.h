/* From options to a cluster, for every command that needs one. */
#ifndef KLAMM_CLI_CONNECT_H
#define KLAMM_CLI_CONNECT_H

#include "core/base/err.h"
#include "core/config/config.h"
#include "core/config/options.h"
#include "core/live/session.h"

#include <stdbool.h>
#include <uv.h>

struct connection {
    struct config config;
    struct profile *profile;
    uv_loop_t *loop;
    struct session *session;
    struct stops *stops; /* signals are watched for longer than one wait; NULL: during waits only */
};

/* Reads the configuration; its mistakes are reported on stderr. False: reported already, exit
 * CLI_USAGE. */
bool connection_config(struct connection *x, const struct options *o);
/* The configuration, the profile that the options name, and a session that begins to connect. */
bool connection_begin(struct connection *x, const struct options *o, struct err *err);
/* The same, and waits until the secrets are there, or could not be had: the time that a password
 * helper takes does not count as waiting for an answer. */
bool connection_open(struct connection *x, const struct options *o, struct err *err);
void connection_close(struct connection *x); /* immediate, also when a broker hangs */

enum waited {
    WAITED_SETTLED,
    WAITED_LINK_DOWN, /* x->session->model.link_err says why */
    WAITED_TIMEOUT,
};
/* Runs the loop until everything that the open datasets want has arrived or failed. Without any
 * answer so far a failed connection ends the wait; timeout_ms from now ends it in any case, and so
 * does a signal that is held. */
enum waited connection_wait(struct connection *x, int64_t timeout_ms);
/* Runs the loop until the link is up. False: err says why it is not. */
bool connection_up(struct connection *x, int64_t timeout_ms, struct err *err);
/* Runs the loop until *done, calling beat every beat_ms; false: a signal asked to stop before. */
bool connection_until(struct connection *x, const bool *done, int64_t beat_ms,
                      void (*beat)(void *user), void *user);
/* From now on a signal that comes between two waits counts for the second, and never ends the
 * process, until it is let go. Not while a pipe or a terminal may be waited for. */
void connection_hold_signals(struct connection *x);
void connection_let_signals(struct connection *x);
/* One that is held asked to stop, since the last connection_until began. */
bool connection_stopped(const struct connection *x);
/* Writes what is buffered for stdout. False: it could not be, or a held signal interrupted it: then
 * what is left is dropped, because no one may ever read it, and that is no failure. */
bool connection_flush(struct connection *x);
/* The cluster's id, into the arena; NULL with err. The link must be up. */
const char *connection_cluster_id(struct connection *x, struct arena *a, struct err *err);
/* Runs the loop for that long, or until a signal asks to stop, or has asked before while they are
 * held; false: stop. */
bool connection_pass(struct connection *x, int64_t ms);

#endif
