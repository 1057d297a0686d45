import Dispatch
import Foundation
import Glibc
import Synchronization

/// A server that is a process of ours: one message per line on its standard streams. Lines that are no message are
/// passed over, since servers print greetings; what it says on standard error is kept for when it fails.
final class ProcessChannel: ServerChannel {
  private let command: String
  private let process: Process
  /// Whether the process has a group of its own, which those that it starts join.
  private let leadsGroup: Bool
  private let input = Pipe()
  private let output = Pipe()
  private let complaints = Pipe()
  private let queue = DispatchQueue(label: "assay.documentation-server")
  private let isCancelled = Atomic<Bool>(false)
  /// What was read and is no whole line yet.
  private let unread = Mutex<[UInt8]>([])
  private let lastWords = LastWords()

  init(command: String, arguments: [String], environment: [String: String]) throws(ServerError) {
    // A server that ends early must not end this program with it.
    _ = signal(SIGPIPE, SIG_IGN)
    self.command = command
    process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["--", command] + arguments
    // The key for Linear is Linear's alone, unless the entry of the server hands it on.
    var inherited = ProcessInfo.processInfo.environment
    inherited["LINEAR_API_KEY"] = nil
    process.environment = inherited.merging(environment) { $1 }
    // Some programs that start others look into the current folder for what to start; it may be one that is audited.
    let home = FileManager.default.homeDirectoryForCurrentUser
    process.currentDirectoryURL = FileManager.default.fileExists(atPath: home.path) ? home : URL(filePath: "/")
    process.standardInput = input
    process.standardOutput = output
    process.standardError = complaints
    do {
      try process.run()
    } catch {
      throw .notStarted(command: command, reason: error.localizedDescription)
    }
    leadsGroup = getpgid(process.processIdentifier) == process.processIdentifier
    for handle in [input.fileHandleForWriting, complaints.fileHandleForReading] {
      let descriptor = handle.fileDescriptor
      _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    }
  }

  func agree(on version: String) {}

  func send(
    _ message: JSON, awaiting id: Int?, doing: String, within limit: Duration
  ) async throws(ServerError) -> JSON? {
    let deadline = ContinuousClock.now + limit
    let result: Result<JSON?, ServerError> = await withTaskCancellationHandler {
      await withCheckedContinuation { done in
        queue.async {
          done.resume(
            returning: Result { () throws(ServerError) in
              try self.exchange(message, awaiting: id, deadline, .timedOut(doing: doing, limit: limit))
            })
        }
      }
    } onCancel: {
      isCancelled.store(true, ordering: .relaxed)
    }
    return try result.get()
  }

  private func exchange(
    _ message: JSON, awaiting id: Int?, _ deadline: ContinuousClock.Instant, _ late: ServerError
  ) throws(ServerError) -> JSON? {
    try write(message, deadline, late)
    guard let id else { return nil }
    var heard = 0
    while true {
      for line in wholeLines() {
        guard line.first(where: { $0 != 0x20 }) == UInt8(ascii: "{"), let message = JSON(line) else { continue }
        switch ServerMessage(message, awaiting: id) {
        case .answer: return message
        case .question(let reply): try write(reply, deadline, late)
        case .other: break
        }
      }
      try wait(for: POLLIN, on: output.fileHandleForReading.fileDescriptor, deadline, late)
      var part = [UInt8](repeating: 0, count: 1 << 16)
      let count = unsafe part.withUnsafeMutableBytes { bytes in
        unsafe Glibc.read(output.fileHandleForReading.fileDescriptor, bytes.baseAddress, bytes.count)
      }
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      guard count > 0 else { throw ended() }
      heard += count
      if heard > talkLimit { throw .tooTalkative(limit: talkLimit) }
      unread.withLock { $0 += part[..<count] }
    }
  }

  private func wholeLines() -> [ArraySlice<UInt8>] {
    unread.withLock { unread in
      guard let end = unread.lastIndex(of: 0x0A) else { return [] }
      let lines = unread[..<end].split(separator: 0x0A)
      unread.removeSubrange(...end)
      return lines
    }
  }

  private func write(_ message: JSON, _ deadline: ContinuousClock.Instant, _ late: ServerError) throws(ServerError) {
    let bytes = message.bytes + [0x0A]
    let descriptor = input.fileHandleForWriting.fileDescriptor
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { bytes in
        unsafe Glibc.write(descriptor, bytes.baseAddress! + done, bytes.count - done)
      }
      if count >= 0 {
        done += count
      } else if errno == EAGAIN {
        try wait(for: POLLOUT, on: descriptor, deadline, late)
      } else if errno != EINTR {
        throw ended()
      }
    }
  }

  /// Until something can be read or written, the time is up, or nobody wants it any more.
  private func wait(
    for event: Int32, on descriptor: Int32, _ deadline: ContinuousClock.Instant, _ late: ServerError
  ) throws(ServerError) {
    while true {
      if isCancelled.load(ordering: .relaxed) { throw .cancelled }
      let left = ContinuousClock.now.duration(to: deadline)
      guard left > .zero else { throw late }
      var place = pollfd(fd: descriptor, events: Int16(event), revents: 0)
      let milliseconds = Int32(min(left / .milliseconds(1) + 1, 100))
      hearComplaints()
      if unsafe poll(&place, 1, milliseconds) > 0 { return }
    }
  }

  /// Takes what is there on standard error, so that the process never waits for a reader of it. Read like the rest, on
  /// whichever thread waits for the process: a `readabilityHandler` of Foundation can crash when the process ends.
  private func hearComplaints() {
    var part = [UInt8](repeating: 0, count: 1 << 12)
    while true {
      let count = unsafe part.withUnsafeMutableBytes { bytes in
        unsafe Glibc.read(complaints.fileHandleForReading.fileDescriptor, bytes.baseAddress, bytes.count)
      }
      guard count > 0 else { return }
      lastWords.add(part[..<count])
    }
  }

  /// The process has closed its streams: it ended, or is about to.
  private func ended() -> ServerError {
    for _ in 0..<20 where process.isRunning {
      hearComplaints()
      usleep(50_000)
    }
    hearComplaints()
    let status = process.isRunning ? 0 : process.terminationStatus
    let unheard = unread.withLock { $0.isEmpty }
    // What `env` says of a program that it cannot start.
    if [126, 127].contains(status), unheard { return .notStarted(command: command, reason: lastWords.lastLine) }
    return .ended(status: status, words: lastWords.lastLine)
  }

  /// Closing its input asks a server to end; what does not, is ended, with all that it started.
  func close() async {
    try? input.fileHandleForWriting.close()
    let group = process.processIdentifier
    await pause(while: {
      self.hearComplaints()
      return self.process.isRunning
    })
    for signal in [SIGTERM, SIGKILL] where leadsGroup && kill(-group, 0) == 0 {
      kill(-group, signal)
      await pause(while: { kill(-group, 0) == 0 })
    }
    if !leadsGroup, process.isRunning { process.terminate() }
  }

  /// For a second at most.
  private func pause(while condition: () -> Bool) async {
    for _ in 0..<40 where condition() { try? await Task.sleep(for: .milliseconds(25)) }
  }
}

/// The end of what a process said on standard error.
private final class LastWords: Sendable {
  private let bytes = Mutex<[UInt8]>([])

  func add(_ part: ArraySlice<UInt8>) { bytes.withLock { $0 = Array(($0 + part).suffix(2000)) } }

  var lastLine: String {
    let text = String(decoding: bytes.withLock { $0 }, as: UTF8.self)
    return text.split(whereSeparator: \.isNewline).last { !$0.allSatisfy(\.isWhitespace) }.map { shown(String($0)) }
      ?? ""
  }
}
