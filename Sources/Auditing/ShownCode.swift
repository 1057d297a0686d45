/// Code as it may be shown: whoever reads a report is not meant to read passwords.
enum ShownCode {
  /// Hides passwords that are written out, those in URLs (`postgresql://shop:…@db`) and those that a name announces
  /// (`password="…"`), character for character: what stands behind them stays where it is. What is put in later,
  /// `{settings.password}`, says nothing and stays.
  static func hidingPasswords(_ code: String) -> String {
    var hidden: [Range<Int>] = []
    let bytes = code.utf8Span.span
    var index = 0
    while index < bytes.count {
      let found = password(inURLAt: index, bytes) ?? password(announcedAt: index, bytes)
      if let found { hidden.append(found) }
      index = found?.upperBound ?? index + 1
    }
    guard !hidden.isEmpty else { return code }
    var shown = Array(code.utf8)
    for range in hidden.reversed() {
      // One sign for each character, of however many bytes.
      let length = shown[range].count { $0 & 0xC0 != 0x80 }
      shown.replaceSubrange(range, with: repeatElement(UInt8(ascii: "*"), count: length))
    }
    return String(decoding: shown, as: UTF8.self)
  }

  /// `://user:password@` at a place.
  private static func password(inURLAt start: Int, _ bytes: Span<UInt8>) -> Range<Int>? {
    guard bytes[start] == UInt8(ascii: ":"), follows("//", at: start + 1, bytes) else { return nil }
    var colon = start + 3
    while colon < bytes.count, bytes[colon] != UInt8(ascii: ":") {
      if ends(bytes[colon]) { return nil }
      colon += 1
    }
    var end = colon + 1
    while end < bytes.count, bytes[end] != UInt8(ascii: "@") {
      if ends(bytes[end]) { return nil }
      end += 1
    }
    return end < bytes.count && end > colon + 1 ? colon + 1..<end : nil
  }

  /// What a name ends in, in small letters.
  private static let announcements = [
    "password", "passwd", "passphrase", "pwd", "secret_key", "secret", "api_key", "apikey", "access_key", "_token",
  ]

  /// A text that a name at a place announces: `password="…"`, `"password": "…"`.
  private static func password(announcedAt start: Int, _ bytes: Span<UInt8>) -> Range<Int>? {
    switch bytes[start] | 0x20 {
    case UInt8(ascii: "p"), UInt8(ascii: "s"), UInt8(ascii: "a"), UInt8(ascii: "_") | 0x20: break
    default: return nil
    }
    guard let name = announcements.first(where: { follows($0, at: start, bytes) }) else { return nil }
    var index = start + name.utf8.count
    if index < bytes.count, isQuote(bytes[index]) { index += 1 }
    index = behindSpaces(index, bytes)
    guard index < bytes.count, bytes[index] == UInt8(ascii: "=") || bytes[index] == UInt8(ascii: ":") else {
      return nil
    }
    index = behindSpaces(index + 1, bytes)
    guard index < bytes.count, isQuote(bytes[index]) else { return nil }
    let first = index + 1
    index = first
    while index < bytes.count, bytes[index] != bytes[first - 1] {
      if bytes[index] != UInt8(ascii: "/"), ends(bytes[index]), bytes[index] != UInt8(ascii: " ") { return nil }
      index += 1
    }
    return index > first && index < bytes.count ? first..<index : nil
  }

  /// What stands in no password, or says that something is put in.
  private static func ends(_ byte: UInt8) -> Bool {
    switch byte {
    case 0...0x20, UInt8(ascii: "/"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "{"), UInt8(ascii: "}"),
      UInt8(ascii: "$"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "%"):
      true
    default: false
    }
  }

  private static func isQuote(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") }

  private static func behindSpaces(_ start: Int, _ bytes: Span<UInt8>) -> Int {
    var index = start
    while index < bytes.count, bytes[index] == UInt8(ascii: " ") { index += 1 }
    return index
  }

  /// Whether a word in small letters stands at a place, in whatever case.
  private static func follows(_ word: String, at start: Int, _ bytes: Span<UInt8>) -> Bool {
    var index = start
    for letter in word.utf8 {
      guard index < bytes.count, bytes[index] | 0x20 == letter | 0x20 else { return false }
      index += 1
    }
    return true
  }
}
