import SourceScan

/// Lists by symbol, found without hashing.
struct SymbolMap<Element: Sendable>: Sendable {
  private let lists: [[Element]]

  init(_ lists: [Symbol: [Element]]) {
    var byNumber = Array(repeating: [Element](), count: lists.keys.map { Int($0.rawValue) + 1 }.max() ?? 0)
    for (symbol, list) in lists { byNumber[Int(symbol.rawValue)] = list }
    self.lists = byNumber
  }

  /// Empty for a symbol that nothing was entered under.
  @inline(__always)
  subscript(symbol: Symbol) -> [Element] {
    Int(symbol.rawValue) < lists.count ? lists[Int(symbol.rawValue)] : []
  }
}
