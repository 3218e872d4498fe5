/* Called by client_properties.c for key stores. Looks for the object identifiers of the old
 * methods; in PEM they are in the first bytes of a locked key, which are decoded for it. */
#include "core/config/old_encryption.h"

#include <string.h>

/* DER: tag, length, value. */
static bool has_method(const char *der, size_t len)
{
    static const struct {
        const char *prefix, *last; /* one of the last bytes follows */
        size_t n, nlast;
    } methods[] = {
        /* pbeWithSHA1And128BitRC4, …40BitRC4, …128BitRC2-CBC, …40BitRC2-CBC: 1.2.840.113549.1.12.1 */
        {"\x06\x0a\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x01", "\x01\x02\x05\x06", 11, 4},
        /* pbeWithMD2AndDES-CBC, MD5, RC2, SHA1: 1.2.840.113549.1.5 */
        {"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x05", "\x01\x03\x04\x06\x0a\x0b", 10, 6},
    };
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        size_t n = methods[i].n;
        const char *at = der, *end = der + len;
        while ((at = memmem(at, (size_t)(end - at), methods[i].prefix, n)) && at + n < end) {
            if (memchr(methods[i].last, at[n], methods[i].nlast))
                return true;
            at += n;
        }
    }
    return false;
}

static int digit64(char c)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *at = c ? strchr(digits, c) : NULL;
    return at ? (int)(at - digits) : -1;
}

/* As many bytes as fit, from base64 with blanks and line ends in it. */
static size_t decode_start(const char *s, const char *end, char *out, size_t size)
{
    unsigned bits = 0;
    int have = 0;
    size_t n = 0;
    for (; s < end && n < size && *s != '-'; s++) {
        int d = digit64(*s);
        if (d < 0)
            continue;
        bits = (bits << 6 | (unsigned)d) & 0xFFFF;
        have += 6;
        if (have >= 8) {
            have -= 8;
            out[n++] = (char)(bits >> have & 0xFF);
        }
    }
    return n;
}

bool encryption_is_old(const char *data, size_t len)
{
    static const char locked[] = "-----BEGIN ENCRYPTED PRIVATE KEY-----";
    static const char *const headers[] = {"DEK-Info: DES-CBC,", "DEK-Info: RC2"};
    const char *block = memmem(data, len, locked, sizeof locked - 1);
    char start[64];
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        if (memmem(data, len, headers[i], strlen(headers[i])))
            return true;
    if (!block)
        return has_method(data, len);
    block += sizeof locked - 1;
    return has_method(start, decode_start(block, data + len, start, sizeof start));
}
