// Mozilla's detector of legacy encodings.
#include <uchardet.h>
