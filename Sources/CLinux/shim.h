// Calls of the C library that Swift's Glibc module leaves out.
#pragma once
#include <sys/eventfd.h>
#include <sys/vfs.h>
