import Foundation

/// A folder of its own for one test, with the files that the test names, in which `assay` is run as a person runs it.
struct Workspace: Sendable {
  let root: URL

  /// What one run of the program did.
  struct Run: Sendable {
    var status: Int32
    var output: String
    var complaint: String
  }

  enum Failure: Error {
    /// The program was not built beside the tests; `swift build --build-tests` builds both.
    case noProgram(String)
  }

  /// The program under test: `assay` in the folder that the test bundle was built in.
  static func program() throws -> URL {
    let bundle = (Bundle.main.executableURL ?? URL(filePath: CommandLine.arguments[0])).resolvingSymlinksInPath()
    let program = bundle.deletingLastPathComponent().appending(path: "assay")
    guard FileManager.default.isExecutableFile(atPath: program.path) else { throw Failure.noProgram(program.path) }
    return program
  }

  func url(_ path: String) -> URL { root.appending(path: path) }

  func write(_ text: String, to path: String) throws {
    try FileManager.default.createDirectory(
      at: url(path).deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url(path))
  }

  func read(_ path: String) throws -> String { String(decoding: try Data(contentsOf: url(path)), as: UTF8.self) }

  /// The names in a folder, hidden ones too.
  func names(in path: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: url(path).path).sorted()
  }

  /// Runs the program in this folder. It sees no environment but a path, a home, and what `environment` adds.
  func assay(
    _ arguments: String..., environment: [String: String] = [:], program: URL? = nil
  ) async throws -> Run {
    try await assay(arguments, environment: environment, program: program)
  }

  func assay(
    _ arguments: [String], environment: [String: String] = [:], program: URL? = nil
  ) async throws -> Run {
    // Files and not pipes: nobody has to empty them while the program runs.
    let streams = root.deletingLastPathComponent().appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: streams, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: streams) }
    let (output, complaint) = (streams.appending(path: "output"), streams.appending(path: "complaint"))
    for file in [output, complaint] { try Data().write(to: file) }

    let process = Process()
    process.executableURL = try program ?? Workspace.program()
    process.arguments = arguments
    process.currentDirectoryURL = root
    process.environment = ["PATH": "/usr/bin:/bin", "HOME": root.path].merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: complaint)
    let status = try await withCheckedThrowingContinuation { (ended: CheckedContinuation<Int32, any Error>) in
      process.terminationHandler = { ended.resume(returning: $0.terminationStatus) }
      do { try process.run() } catch { ended.resume(throwing: error) }
    }
    return Run(
      status: status, output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
      complaint: String(decoding: try Data(contentsOf: complaint), as: UTF8.self))
  }
}

/// Makes a folder with these files (path to text), and takes it away after `test`.
func inWorkspace(_ files: [String: String], _ test: (Workspace) async throws -> Void) async throws {
  let outer = FileManager.default.temporaryDirectory.appending(path: "assay-\(UUID().uuidString)")
  let workspace = Workspace(root: outer.appending(path: "repository"))
  try FileManager.default.createDirectory(at: workspace.root, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: outer) }
  for (path, text) in files { try workspace.write(text, to: path) }
  try await test(workspace)
}
