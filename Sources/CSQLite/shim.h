// What Swift cannot call of SQLite: functions of variable arguments.
#ifndef REDLINE_SQLITE_H
#define REDLINE_SQLITE_H

#include <sqlite3.h>

/// Has SQLite keep no count of its memory, for which every allocation takes a lock. To be called before anything else is
/// asked of SQLite; gives SQLITE_MISUSE where it is too late, and nothing changes.
static inline int redline_sqlite_without_memory_statistics(void) {
  return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

#endif
