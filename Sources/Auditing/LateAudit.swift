import Matching
import SourceScan
import Survey
import Vocabulary
import Workers

/// Judges again, with what is known of models and tables, in the files in which such rules may hold: where nothing
/// follows calls, which would do so on its way.
struct LateAudit {
  let slices: SliceAudit
  let language: Language
  let jobs: Int
  let facts: ProjectFacts?

  func run(_ late: [(file: SourceFile, rules: Set<Int>)]) async -> SliceResult {
    guard let library = slices.tools.libraries[language] else { return SliceResult() }
    let results = await inParallel(late, jobs: jobs) { entry -> SliceResult in
      var result = SliceResult()
      guard let scanned = slices.readAgain(entry.file) else { return result }
      let matched = MatchedFile(scanned, library)
      let found = library.lateMatches(of: entry.rules, in: matched, project: ProjectAnswers(facts: facts))
      slices.judge(found.matches, in: scanned, &result)
      result.problems = found.exhausted.sorted().map { slices.timeProblem(library.rules[$0].card.id, entry.file.path) }
      return result
    }
    var total = SliceResult()
    for result in results { total.add(result) }
    return total
  }
}
