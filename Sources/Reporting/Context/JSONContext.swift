import Vocabulary

/// What is known about a project as other programs read it. The keys are a contract, like those of the report.
struct JSONContext: Encodable {
  let tool: Tool
  let techStack: JSONTechStack
  let databaseConfiguration: JSONDatabaseConfiguration
  let models: [JSONModel]
  let bestPractices: [JSONContextPractice]
  let codebaseRoot: String
  let linear: JSONLinearTeam?
  let problems: [JSONProblem]

  struct Tool: Encodable {
    let name: String
    let version: String
  }

  enum CodingKeys: String, CodingKey {
    case tool, models, linear, problems
    case techStack = "tech_stack"
    case databaseConfiguration = "db_config"
    case bestPractices = "best_practices"
    case codebaseRoot = "codebase_root"
  }

  init(_ context: AuditContext, toolVersion: String) {
    tool = Tool(name: "assay", version: toolVersion)
    techStack = JSONTechStack(context.techStack)
    databaseConfiguration = JSONDatabaseConfiguration(context.databaseConfiguration)
    models = context.models.map(JSONModel.init)
    bestPractices = context.bestPractices.map(JSONContextPractice.init)
    codebaseRoot = context.codebaseRoot
    linear = context.linear.map(JSONLinearTeam.init)
    problems = context.problems.map(JSONProblem.init)
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(tool, forKey: .tool)
    try container.encode(techStack, forKey: .techStack)
    try container.encode(databaseConfiguration, forKey: .databaseConfiguration)
    try container.encode(models, forKey: .models)
    try container.encode(bestPractices, forKey: .bestPractices)
    try container.encode(codebaseRoot, forKey: .codebaseRoot)
    try container.encode(linear, forKey: .linear)
    try container.encode(problems, forKey: .problems)
  }
}

/// `server` and `date` are those of a page that a documentation server named, and `null` of what is built in.
struct JSONContextPractice: Encodable {
  let practice: BestPractice

  init(_ practice: BestPractice) { self.practice = practice }

  enum CodingKeys: String, CodingKey {
    case technology, text, title, url, server, date
    case holdsFor = "holds_for"
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(practice.technology, forKey: .technology)
    try container.encode(practice.text, forKey: .text)
    try container.encode(practice.source.title, forKey: .title)
    try container.encode(practice.source.url, forKey: .url)
    try container.encode(practice.source.holdsFor, forKey: .holdsFor)
    try container.encode(practice.research?.server, forKey: .server)
    try container.encode(practice.research?.date, forKey: .date)
  }
}

struct JSONEvidence: Encodable {
  let source, path, location: String
  let line: Int

  init(_ evidence: Evidence) {
    source = evidence.source.word
    path = evidence.path
    line = evidence.line
    location = "\(evidence.path):\(evidence.line)"
  }
}

struct JSONTechStack: Encodable {
  let stack: TechStack

  init(_ stack: TechStack) { self.stack = stack }

  enum CodingKeys: String, CodingKey {
    case db, orm, async, databases, drivers, orms
    case webFrameworks = "web_frameworks"
    case queues, caches
    case migrationTools = "migration_tools"
    case pooler
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(stack.database.map(JSONTechnology.init), forKey: .db)
    try container.encode(stack.orm.map(JSONTechnology.init), forKey: .orm)
    try container.encode(stack.isAsync.map(JSONFlag.init), forKey: .async)
    let lists: [(CodingKeys, Technology.Kind)] = [
      (.databases, .database), (.drivers, .driver), (.orms, .orm), (.webFrameworks, .webFramework), (.queues, .queue),
      (.caches, .cache), (.migrationTools, .migrationTool),
    ]
    for (key, kind) in lists { try container.encode(stack[kind].map(JSONTechnology.init), forKey: key) }
    try container.encode(stack[.pooler].first.map(JSONTechnology.init), forKey: .pooler)
  }

  private struct JSONFlag: Encodable {
    let value: Bool
    let confidence: String
    let evidence: [JSONEvidence]

    init(_ fact: Fact<Bool>) {
      value = fact.value
      confidence = fact.confidence.word
      evidence = fact.evidence.map(JSONEvidence.init)
    }
  }
}

/// `null` stands for what is not known: the keys are always there.
private struct JSONTechnology: Encodable {
  let fact: Fact<Technology>

  init(_ fact: Fact<Technology>) { self.fact = fact }

  enum CodingKeys: String, CodingKey {
    case value, title, version, requirement, mode, scope, confidence, evidence
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(fact.value.name, forKey: .value)
    try container.encode(fact.value.title, forKey: .title)
    try container.encode(fact.value.version, forKey: .version)
    try container.encode(fact.value.requirement, forKey: .requirement)
    try container.encode(fact.value.mode?.rawValue, forKey: .mode)
    try container.encode(fact.value.scope.rawValue, forKey: .scope)
    try container.encode(fact.confidence.word, forKey: .confidence)
    try container.encode(fact.evidence.map(JSONEvidence.init), forKey: .evidence)
  }
}

struct JSONLinearTeam: Encodable {
  let team: LinearTeam

  init(_ team: LinearTeam) { self.team = team }

  enum CodingKeys: String, CodingKey {
    case name, id, key, evidence
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(team.name, forKey: .name)
    try container.encode(team.id, forKey: .id)
    try container.encode(team.key, forKey: .key)
    try container.encode(JSONEvidence(team.evidence), forKey: .evidence)
  }
}
