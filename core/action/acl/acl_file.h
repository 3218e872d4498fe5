/* Files of ACLs: what klamm get acls writes as CSV or JSON, and what other consoles export. */
#ifndef KLAMM_CORE_ACTION_ACL_ACL_FILE_H
#define KLAMM_CORE_ACTION_ACL_ACL_FILE_H

#include "core/action/acl/acl_change.h"

/* Reads all of it or nothing; errors name the line, or the entry of a JSON file. *unknown counts
 * the rules whose kind was not known to the klamm that wrote them: these are left out. */
bool acl_file_parse(struct arena *a, const char *data, size_t len, struct acl_set *out,
                    size_t *unknown, struct err *err);

#endif
