import SourceScan

/// Where imported names come from.
extension FileMatcher {
  /// Whether a name, or what is read of an imported module, comes from a module whose path matches: `shop.models` for
  /// `Order` after `from shop.models import Order`, `models` for `models.Order` after `from . import models`.
  func isImported(_ range: Range<UInt32>, fromModule regex: Int) -> Bool {
    guard let first = range.first, lastName(range) != nil else { return false }
    let visible = file.outline.visibleBindings(of: first, from: file.outline.scope(at: first), in: file)
    return visible.contains { isImport(UInt32($0), ofName: range.count == 1, fromModule: regex) }
  }

  /// Whether a binding imports a name from a module whose path matches, or such a module.
  func isImport(_ binding: UInt32, ofName isName: Bool, fromModule regex: Int) -> Bool {
    let imports = file.outline.imports
    guard let entry = imports.entries.first(where: { $0.binding == binding }) else { return false }
    let segments = imports.segments[Int(entry.path.lowerBound)..<Int(entry.path.upperBound)]
    // Of a name the path that it is imported from, of an attribute that of the module itself.
    let module = isName ? segments.dropLast() : segments
    guard let start = module.first, let end = module.last else { return false }
    // `from shop import models` writes its two parts apart.
    let isWhole = module.dropFirst().allSatisfy { token($0 - 1).symbol == .dot }
    return matches(regex, bytes(isWhole ? start..<end + 1 : end..<end + 1))
  }
}
