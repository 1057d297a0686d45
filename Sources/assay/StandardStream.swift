import Glibc

/// Standard output or error, written at once and checked: a full disk must not pass for a finished report.
enum StandardStream: Int32 {
  case output = 1
  case error = 2

  /// A reader that closed the pipe (`| head`) has seen enough, which is no error.
  func write(_ text: String) throws(StreamError) {
    if let code = writeAll(text, to: rawValue), code != EPIPE {
      throw StreamError(stream: self, code: code)
    }
  }

  /// Says what is wrong on standard error; when not even that can be written, only the exit status is left to tell.
  static func complain(_ text: String) { _ = writeAll(text, to: error.rawValue) }

  var isTerminal: Bool { isatty(rawValue) == 1 }

  /// The width of the terminal in columns, when it is one.
  var columns: Int? {
    var size = winsize()
    guard unsafe ioctl(rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }
}

/// A stream that could not be written, and why.
struct StreamError: Error, CustomStringConvertible {
  var stream: StandardStream
  /// An `errno`.
  var code: Int32

  var description: String {
    "cannot write to standard \(stream == .output ? "output" : "error"): \(unsafe String(cString: strerror(code)))"
  }
}

/// Writes all bytes of `text`; returns the `errno` that stopped it.
private func writeAll(_ text: String, to descriptor: Int32) -> Int32? {
  var text = text
  return text.withUTF8 { bytes in
    var done = 0
    while done < bytes.count {
      let rest = unsafe UnsafeBufferPointer(rebasing: bytes[done...])
      let written = unsafe write(descriptor, rest.baseAddress, rest.count)
      if written >= 0 {
        done += written
      } else if errno != EINTR {
        return errno
      }
    }
    return nil
  }
}

/// A write to a closed pipe fails with `EPIPE` and does not end the process.
func ignoreBrokenPipes() { _ = signal(SIGPIPE, SIG_IGN) }
