// GMime 3: mail messages, their parts, encodings and charsets.
#include <gmime/gmime.h>
