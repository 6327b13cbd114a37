// Embeds the default codebook: the Swift compiler takes most of a minute for an array of a quarter million
// bytes, which is what SwiftPM's embedded resources are, the C compiler none.
#include "default_codebook.h"

// The language of C 2023, which this compiler knows in every mode.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char bytes[] = {
#embed "../Codebooks/Resources/default.yaml"
};

const unsigned char *redline_default_codebook(size_t *size) {
  *size = sizeof bytes;
  return bytes;
}
