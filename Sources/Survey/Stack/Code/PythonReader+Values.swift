import SourceScan
import Vocabulary

/// What an expression is worth, without running anything.
extension PythonReader {
  enum Value {
    /// `isDefault`: it holds unless the environment says otherwise.
    case known(SettingValue, isDefault: Bool)
    /// An attribute of something that another file defines.
    case named(String)
    case unknown
  }

  /// - Parameter depth: how many names were followed.
  func value(of range: Range<UInt32>, depth: Int = 0) -> Value {
    guard let first = range.first, depth < 4 else { return .unknown }
    if range.count == 1 { return valueOfToken(first, depth: depth) }
    if range.count == 2, symbol(first) == .minus,
      case .known(.number(let number), let isDefault) = value(
        of: first + 1..<first + 2, depth: depth)
    {
      return .known(.number(-number), isDefault: isDefault)
    }
    if let product = product(of: range, depth: depth) { return .known(.number(product), isDefault: false) }
    // `pool.NullPool`, `settings.POOL_SIZE`
    if let name = dottedName(range) {
      let last = String(name.split(separator: ".").last ?? "")
      if last.hasSuffix("Pool") || isLevel(last) { return .known(.text(last), isDefault: false) }
      let local = assignedValue(of: last, depth: depth)
      if case .known = local { return local }
      return .named(last)
    }
    if let fallback = fallback(of: range, depth: depth) { return .known(fallback, isDefault: true) }
    return .unknown
  }

  private func valueOfToken(_ token: UInt32, depth: Int) -> Value {
    switch kind(token) {
    case .number: number(word(token)).map { .known($0, isDefault: false) } ?? .unknown
    case .string: stringContent(token).map { .known(.text($0), isDefault: false) } ?? .unknown
    case .keyword where symbol(token) == .true: .known(.flag(true), isDefault: false)
    case .keyword where symbol(token) == .false: .known(.flag(false), isDefault: false)
    case .keyword where symbol(token) == .noneWord: .known(.text("None"), isDefault: false)
    case .name: valueOfName(word(token), depth: depth)
    default: .unknown
    }
  }

  private func valueOfName(_ name: String, depth: Int) -> Value {
    if name.hasSuffix("Pool") { return .known(.text(name), isDefault: false) }
    let assigned = assignedValue(of: name, depth: depth)
    if case .unknown = assigned { return .named(name) }
    return assigned
  }

  private func isLevel(_ name: String) -> Bool {
    DatabaseSetting.isolationLevels.contains(String(name.map { $0 == "_" ? " " : $0 }))
  }

  private func number(_ text: String) -> SettingValue? {
    let digits = text.filter { $0 != "_" }
    if let number = Int(digits) { return .number(number) }
    guard let number = Double(digits), abs(number) < 1e9, number == number.rounded() else { return nil }
    return .number(Int(number))
  }

  /// `60 * 60`
  private func product(of range: Range<UInt32>, depth: Int) -> Int? {
    let factors = file.stream.split(range, at: .star)
    guard factors.count > 1, factors.count < 6 else { return nil }
    var product = 1
    for factor in factors {
      guard case .known(.number(let number), _) = value(of: factor, depth: depth + 1) else { return nil }
      let (next, overflow) = product.multipliedReportingOverflow(by: number)
      guard !overflow else { return nil }
      product = next
    }
    return product
  }

  /// The name and attributes that a range is made of, and nothing else.
  func dottedName(_ range: Range<UInt32>) -> String? {
    var name = ""
    for (index, token) in range.enumerated() {
      guard index.isMultiple(of: 2) ? kind(token) == .name : symbol(token) == .dot else { return nil }
      name += word(token)
    }
    return range.count.isMultiple(of: 2) ? nil : name
  }

  /// The value of `int(os.getenv("SIZE", 5))`, `env.int("SIZE", default=5)`, `Field(5)` and `Field(default=5)`: what
  /// holds unless something else is said at start.
  private func fallback(of range: Range<UInt32>, depth: Int) -> SettingValue? {
    guard let open = file.stream.firstOutside(of: range, .leftParen), let inside = inside(open),
      inside.upperBound + 1 == range.upperBound, let callee = dottedName(range.lowerBound..<open)
    else { return nil }
    let function = callee.split(separator: ".").last ?? ""
    let arguments = arguments(inside)
    if ["int", "float", "bool", "str"].contains(function), let only = arguments.first, arguments.count == 1 {
      guard case .known(let value, _) = value(of: only.value, depth: depth + 1) else { return nil }
      if function == "int" || function == "float", case .text(let text) = value { return number(text) }
      return value
    }
    let named = arguments.first { $0.name == "default" || $0.name == "fallback" || $0.name == "default_value" }
    let positional = arguments.filter { $0.name == nil }
    let isField = function == "Field" || function == "field" || function == "mapped_default"
    let chosen =
      named?.value ?? (isField ? positional.first?.value : positional.count > 1 ? positional.last?.value : nil)
    guard let chosen, case .known(let value, _) = value(of: chosen, depth: depth + 1) else { return nil }
    if case .text(let text) = value, let number = number(text) { return number }
    return value
  }

  /// The arguments of a call, in order.
  func arguments(_ inside: Range<UInt32>) -> [(name: String?, value: Range<UInt32>)] {
    file.stream.split(inside, at: .comma).map { part in
      if part.count > 2, kind(part.lowerBound) == .name, symbol(part.lowerBound + 1) == .assign {
        return (word(part.lowerBound), part.lowerBound + 2..<part.upperBound)
      }
      return (nil, part)
    }
  }

  /// What the file assigns to a name, at its top or in a class; the first assignment that can be read counts.
  func assignedValue(of name: String, depth: Int = 0) -> Value {
    for line in assignments[name] ?? [] {
      let end = file.stream.expressionEnd(line.assign + 1, limit: UInt32(file.stream.tokens.count))
      guard let end, end > line.assign + 1 else { continue }
      let range = line.assign + 1..<end
      // `size = size` in another scope leads nowhere.
      if range.count == 1, kind(range.lowerBound) == .name, word(range.lowerBound) == name { continue }
      let value = value(of: range, depth: depth + 1)
      if case .unknown = value { continue }
      return value
    }
    return .unknown
  }

  /// What stands in a string's quotes, or in those of an interpolated string up to its first field.
  func stringContent(_ token: UInt32) -> String? {
    switch kind(token) {
    case .string:
      let text = Substring(word(token))
      guard let quote = text.firstIndex(where: { $0 == "\"" || $0 == "'" }) else { return nil }
      let body = text[quote...]
      let marks = body.hasPrefix("\"\"\"") || body.hasPrefix("'''") ? 3 : 1
      return body.count >= 2 * marks ? String(body.dropFirst(marks).dropLast(marks)) : nil
    case .stringStart: return kind(token + 1) == .stringText ? word(token + 1) : nil
    default: return nil
    }
  }
}
