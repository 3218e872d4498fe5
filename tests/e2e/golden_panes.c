/* The table of screens. The order matters: rates and verdicts take two samples, so what shows them
 * comes after something else; the sum of all rates comes before the list that asks for those of the
 * topics on screen, which are more on a larger one; and a change comes last: golden_walk.c reverts
 * it. Dialogs lie over lists that do not change. */
#include "tests/e2e/golden_panes.h"

const struct golden_pane golden_panes[] = {
    /* lists */
    {"clusters", .command = "clusters", .shows = "clusters"},
    {"brokers", .command = "brokers"},
    {"users", .command = "users"},
    {"acls", .command = "acls", .shows = "ACLs"},
    {"principals", .command = "principals"},
    {"principal-access", .command = "principal-access User:bob", .shows = "User:bob"},
    {"topic-access", .command = "topic-access orders", .shows = "orders"},
    {"group-access", .command = "group-access orders-billing", .shows = "orders-billing"},
    {"log", .command = "log", .shows = "log"},
    {"events", .command = "events", .shows = "events"},
    {"partitions", .command = "partitions orders", .shows = "orders"},
    {"placement", .command = "placement orders", .shows = "placement"},
    {"topic-groups", .command = "topic-groups orders", .shows = "orders", .alone = true},
    {"broker-partitions", .command = "broker-partitions 2", .shows = "partitions"},
    {"group-partitions", .command = "group-partitions nightly-report", .shows = "nightly"},
    {"members", .command = "members nightly-report", .shows = "members"},
    {"topic-configs", .command = "topic-configs orders", .shows = "orders"},
    {"broker-configs", .command = "broker-configs 2", .shows = "2"},
    {"group-configs", .command = "group-configs payments-fraud-check", .shows = "payments"},
    {"config-diff", .command = "config-diff orders payments", .shows = "orders"},
    {"all-topic-configs", .command = "all-topic-configs", .shows = "."},
    {"all-broker-configs", .command = "all-broker-configs", .shows = "."},
    {"cluster-info", .command = "cluster-info", .shows = "you may"},
    {"topics", .command = "topics"},
    {"groups", .command = "groups", .alone = true},
    {"findings", .command = "findings"},
    /* dashboards */
    {"overview", .command = "overview", .shows = "findings"},
    {"topic", .command = "topic orders", .shows = "^ topic +orders "},
    {"group", .command = "group nightly-report", .shows = "^ group +nightly-report "},
    {"can", .command = "can User:bob read topic/orders", .shows = "^ answer "},
    {"broker", .command = "broker 2", .shows = "^ broker +2 "},
    {"what-if", .command = "what-if 3", .shows = "partitions that would change"},
    /* what opens over them */
    {"menu", .command = "topics", .keys = "m", .closes = "<Esc>", .names_keys = true},
    {"help", .command = "users", .keys = "?", .closes = "<Esc>"},
    {"details", .command = "brokers", .keys = "i", .closes = "<Esc>"},
    {"columns", .command = "topics", .keys = "=", .closes = "<Esc>"},
    {"filter", .command = "topics", .keys = "/part<Tab>", .closes = "<Esc>"},
    {"command", .command = "topics", .keys = ":topic-c", .closes = "<Esc>"},
    {"marked", .command = "acls", .shows = "ACLs", .keys = "<Down><Space><Space>", .closes = "u"},
    {"form", .command = "offsets-reset nightly-report", .shows = "earliest", .closes = "<Esc>"},
    {"plan", .command = "config-alter orders --set retention.ms=3d", .shows = "y send",
     .closes = "<Esc>"},
    {"plan-typed", .command = "topic-delete empty", .shows = "to send:", .closes = "<Esc>"},
    {"refused", .command = "records-delete customer-profiles", .shows = "only compacted",
     .closes = "<Esc>"},
    {"tour", .command = "tour", .shows = "five things", .closes = "<Esc>"},
    /* one change */
    {"sent", .command = "config-alter a --set retention.ms=3d", .shows = "y send", .keys = "y",
     .closes = "<Esc>"},
    {"journal", .command = "journal"},
    {"journal-entry", .command = "journal", .keys = "<Enter>", .closes = "<Esc>"},
    {"undo", .command = "undo", .shows = "y send", .closes = "<Esc>"},
};
const size_t golden_panes_size = sizeof golden_panes / sizeof *golden_panes;
