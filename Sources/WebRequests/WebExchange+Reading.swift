import CLibCurl

extension ccurl_outcome {
  /// libcurl's words; the array of a C struct is a tuple here.
  var reason: String {
    var words = message
    return unsafe withUnsafeBytes(of: &words) { bytes in
      unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }
}

extension WebRequest {
  /// What would end a header early and begin another one.
  var hasLineBreaks: Bool {
    let texts = [address, method] + headers.flatMap { [$0.name, $0.value] }
    return texts.contains { $0.utf8.contains { $0 == 0x0A || $0 == 0x0D || $0 == 0 } }
  }
}

extension Duration {
  var milliseconds: Int { Int(components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000) }
}

extension String {
  /// Without the blanks at both ends.
  var trimmed: String {
    let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }
    let front = utf8.drop(while: isBlank)
    guard let last = front.lastIndex(where: { !isBlank($0) }) else { return "" }
    return String(Substring(front[...last]))
  }
}
