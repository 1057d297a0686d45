import Foundation

/// A UUID that is always the same for the same words. It goes along with whatever is to be created, so that a request
/// that is sent twice, because its answer was lost or because two machines had the same idea, creates one thing: Linear
/// refuses an id that it has. Linear asks for version 4, of which these UUIDs have the form.
func stableID(_ words: String...) -> String {
  let text = Array(words.joined(separator: "\u{1F}").utf8)
  let halves = [0xCBF2_9CE4_8422_2325, 0x6C62_272E_07BB_0142].map { (start: UInt64) in
    mixed(text.reduce(start) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 })
  }
  var bytes = halves.flatMap { half in (0..<8).map { UInt8(truncatingIfNeeded: half >> (56 - 8 * $0)) } }
  bytes[6] = bytes[6] & 0x0F | 0x40
  bytes[8] = bytes[8] & 0x3F | 0x80
  let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
  return [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { digits[$0].joined() }.joined(separator: "-")
}

/// Spreads what the last bytes of a hash by Fowler, Noll and Vo change over all bits.
private func mixed(_ hash: UInt64) -> UInt64 {
  var bits = hash
  bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
  bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
  return bits ^ (bits >> 31)
}
