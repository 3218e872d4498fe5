/* What the fuzz targets share. */
#include "tests/fuzz/fuzz.h"

#include "core/base/mem.h"

#include <stdio.h>
#include <stdlib.h>

void fuzz_failed(const char *claim, const char *file, int line)
{
    fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, claim);
    abort();
}

char *fuzz_string(const uint8_t *data, size_t size)
{
    return xstrndup(size ? (const char *)data : "", size);
}
