import Foundation
import WebRequests

/// A stand-in for Linear on this machine, for one test: a process that executes the operations it is sent, and fails as
/// the test asks it to. It ends with this object.
package final class FakeLinear: Sendable {
  package let port: Int
  private let process: Process
  /// Its end tells the server to end, also when the tests are killed.
  private let input: Pipe

  package enum Failure: Error {
    case notControlled(status: Int)
  }

  package init() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
    process = Process()
    process.executableURL = try TestPython.program()
    process.arguments = [folder.appending(path: "linear/fake_linear.py").path]
    process.environment = ["PYTHONDONTWRITEBYTECODE": "1"]
    input = Pipe()
    let output = Pipe()
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    port = try TestPython.port(saidOn: output)
  }

  deinit {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  package var address: String { "http://127.0.0.1:\(port)/graphql" }

  /// What the server does from now on: `workspace` and `key` start it over, `faults` make it fail.
  package func control(_ told: [String: Any]) async throws {
    let body = Array(try JSONSerialization.data(withJSONObject: told))
    let request = WebRequest(
      "http://127.0.0.1:\(port)/control", method: "POST", body: body, mayUseProxy: false)
    let answer = try await perform(request)
    if answer.status != 200 { throw Failure.notControlled(status: answer.status) }
  }

  /// One fault, for the next requests of one operation.
  package func fail(_ operation: String?, _ fault: String, times: Int = 1, with more: [String: Any] = [:]) async throws
  {
    var entry: [String: Any] = ["fault": fault, "times": times]
    entry["operation"] = operation
    try await control(["faults": ["script": [entry.merging(more) { $1 }]]])
  }

  /// What the workspace holds and what was asked.
  package func state() async throws -> FakeState {
    let answer = try await perform(WebRequest("http://127.0.0.1:\(port)/state", mayUseProxy: false))
    return try JSONDecoder().decode(FakeState.self, from: Data(answer.body))
  }
}
