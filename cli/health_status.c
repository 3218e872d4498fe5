/* The status of the cluster, from the findings: what klamm health exits with and what its JSON says.
 * It is that of all findings, whatever a filter shows of them: a filter that is spelled wrong shows
 * none, and must not make the cluster healthy. */
#include "cli/health_status.h"

enum health_status health_status(const struct table *findings, bool unknown)
{
    enum health_status worst = unknown ? HEALTH_WARNINGS : HEALTH_GOOD;
    int col = table_column(findings, "severity");
    for (size_t i = 0; i < findings->nrows; i++) {
        enum severity sev = findings->rows[i].cells[col].sev;
        enum health_status one = sev == SEV_BAD    ? HEALTH_CRITICAL
                                 : sev == SEV_WARN ? HEALTH_WARNINGS
                                                   : HEALTH_GOOD;
        worst = one > worst ? one : worst;
    }
    return worst;
}

const char *health_status_word(enum health_status s)
{
    static const char *const words[] = {"healthy", "warnings", "critical"};
    return words[s];
}
