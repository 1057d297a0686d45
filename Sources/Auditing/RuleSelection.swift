import RuleFiles
import Vocabulary

/// Which rules of a library a run uses.
struct RuleSelection {
  /// Ids.
  let rules: Set<String>

  init(_ plan: AuditPlan) throws(AuditError) {
    let cards = plan.library.rules.map(\.card)
    func matching(_ word: String) throws(AuditError) -> [String] {
      let wanted = word.lowercased()
      let found = cards.filter { card in
        card.id.lowercased() == wanted || card.name == wanted || RuleSelection.isPrefix(wanted, of: card.id)
          || card.category.pack == wanted
      }
      if found.isEmpty {
        throw .unknownRule(word, nearest: nearestWord(to: word, among: cards.map(\.id) + cards.map(\.name)))
      }
      return found.map(\.id)
    }
    var rules = Set(cards.filter { plan.packs.contains($0.category) }.map(\.id))
    if !plan.select.isEmpty {
      var selected: Set<String> = []
      for word in plan.select { selected.formUnion(try matching(word)) }
      rules.formIntersection(selected)
    }
    for word in plan.ignore { rules.subtract(try matching(word)) }
    if rules.isEmpty { throw .noRule }
    self.rules = rules
  }

  /// `QE` of `QE003`, `TEAM` of `TEAM001`: the letters before the number, or the number's beginning.
  private static func isPrefix(_ word: String, of id: String) -> Bool {
    !word.isEmpty && id.lowercased().hasPrefix(word)
  }
}
