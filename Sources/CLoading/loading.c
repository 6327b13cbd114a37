#include "CLoading.h"

#include <dlfcn.h>

const char *load_functions(const char *library, const struct loaded_function *functions, size_t count) {
  void *loaded = dlopen(library, RTLD_NOW | RTLD_LOCAL);
  if (!loaded) return dlerror();
  for (size_t index = 0; index < count; index++) {
    *functions[index].place = dlsym(loaded, functions[index].name);
    if (!*functions[index].place) return dlerror();
  }
  return NULL;
}
