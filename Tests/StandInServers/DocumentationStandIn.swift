import Foundation

/// A documentation server written with the official SDK of its protocol, as a command to start or behind an address of
/// this machine.
package final class DocumentationStandIn: Sendable {
  /// Whose tools it has, or what it does wrong.
  package enum Kind: String, Sendable {
    case context7, ref, custom, other, faulty
  }

  package let port: Int
  private let process: Process
  /// Its end tells the server to end.
  private let input: Pipe

  /// The command that starts one on its standard streams.
  package static func command(_ kind: Kind) throws -> [String] {
    [try TestPython.program().path, script, kind.rawValue]
  }

  private static var script: String {
    TestPython.folder.appending(path: "documentation/documentation_server.py").path
  }

  /// One that answers over HTTP until this object goes; `answersWithJSON` instead of streams of events.
  package init(_ kind: Kind, answersWithJSON: Bool) throws {
    process = Process()
    process.executableURL = try TestPython.program()
    process.arguments = [DocumentationStandIn.script, kind.rawValue, answersWithJSON ? "http-json" : "http"]
    process.environment = ["PYTHONDONTWRITEBYTECODE": "1"]
    input = Pipe()
    let output = Pipe()
    process.standardInput = input
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    port = try TestPython.port(saidOn: output)
  }

  deinit {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  package var address: String { "http://127.0.0.1:\(port)/mcp" }
}
