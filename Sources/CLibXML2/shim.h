// libxml2's HTML push parser. Debian builds it with ICU, whose headers clash with Foundation's:
// switch that part of the headers off before the rest is read.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/HTMLparser.h>
#include <libxml/xmlerror.h>
