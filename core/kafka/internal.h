/* What the files of core/kafka share, and nothing else includes: librdkafka's types stop here. What
 * the library lacks, gets wrong or crashes on is in docs/librdkafka.md.
 *
 * Two lifetimes: a struct cluster lives on the loop and dies when its owner says so; a struct
 * handle (librdkafka's client, its queue, the descriptor that wakes the loop) may outlive it,
 * because destroying the client waits for its threads. It is counted, and destroyed on a thread of
 * its own. */
#ifndef KLAMM_CORE_KAFKA_INTERNAL_H
#define KLAMM_CORE_KAFKA_INTERNAL_H

#include "core/base/arena.h"
#include "core/base/err.h"
#include "core/kafka/call_limit.h"
#include "core/kafka/cluster.h"
#include "core/kafka/convert.h"
#include "core/kafka/request.h"
#include "core/loop/worker.h"
#include "core/model/acl.h"

#include <librdkafka/rdkafka.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

enum {
    ADMIN_TIMEOUT_MAX_MS = 3600000, /* librdkafka's largest request_timeout */
};

/* ---- handle.c: the client and what outlives the cluster -------------------------------------- */

struct broker_link {
    int32_t id;
    int port;
    bool up;
    bool ended; /* its connection was lost, or could not be made, and there is none since */
    char host[256];
};

struct handle {
    atomic_int refs;
    rd_kafka_t *rk; /* NULL until it is open */
    rd_kafka_queue_t *queue;
    uint64_t login;   /* identifies the credentials it was opened with; 0: not opened yet, or not
                         known */
    uint64_t refused; /* not to be opened with these; 0: with any */
    int fd;           /* eventfd: the queue has events or a broker's state changed */
    struct worker *worker; /* of blocking calls; the loop's, until handle_close */
    pthread_mutex_t lock;  /* guards all below */
    struct broker_link *brokers;
    size_t nbrokers;
    int up;                  /* brokers with a connection */
    int known_up;            /* of these, those whose id is known */
    bool up_changed;         /* since the loop looked */
    bool reached;            /* some broker was, by the address it advertises */
    atomic_llong heard_ms;   /* the last answer of any broker */
    struct request *orphans; /* opaques of calls under way, freed after the client */
};

struct handle *handle_new(uv_loop_t *loop);
void handle_ref(struct handle *h);
/* The last reference destroys the client on a detached thread: never blocks. */
void handle_unref(struct handle *h);
/* Instead of the cluster's handle_unref: no caller is left. Takes the list of requests that are the
 * opaques of calls under way. */
void handle_close(struct handle *h, struct request *orphans);
/* Threads of a client made with conf receive their own faults: see signals_let_faults. */
void conf_let_faults(rd_kafka_conf_t *conf);
/* Opens the client; conf is taken in both cases. May run on the thread of a blocking call. ERR_AUTH: these are the
 * credentials that h->refused says no to. */
bool handle_open(struct handle *h, rd_kafka_conf_t *conf, struct err *err);
void handle_wake(struct handle *h);
bool handle_connected(struct handle *h);
/* There is a connection to a broker whose id is known, not only to a bootstrap address. */
bool handle_knows_brokers(struct handle *h);
/* There has been such a connection. */
bool handle_reached_brokers(struct handle *h);
/* One ended, or could not be made, and does not stand again. */
bool handle_lost_a_broker(struct handle *h);

/* ---- blocking.c ------------------------------------------------------------------------------ */

/* What blocks its caller: on a thread, with the handle kept alive. The first member of what it
 * needs. When the client is given up before it ends, task_is_cancelled(&b->task) says so. */
struct blocking {
    struct task task;
    struct cluster *cluster; /* touched on the loop only */
    struct handle *handle;
    void (*work)(struct blocking *b, rd_kafka_t *rk); /* on the thread; rk is NULL while opening */
    void (*done)(struct blocking *b);                 /* on the loop; frees b */
    void (*drop)(struct blocking *b);                 /* instead of done, on any thread */
};
/* work, done and drop are set. False: it can't be run, which err says; b is the caller's still. */
bool blocking_run(struct cluster *c, struct blocking *b, struct err *err);

/* ---- properties.c ---------------------------------------------------------------------------- */

struct timeouts {
    int connect_ms;
    int request_ms;
};
/* All of the profile but what is slow (property_is_slow); NULL and err when one is no good. */
rd_kafka_conf_t *conf_new(const struct profile *profile, struct timeouts *t, struct err *err);
bool profile_is_slow(const struct profile *profile);
/* A value comes from the environment, a file or a command, or the login from a token's file, a
 * Kerberos ticket and the like: it may be another one next time. */
bool profile_has_recipes(const struct profile *profile);
bool conf_add_slow(rd_kafka_conf_t *conf, const struct profile *profile, struct err *err);
/* rd_kafka_new has refused the profile: its sentence, OpenSSL's mostly, becomes one with the place of
 * the property that is meant. */
void conf_blame(const struct profile *profile, struct err *err);
/* token_file.c: tokens of OAUTHBEARER come from the file that url ("file:…") names. False, with
 * errno, when it can't be read. */
bool token_from_file(rd_kafka_conf_t *conf, const char *url);
/* It was called: sasl.oauthbearer.config is the path. */
bool token_is_in_file(const rd_kafka_conf_t *conf);
/* login.c: a number for the credentials in conf and in the files that it names; 0 when there are
 * none that can be read (Kerberos tickets, no SASL). */
uint64_t login_of(const rd_kafka_conf_t *conf);

/* ---- cluster.c ------------------------------------------------------------------------------- */

struct request_list {
    struct request *first, *last;
    int n;
};

struct probe { /* of one broker; at the same place for as long as the cluster */
    struct cluster *cluster;
    int32_t broker; /* -1: any */
    bool under_way;
    int64_t asked_ms; /* the first request that it still has to answer, or the last it answered */
    int64_t heard_ms; /* its last answer; 0 none */
};
enum { UNRESPONSIVE_TEXT = 160 };
enum { PROBE_ANY, PROBES = 9 }; /* the first goes to any broker, the others to one each */

struct link {              /* what link.c knows besides model->link */
    int64_t decide_at_ms;  /* no answer until then: it is down; 0 none */
    int64_t suspect_at_ms; /* no connection until then: ask whether there is one; 0 none */
    int64_t again_at_ms;   /* while down: the next probe; 0 none */
    int64_t nudge_at_ms;   /* at the start: makes librdkafka connect if it has not; 0 none */
    int64_t heard_at_ms;   /* the last answer */
    int64_t probed_at_ms;  /* when all brokers were asked last */
    struct probe probe[PROBES];
    int nprobes;         /* of these: with a broker */
    int refusals;        /* attempts in a row that ended with a secret that was no good */
    int64_t renew_at_ms; /* while down for that: secrets are not requested again before */
    struct err reason;   /* the weightiest failure of this attempt; ERR_NONE: none */
    int64_t reason_at_ms;
    int up;              /* brokers with a connection, as last reported */
    bool login_refused;  /* the reason is a broker's no to the credentials */
    int logins;          /* times in a row that it said so */
    uint64_t refused;    /* these credentials (handle->login) … */
    int64_t login_at_ms; /* … are not sent again before; 0: they may be */
};

/* What wakes one cluster in the loop; outlives it by a turn. After any callback to the outside
 * cluster may be NULL: the callee has freed it. */
struct watch {
    struct cluster *cluster;
    uv_poll_t poll;
    bool polls; /* there was a descriptor for it */
    struct timer *timer;
    int64_t armed_for_ms; /* 0: not armed */
};

struct cluster {
    uv_loop_t *loop;
    const struct profile *profile;
    struct model *model;
    struct cluster_hooks hooks;
    struct handle *handle;
    bool open; /* handle->rk may be used */
    bool
        shut; /* it could not be opened (a helper failed, no descriptors): tried again while down */
    int64_t opening_ms; /* since when a thread asks for secrets; 0: none does */
    struct timeouts timeouts;
    struct call_limit calls;
    struct watch *watch;
    struct request_list parked;    /* waiting for the client to open or the link to come up */
    struct request_list sent;      /* an event will come, or a blocking call end */
    struct request_list abandoned; /* the same, but no one waits for it any more */
    struct link link;
    bool coordinator_moved; /* the client goes on asking a broker that says it is none */
    int64_t renewed_ms;     /* when the client was last replaced for a stale coordinator; 0:
                               never */
};

void cluster_arm(struct cluster *c); /* sets the timer to the earliest deadline */
/* Gives up the client with all it still does and opens a new one. Secrets are resolved again. When
 * that fails the link is down with the reason, and it is tried again every few seconds. */
bool cluster_reopen(struct cluster *c); /* false: the hook that received that freed the cluster */
/* Only the first half of it: reopened when the link says so. */
void cluster_shut(struct cluster *c);

/* drain.c: what librdkafka has to say, a bounded time per loop turn. */
void cluster_drain(struct watch *w);
/* What may go on now that something has arrived. Callbacks before may have freed the cluster. */
void cluster_go_on(struct watch *w);

/* ---- link.c ---------------------------------------------------------------------------------- */

void link_start(struct cluster *c);
void link_log(struct cluster *c, const char *text); /* librdkafka's line about a connection */
void link_answered(struct cluster *c);              /* some broker answered something */
void link_brokers(struct cluster *c, int up);
void link_error(struct cluster *c, rd_kafka_resp_err_t code, const char *text);
void link_probe(struct cluster *c);     /* makes librdkafka connect, and learns whether it can */
void link_probe_all(struct cluster *c); /* probes each known broker; connected ones first */
void link_probe_connected(struct cluster *c); /* each that has a connection */
/* A broker that has to answer is measured from then on only: before, none could be heard from. */
void link_forgive(struct cluster *c, int64_t until_ms);
void link_let_go(struct cluster *c); /* the client goes, and the probes along with it */
int32_t link_heard_broker(const struct cluster *c); /* one that answered just now; -1 none */
bool link_has_unresponsive(const struct cluster *c);
/* How long a read that may need an unresponsive broker waits for it, ms: after a broker has not
 * answered for as long as a request may take, no other request waits that long for it. Without one:
 * the request timeout. */
int link_patience(const struct cluster *c);
/* Probes unresponsive brokers again. */
void link_probe_unresponsive(struct cluster *c);
/* "; broker 2 does not answer", to be added to the message of a timeout; "" when none is known to
 * be unresponsive but this one (-1: none is left out). */
const char *link_unresponsive_text(const struct cluster *c, int32_t but,
                                   char buf[UNRESPONSIVE_TEXT]);
/* The broker that a change for the controller is sent to, which answered just now; -1: none yet.
 * The change has waited since then (0: it has not). Only looks; the open client's. */
int32_t link_forwarder(const struct cluster *c, int64_t waiting_since_ms);
/* Probes the candidates that have not answered just now; request_look_again follows. */
void link_ask_forwarders(struct cluster *c);
void link_lost(struct cluster *c);    /* a request failed because its connection broke */
void link_silence(struct cluster *c); /* a request ran into its deadline */
void link_refused(struct cluster *c, const struct err *err); /* the client can't even be opened */
/* Credentials with which nothing is to be opened now; 0: there are none. */
uint64_t link_refused_login(const struct cluster *c);
void link_try_again(struct cluster *c); /* at the next tick, whatever was refused */
void link_tick(struct cluster *c, int64_t now);
/* The process stood still for by_ms: no broker's silence is counted from before. */
void link_postpone(struct cluster *c, int64_t by_ms);
int64_t link_deadline(const struct cluster *c); /* 0: none */
/* True when requests may go out; while down only the probe does. */
bool link_open_for_requests(const struct cluster *c);

/* ---- request.c ------------------------------------------------------------------------------- */

enum {
    REQUEST_LATE_MS = 250, /* our deadline after librdkafka's, whose error is more precise */
    FIRST_SHARE = 3,       /* the part of its time in which the first broker may answer */
    PATIENCE_SHARE = 5,    /* that for which a read waits at least while a broker does not
                              respond */
    FORWARDER_MS = 1000,   /* a broker that has not answered for this long is unresponsive:
                              another one hands it on */
};

/* A row per call: what it is called on the wire and what it needs, for the messages. */
enum api {
    API_METADATA,
    API_DESCRIBE_CLUSTER,
    API_DESCRIBE_TOPICS,
    API_LIST_GROUPS,
    API_DESCRIBE_GROUPS,
    API_GROUP_OFFSETS,
    API_LIST_OFFSETS,
    API_DESCRIBE_CONFIGS,
    API_DESCRIBE_ACLS,
    API_DESCRIBE_USERS,
    API_CREATE_TOPICS,
    API_DELETE_TOPICS,
    API_CREATE_PARTITIONS,
    API_DELETE_RECORDS,
    API_ELECT_LEADERS,
    API_ALTER_CONFIGS,
    API_ALTER_USERS,
    API_COMMIT_OFFSETS,
    API_CREATE_ACLS,
    API_DELETE_ACLS,
    API_DELETE_OFFSETS,
    API_DELETE_GROUPS,
    API_FETCH,
};

enum request_state { REQUEST_PARKED, REQUEST_SENT, REQUEST_ABANDONED };

struct request {
    struct cluster *cluster;
    struct request *prev, *next;
    enum request_state state;
    enum api api;
    char *object; /* "group billing": for messages; NULL when it is not about a single object */
    int64_t deadline_ms;
    int64_t
        latest_ms; /* the deadline before request_hurry, and of a repetition; 0: never hurried */
    int64_t sent_ms;
    int32_t broker;     /* to this one only; -1 any */
    bool probe;         /* goes out while the link is down */
    bool anywhere;      /* any broker can answer: when one does not respond another is asked */
    bool elsewhere;     /* that is so now */
    bool forwarded;     /* for the controller: the broker asked hands it on, see link_forwarder */
    int32_t via;        /* that broker; -1 librdkafka chooses */
    int64_t waits_ms;   /* since when for a broker that answers; 0 it does not */
    bool change;        /* when it gets lost, it may still have been carried out */
    bool doubtful;      /* parked, but it was sent before, and its outcome is unknown */
    bool coordinator;   /* goes to a group's coordinator */
    bool by_id;         /* goes to a broker whose id is known: waits until one is */
    bool unsent;        /* the library says of the last try: no byte was written */
    bool answered;      /* after its client was given up, see handle_close */
    bool retry_once;    /* may be repeated when the controller moved */
    int64_t again_ms;   /* parked until then: it could not be answered, or sent, yet; 0 none */
    int tries;          /* how many of those there were … */
    struct err passing; /* … and what the last said */
    struct err failed;  /* it could not be sent: reported in the next turn */
    /* Puts the call on its way. False and err: it can't be sent. */
    bool (*send)(struct request *r, struct err *err);
    /* Turns the event into a result. False and err: it failed as a whole; ERR_NOT_READY: it is sent
     * again until its deadline. A call of several steps sets `send` again and returns true with
     * *result NULL: it is sent again. */
    bool (*answer)(struct request *r, rd_kafka_event_t *ev, void **result, struct err *err);
    /* Words for the event's error, which live as long as the request; *once_more: it is sent again
     * at once instead. Sets unsent. May be NULL: librdkafka's words will do. */
    const char *(*explain)(struct request *r, rd_kafka_event_t *ev, bool *once_more);
    /* A result in spite of the event's error, or NULL: it failed. May be NULL. */
    void *(*salvage)(struct request *r, rd_kafka_resp_err_t code, const char *words);
    void (*drop_result)(void *result); /* for a result that no caller wants */
    void *args;
    void (*free_args)(void *args);
    request_done *done;
    void *user;
    void (*forget)(void *user); /* see request_outlives; NULL: done has run, or may stay away */
};

/* A request with the cluster's usual deadline; args are taken. The caller fills the rest and calls
 * request_start, which never calls back at once. */
struct request *request_new(struct cluster *c, enum api api, request_done *done, void *user);
struct request *request_start(struct request *r);
/* Kafka's strings are UTF-8 of at most 32,767 bytes. Anything else would come back as another name,
 * on which librdkafka aborts (an assertion where groups are described or deleted), or breaks the
 * connection. err: what is wrong with it. */
bool string_fits(const char *text, struct err *err);
/* The same for a request that was not started: it will end with that error and not be sent. */
void request_string(struct request *r, const char *text);
/* The same for the topic of one of many partitions; before: the topic of the one before, NULL for
 * the first. A topic is checked once for all of its partitions. */
void request_topic(struct request *r, const char *topic, const char *before);
/* Admin options with opaque and timeouts set; coordinator says which (see the .c). */
rd_kafka_AdminOptions_t *request_options(struct request *r, rd_kafka_admin_op_t op,
                                         bool coordinator);
/* Chooses the broker that a change for the controller goes to. False: none answers yet; then all
 * are asked, and it waits for the first answer, or until one that has to answer counts as
 * unresponsive. */
bool request_choose_broker(struct request *r);
/* A broker has answered: the changes that wait for one choose again when they are unparked. */
void request_look_again(struct cluster *c);
/* A read has less time while a broker has not responded for long: sets its deadline. */
void request_hurry(struct request *r);
/* Adds to the message of a failure without an answer that a change may have been carried out, and
 * which broker is known to be unresponsive. */
void request_blame(const struct request *r, struct err *err);
void request_event(struct request *r, rd_kafka_event_t *ev); /* does not destroy the event */
/* The outcome of the call has come: result, or code with words, or the error in otherwise. */
void request_finish(struct request *r, rd_kafka_resp_err_t code, const char *words, void *result,
                    const struct err *otherwise);
void request_move(struct request *r, enum request_state state);
/* Ends it: result or err. The request is freed. Of a change that never left, err says so (unsent). */
void request_end(struct request *r, void *result, const struct err *err);
void request_expire(struct watch *w, int64_t now);
void request_postpone(struct cluster *c, int64_t by_ms);
/* Gives the client up when it holds on to a coordinator that is none any more. */
void request_follow_coordinator(struct watch *w);
int64_t request_deadline(const struct cluster *c); /* earliest; 0 none */
/* Sends what waits, and ends what could not be sent. */
void request_unpark(struct watch *w);
/* Ends everything but the probe: the link is down. */
void request_fail_all(struct watch *w, const struct err *err);
/* How many requests are on their way that outlive their caller. */
int request_unanswered(const struct cluster *c);
void request_free(struct request *r);
void request_list_add(struct request_list *l, struct request *r);
void request_list_remove(struct request_list *l, struct request *r);

/* DescribeCluster that goes out while the link is down, with a short deadline; to this broker, or
 * to any (-1). */
struct request *kafka_probe(struct cluster *c, int32_t broker, request_done *done, void *user);

/* ---- coordinator.c --------------------------------------------------------------------------- */

/* The client holds on to a coordinator that has moved or no longer exists: only a new one asks
 * again. Says so once, not again for some seconds, and not while a change is on its way. */
bool coordinator_is_stale(struct cluster *c);
/* When that is to be asked again though nothing happens; monotonic ms, 0: needn't be. */
int64_t coordinator_deadline(const struct cluster *c);

/* ---- convert.c ------------------------------------------------------------------------------- */

const char *api_name(enum api api);
/* The kind behind a code of librdkafka or of a broker. */
enum err_kind err_kind_of(rd_kafka_resp_err_t code);
/* "DescribeGroups for group billing: Group authorization failed (needs Describe on Group)". words:
 * the broker's own, NULL for the code's standard sentence. Always false. */
bool err_kafka(struct err *err, enum api api, const char *object, rd_kafka_resp_err_t code,
               const char *words);
/* The same as a sentence in an arena. */
const char *err_sentence(struct arena *a, enum api api, const char *object,
                         rd_kafka_resp_err_t code, const char *words);
enum acl_operation acl_operation_from(rd_kafka_AclOperation_t op);
/* The names of a change's objects with the broker's verdicts: outcome_list_add copies. */
struct outcome_list *outcome_list_new(size_t n);
void outcome_list_add(struct outcome_list *l, const char *object, enum api api,
                      rd_kafka_resp_err_t code, const char *words);
struct outcome_list *outcomes_of_topics(enum api api, const rd_kafka_topic_result_t *const *topics,
                                        size_t n);
void drop_outcomes(void *outcome_list);
/* The coordinator refused all of it, because it has moved or still loads: then the list is freed,
 * and err says so. */
bool outcomes_not_ready(struct outcome_list *l, struct err *err);
/* Foreign words as a display-safe copy. */
const char *words_visible(struct arena *a, const char *words);

#endif
