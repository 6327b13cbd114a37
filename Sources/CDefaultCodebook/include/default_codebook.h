// The default codebook's bytes, embedded by the C compiler.
#pragma once
#include <stddef.h>

// First byte; `size` gets their number.
const unsigned char *redline_default_codebook(size_t *size);
