import Vocabulary

/// Addresses of lines in the repository that was audited, as its host shows them.
package struct SourceLinks: Sendable, Equatable {
  package var repository: RepositoryAddress
  /// The commit that was audited, or `HEAD`.
  package var revision: String
  /// The audited folder inside the repository, with `/` between the parts; empty for the repository itself.
  package var folder: String

  package init(repository: RepositoryAddress, revision: String = "HEAD", folder: String = "") {
    self.repository = repository
    self.revision = revision
    self.folder = folder
  }

  /// - Parameters:
  ///   - path: relative to the audited folder.
  ///   - lines: from 1; one or several.
  package func url(of path: String, lines: ClosedRange<Int>) -> String {
    let place = percentEncoded(folder.isEmpty ? path : "\(folder)/\(path)")
    let (first, last) = (lines.lowerBound, lines.upperBound)
    switch repository.host ?? .gitHub {
    case .gitHub:
      return "\(repository.url)/blob/\(revision)/\(place)#L\(first)" + (last > first ? "-L\(last)" : "")
    case .gitLab:
      return "\(repository.url)/-/blob/\(revision)/\(place)#L\(first)" + (last > first ? "-\(last)" : "")
    case .bitbucket:
      return "\(repository.url)/src/\(revision)/\(place)#lines-\(first)" + (last > first ? ":\(last)" : "")
    }
  }
}

extension SourceLinks {
  func url(of finding: Finding) -> String {
    // A span that ends before the first character of a line does not reach into it.
    let last = finding.end.column > 1 ? finding.end.line : finding.end.line - 1
    return url(of: finding.path, lines: finding.start.line...max(finding.start.line, last))
  }
}

/// The text with each byte percent-encoded but for what RFC 3986 calls unreserved, and `/`.
func percentEncoded(_ text: String) -> String {
  let digits = Array("0123456789ABCDEF".utf8)
  var bytes: [UInt8] = []
  for byte in text.utf8 {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "~"), UInt8(ascii: "/"):
      bytes.append(byte)
    default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
  }
  return String(decoding: bytes, as: UTF8.self)
}
