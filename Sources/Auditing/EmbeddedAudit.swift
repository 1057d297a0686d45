package import Matching
package import SourceScan
import Survey
package import Vocabulary

/// The SQL that a migration in another language hands over, ready for the rules for SQL.
///
/// - Parameter library: that of SQL.
package func embeddedSQL(in file: ScannedFile, _ library: CompiledLibrary?) -> MatchedFile? {
  guard let library, !library.rules.isEmpty, let text = file.embeddedSQL, let scanned = scan(text, library.symbols)
  else { return nil }
  return MatchedFile(scanned, library)
}

extension CompiledLibrary {
  /// What rules for SQL say of SQL in the strings of a file; offsets and tokens are those of the file.
  package func matches(
    of category: Vocabulary.Category, in embedded: MatchedFile, of file: ScannedFile, timed: Bool = false,
    isActive: (Int) -> Bool
  ) -> PackMatches {
    var found = matches(of: category, in: embedded, timed: timed, isActive: isActive)
    // What is behind the end is told to the rules and found by none.
    found.matches.removeAll { $0.end > file.text.count }
    for index in found.matches.indices {
      found.matches[index].token = file.stream.token(at: found.matches[index].start)
    }
    return found
  }
}
