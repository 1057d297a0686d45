/// What roles the expressions of one file were found to play, by what they are asked under. A table of its own: it is
/// looked into for every candidate, and its questions are numbers that need no hashing to speak of.
struct RoleMemo: Sendable {
  /// A power of two long; 0 where nothing stands.
  private var questions: [UInt64] = []
  private var places: [Int32] = []
  private var answers: [ExpressionRoles?] = []

  subscript(question: UInt64) -> ExpressionRoles? {
    get {
      guard !questions.isEmpty else { return nil }
      let slot = self.slot(of: question)
      return questions[slot] == question ? answers[Int(places[slot])] : nil
    }
    set {
      guard let newValue else { return }
      if (answers.count + 1) * 2 > questions.count { grow() }
      let slot = self.slot(of: question)
      if questions[slot] == question {
        answers[Int(places[slot])] = newValue
      } else {
        questions[slot] = question
        places[slot] = Int32(truncatingIfNeeded: answers.count)
        answers.append(newValue)
      }
    }
  }

  /// As if it had never been answered.
  mutating func forget(_ question: UInt64) {
    guard !questions.isEmpty else { return }
    let slot = self.slot(of: question)
    if questions[slot] == question { answers[Int(places[slot])] = nil }
  }

  /// Where a question stands, or could be put. No question is 0: an expression of no tokens is not asked about.
  private func slot(of question: UInt64) -> Int {
    let mask = questions.count - 1
    var slot = Int(truncatingIfNeeded: (question &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
    while questions[slot] != 0, questions[slot] != question { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func grow() {
    let old = zip(questions, places).filter { $0.0 != 0 }
    let size = max(64, questions.count * 2)
    questions = Array(repeating: 0, count: size)
    places = Array(repeating: 0, count: size)
    for (question, place) in old {
      let slot = self.slot(of: question)
      questions[slot] = question
      places[slot] = place
    }
  }
}
