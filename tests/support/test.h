/* What each test includes for cmocka: cmocka.h, after the headers that it needs. */
#ifndef KLAMM_TESTS_SUPPORT_TEST_H
#define KLAMM_TESTS_SUPPORT_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#endif
