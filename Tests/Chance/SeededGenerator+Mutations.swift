extension SeededGenerator {
  /// A text with up to ten changes: bytes left out, written twice or replaced, and marks put in between.
  ///
  /// - Parameter marks: those that open, close or end something in the language.
  package mutating func mutated(_ text: [UInt8], marks: String) -> [UInt8] {
    let marks = Array(marks.utf8)
    var mutated = text
    for _ in 0..<Int.random(in: 1...10, using: &self) {
      guard !mutated.isEmpty else { break }
      let place = Int.random(in: 0..<mutated.count, using: &self)
      let end = min(place + Int.random(in: 1...12, using: &self), mutated.count)
      switch Int.random(in: 0...3, using: &self) {
      case 0: mutated.removeSubrange(place..<end)
      case 1: mutated[place] = UInt8.random(in: 0...255, using: &self)
      case 2:
        mutated.insert(contentsOf: Array(mutated[place..<end]), at: Int.random(in: 0...place, using: &self))
      default: mutated.insert(marks[Int.random(in: 0..<marks.count, using: &self)], at: place)
      }
    }
    return mutated
  }
}
