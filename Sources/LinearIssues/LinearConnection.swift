import Foundation
import WebRequests

/// Asks Linear, again where that may help, until an answer is there or the time is up.
package struct LinearConnection: Sendable {
  let endpoint: LinearEndpoint
  let key: LinearKey
  let pace: Pace
  private let deadline: ContinuousClock.Instant

  /// The time limit of `pace` begins now.
  package init(endpoint: LinearEndpoint, key: LinearKey, pace: Pace = Pace()) {
    self.endpoint = endpoint
    self.key = key
    self.pace = pace
    deadline = .now + pace.timeLimit
  }

  func ask<Answer>(_ operation: LinearOperation<Answer>) async throws(LinearError) -> Answer {
    let body = try encoded(operation)
    var attempt = 1
    while true {
      let left = ContinuousClock.now.duration(to: deadline)
      switch await send(body, within: max(.milliseconds(1), min(left, pace.requestLimit))) {
      case .answer(let answer):
        switch read(answer, for: operation) {
        case .success(let value): return value
        case .failure(.final(let error)): throw error
        case .failure(.passing(let error, let wait)):
          try await rest(after: error.counting(attempt), attempt: attempt, atLeast: wait)
        }
      case .nothing(let error):
        let failure = LinearError.unanswered(host: endpoint.host, error, attempts: attempt)
        guard error.mayPass else { throw failure }
        try await rest(after: failure, attempt: attempt, atLeast: nil)
      }
      attempt += 1
    }
  }

  /// Waits before another attempt; where there is none, the failure stands.
  ///
  /// - Parameter wait: what Linear asks for.
  private func rest(after failure: LinearError, attempt: Int, atLeast wait: Duration?) async throws(LinearError) {
    let pause = max(pace.pause(after: attempt), wait ?? .zero)
    guard attempt < pace.attempts, !Task.isCancelled, .now + pause < deadline else { throw failure }
    try? await Task.sleep(for: pause)
  }

  private enum Sent {
    case answer(WebAnswer)
    case nothing(WebError)
  }

  private func send(_ body: [UInt8], within limit: Duration) async -> Sent {
    let request = WebRequest(
      endpoint.address, method: "POST",
      headers: [
        WebHeader("Content-Type", "application/json"), WebHeader("Accept", "application/json"),
        WebHeader("User-Agent", "assay"), WebHeader("Authorization", key.authorization),
      ],
      body: body, timeLimit: limit, mayUseProxy: !endpoint.isLoopback)
    do {
      return .answer(try await perform(request))
    } catch {
      return .nothing(error)
    }
  }

  private func encoded<Answer>(_ operation: LinearOperation<Answer>) throws(LinearError) -> [UInt8] {
    let request: JSONValue = [
      "query": .string(operation.document), "operationName": .string(operation.name),
      "variables": .object(operation.variables),
    ]
    do {
      return Array(try JSONEncoder().encode(request))
    } catch {
      throw .refused(doing: operation.doing, reasons: ["the request cannot be written as JSON: \(error)"])
    }
  }
}

extension WebError {
  /// Whether another attempt may fare better.
  fileprivate var mayPass: Bool {
    switch self {
    case .unreachable, .timedOut, .lost: true
    case .noLibrary, .badAddress, .unknownHost, .untrusted, .tooLarge, .cancelled, .failed: false
    }
  }
}

extension LinearError {
  /// The same failure, telling how often it was met.
  fileprivate func counting(_ attempts: Int) -> LinearError {
    switch self {
    case .rateLimited(let wait, _): .rateLimited(freeIn: wait, attempts: attempts)
    case .serverFailed(let host, let status, let words, _):
      .serverFailed(host: host, status: status, words: words, attempts: attempts)
    default: self
    }
  }
}
