import Foundation
import WebRequests

/// A failure that stays, or one that may pass.
enum Setback: Error {
  case final(LinearError)
  /// `wait` is what Linear asks for.
  case passing(LinearError, wait: Duration?)
}

extension LinearConnection {
  /// What an answer means. Linear tells of errors in the body, whatever the status.
  func read<Answer>(
    _ answer: WebAnswer, for operation: LinearOperation<Answer>
  ) -> Result<Answer, Setback> {
    let body = Data(answer.body)
    let complaints = (try? JSONDecoder().decode(Complaints.self, from: body))?.errors ?? []
    let words = complaints.map { clean($0.words) }
    let codes = Set(complaints.compactMap { $0.extensions?.code })

    if answer.status == 429 || codes.contains("RATELIMITED") {
      let wait = answer.wait(from: Date.now)
      return .failure(
        .passing(.rateLimited(freeIn: wait.map { Int($0.components.seconds) + 1 }, attempts: 1), wait: wait))
    }
    if answer.status == 401 || codes.contains("AUTHENTICATION_ERROR") {
      return .failure(.final(.keyRefused(words: words.first ?? "")))
    }
    if answer.status >= 500 || codes.contains("INTERNAL_SERVER_ERROR") {
      let failure = LinearError.serverFailed(
        host: endpoint.host, status: answer.status, words: words.first ?? clean(answer.text), attempts: 1)
      return .failure(.passing(failure, wait: answer.retryAfter))
    }
    if !words.isEmpty { return .failure(.final(.refused(doing: operation.doing, reasons: words))) }
    guard (200..<300).contains(answer.status) else {
      return .failure(.final(.unreadable(host: endpoint.host, status: answer.status, words: clean(answer.text))))
    }
    if let reply = try? JSONDecoder().decode(Reply<Answer>.self, from: body) { return .success(reply.data) }
    // Cut short on the way, or an answer that nobody foresaw: asking again tells which.
    let failure = LinearError.unreadable(host: endpoint.host, status: answer.status, words: clean(answer.text))
    return .failure(.passing(failure, wait: nil))
  }

  /// A server's text on one line, of a readable length, without the key and without what could command a terminal.
  private func clean(_ text: String) -> String {
    let visible = key.removed(from: text).unicodeScalars.map { scalar -> Character in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: " "
      default: Character(scalar)
      }
    }
    let line = String(visible).split(separator: " ").joined(separator: " ")
    return line.count > 300 ? line.prefix(300) + "…" : line
  }
}

private struct Reply<Answer: Decodable>: Decodable {
  var data: Answer
}

private struct Complaints: Decodable {
  var errors: [Complaint]
}

private struct Complaint: Decodable {
  struct Extensions: Decodable {
    var code: String?
    var userPresentableMessage: String?
  }

  var message: String
  var extensions: Extensions?

  /// Linear's own words for people say more than its message, where they are there.
  var words: String {
    guard let presentable = extensions?.userPresentableMessage, presentable != message else { return message }
    return message.isEmpty ? presentable : "\(message): \(presentable)"
  }
}

extension WebAnswer {
  fileprivate var text: String { String(decoding: body.prefix(2000), as: UTF8.self) }

  fileprivate var retryAfter: Duration? {
    header("Retry-After").flatMap { Double($0) }.map { .seconds(min(max($0, 0), 86_400)) }
  }

  /// How long Linear wants to be left alone: what it says in so many words, else until the first of its limits that are
  /// used up is free again. Linear tells those times in milliseconds since 1970.
  fileprivate func wait(from now: Date) -> Duration? {
    if let retryAfter { return retryAfter }
    let limits = ["Requests", "Complexity", "Endpoint-Requests"].compactMap { kind -> Double? in
      if let left = header("X-RateLimit-\(kind)-Remaining").flatMap({ Double($0) }), left > 0 { return nil }
      return header("X-RateLimit-\(kind)-Reset").flatMap { Double($0) }
    }
    return limits.max().map { .seconds(min(max($0 / 1000 - now.timeIntervalSince1970, 0), 86_400)) }
  }
}
