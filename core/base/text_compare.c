/* Comparing names: natural order for sorting (100,000 rows at a keypress, hence the run over the
 * common prefix first), and nearness for "did you mean". */
#include "core/base/text_compare.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static int lower(char c)
{
    return tolower((unsigned char)c);
}

static int sign(long n)
{
    return (n > 0) - (n < 0);
}

/* Compares the runs of digits at *a and *b by value and moves past them. *tie gets the difference
 * in leading zeros, which only counts when everything else is equal. */
static int compare_digits(const char **a, const char **b, int *tie)
{
    const char *p = *a, *q = *b;
    while (*p == '0')
        p++;
    while (*q == '0')
        q++;
    size_t n = strspn(p, "0123456789"), m = strspn(q, "0123456789");
    long zeros = (p - *a) - (q - *b);
    *a = p + n;
    *b = q + m;
    if (n != m)
        return n < m ? -1 : 1;
    int c = memcmp(p, q, n);
    if (c == 0 && *tie == 0)
        *tie = sign(zeros);
    return sign(c);
}

int text_natural(const char *a, const char *b)
{
    int tie = 0;
    for (;;) {
        const char *start = a;
        while (*a && *a == *b) {
            a++;
            b++;
        }
        if (*a == *b)
            return tie;
        while (a > start && is_digit(a[-1])) { /* back to the start of a shared number */
            a--;
            b--;
        }
        if (!is_digit(*a) || !is_digit(*b))
            return (unsigned char)*a < (unsigned char)*b ? -1 : 1;
        int c = compare_digits(&a, &b, &tie);
        if (c)
            return c;
    }
}

bool text_starts_ci(const char *s, const char *prefix)
{
    while (*prefix) {
        if (lower(*s++) != lower(*prefix++))
            return false;
    }
    return true;
}

#define DISTANCE_MAX 64 /* longer words are never near to anything */

static int least(int a, int b)
{
    return a < b ? a : b;
}

/* One row of the table; two[] is the row before the previous one, for swapped neighbours. */
static int distance_row(const char *a, const char *b, size_t i, size_t m, const int *two,
                        const int *one, int *row)
{
    int lowest = row[0] = (int)i;
    for (size_t j = 1; j <= m; j++) {
        int cost = lower(a[i - 1]) != lower(b[j - 1]);
        row[j] = least(least(one[j] + 1, row[j - 1] + 1), one[j - 1] + cost);
        if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
            lower(a[i - 2]) == lower(b[j - 1]))
            row[j] = least(row[j], two[j - 2] + 1);
        lowest = least(lowest, row[j]);
    }
    return lowest;
}

int text_distance(const char *a, const char *b, int max)
{
    size_t n = strlen(a), m = strlen(b);
    size_t gap = n > m ? n - m : m - n;
    if (n > DISTANCE_MAX || m > DISTANCE_MAX || gap > (size_t)max)
        return max + 1;
    int rows[3][DISTANCE_MAX + 1] = {{0}};
    for (size_t j = 0; j <= m; j++)
        rows[0][j] = (int)j;
    for (size_t i = 1; i <= n; i++) {
        int lowest = distance_row(a, b, i, m, rows[(i + 1) % 3], rows[(i + 2) % 3], rows[i % 3]);
        if (lowest > max)
            return max + 1;
    }
    return least(rows[n % 3][m], max + 1);
}

void text_nearest_offer(struct text_nearest *n, const char *word, const char *candidate)
{
    size_t len = strlen(word);
    int max = len <= 3 ? 1 : len <= 8 ? 2 : 3;
    int d = text_distance(word, candidate, max);
    if (d > max && len >= 2 && text_starts_ci(candidate, word))
        d = max; /* an abbreviation */
    if (d > max || (n->name && n->distance <= d))
        return;
    n->name = candidate;
    n->distance = d;
}
