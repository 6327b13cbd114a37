// swift-tools-version: 6.1
// Redline's house: every target is a floor and imports only from floors below it (ARCHITECTURE.md).
import PackageDescription

/// Swift 6 language mode everywhere; nothing unsafe, nothing unchecked.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
]

let package = Package(
  name: "redline",
  products: [
    .executable(name: "redline", targets: ["redline"]),
    // The floors that the benchmarks' own package times.
    .library(
      name: "RedlineFloors",
      targets: ["NotePaths", "NoteText", "Codebooks", "FileWatching", "Coding", "Digests", "NoteStore"]),
  ],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
  ],
  targets: [
    // Foreign worlds: Debian's C libraries, one module map each.
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),

    // What Swift's Glibc module leaves out: statfs, eventfd.
    .systemLibrary(name: "CLinux"),
    // What Swift has no name for: the top bits of sixteen bytes as a number.
    .systemLibrary(name: "CLanes"),

    // GMime and uchardet, loaded when the first mail or the first text in a legacy encoding is read.
    .target(name: "CLoading", linkerSettings: [.linkedLibrary("dl")]),
    .target(name: "CGMime", dependencies: ["CLoading"]),
    .target(name: "CUchardet", dependencies: ["CLoading"]),

    // The default codebook's bytes.
    .target(name: "CDefaultCodebook"),

    // Floor 0: a path below the watched folder, as bytes.
    .target(name: "NotePaths", swiftSettings: settings),

    // Floor 1: know nothing of each other.
    .target(
      name: "NoteText",
      dependencies: ["NotePaths", "Yams", "CLanes", "CUchardet", "CGMime", "CZlib"],
      swiftSettings: settings),
    .target(
      name: "Codebooks",
      dependencies: ["Yams", "CDefaultCodebook"], exclude: ["Resources"], swiftSettings: settings),
    .target(name: "FileWatching", dependencies: ["NotePaths", "CLinux"], swiftSettings: settings),

    // A child under bounds: what posix_spawn cannot ask for, between fork and exec.
    .target(name: "CSpawn"),
    .target(name: "Converters", dependencies: ["CSpawn"], swiftSettings: settings),

    // Floor 2: a note and a codebook make a coded note; pure.
    .target(name: "Coding", dependencies: ["NoteText", "Codebooks"], swiftSettings: settings),

    // Floor 3: what a period's digest says, and its renderers; pure.
    .target(
      name: "Digests",
      dependencies: [
        "NotePaths", "Codebooks", .product(name: "Mustache", package: "swift-mustache"),
      ],
      resources: [
        "html", "html-style", "html-board", "html-table", "html-line", "html-index", "markdown",
        "markdown-board",
        "markdown-line", "text",
      ].map { .embedInCode("Resources/\($0).mustache") } + [.embedInCode("Resources/digest.schema.json")],
      swiftSettings: settings),

    // Floor 4: the index; the only import of GRDB.
    .target(
      name: "NoteStore",
      dependencies: [
        "CSQLite", "NotePaths", "NoteText", "FileWatching", "Coding", "Digests",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ], swiftSettings: settings),

    // Floor 5: ingest, reconcile, publish; synchronous, handed the time.
    .target(
      name: "Pipeline",
      dependencies: ["NotePaths", "NoteText", "FileWatching", "Coding", "Digests", "NoteStore"],
      swiftSettings: settings),

    // Floor 6: the event loop; the only import of Dispatch.
    .target(name: "Service", dependencies: ["FileWatching", "NotePaths", "CLinux"], swiftSettings: settings),

    // Floor 7: commands, configuration, the one place where the parts meet.
    .executableTarget(
      name: "redline",
      dependencies: [
        "NotePaths", "NoteText", "Codebooks", "Coding", "Digests", "NoteStore", "FileWatching", "Pipeline",
        "Service", "Converters", "Yams",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: settings),

    .testTarget(name: "NoteTextTests", dependencies: ["NoteText"], swiftSettings: settings),
    .testTarget(name: "CodebooksTests", dependencies: ["Codebooks"], swiftSettings: settings),
    .testTarget(name: "FileWatchingTests", dependencies: ["FileWatching"], swiftSettings: settings),
    .testTarget(name: "ConvertersTests", dependencies: ["Converters"], swiftSettings: settings),
    .testTarget(name: "CodingTests", dependencies: ["Coding"], swiftSettings: settings),
    .testTarget(
      name: "DigestsTests", dependencies: ["Digests"], exclude: ["Golden"], swiftSettings: settings),
    .testTarget(name: "NoteStoreTests", dependencies: ["NoteStore"], swiftSettings: settings),
    .testTarget(name: "PipelineTests", dependencies: ["Pipeline", "Codebooks"], swiftSettings: settings),
    .testTarget(name: "ServiceTests", dependencies: ["Service"], swiftSettings: settings),
    .testTarget(
      name: "RedlineTests", dependencies: ["redline", "NoteStore"], exclude: ["Transcripts"],
      swiftSettings: settings),
  ]
)

// Fuzzing, with the toolchain's libFuzzer; only where it is asked for, for such a product has no main.
if Context.environment["REDLINE_FUZZ"] != nil {
  package.targets.append(
    .executableTarget(
      name: "FuzzMatcher", dependencies: ["NoteText", "Codebooks", "Coding"], path: "Tests/Fuzz/FuzzMatcher",
      swiftSettings: settings))
  package.products.append(.executable(name: "FuzzMatcher", targets: ["FuzzMatcher"]))
}
