/// The versions from one on, and before another; open to a side that is `nil`.
package struct VersionRange: Sendable, Equatable {
  package var from: Version?
  /// The first version that is not in it any more.
  package var before: Version?

  package init(from: Version? = nil, before: Version? = nil) {
    self.from = from
    self.before = before
  }

  /// A range as rules write it: `>=2.0`, `<3` or both with a comma between them. `nil` for anything else, and where no
  /// version is in the range.
  package init?(_ text: String) {
    self.init()
    for clause in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let (sign, version) = VersionRange.clause(clause) else { return nil }
      switch sign {
      case ">=" where from == nil: from = version
      case "<" where before == nil: before = version
      default: return nil
      }
    }
    if let from, let before, from >= before { return nil }
  }

  /// All versions that what was found may stand for: `16` may be any version 16.
  package init(found version: Version) { self.init(from: version, before: version.next) }

  /// All versions that a manifest's requirement allows, and possibly more; open to both sides where the requirement is
  /// not understood. Known are the forms of Python (PEP 440), of Poetry and of npm.
  package init(requirement: String) {
    self.init()
    var narrowed = VersionRange()
    var words = requirement.split { $0 == "," || $0 == " " }[...]
    while var word = words.popFirst() {
      // `>= 2.0`
      if word.allSatisfy(VersionRange.isSign), let next = words.popFirst() { word = Substring(word + next) }
      guard let (sign, version) = VersionRange.clause(word) else { return }
      switch sign {
      case ">=", ">": narrowed.raise(to: version)
      case "<": narrowed.lower(to: version)
      case "<=": narrowed.lower(to: version.next)
      case "", "=", "==", "===":
        narrowed.raise(to: version)
        narrowed.lower(to: version.next)
      case "~=", "^", "~":
        narrowed.raise(to: version)
        narrowed.lower(to: version.nextMajor)
      case "!=": break
      default: return
      }
    }
    self = narrowed
  }

  private mutating func raise(to version: Version) { from = from.map { max($0, version) } ?? version }
  private mutating func lower(to version: Version) { before = before.map { min($0, version) } ?? version }

  private static func isSign(_ character: Character) -> Bool { "<>=!~^".contains(character) }

  /// A sign and a version: `>=2.0`, `==2.*`, `1.x`; `nil` for anything else.
  private static func clause(_ text: Substring) -> (sign: String, version: Version)? {
    let words = text.drop { $0 == " " }
    let sign = words.prefix(while: isSign)
    var number = words.dropFirst(sign.count).drop { $0 == " " }
    while number.last == " " { number.removeLast() }
    for any in [".*", ".x"] where number.hasSuffix(any) { number.removeLast(any.count) }
    guard let version = Version(String(number)), number.hasSuffix(version.description) else { return nil }
    return (String(sign), version)
  }

  /// Whether the versions of another range are in this one: all of them, none of them, or `nil` for some.
  package func contains(_ other: VersionRange) -> Bool? {
    let startsInside = from.map { from in other.from.map { $0 >= from } ?? false } ?? true
    let endsInside = before.map { before in other.before.map { $0 <= before } ?? false } ?? true
    if startsInside, endsInside { return true }
    if let before, let start = other.from, start >= before { return false }
    if let from, let end = other.before, end <= from { return false }
    return nil
  }

  /// `2.0 up to 3`, `2.0 or later`, `before 3`; `nil` where every version is in it.
  package var words: String? {
    switch (from, before) {
    case (let from?, let before?): "\(from) up to \(before)"
    case (let from?, nil): "\(from) or later"
    case (nil, let before?): "before \(before)"
    case (nil, nil): nil
    }
  }
}

extension Version {
  /// `3` of `2.1`: before it lie all versions that `^2.1` and its like may mean.
  fileprivate var nextMajor: Version { Version(String(description.prefix { $0 != "." }))?.next ?? self }
}
