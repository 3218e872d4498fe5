/* What the fuzz targets share. */
#include "tests/fuzz/fuzz.h"

#include "core/base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void fuzz_failed(const char *claim, const char *file, int line)
{
    fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, claim);
    abort();
}

char *fuzz_string(const uint8_t *data, size_t size)
{
    return xstrndup(size ? (const char *)data : "", size);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    if (*argc != 2 || strcmp((*argv)[1], "--dictionary") != 0)
        return 0;
    for (const char *const *word = fuzz_words; *word; word++) {
        putchar('"');
        for (const unsigned char *c = (const unsigned char *)*word; *c; c++)
            printf("\\x%02X", *c);
        puts("\"");
    }
    exit(0);
}
