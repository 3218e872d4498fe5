/* The words of klamm describe, over the columns of the lists of topics, groups and brokers. */
#include "cli/describe_words.h"

static const struct prose_line topic_lines[] = {
    {NULL, "{partitions:partition} with {replication:replica} each|, {in_sync} replicas in sync|; "
           "{sentence}"},
    {"Records", "{messages} at most|, {rate}/s written|, {size} on disk"},
    {"Written", "{trend}"},
    {"Leaders", "{leaders:broker}"},
    {"Retention", "{retention}|, cleanup policy {cleanup}"},
    {"Min ISR", "{min_isr:replica} in sync, or acks=all is refused"},
    {"Read by", "{groups:group}|, lag {lag:record}"},
    {"Internal", "{?internal}: Kafka keeps its own state in it"},
    {0},
};
const struct prose describe_topic = {topic_lines,
                                     (const char *const[]){"topic", "health", "bounds", NULL}};

static const struct prose_line group_lines[] = {
    {NULL, "{headline}"},
    {"Next", "{next}"},
    {"Next", "{!verdict_id:not-enough-data}a verdict takes samples over a minute or more: an open "
             "console takes them, and so does klamm sample"},
    {"State", "{state}|, {members:member}|, protocol {protocol}|, assignor {assignor}"},
    {"Reads", "{partitions:partition} of {topics:topic}"},
    {"Lag", "{lag:record}|, {!lag}at most {max_lag} on one partition|, {!lag}oldest {time_lag}|, "
            "{!lag}drained in: {drained_in}"},
    {"Rates", "{in}/s written|, {out}/s read"},
    {"Trend", "{trend}"},
    {"Data lost", "{?lost:record}"},
    {"Since", "{since}"},
    {"Coordinator", "broker {coordinator}"},
    {"Noticed", "{noticed}"},
    {"Note", "{note}"},
    {0},
};
const struct prose describe_group = {
    group_lines, (const char *const[]){"group", "active", "verdict", "verdict_id", "since_exact",
                                       "sentence", "remarks", "needed", "bounds", NULL}};

static const struct prose_line broker_lines[] = {
    {NULL, "{state}: leads {leaders:partition}|, holds {replicas:replica}|, {?out_of_sync} of them "
           "out of sync"},
    {"Address", "{address}"},
    {"Rack", "{rack}"},
    {"Preferred", "leader of {preferred:partition}|, {skew} from an even share"},
    {"Written", "{rate}/s"},
    {"Trend", "{trend}"},
    {"Since", "{since}"},
    {0},
};
const struct prose describe_broker = {broker_lines, (const char *const[]){"id", "bounds", NULL}};
