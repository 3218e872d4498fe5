/* The fuzz targets: each .c here defines LLVMFuzzerTestOneInput, which must stand any bytes.
 * `make check` runs each on the files of its corpus, tests/fuzz/corpus/NAME, and on a fixed number
 * of generated inputs (driver.c), with any compiler. `make fuzz` searches with libFuzzer (run). */
#ifndef KLAMM_TESTS_FUZZ_FUZZ_H
#define KLAMM_TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Pieces that the driver strings together with random bytes, and libFuzzer's dictionary; ends with
 * NULL. */
extern const char *const fuzz_words[];

/* With --dictionary as only argument it prints the words in libFuzzer's form and ends the program. */
int LLVMFuzzerInitialize(int *argc, char ***argv);

/* Stops the program, naming the claim that does not hold. */
#define FUZZ_CHECK(claim)                                                                          \
    do {                                                                                           \
        if (!(claim))                                                                              \
            fuzz_failed(#claim, __FILE__, __LINE__);                                               \
    } while (0)
_Noreturn void fuzz_failed(const char *claim, const char *file, int line);

/* data as a string that ends at its first NUL, in memory that ends where it ends. malloc'd. */
char *fuzz_string(const uint8_t *data, size_t size);

#endif
