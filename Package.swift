// swift-tools-version: 6.2
import PackageDescription

/// Every room is built in Swift 6 mode, behind the same walls: nothing is imported or exported by accident, unsafe
/// code says so, and a warning stops the build.
let walls: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

/// What the inner rooms offer is small and asked for every token. The compiler inlines nothing that is `package` into
/// other rooms, not even what is marked `@inlinable`, unless it is told to: it then needs the mode for libraries too.
let opened: [SwiftSetting] = [
  .unsafeFlags(
    [
      "-enable-library-evolution", "-no-emit-module-separately-wmo", "-Xfrontend", "-package-cmo", "-Xfrontend",
      "-allow-non-resilient-access", "-enforce-exclusivity=unchecked",
    ], .when(configuration: .release))
]

func room(
  _ name: String, _ dependencies: [Target.Dependency] = [], plugins: [Target.PluginUsage] = [], isInner: Bool = false
) -> Target {
  .target(
    name: name, dependencies: dependencies, swiftSettings: isInner ? walls + opened : walls, plugins: plugins)
}

func tests(_ room: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: room + "Tests", dependencies: [.target(name: room)] + dependencies,
    swiftSettings: [.enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility")])
}

let package = Package(
  name: "assay",
  products: [.executable(name: "assay", targets: ["assay"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
  ],
  targets: [
    .systemLibrary(
      name: "CLibYAMLSystem", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .target(name: "CLibYAML", dependencies: ["CLibYAMLSystem"]),

    room("Vocabulary", isInner: true),
    room("Workers", isInner: true),
    room("RuleFiles", ["CLibYAML", "Vocabulary", "Workers"], isInner: true),
    room("ShippedRules", plugins: ["EmbedRulesPlugin"]),
    room("SourceScan", ["Vocabulary"], isInner: true),
    room("Matching", ["RuleFiles", "SourceScan", "Vocabulary"], isInner: true),
    room("Survey", ["RuleFiles", "SourceScan", "Vocabulary", "Workers", "TOMLKit"]),
    room("Tracing", ["Matching", "SourceScan", "Vocabulary", "Workers"]),
    room("Auditing", ["Matching", "RuleFiles", "SourceScan", "Survey", "Tracing", "Vocabulary", "Workers"]),
    room("RuleTesting", ["Auditing", "Matching", "RuleFiles", "SourceScan", "Survey", "Tracing", "Vocabulary"]),
    .target(
      name: "Reporting",
      dependencies: ["Vocabulary", .product(name: "Mustache", package: "swift-mustache")],
      // In the program's own bytes: a bundle beside the program would be lost when it is copied.
      resources: ["report.mustache", "report.css", "report.js"].map { .embedInCode("HTML/Page/" + $0) },
      swiftSettings: walls),

    .target(name: "CLibCurl"),
    room("WebRequests", ["CLibCurl"]),
    room("LinearIssues", ["Vocabulary", "WebRequests"]),
    room("DocumentationServers", ["WebRequests"]),

    .executableTarget(
      name: "assay",
      dependencies: [
        "Auditing", "DocumentationServers", "LinearIssues", "Matching", "Reporting", "RuleFiles", "RuleTesting",
        "ShippedRules", "SourceScan",
        "Survey",
        "Vocabulary",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: walls),

    tests("Workers"),
    tests("RuleFiles", ["ShippedRules", "Vocabulary"]),
    tests("SourceScan", ["Chance", "Vocabulary"]),
    tests("Matching", ["Chance", "RuleFiles", "SourceScan", "Vocabulary"]),
    tests("Survey", ["Chance", "RuleFiles", "ShippedRules", "SourceScan", "Vocabulary"]),
    tests("Tracing", ["Matching", "RuleFiles", "SourceScan", "Vocabulary"]),
    tests("Auditing", ["RuleFiles", "Vocabulary"]),
    tests("RuleTesting", ["RuleFiles", "ShippedRules", "Vocabulary"]),
    tests("Reporting", ["Vocabulary"]),
    tests("WebRequests"),
    tests("DocumentationServers", ["StandInServers", "WebRequests"]),
    tests("LinearIssues", ["StandInServers", "Vocabulary", "WebRequests"]),
    .target(name: "Chance", path: "Tests/Chance"),
    .target(
      name: "StandInServers", dependencies: ["WebRequests"], path: "Tests/StandInServers",
      exclude: ["documentation", "linear"]),
    .testTarget(
      name: "CommandLineTests", dependencies: ["StandInServers", "assay"],
      swiftSettings: [.enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility")]),

    .executableTarget(name: "embed-rules", swiftSettings: walls),
    .plugin(
      name: "EmbedRulesPlugin", capability: .buildTool(), dependencies: ["embed-rules"],
      path: "Sources/EmbedRulesPlugin"),
  ],
  swiftLanguageModes: [.v6]
)
