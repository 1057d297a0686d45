import Survey

/// Where a report goes: standard output, or a file that is written whole or not at all.
enum ReportDestination {
  case standardOutput
  case file(String)

  /// `-o FILE`; without one, or for `-`, standard output. A place that cannot be written is an error before the audit.
  init(option: String?) throws(WriteError) {
    guard let option, option != "-" else {
      self = .standardOutput
      return
    }
    try self.init(file: option)
  }

  init(file: String) throws(WriteError) {
    try checkWritable(file)
    self = .file(file)
  }

  func write(_ text: String) throws {
    switch self {
    case .standardOutput: try StandardStream.output.write(text)
    case .file(let path): try writeWhole(text, to: path)
    }
  }
}
