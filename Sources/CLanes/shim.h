// What Swift has no name for: the top bits of sixteen bytes as a number, one instruction on x86-64. Values go in and
// out; no memory is read here.
#pragma once
#include <stdint.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

typedef uint8_t redline_lanes __attribute__((ext_vector_type(16)));

// The lowest bit is that of the first byte.
static inline __attribute__((always_inline)) uint32_t redline_top_bits(redline_lanes bytes) {
#if defined(__SSE2__)
  return (uint32_t)_mm_movemask_epi8((__m128i)bytes);
#else
  typedef uint64_t words __attribute__((ext_vector_type(2)));
  // Each top bit is moved to where the product's top byte has its place: no two meet.
  words top = ((words)bytes >> 7 & 0x0101010101010101u) * 0x0102040810204080u >> 56;
  return (uint32_t)(top[0] | top[1] << 8);
#endif
}
