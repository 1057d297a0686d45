/// What may be known of the URL of a server: how it is spoken to, and through what. Names, passwords, hosts and paths
/// are not in it.
struct ConnectionURL: Equatable {
  /// `postgresql+asyncpg`, in small letters.
  var scheme: String
  /// A pooler answers instead of the database.
  var isPooled: Bool

  /// - Parameter text: begins with the URL; `nil` when it does not.
  init?(_ text: some StringProtocol) {
    guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    let scheme = text[..<colon]
    guard (2...40).contains(scheme.utf8.count), scheme.utf8.first.map(isLetter) ?? false,
      scheme.utf8.allSatisfy({ isLetter($0) || isDigit($0) || schemeMarks.contains($0) })
    else { return nil }
    let rest = text[colon...]
    guard rest.hasPrefix("://") || (rest.hasPrefix(":postgresql:") || rest.hasPrefix(":mysql:")) else { return nil }
    self.scheme = scheme.lowercased()
    let address = rest.lowercased()
    isPooled =
      address.contains("pgbouncer") || address.contains("-pooler.") || address.contains(".pooler.")
      || address.contains(":6432/") || address.contains(":6543/")
  }
}

private let schemeMarks: [UInt8] = [UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_")]

private func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) }
private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
