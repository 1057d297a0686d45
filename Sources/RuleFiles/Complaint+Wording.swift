extension Complaint {
  /// What is wrong, in one sentence without its full stop.
  var message: String {
    switch self {
    case .unreadable(let reason): "the file cannot be read: \(reason)"
    case .tooLarge(let limit): "the file has more than \(limit) bytes"
    case .utf16: "the file is written in UTF-16"
    case .notUTF8(let byte): "the byte 0x\(hexadecimal(UInt32(byte))) is not UTF-8"
    case .forbiddenCharacter(let value): "YAML does not allow the character U+\(hexadecimal(value, digits: 4))"
    case .notYAML(let problem, let context, let contextLine):
      "not valid YAML: \(problem)" + (context.map { " \($0) that begins on line \(contextLine)" } ?? "")
    case .outOfMemory: "memory ran out while reading the file"
    case .noRule: "the file holds no rule"
    case .tooManyFaults(let limit): "more than \(limit) faults in this file; the rest is not told"

    case .notMapping(let found): "a rule is a mapping, but this is \(found)"
    case .tooDeep(let limit): "nested more than \(limit) levels deep"
    case .aliasesTooLarge(let limit): "the aliases of this file stand for more than \(limit) values"
    case .unknownAnchor(let name): "the alias `*\(shown(name))` has no anchor before it"
    case .aliasInItself(let name): "the alias `*\(shown(name))` stands inside of what it stands for"
    case .tag(let name): "the tag `\(shown(name))` has no meaning here"
    case .mergeKey: "the merge key `<<` is not supported"
    case .keyNotText(let found): "a key must be a text, but this is \(found)"
    case .duplicateKey(let key, let first): "`\(shown(key))` is given twice, first in \(first.inWords)"

    case .wrongType(let key, let wanted, let found): "`\(key)` must be \(wanted), but is \(found)"
    case .unknownKey(let key, let owner, _): "\(owner) has no key `\(shown(key))`"
    case .matchKeyInRule(let key): "`\(key)` does not stand beside the rule's own keys"
    case .missingKey(let key, let owner): "\(owner) needs the key `\(key)`"
    case .nothing(let key): "`\(key)` says nothing"
    case .emptyList(let key): "`\(key)` is an empty list"
    case .emptyMapping(let key): "`\(key)` is an empty mapping"
    case .severalLines(let key): "`\(key)` must be one line"
    case .unknownWord(let word, let what, _): "unknown \(what) `\(shown(word))`"
    case .repeated(let word, let key): "`\(shown(word))` stands twice in `\(key)`"
    case .notBoolean(let word, let key): "`\(key)` must be true or false, but is `\(shown(word))`"
    case .notComparison(let word, let key): "`\(key)` must be a comparison, but is `\(shown(word))`"
    case .badShape(let word, let what, _): "`\(shown(word))` is no \(what)"
    case .badEffect(let word, let key, _): "`\(shown(word))` is nothing that `\(key)` can do"
    case .badURL(let url): "`\(shown(url))` is no web address"
    case .absoluteGlob(let glob): "the path `\(shown(glob))` is absolute"

    case .noMatch: "the rule does not say where it fires"
    case .matchTwice(let key): "the rule says where it fires twice: `match` and `\(key)`"
    case .twoSources(let first, let second, let owner): "\(owner) has two sources, `\(first)` and `\(second)`"
    case .noSource(let owner, _): "\(owner) does not say what to look for"
    case .noCondition(let owner): "\(owner) says nothing"
    case .channelWithoutRegex: "`in` has a meaning only beside `regex`"
    case .gradeOutsideAny(let key): "`\(key)` has a meaning only in an alternative of `any`"
    case .nearHoldsNothing(let key): "`\(key)` does not say what to look for"
    case .nearHoldsTwo(let key): "`\(key)` looks for an argument and for something else"
    case .argumentRegion(let region): "`argument` is looked for in a call, not in `\(region)`"
    case .channelAsRegion(let channel): "`in` names a region here, but `\(channel)` is what a regex reads"
    case .betweenNothing: "the region `between` needs two sites"
    case .reachInside: "`reaches` has no meaning here"
    case .parameterOutsideReach: "`$PARAMETER` has a meaning only under `reaches`"
    case .onceInside: "`once` says which findings are told, and is no condition on something else"
    case .channelInside: "`channel` finds ends of channels, and is no condition on something else"
    case .callsInside: "`calls` finds the calls that a rule reports, and is no condition on something else"
    case .besideReach(let key): "`\(key)` has a meaning only beside `reaches`"
    case .callersInside: "`callers` is asked of the calls that a rule reports, and is no condition on something else"
    case .outsideHands(let key): "`\(key)` has a meaning only under `hands`"
    case .badDepth(let word, let limit): "`depth` is a number of calls from 1 to \(limit), but is `\(shown(word))`"

    case .exampleWithoutText: "the example holds no text"
    case .badUnmarked: "the bad example does not mark where the rule fires"
    case .goodMarked: "the good example marks a place with `↓`, but the rule must not fire in it"
    case .exampleLanguageOpen: "the example does not say which of the rule's languages it is in"
    case .exampleLanguageForeign(let word, _): "the example is in `\(word)`, which is no language of the rule"

    case .emptyFramework: "the framework has no roles, operations or scopes"
    case .emptyRole(let name): "nothing says what plays the role `\(shown(name))`"
    case .callersWithoutReach(let key): "`\(key)` says from where functions are reached, and none are"
    case .besideWithoutOnly: "`beside` says who else may call what only these functions call"
    case .emptyContext(let name): "nothing says which code is in the context `\(shown(name))`"
    case .emptyTechnology(let name): "nothing says how the technology `\(shown(name))` is recognised"

    case .emptyVersionRange(let from, let before): "no version is both from `\(from)` and before `\(before)`"

    case .emptyCondition: "`when` asks for nothing"
    case .captureInCondition(let name):
      "`\(shown(name))` stands for something in code, but `when` asks about the project"
    case .otherKind(let name, let kinds, let wanted):
      "`\(shown(name))` is known under \(kinds.map { "`\($0)`" }.joined(separator: " and ")), not under `\(wanted)`"

    case .secondDocument: "a configuration is one document, and here a second one begins"
    case .outsideFolder(let path): "the folder `\(shown(path))` does not lie in the folder of this file"

    case .duplicateName(let name, let what, let first):
      "the \(what) `\(shown(name))` is given twice, first in \(first.file):\(first.line):\(first.column)"
    }
  }

  /// What to do about it.
  var hint: String? {
    switch self {
    case .unreadable: "check where it leads and its permissions, or remove it"
    case .tooLarge: "split it; every file of the folder is read"
    case .utf16, .notUTF8: "save the file as UTF-8"
    case .forbiddenCharacter: "write it as an escape inside double quotes"
    case .notYAML(let problem, let context, _): Complaint.syntaxHint(problem: problem, context: context ?? "")
    case .noRule, .notMapping: "a rule starts with `id: …`"
    case .aliasesTooLarge, .tooDeep: "say it more plainly"
    case .unknownAnchor: "quote a text that begins with `*`"
    case .aliasInItself, .outOfMemory, .tooManyFaults: nil
    case .tag: "quote a text that begins with `!`"
    case .mergeKey: "write the keys out"
    case .keyNotText: "quote a text that begins with `[` or `{`"
    case .duplicateKey: "remove one of them"

    case .wrongType(_, let wanted, let found):
      wanted.hasPrefix("a text") && found != "left out" ? "quote a text that begins with `[` or `{`" : nil
    case .unknownKey(let key, _, let known), .unknownWord(let key, _, let known):
      if let nearest = nearestWord(to: key, among: known) {
        "did you mean `\(nearest)`?"
      } else if known.isEmpty {
        "none is defined"
      } else {
        "known: " + known.joined(separator: ", ")
      }
    case .matchKeyInRule: "put it under `match:`"
    case .missingKey: nil
    case .nothing(let key): "write a value after `\(key):` or remove the key"
    case .severalLines: "put the rest under `why` or `recommendation`"
    case .repeated: "remove one"
    case .absoluteGlob: "paths count from the audited folder; begin with `**/` to match anywhere"
    case .emptyList, .emptyMapping: "leave the key out"
    case .notBoolean: "without quotes"
    case .notComparison: "such as \">=8\", \"==0\", \"<3\" or a number"
    case .badShape(_, _, let rule): rule
    case .badEffect(_, _, let allowed): "allowed: \(allowed)"
    case .badURL: "it starts with http:// or https:// and has no spaces"

    case .noMatch: "give it `match`, `pattern` or `regex`"
    case .matchTwice: "keep one of them"
    case .twoSources: "join them with `any` or `all`"
    case .noSource(_, let wanted): "give it \(wanted)"
    case .noCondition: "give it a source or a condition"
    case .channelWithoutRegex: nil
    case .gradeOutsideAny(let key): "the rule's own `\(key)` stands beside its `id`"
    case .nearHoldsNothing: "give it `argument`, `pattern`, `operation` or another source"
    case .nearHoldsTwo: "write them as two entries of a list"
    case .argumentRegion: "leave `in` out"
    case .channelAsRegion: "write `any: [{regex: …, in: …}]` beside the region"
    case .betweenNothing: "use it inside `follows` or `precedes`"
    case .reachInside:
      "it stands under `match:` and in conditions of rules, but not in another `reaches`, in `inside` or in a framework file"
    case .parameterOutsideReach: "name a capture of the pattern, or `$LOOP_VARIABLE`"
    case .onceInside: "put it directly under `match:`, or into an alternative of its `any:`"
    case .channelInside: "put it directly under `match:`, or into an alternative of its `any:`"
    case .callsInside: "put it directly under `match:`, or into an alternative of its `any:`"
    case .callersInside: "put it beside the `reaches` of `match:`, or of an alternative of its `any:`"
    case .besideReach: nil
    case .outsideHands: nil
    case .badDepth: nil

    case .exampleWithoutText: "give it `bad`, `good` or `missed`"
    case .badUnmarked: "put `↓` before each token a finding starts at"
    case .goodMarked: "remove it"
    case .exampleLanguageOpen(let languages), .exampleLanguageForeign(_, let languages):
      "the rule's: " + languages.joined(separator: ", ")

    case .emptyFramework: nil
    case .emptyRole: "give it `types`, `types-like`, `made-by`, `element-of` or `names`"
    case .callersWithoutReach: "it goes with `reaches`"
    case .besideWithoutOnly: "it goes with `reaches: only-callee`"
    case .emptyContext:
      "give it `paths`, `decorators`, `functions`, `bases`, `parameters`, `scopes`, `module-level` or `from`"
    case .emptyVersionRange: "`before` is the first version that it does not hold for"
    case .emptyTechnology: "give it `packages`, `imports`, `images`, `schemes`, `settings` or `words`"
    case .emptyCondition: "say what a project must have beside `proven`, such as `orm: sqlalchemy`"
    case .captureInCondition: "name it, or leave the key out to mean any"
    case .otherKind(_, let kinds, _): kinds.first.map { "move it to `\($0)`" }
    case .secondDocument: "remove the `---`"
    case .outsideFolder: "name one that does, without `..`; `--rules` takes any folder"
    case .duplicateName: "rename one of them"
    }
  }

  /// Most mistakes in YAML are a missing pair of quotes; libyaml does not say so.
  private static func syntaxHint(problem: String, context: String) -> String? {
    if context.contains("block scalar") { return "quote a text that begins with `>` or `|`" }
    if problem.contains("cannot start any token") { return "quote the text; indent with spaces, not tabs" }
    if problem.contains("mapping values are not allowed") { return "quote a text that contains `: `" }
    if context.contains("anchor") || context.contains("alias") { return "quote a text that begins with `&` or `*`" }
    if context.contains("directive") { return "quote a text that begins with `%`" }
    if context.contains("flow") { return "quote texts that contain brackets, braces or commas" }
    return "check indentation, quotes and brackets here and above"
  }
}

extension Origin {
  /// For a second place in the same file.
  fileprivate var inWords: String { "line \(line), column \(column)" }
}

/// A word of the file inside a message: cut when it is long, and without line breaks or control characters.
private func shown(_ word: String) -> String {
  var text = ""
  for (count, scalar) in word.unicodeScalars.enumerated() {
    if count == 60 { return text + "…" }
    switch scalar {
    case "\n": text += "\\n"
    case "\t": text += "\\t"
    case _ where scalar.properties.generalCategory == .control: text += "\\u{\(hexadecimal(scalar.value))}"
    default: text.unicodeScalars.append(scalar)
    }
  }
  return text
}

private func hexadecimal(_ value: UInt32, digits: Int = 2) -> String {
  let text = String(value, radix: 16, uppercase: true)
  return String(repeating: "0", count: max(0, digits - text.count)) + text
}
