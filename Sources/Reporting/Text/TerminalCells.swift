/// The number of terminal columns that a character takes: 0 for one that only marks its neighbour, 2 for East Asian wide
/// characters and emoji, 1 otherwise. Terminals differ on the rarest; these are the ranges on which they agree.
func cellWidth(of character: Character) -> Int {
  let scalars = character.unicodeScalars
  guard let first = scalars.first else { return 0 }
  if first.value < 0x300 { return 1 }
  if scalars.contains(where: { $0.properties.isEmojiPresentation || $0.value == 0xFE0F }) { return 2 }
  return scalars.reduce(0) { max($0, cellWidth(of: $1)) }
}

func cellWidth(ofUTF8 bytes: some Collection<UInt8>) -> Int {
  if bytes.allSatisfy({ $0 < 0x80 }) { return bytes.count }
  return String(decoding: bytes, as: UTF8.self).reduce(0) { $0 + cellWidth(of: $1) }
}

private func cellWidth(of scalar: Unicode.Scalar) -> Int {
  switch scalar.properties.generalCategory {
  case .nonspacingMark, .enclosingMark, .format: 0
  default: wide.contains { $0.contains(scalar.value) } ? 2 : 1
  }
}

/// Blocks whose characters are East Asian Wide or Fullwidth (Unicode Standard Annex #11).
private let wide: [ClosedRange<UInt32>] = [
  0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
  0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
  0x17000...0x18CFF, 0x1B000...0x1B2FF, 0x20000...0x3FFFD,
]

/// Text from an audited tree as it may be sent to a terminal: control characters, which could move the cursor or change
/// the title, stand as their pictures; characters that reorder a line, or that nobody can see, stand as U+FFFD. The
/// joiners U+200C and U+200D stay: some scripts and many emoji are spelled with them.
func printable(_ text: String) -> String {
  if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text }
  if text.unicodeScalars.allSatisfy({ printable($0) == $0 }) { return text }
  return String(String.UnicodeScalarView(text.unicodeScalars.map(printable)))
}

func printable(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
  switch scalar.value {
  case 0..<0x20: Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}"
  case 0x7F: "\u{2421}"
  case 0x80..<0xA0, 0xAD, 0x61C, 0x180E, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF,
    0xFFF9...0xFFFB, 0xE0000...0xE007F:
    "\u{FFFD}"
  default: scalar
  }
}
