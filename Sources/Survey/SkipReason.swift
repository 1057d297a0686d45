package import Vocabulary

/// Why a file or folder that was found is not audited.
package enum SkipReason: String, Sendable, CaseIterable {
  /// A `.gitignore`, `.ignore` or `.git/info/exclude` says so.
  case ignored = "ignored by .gitignore or .ignore"
  case excluded = "excluded by --exclude"
  case configured = "excluded by the configuration"
  case versionControl = "version control data"
  case vendored = "vendored code"
  case virtualEnvironment = "virtual environment"
  case toolOutput = "cache or output of a tool"
  case symbolicLink = "symbolic link"
  /// A FIFO, a socket, a device: never opened.
  case notRegular = "not a regular file"
  /// Its name says that it is in no language we know. Told only of files that were named one by one.
  case notSource = "not a source file"
  /// `.pyi` and `.d.ts`: declarations that never run.
  case stub = "type stub"
  case tooLarge = "over the size limit"
  case binary = "binary"
  case notUTF8 = "not valid UTF-8"
  case generated = "generated code"
  case minified = "minified code"
  case languageNotAudited = "language not audited"
  case testCode = "test code"

  /// How a report names it.
  package var words: String { rawValue }
}

/// How many files and folders were found and left out, by reason. A folder that is left out is not entered, so what
/// lies in it is counted nowhere else.
package struct SkipCounts: Sendable, Equatable {
  private var files: [SkipReason: Int] = [:]
  private var folders: [SkipReason: Int] = [:]

  package init() {}

  package mutating func addFiles(_ reason: SkipReason, count: Int = 1) {
    if count > 0 { files[reason, default: 0] += count }
  }

  package mutating func addFolder(_ reason: SkipReason) { folders[reason, default: 0] += 1 }

  package mutating func add(_ other: SkipCounts) {
    files.merge(other.files, uniquingKeysWith: +)
    folders.merge(other.folders, uniquingKeysWith: +)
  }

  package func files(_ reason: SkipReason) -> Int { files[reason] ?? 0 }

  package func folders(_ reason: SkipReason) -> Int { folders[reason] ?? 0 }

  /// What a report shows: reasons in their declared order, files before folders, zeros left out. Folders are told
  /// apart by their words: `folders: vendored code`.
  package var rows: [SkippedFiles] {
    var rows: [SkippedFiles] = []
    for reason in SkipReason.allCases where files(reason) > 0 {
      rows.append(SkippedFiles(reason: reason.words, count: files(reason)))
    }
    for reason in SkipReason.allCases where folders(reason) > 0 {
      rows.append(SkippedFiles(reason: "folders: " + reason.words, count: folders(reason)))
    }
    return rows
  }
}
