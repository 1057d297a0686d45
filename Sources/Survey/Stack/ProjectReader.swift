import RuleFiles
import Vocabulary

/// Reads one project file and collects what it says. A value that may be a secret goes no further than the function
/// that looks at it: of a URL only the scheme is kept, of an environment only names.
struct ProjectReader {
  let text: ProjectText
  let catalogue: TechnologyCatalogue
  /// How far a package that the file asks for is from production, as the file's own name tells.
  let standing: Standing
  var clues = Clues()

  /// Finding the line of each mention takes time; a file with more of them than any project has gets no further.
  var isFull: Bool { clues.technologies.count >= 4000 }

  init(_ text: ProjectText, _ catalogue: TechnologyCatalogue) {
    self.text = text
    self.catalogue = catalogue
    standing = Standing(ofPath: text.path)
  }

  mutating func read(_ kind: ProjectFileKind) {
    switch kind {
    case .requirements: readRequirements()
    case .pyproject: readPyProject()
    case .setupConfiguration: readSetupConfiguration()
    case .pipfile: readPipfile()
    case .poetryLock, .uvLock, .pdmLock: readPythonLock()
    case .pipfileLock: readPipfileLock()
    case .packageJSON: readPackageJSON()
    case .packageLock: readPackageLock()
    case .yarnLock: readYarnLock()
    case .pnpmLock: readPnpmLock()
    case .goModule: readGoModule()
    case .compose: readCompose()
    case .environment: readEnvironment()
    case .alembic: readAlembic()
    case .prismaSchema: readPrismaSchema()
    case .techStack: readTechStack()
    case .kanbanBoard: readKanbanBoard()
    }
  }

  /// Notes a package when it is one of a known technology.
  mutating func note(_ mention: PackageMention) {
    let evidence = Evidence(mention.source, path: text.path, line: mention.line)
    let standing = min(mention.standing, mention.source == .lockFile ? .transitive : standing)
    guard let (technology, rank) = catalogue.package(mention.name, mention.language) else { return }
    let spec = catalogue.specs[technology]
    let isAsync = mention.extras.contains { spec.asyncExtras.contains($0) }
    note(
      TechnologyClue(
        technology: technology, evidence: evidence, standing: standing, version: mention.version,
        requirement: mention.requirement, mode: isAsync ? .async : nil, packageRank: rank))
    // `celery[redis]` and `sqlalchemy[postgresql-asyncpg]` name packages, too.
    for word in mention.extras.flatMap({ [$0] + $0.split(separator: "-").map(String.init) }) {
      if let (other, rank) = catalogue.package(word, mention.language), other != technology {
        note(TechnologyClue(technology: other, evidence: evidence, standing: standing, packageRank: rank))
      }
    }
  }

  /// Notes a technology and what it implies.
  mutating func note(_ clue: TechnologyClue) {
    clues.technologies.append(clue)
    for implied in catalogue.specs[clue.technology].implies {
      guard let technology = catalogue.technology(named: implied.value) else { continue }
      clues.technologies.append(
        TechnologyClue(technology: technology, evidence: clue.evidence, standing: clue.standing, packageRank: 99))
    }
  }

  /// Notes a technology that a configuration names.
  mutating func note(
    _ technology: Int, line: Int, source: Evidence.Source = .configuration, standing: Standing = .main,
    version: String? = nil, mode: Technology.Mode? = nil
  ) {
    note(
      TechnologyClue(
        technology: technology, evidence: Evidence(source, path: text.path, line: line), standing: standing,
        version: version, mode: mode))
  }

  /// Notes what a URL gives away by its scheme and the way it reaches its server.
  mutating func note(_ url: ConnectionURL, line: Int, standing: Standing = .main) {
    for technology in catalogue.technologies(ofScheme: url.scheme) {
      note(technology, line: line, standing: standing)
    }
    if url.isPooled, let pooler = catalogue.technology(named: "pgbouncer") {
      note(pooler, line: line, standing: standing)
    }
  }

  mutating func note(
    _ setting: DatabaseSetting, _ value: SettingValue, line: Int, confidence: Confidence = .medium
  ) {
    clues.settings.append(
      SettingClue(
        setting: setting, value: value, confidence: confidence,
        evidence: Evidence(.configuration, path: text.path, line: line)))
  }

  /// Says that the file, or the rest of it, could not be read.
  mutating func complain(_ message: String, hint: String) {
    clues.problems.append(Problem(stage: .survey, path: text.path, message: message, hint: hint))
  }

  /// The same for a file that is malformed; `what` is its format, `reason` may name it again.
  mutating func complainOfSyntax(_ what: String, line: Int? = nil, reason: String) {
    let again = "not valid \(what): "
    let reason = reason.hasPrefix(again) ? String(reason.dropFirst(again.count)) : reason
    complain(
      "not valid \(what)\(line.map { ", line \($0)" } ?? ""): \(reason)",
      hint: "What it says about the project is not known; correct it, or leave it out with --exclude.")
  }
}

/// A package that a manifest asks for or a lock file holds.
struct PackageMention {
  var name: String
  var language: Language
  var source: Evidence.Source
  /// From 1.
  var line: Int
  var standing = Standing.main
  var extras: [String] = []
  var version: String?
  var requirement: String?
}

extension Standing {
  /// `requirements-dev.txt` and what lies in a folder of documentation or examples is not what runs in production.
  init(ofPath path: String) {
    let words = path.lowercased().split { !$0.isLetter }
    let development: Set<Substring> = [
      "dev", "develop", "development", "test", "tests", "testing", "lint", "linting", "doc", "docs", "documentation",
      "ci", "build", "example", "examples", "sample", "samples", "demo", "demos", "benchmark", "benchmarks", "typing",
      "types", "tox", "e2e", "integration", "devcontainer",
    ]
    let isTemplate = words.last == "example" || words.last == "sample"
    // `.env.example` is what an environment is started from.
    self = words.dropLast(isTemplate ? 1 : 0).contains { development.contains($0) } ? .development : .main
  }

  /// Code that shows how something is used is not what runs in production.
  init(ofCode path: String) {
    let words = path.lowercased().split { !$0.isLetter }
    let aside: Set<Substring> = ["example", "examples", "sample", "samples", "demo", "demos", "docs", "benchmarks"]
    self = words.contains { aside.contains($0) } ? .development : .main
  }

  /// Of a group of dependencies: `test`, `postgres`.
  init(ofGroup name: String) { self = min(.optional, Standing(ofPath: name)) }
}
