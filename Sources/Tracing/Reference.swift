/// A function, class or type of one file of the project.
struct Reference: Sendable, Hashable, Comparable {
  var file: Int32
  var number: Int32

  static func < (left: Reference, right: Reference) -> Bool { (left.file, left.number) < (right.file, right.number) }
}

/// What an expression stands for, as far as the project's own code tells.
enum Meaning: Sendable, Equatable {
  case module(Int32)
  case function(Reference)
  case `class`(Reference)
  /// An object of the class.
  case object(Reference)
}
