import CLibCurl
import Dispatch
import Synchronization

/// Makes the request and waits for its answer; a task that is cancelled gives up within a second.
///
/// - Parameter onBody: hears each part of the body as it arrives, on a thread of its own, and ends the exchange by
///   returning false. The parts it hears are not kept for the answer.
package func perform(
  _ request: WebRequest, onBody: (@Sendable (WebAnswer, [UInt8]) -> Bool)? = nil
) async throws(WebError) -> WebAnswer {
  let exchange = WebExchange(request, onBody: onBody)
  let result = await withTaskCancellationHandler {
    await withCheckedContinuation { (done: CheckedContinuation<Result<WebAnswer, WebError>, Never>) in
      // libcurl waits on the thread that calls it, which must not be one of those that tasks share.
      DispatchQueue(label: "assay.web").async { done.resume(returning: exchange.run()) }
    }
  } onCancel: {
    exchange.cancel()
  }
  return try result.get()
}

/// One request on its way. A class, because libcurl's callbacks need a thing that stays where it is.
private final class WebExchange: Sendable {
  private struct Received {
    var answer = WebAnswer(status: 0, headers: [], body: [])
    var size = 0
    var isTooLarge = false
    var isEndedByListener = false
  }

  private let request: WebRequest
  private let onBody: (@Sendable (WebAnswer, [UInt8]) -> Bool)?
  private let received = Mutex(Received())
  private let isCancelled = Atomic<Bool>(false)

  init(_ request: WebRequest, onBody: (@Sendable (WebAnswer, [UInt8]) -> Bool)?) {
    self.request = request
    self.onBody = onBody
  }

  func cancel() { isCancelled.store(true, ordering: .relaxed) }

  func run() -> Result<WebAnswer, WebError> {
    guard !request.hasLineBreaks else {
      return .failure(.badAddress(reason: "a header or the address holds a line break or a zero byte"))
    }
    let outcome = performed()
    let reason = outcome.reason
    return received.withLock { received in
      received.answer.status = Int(outcome.status)
      switch outcome.result {
      case .answered: return .success(received.answer)
      case .no_library: return .failure(.noLibrary)
      case .bad_address: return .failure(.badAddress(reason: reason))
      case .unknown_host: return .failure(.unknownHost(reason: reason))
      case .unreachable: return .failure(.unreachable(reason: reason))
      case .timed_out: return .failure(.timedOut)
      case .untrusted: return .failure(.untrusted(reason: reason))
      case .lost: return .failure(.lost(reason: reason))
      case .stopped:
        if received.isEndedByListener { return .success(received.answer) }
        return .failure(received.isTooLarge ? .tooLarge(limit: request.sizeLimit) : .cancelled)
      case .failed: return .failure(.failed(reason: reason))
      @unknown default: return .failure(.failed(reason: reason))
      }
    }
  }

  private func performed() -> ccurl_outcome {
    // An empty value keeps libcurl from asking for leave to send a long body.
    let headers = request.headers.map { "\($0.name): \($0.value)\n" }.joined() + "Expect:\n"
    // An empty body is a body too, and needs a place.
    let body = (request.body ?? []) + [0]
    return unsafe request.address.withCString { address in
      unsafe request.method.withCString { method in
        unsafe headers.withCString { headers in
          unsafe body.withUnsafeBufferPointer { body in
            var told = unsafe ccurl_request()
            unsafe told.url = address
            unsafe told.method = method
            unsafe told.headers = headers
            unsafe told.body = request.body == nil ? nil : body.baseAddress
            unsafe told.body_length = body.count - 1
            unsafe told.time_limit_ms = max(1, request.timeLimit.milliseconds)
            unsafe told.connect_limit_ms = max(1, min(request.timeLimit.milliseconds, 10_000))
            unsafe told.may_use_proxy = request.mayUseProxy
            unsafe told.context = Unmanaged.passUnretained(self).toOpaque()
            unsafe told.on_header = { unsafe WebExchange.behind($0).take(header: bytes($1, $2)) }
            unsafe told.on_body = { unsafe WebExchange.behind($0).take(body: bytes($1, $2)) }
            unsafe told.is_cancelled = { unsafe WebExchange.behind($0).isCancelled.load(ordering: .relaxed) }
            return unsafe ccurl_perform(&told)
          }
        }
      }
    }
  }

  /// The exchange that a callback belongs to; it outlives the call of `ccurl_perform`.
  private static func behind(_ context: UnsafeMutableRawPointer?) -> WebExchange {
    unsafe Unmanaged<WebExchange>.fromOpaque(context!).takeUnretainedValue()
  }

  private func take(header line: [UInt8]) {
    let text = String(decoding: line, as: UTF8.self)
    received.withLock { received in
      if text.hasPrefix("HTTP/") {
        // A new head: what stood before it was only a `100 Continue` or a proxy's word.
        received.answer.headers = []
        received.answer.status = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
      } else if let colon = text.firstIndex(of: ":"), received.answer.headers.count < 200 {
        received.answer.headers.append(
          WebHeader(String(text[..<colon]).trimmed, String(text[text.index(after: colon)...]).trimmed))
      }
    }
  }

  private func take(body part: [UInt8]) -> Bool {
    let head: WebAnswer? = received.withLock { received in
      received.size += part.count
      received.isTooLarge = received.size > request.sizeLimit
      if received.isTooLarge { return nil }
      if onBody == nil { received.answer.body += part }
      return received.answer
    }
    guard let head else { return false }
    guard let onBody else { return true }
    let goesOn = onBody(head, part)
    if !goesOn { received.withLock { $0.isEndedByListener = true } }
    return goesOn
  }
}

private func bytes(_ start: UnsafePointer<UInt8>?, _ count: Int) -> [UInt8] {
  unsafe Array(UnsafeBufferPointer(start: start, count: count))
}
