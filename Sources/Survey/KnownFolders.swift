/// Folders that hold nobody's own code, told by their names.
///
/// `build` and `dist` are not among them: they are as often packages of a program as they are outputs, and outputs
/// stand in a `.gitignore`.
enum KnownFolders {
  struct Known: Sendable {
    var name: [UInt8]
    var reason: SkipReason
    /// An application may have a folder of that name for what it sells or whom it buys from; see `isApplication`.
    var isAmbiguous: Bool
  }

  /// Indexed by the length of the name, so that one lookup passes over almost all of them.
  private static let byLength: [[Known]] = {
    var table: [[Known]] = []
    func add(_ names: String, _ reason: SkipReason, isAmbiguous: Bool = false) {
      for name in names.split(separator: " ") {
        while table.count <= name.utf8.count { table.append([]) }
        table[name.utf8.count].append(Known(name: Array(name.utf8), reason: reason, isAmbiguous: isAmbiguous))
      }
    }
    add(".git .hg .svn .bzr .jj .sl .git-rewrite _darcs CVS", .versionControl)
    add("node_modules bower_components jspm_packages site-packages dist-packages __pypackages__ .eggs", .vendored)
    add("third_party third-party thirdparty 3rdparty _vendor _vendored vendored", .vendored)
    add("vendor vendors", .vendored, isAmbiguous: true)
    add(".venv .direnv .pyenv .tox .nox .pixi", .virtualEnvironment)
    add("__pycache__ .mypy_cache .pytest_cache .ruff_cache .pytype .pants.d .hypothesis .cache", .toolOutput)
    add(".ipynb_checkpoints .next .nuxt .svelte-kit .terraform .serverless buck-out _build htmlcov", .toolOutput)
    return table
  }()

  static func find(_ names: Span<UInt8>, _ lower: Int, _ upper: Int) -> Known? {
    guard upper - lower < byLength.count else { return nil }
    for known in byLength[upper - lower] where equal(known.name, names, lower) { return known }
    return nil
  }

  /// Modules that an application's own package has at its top and a vendored library has not.
  private static let applicationModules: [[UInt8]] = [
    "admin.py", "apps.py", "models.py", "repository.py", "router.py", "routes.py", "schemas.py", "serializers.py",
    "service.py", "services.py", "tasks.py", "urls.py", "views.py",
  ].map { (name: String) in Array(name.utf8) }

  /// Whether a file of this name shows that a folder called `vendor` is an application's own.
  static func isApplication(_ names: Span<UInt8>, _ lower: Int, _ upper: Int) -> Bool {
    applicationModules.contains { $0.count == upper - lower && equal($0, names, lower) }
  }

  private static func equal(_ name: [UInt8], _ text: Span<UInt8>, _ start: Int) -> Bool {
    var index = 0
    while index < name.count {
      if name[index] != text[start + index] { return false }
      index += 1
    }
    return true
  }
}
