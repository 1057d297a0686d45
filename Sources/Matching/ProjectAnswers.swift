/// What is known of a file only once all files of the project were read. Rules that ask for it are judged twice: while
/// the file is in hand such conditions are taken to hold, which rules out most places; in the few files that are left
/// the rule is judged again with the answers.
package struct ProjectAnswers: Sendable {
  /// By the number of what a condition asks for: the names of the calls that lead to it, as tokens in ascending order.
  private let leads: [[Lead]]
  /// What is known of models and tables, where a rule asks for it.
  package var facts: ProjectFacts?
  /// By the token of a callee's name: the only class that the function's annotation says it returns.
  package var returned: [UInt32: String] = [:]
  /// By the token of a callee's name: the class of the rows that the function's queries give back, with nothing loaded along.
  package var givenRows: [UInt32: String] = [:]

  /// A call that leads to an operation.
  package struct Lead: Sendable {
    package var name: UInt32
    /// Only the callee's name says which function it runs.
    package var isGuess: Bool

    package init(name: UInt32, isGuess: Bool) {
      self.name = name
      self.isGuess = isGuess
    }
  }

  package init(leads: [[Lead]] = [], facts: ProjectFacts? = nil) {
    self.leads = leads
    self.facts = facts
  }

  /// The calls in a range of tokens that lead to what a condition asks for.
  func leads(_ asked: Int, in range: Range<UInt32>) -> [Lead] {
    asked < leads.count ? leads[asked].filter { range.contains($0.name) } : []
  }
}
