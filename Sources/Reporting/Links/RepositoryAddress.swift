/// Where a repository is shown on the web, made from what people and Git write: `https://host/owner/name`,
/// `ssh://git@host/owner/name.git`, `git@host:owner/name.git`. Names, passwords and tokens in it are dropped at once, so
/// no report and no message can print them.
package struct RepositoryAddress: Sendable, Equatable {
  /// How a host spells the address of a line.
  package enum Host: Sendable, Equatable {
    case gitHub, gitLab, bitbucket
  }

  /// With its port, if it has one of its own for the web.
  package var authority: String
  /// `owner/name`; percent-encoded as it was written, without `.git`.
  package var path: String
  /// `nil` for a host whose addresses of lines are not known.
  package var host: Host?

  package var url: String { "https://\(authority)/\(path)" }

  package init?(_ text: String) {
    guard let parts = Self.parts(of: text) else { return nil }
    var segments = parts.path.split(separator: "/").map(String.init)
    if let last = segments.last, last.hasSuffix(".git") { segments[segments.count - 1] = String(last.dropLast(4)) }
    let authority = parts.authority.lowercased()
    guard segments.count >= 2, segments.allSatisfy(Self.isPlain), segments.allSatisfy({ $0 != "." && $0 != ".." }),
      Self.isAuthority(authority)
    else { return nil }
    self.authority = authority
    path = segments.joined(separator: "/")
    host = Self.host(of: authority)
  }

  private static func parts(of text: String) -> (authority: String, path: String)? {
    if let scheme = text.firstRange(of: "://") {
      let rest = text[scheme.upperBound...].prefix { $0 != "?" && $0 != "#" }
      guard let slash = rest.firstIndex(of: "/") else { return nil }
      let authority = withoutUser(rest[..<slash])
      let path = String(rest[slash...])
      switch text[..<scheme.lowerBound].lowercased() {
      case "https", "http": return (authority, path)
      // The port of another protocol says nothing about the web.
      case "ssh", "git", "git+ssh": return (String(authority.prefix { $0 != ":" }), path)
      default: return nil
      }
    }
    // What `scp` writes; a path such as `../origin` or `C:\\origin` is none of it.
    guard let colon = text.firstIndex(of: ":"), !text[..<colon].contains("/") else { return nil }
    return (withoutUser(text[..<colon]), String(text[text.index(after: colon)...]))
  }

  private static func withoutUser(_ authority: Substring) -> String {
    String(authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority)
  }

  private static func isAuthority(_ text: String) -> Bool {
    let halves = text.split(separator: ":", omittingEmptySubsequences: false)
    guard let name = halves.first, halves.count <= 2, name.contains(".") || name == "localhost" else { return false }
    let labels = name.split(separator: ".", omittingEmptySubsequences: false)
    let isName = labels.allSatisfy { label in
      !label.isEmpty && label.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
    }
    return isName && (halves.count == 1 || UInt16(halves[1]) != nil)
  }

  /// Of the characters that addresses are made of, those that Markdown and HTML do not read.
  private static func isPlain(_ segment: String) -> Bool {
    segment.utf8.allSatisfy { isLetterOrDigit($0) || "-._~%+".utf8.contains($0) }
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }

  private static func host(of authority: String) -> Host? {
    let labels = authority.prefix { $0 != ":" }.split(separator: ".")
    if authority == "bitbucket.org" { return .bitbucket }
    if labels.contains("github") { return .gitHub }
    if labels.contains("gitlab") { return .gitLab }
    return nil
  }
}
