// swift-tools-version: 6.1
// Timings of the pure floors, apart from Redline's own package so that nobody needs this to build or test it.
import PackageDescription

let package = Package(
  name: "redline-benchmarks",
  dependencies: [
    .package(name: "redline", path: "../.."),
    // Without its traits it needs no allocator of its own.
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
  ],
  targets: [
    .executableTarget(
      name: "Floors",
      dependencies: [
        .product(name: "RedlineFloors", package: "redline"),
        .product(name: "Benchmark", package: "benchmark"),
      ],
      path: "Floors",
      swiftSettings: [.swiftLanguageMode(.v6), .enableUpcomingFeature("ExistentialAny")],
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")])
  ]
)
