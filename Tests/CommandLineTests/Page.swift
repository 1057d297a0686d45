import Foundation

/// An HTML report in a real browser: Chromium without a window, driven by `Tests/Browser/drive_page.py`.
struct Page {
  /// What a person does, and what a test wants to know.
  enum Step {
    case visit(String)
    case run(String)
    case click(String)
    case press(String)
    case type(String)
    /// So many pixels wide.
    case resize(Int)

    fileprivate var words: [String] {
      switch self {
      case .visit(let fragment): ["visit", fragment]
      case .run(let script): ["run", script]
      case .click(let selector): ["click", selector]
      case .press(let key): ["press", key]
      case .type(let text): ["type", text]
      case .resize(let width): ["resize", String(width)]
      }
    }
  }

  /// What came of it.
  struct Outcome: Decodable {
    /// Of each `run`, which has to give a text.
    var results: [String]
    var console: [String]
  }

  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  static func drive(_ file: URL, _ steps: [Step]) async throws -> Outcome {
    let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Browser/drive_page.py")
    let folder = FileManager.default.temporaryDirectory.appending(path: "assay-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (input, output, complaint) = (
      folder.appending(path: "steps"), folder.appending(path: "outcome"), folder.appending(path: "complaint")
    )
    try JSONEncoder().encode(steps.map(\.words)).write(to: input)
    for file in [output, complaint] { try Data().write(to: file) }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-B", script.standardizedFileURL.path, file.path]
    process.standardInput = try FileHandle(forReadingFrom: input)
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: complaint)
    let status = try await withCheckedThrowingContinuation { (ended: CheckedContinuation<Int32, any Error>) in
      process.terminationHandler = { ended.resume(returning: $0.terminationStatus) }
      do { try process.run() } catch { ended.resume(throwing: error) }
    }
    guard status == 0 else {
      throw Failure(description: String(decoding: try Data(contentsOf: complaint), as: UTF8.self))
    }
    return try JSONDecoder().decode(Outcome.self, from: Data(contentsOf: output))
  }
}
