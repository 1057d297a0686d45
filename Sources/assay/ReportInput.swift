import Foundation
import Reporting
import Survey

/// In bytes: that of some hundred thousand findings.
private let inputLimit = 512 << 20

/// The report in a file, or on standard input for `-`.
func readReport(_ path: String) throws(CommandError) -> SavedReport {
  let bytes: [UInt8]
  if path == "-" {
    do {
      bytes = Array(try FileHandle.standardInput.readToEnd() ?? Data())
    } catch {
      throw .input("standard input", reason: "it cannot be read: \(error.localizedDescription)")
    }
  } else {
    do throws(ReadError) {
      let source = try readSource(path, limit: inputLimit)
      bytes = Array(source.bytes.prefix(source.count))
    } catch {
      throw .input(path, reason: error == .missing ? "there is no such file; check the path" : error.description)
    }
  }
  do throws(SavedReportError) {
    return try SavedReport(json: bytes, readBy: toolVersion)
  } catch {
    throw .input(path == "-" ? "standard input" : path, reason: error.description)
  }
}
