/// Branches of which only one runs.
extension Outline {
  /// Whether two scopes lie in different branches of one `if`, or in different handlers of one `try`.
  package func areAlternatives(_ left: Int, _ right: Int) -> Bool {
    guard left >= 0, right >= 0, left != right else { return false }
    var ways: [(scope: Int, from: Int)] = []
    var (scope, child) = (left, -1)
    while scope >= 0 {
      ways.append((scope, child))
      (scope, child) = (Int(scopes[scope].parent), scope)
    }
    (scope, child) = (right, -1)
    while scope >= 0 {
      if let way = ways.first(where: { $0.scope == scope }) {
        return way.from >= 0 && child >= 0 && areBranches(way.from, child)
      }
      (scope, child) = (Int(scopes[scope].parent), scope)
    }
    return false
  }

  /// The same of two scopes that stand side by side.
  private func areBranches(_ left: Int, _ right: Int) -> Bool {
    let (first, second) = (
      Int(min(scopes[left].statement, scopes[right].statement)),
      Int(max(scopes[left].statement, scopes[right].statement))
    )
    guard first >= 0, first < second else { return false }
    let isHandler = statements[first].kind == .except
    guard isHandler || statements[first].kind == .if || statements[first].kind == .elif else { return false }
    var index = Int(statements[first].next)
    while index < second, statements[index].kind == (isHandler ? .except : .elif) {
      index = Int(statements[index].next)
    }
    return index == second
      && (isHandler ? statements[second].kind == .except : [.elif, .else].contains(statements[second].kind))
  }
}
