/// The POSIX classes that may stand in the brackets of a pattern, as `[[:digit:]_]`; ASCII only.
enum CharacterClass {
  static let names = [
    "alnum", "alpha", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space", "upper", "xdigit",
  ]

  /// The members of a class; `nil` when there is no class of that name.
  static func members(named name: String) -> ByteSet? {
    guard names.contains(name) else { return nil }
    var set = ByteSet()
    for byte in UInt8(0)...127 where contains(byte, className: name) { set.insert(byte) }
    return set
  }

  private static func contains(_ byte: UInt8, className: String) -> Bool {
    let isLower = (0x61...0x7A).contains(byte)
    let isUpper = (0x41...0x5A).contains(byte)
    let isDigit = (0x30...0x39).contains(byte)
    let isGraph = (0x21...0x7E).contains(byte)
    switch className {
    case "alnum": return isLower || isUpper || isDigit
    case "alpha": return isLower || isUpper
    case "blank": return byte == 0x20 || byte == 0x09
    case "cntrl": return byte < 0x20 || byte == 0x7F
    case "digit": return isDigit
    case "graph": return isGraph
    case "lower": return isLower
    case "print": return isGraph || byte == 0x20
    case "punct": return isGraph && !(isLower || isUpper || isDigit)
    case "space": return byte == 0x20 || (0x09...0x0D).contains(byte)
    case "upper": return isUpper
    default: return isDigit || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
    }
  }
}
