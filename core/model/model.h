/* All that is known of one cluster. Written by the feed on the loop's thread, read by everyone;
 * holders of a pointer must not keep it past the current loop turn. */
#ifndef KLAMM_CORE_MODEL_MODEL_H
#define KLAMM_CORE_MODEL_MODEL_H

#include "core/base/map.h"
#include "core/model/acl.h"
#include "core/model/config.h"
#include "core/model/events.h"
#include "core/model/fact.h"
#include "core/model/group.h"
#include "core/model/journal.h"
#include "core/model/log.h"
#include "core/model/metadata.h"
#include "core/model/offsets.h"
#include "core/model/user.h"
#include "core/model/wants.h"

enum link_state { LINK_CONNECTING = 0, LINK_UP, LINK_DOWN };

struct broker_seen { /* what outlives a broker's disappearance */
    int32_t id;
    char *host;
    int port;
    char *rack;
    bool alive;
    int64_t since_wall_ms; /* when it came or went while we watched; 0: before we looked */
};

/* Since when a topic has had trouble without a break, by what the metadata says. Wall ms; 0: it has
 * none; TROUBLE_FROM_START: it was so when we first looked. */
#define TROUBLE_FROM_START 1
struct topic_trouble {
    int64_t offline, under_replicated, not_preferred;
};

struct cluster_desc {
    struct arena arena;
    const char *cluster_id;
    bool operations_known;
    uint32_t operations;    /* bit 1<<acl_operation: what we may do on the cluster resource */
    struct broker *brokers; /* with racks */
    size_t nbrokers;
};
/* One configured cluster, whether connected or not. */
struct cluster_entry {
    const char *name, *servers;
    const char *label;         /* "prod" …; NULL none */
    const char *guard;         /* "read-only" …; NULL none */
    const char *tags;          /* "eu, payments"; NULL or "" none */
    bool current;              /* the one on screen */
    const struct model *model; /* of its connection; NULL: not connected in this run */
};

struct recording;
struct group_verdicts;

struct cluster_desc *cluster_desc_new(void);
void cluster_desc_free(struct cluster_desc *d);

struct model {
    const char *cluster_name; /* the profile's name; not owned */

    enum link_state link;
    int64_t link_since_wall_ms;
    int64_t link_again_wall_ms; /* while down: its login was refused, and waits until then; 0: no */
    struct err link_err;        /* why it is down, or what the last connection attempt met */

    /* The configured clusters, for the list of them; set by the code that reads the
     * configuration. */
    const struct cluster_entry *clusters;
    size_t nclusters;

    struct metadata *metadata; /* NULL until the first answer */
    struct fact metadata_fact;
    struct cluster_desc *cluster;
    struct fact cluster_fact;
    struct group_listing *group_list;
    struct fact group_list_fact;
    struct acl_list *acls;
    struct fact acls_fact;
    struct journal *journal; /* without the raw lines */
    struct fact journal_fact;
    struct user_list *users;
    struct fact users_fact;

    struct map groups;         /* id → struct group_desc */
    struct map group_offsets;  /* id → struct group_offsets */
    struct map topic_offsets;  /* topic → struct topic_offsets */
    struct map topic_configs;  /* topic → struct config_set */
    struct map broker_configs; /* id in decimal → struct config_set */
    struct map group_configs;  /* id → struct config_set */
    struct map topic_ids;      /* topic → struct topic_id */
    struct map config_bodies;  /* entries that several of the above share, see config_share.h */

    struct map trouble;            /* topic → struct topic_trouble, only topics that have some */
    int64_t looking_since_wall_ms; /* when the first metadata came; 0: not yet */
    struct broker_seen *seen;      /* by id; every broker met since we looked, gone ones too */
    size_t nseen;

    /* What was seen of groups over time, and what it means: set by the session, NULL without one. */
    const struct recording *recording;
    struct fact recording_fact;                  /* why there is none */
    const struct group_verdicts *group_verdicts; /* core/insight/group_verdicts.h */

    uint64_t generation[FACT_KINDS];      /* counts changes per kind, so that readers notice them */
    unsigned failures_logged[FACT_KINDS]; /* a bit per err_kind: in the log, see model_failed */
    struct log log;
    struct events events; /* what changed, found by comparing answers */
};

struct topic_id {
    struct fact fact;
    char id[40]; /* base64url as Kafka prints it */
};

/* Changes with every change of any kind: the sum of the generations. */
uint64_t model_generation(const struct model *m);
void model_init(struct model *m, const char *cluster_name);
void model_release(struct model *m);

/* Take ownership of the new value, free the old one, stamp the fact, count the generation. A value
 * whose own fact.failed is set is a failure of that object: it is recorded and what was known
 * before stays. What belongs to topics or groups that no longer exist is forgotten. */
void model_take_metadata(struct model *m, struct metadata *md);
void model_take_cluster(struct model *m, struct cluster_desc *d);
void model_take_group_list(struct model *m, struct group_listing *l);
void model_take_group(struct model *m, struct group_desc *g);
void model_take_group_offsets(struct model *m, struct group_offsets *g);
void model_take_config(struct model *m, struct config_set *c);
void model_take_acls(struct model *m, struct acl_list *l);
/* Takes it over; NULL: it was read, and is unchanged. Changes that were interrupted are reported in
 * the log, each once. */
void model_take_journal(struct model *m, struct journal *j);
void model_take_users(struct model *m, struct user_list *l);
void model_take_topic_id(struct model *m, const char *topic, const char *id);
struct topic_offsets *model_topic_offsets(struct model *m, const char *topic); /* made if absent */
/* Another broker leads the partition: rates start again. */
void model_leader_moved(struct model *m, const char *topic, int32_t partition);
/* Says that a fact of this kind was changed in place (topic offsets): readers rebuild. */
void model_touch(struct model *m, enum fact_kind kind);

const struct broker_seen *model_broker_seen(const struct model *m, int32_t id);
/* The last metadata differed from the one before in something that the next one has to confirm. */
bool model_unsure(const struct model *m);

#endif
