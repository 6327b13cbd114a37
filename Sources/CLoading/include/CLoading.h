// Libraries that are loaded when they are first needed, and called by their own names.
//
// Who calls one lists its functions as EACH_FUNCTION(F) of F(result, name, parameters, arguments), writes
// EACH_FUNCTION(PASSED_ON), and hands `{EACH_FUNCTION(ENTRY)}` to load_functions before the first call.
#pragma once

#include <stddef.h>

struct loaded_function {
  const char *name;
  void **place;
};

// A name of this program alone: what the library calls of its own must not come here.
#define PASSED_ON(result, name, parameters, arguments) \
  static result(*found_##name) parameters; \
  __attribute__((visibility("hidden"))) result name parameters { return found_##name arguments; }

#define ENTRY(result, name, parameters, arguments) {#name, (void **)&found_##name},

// Loads a library and finds the functions in it. Returns null, or why it cannot.
const char *load_functions(const char *library, const struct loaded_function *functions, size_t count);
