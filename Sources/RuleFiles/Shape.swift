/// The shapes that names have in rule files.
enum Shape {
  /// `QE003`
  case ruleID
  /// `KB-SA3`
  case practiceID
  /// `n-update-delete-loop`
  case kebab(what: String)
  /// `$X`
  case capture
  /// `$X`, or `$...ARGS` for a run
  case captureOrRun
  /// `timeout`
  case argument
  /// `ASYNC210`
  case code

  /// What the text should have been.
  var what: String {
    switch self {
    case .ruleID: "rule id"
    case .practiceID: "id of a practice"
    case .kebab(let what): what
    case .capture, .captureOrRun: "capture"
    case .argument: "name of an argument"
    case .code: "code of a linter"
    }
  }

  /// How it is written.
  var rule: String {
    switch self {
    case .ruleID: "capital letters, digits and `-`, ending in a digit, such as TEAM001"
    case .practiceID: "capital letters, digits and `-`, ending in a digit, such as KB-DB1"
    case .kebab: "small letters and digits, with `-` between the words"
    case .capture: "`$` and a name of capital letters, digits and `_`, such as $X"
    case .captureOrRun: "`$` and a name of capital letters, digits and `_`, such as $X or $...ARGS"
    case .argument: "letters, digits and `_`"
    case .code: "letters, digits, `-`, `_` and `/` without spaces"
    }
  }

  /// The same as a regular expression, for the schema.
  var pattern: String {
    switch self {
    case .ruleID, .practiceID: "^[A-Z][A-Z0-9-]*[0-9]$"
    case .kebab: "^[a-z0-9]+(-[a-z0-9]+)*$"
    case .capture: "^\\$[A-Z][A-Z0-9_]*$"
    case .captureOrRun: "^\\$(\\.\\.\\.)?[A-Z][A-Z0-9_]*$"
    case .argument: "^[A-Za-z_\\u0080-\\uffff][A-Za-z0-9_\\u0080-\\uffff]*$"
    case .code: "^[A-Za-z0-9_/-]+$"
    }
  }

  func fits(_ text: String) -> Bool {
    let bytes = text.utf8
    guard let first = bytes.first, let last = bytes.last else { return false }
    switch self {
    case .ruleID, .practiceID:
      return isCapital(first) && isDigit(last) && bytes.allSatisfy { isCapital($0) || isDigit($0) || $0 == dash }
    case .kebab:
      return first != dash && last != dash && !text.contains("--")
        && bytes.allSatisfy { isSmall($0) || isDigit($0) || $0 == dash }
    case .capture:
      let name = bytes.dropFirst()
      return first == UInt8(ascii: "$") && name.first.map(isCapital) ?? false
        && name.allSatisfy { isCapital($0) || isDigit($0) || $0 == underscore }
    case .captureOrRun:
      return Shape.capture.fits(text.hasPrefix("$...") ? "$" + text.dropFirst(4) : text)
    case .argument:
      return !isDigit(first)
        && bytes.allSatisfy { isCapital($0) || isSmall($0) || isDigit($0) || $0 == underscore || $0 >= 0x80 }
    case .code:
      return bytes.allSatisfy {
        isCapital($0) || isSmall($0) || isDigit($0) || $0 == dash || $0 == underscore || $0 == UInt8(ascii: "/")
      }
    }
  }

  /// `text` in kebab case: "One UPDATE per loop turn" gives `one-update-per-loop-turn`. Empty when nothing of it is
  /// an ASCII letter or digit.
  static func kebabCase(_ text: String) -> String {
    var name: [UInt8] = []
    for byte in text.utf8 {
      if isSmall(byte) || isDigit(byte) {
        name.append(byte)
      } else if isCapital(byte) {
        name.append(byte | 0x20)
      } else if name.last ?? dash != dash {
        name.append(dash)
      }
    }
    if name.last == dash { name.removeLast() }
    return String(decoding: name, as: UTF8.self)
  }
}

private let dash = UInt8(ascii: "-")
private let underscore = UInt8(ascii: "_")

private func isCapital(_ byte: UInt8) -> Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }
private func isSmall(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }
func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
