/* What lists have rows of, and verbs work on. */
#ifndef KLAMM_CORE_MODEL_OBJECT_H
#define KLAMM_CORE_MODEL_OBJECT_H

enum object_kind {
    OBJECT_NONE,
    OBJECT_CLUSTER, /* of the configuration */
    OBJECT_BROKER,
    OBJECT_TOPIC,
    OBJECT_TOPIC_PAIR, /* two topics that are compared */
    OBJECT_PARTITION,
    OBJECT_GROUP,
    OBJECT_MEMBER,
    OBJECT_SETTING, /* of a topic, a broker or a group */
    OBJECT_ACL,
    OBJECT_ACCESS, /* what a principal may do on a resource */
    OBJECT_PRINCIPAL,
    OBJECT_USER,
    OBJECT_FINDING,
    OBJECT_EVENT,
    OBJECT_CHANGE, /* an entry of the journal */
    OBJECT_LOG_LINE,
};

#endif
