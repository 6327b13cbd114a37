// What glibc's allocator keeps for itself, kept small: a service that lives for months is judged by it.

import CLinux

public enum Allocator {
  /// Two arenas instead of eight a core, and large blocks (a note's text, a batch) mapped by themselves, so that they go
  /// back to the kernel when they are freed. Left alone, glibc raises that threshold to 32 MiB as it meets large
  /// blocks, and the heap keeps the peak of an import for ever. Call once, before there are threads.
  public static func keepSmall() {
    // A refused setting costs memory, nothing else.
    _ = mallopt(M_ARENA_MAX, 2)
    _ = mallopt(M_MMAP_THRESHOLD, 256 << 10)
    _ = mallopt(M_TRIM_THRESHOLD, 1 << 20)
  }

  /// Gives free memory back to the kernel, after work that will not come again soon. Some milliseconds.
  public static func giveBack() { _ = malloc_trim(0) }
}
