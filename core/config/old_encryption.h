/* Keys that are encrypted with an obsolete cipher. */
#ifndef KLAMM_CORE_CONFIG_OLD_ENCRYPTION_H
#define KLAMM_CORE_CONFIG_OLD_ENCRYPTION_H

#include <stdbool.h>
#include <stddef.h>

/* The key store (PKCS#12) or the PEM text is encrypted with what OpenSSL from 3.0 on has in its
 * provider "legacy" only: DES, RC2 and RC4 by a password (RFC 8018 A.3, RFC 7292 appendix C), or
 * DES in a PEM header (RFC 1421). Java reads all of PKCS#8 among these, and in PEM stores of Kafka
 * with Java 17 nothing newer (PBES2 has no factory of that name). */
bool encryption_is_old(const char *data, size_t len);

#endif
