package import Vocabulary

/// The source files of an audited folder, and what was left out of them.
package struct Inventory: Sendable {
  /// The absolute path of the audited root, without a `/` at its end unless it is `/` itself.
  package var root: String
  /// Where the root lies in its project, without a `/` at its end; empty where it is the project's own folder.
  package var place = ""
  /// Sorted by the bytes of their paths; each file once.
  package var files: [SourceFile] = []
  /// What says something about the project as a whole, in the same order.
  package var projectFiles: [ProjectFile] = []
  /// Files of SQL and of Prisma, in the same order.
  package var schemaFiles: [SchemaFile] = []
  package var skipped = SkipCounts()
  /// What could not be read, in the order it was met.
  package var problems: [Problem] = []

  package init(root: String) { self.root = root }
}

/// One file to audit.
package struct SourceFile: Sendable, Hashable {
  /// Relative to the root, with `/` between the parts.
  package var path: String
  package var language: Language
  /// In bytes, when the survey learned it anyway: for files that were named one by one. A walk asks no file for its
  /// size; `readSource` learns it.
  package var size: Int?
  private var root: String

  package init(path: String, root: String, language: Language, size: Int? = nil) {
    self.path = path
    self.root = root
    self.language = language
    self.size = size
  }

  package var absolutePath: String { root == "/" ? root + path : root + "/" + path }
}

/// What a survey takes in and leaves out.
package struct InventoryOptions: Sendable {
  /// `--exclude`: files and folders that are left out; relative to the root.
  package var exclude: [Glob]
  /// What the project's configuration leaves out.
  package var configured: PlacedGlobs?
  /// `false` is `--no-ignore`: `.gitignore`, `.ignore` and `.git/info/exclude` are not read.
  package var usesIgnoreFiles: Bool
  /// `false`: folders such as `node_modules` and `.venv` are entered as well; version control data never is.
  package var skipsKnownFolders: Bool
  /// What would leave a file out on a walk leaves it out when it is named as well; for editors and commit hooks,
  /// which name files without asking.
  package var forceExclude: Bool
  /// What relative paths are relative to; `nil` for the current folder of the process.
  package var currentFolder: String?

  package init(
    exclude: [Glob] = [], configured: PlacedGlobs? = nil, usesIgnoreFiles: Bool = true, skipsKnownFolders: Bool = true,
    forceExclude: Bool = false,
    currentFolder: String? = nil
  ) {
    self.exclude = exclude
    self.configured = configured
    self.usesIgnoreFiles = usesIgnoreFiles
    self.skipsKnownFolders = skipsKnownFolders
    self.forceExclude = forceExclude
    self.currentFolder = currentFolder
  }
}
