import Foundation
import ShippedRules
import Testing
import Vocabulary

@testable import RuleFiles

@Suite("The schema of rule files")
struct SchemaTests {
  private let schema = RuleSchema().value

  private func fits(_ text: String) -> Bool {
    let composed = YAMLComposer(file: "f.yaml", bytes: Array(text.utf8))
    #expect(composed.faults.isEmpty)
    return composed.documents.allSatisfy { SchemaReader(root: schema).fits($0, schema) }
  }

  @Test("all shipped files fit it")
  func shipped() {
    let files = shippedRuleFiles()
    #expect(files.count > 100)
    for file in files {
      let composed = YAMLComposer(file: file.path, bytes: file.bytes)
      for document in composed.documents {
        #expect(SchemaReader(root: schema).fits(document, schema), "\(file.path)")
      }
    }
  }

  @Test("it says something of every key that the decoder knows")
  func complete() {
    func empty(_ value: SchemaValue, _ path: String) -> [String] {
      switch value {
      case .object(let members):
        members.isEmpty ? [path] : members.flatMap { empty($0.value, path + "/" + $0.key) }
      case .list(let items): items.flatMap { empty($0, path) }
      case .text, .flag, .number: []
      }
    }
    #expect(empty(schema, "") == [])
  }

  @Test(
    "keys and words that the decoder refuses, it refuses",
    arguments: [
      "sevrity: high", "match: {patern: x}", "match: {pattern: x, insid: loop}",
      "match: {any: [{pattern: x, massage: y}]}",
      "match: {pattern: x, message: y}", "match: {pattern: x, all: [{pattern: y, severity: low}]}",
      "match: {pattern: x, with: {inn: loop, pattern: y}}", "match: {pattern: x, inside: Loop}",
      "match: {pattern: x, where: {$X: {kinds: name}}}", "match: {pattern: x, where: {X: {kind: name}}}",
      "match: {pattern: x, where: {$X: {kind: nome}}}", "match: {operation: qurey}",
      "match: {reaches: {operation: query, deep: 2}}",
      "match: {reaches: {depth: 2}}", "match: {reaches: {operation: query, depth: 9}}",
      "match: {pattern: x, lines: many}",
      "match: {pattern: x, where: {$X: {relation: {off: $Y}}}}",
      "match: {pattern: x, where: {$X: {table: {event: drop}}}}",
      "pattern: x\nmatch: {pattern: y}", "pattern: x\nwhen: {orms: django}", "pattern: x\nwhen: {async: 'yes'}",
      "pattern: x\nwhen: {triggers: {onn: jobs}}", "pattern: x\ndowngrade: {script: lowest}",
      "pattern: x\npaths: {exlude: a}",
      "pattern: x\nexamples: [{bed: y}]", "pattern: x\nsources: [{title: a}]", "pattern: x\nequivalents: [a b]",
      "why: x",
    ])
  func refused(lines: String) {
    #expect(!faults(ofRuleWith: lines + "\n").isEmpty)
    #expect(!fits(head + lines + "\n"))
  }

  @Test(
    "what the decoder takes, it takes",
    arguments: [
      "pattern: x", "regex: 5\nin: raw", "match: {pattern: [x, y], inside: [loop, {pattern: 'if $X'}], lines: '>= 5'}",
      "match: {any: [{pattern: x, message: y, severity: low}], shares: []}", "match: {pattern: x, lines: 5}",
      "match: {pattern: x, where: {$...ARGS: {count: '>=2'}}, without: {argument: timeout}}",
      "pattern: x\nwhen: {orm: [a, {b: '>=2'}], pool-size: '<5'}\ndowngrade: {script: off, admin: 1}",
      "pattern: x\nexamples: [{bad: [↓x, 'y = ↓x'], good: []}]",
    ])
  func taken(lines: String) {
    let told = faults(ofRuleWith: lines + "\n").filter { !$0.contains("unknown context") && !$0.contains("technology") }
    #expect(told == [])
    #expect(fits(head + lines + "\n"))
  }

  @Test("of framework files, too")
  func frameworks() {
    let right =
      "framework: acme\nlanguage: python\nroles: {store: {as: $S, types: [Store]}}\noperations: {query: [$S.all()]}\n"
    #expect(fits(right))
    for (key, wrong) in [("types", "typs"), ("query", "qurey"), ("operations", "operation"), ("$S,", "S,")] {
      let text = right.replacing(key, with: wrong)
      #expect(!fits(text))
      #expect(!faults(text).isEmpty)
    }
  }

  @Test("the shapes of names are the same as expressions and as functions")
  func shapes() throws {
    let names = [
      "", "A", "A1", "QE003", "KB-SA2", "1A", "qe1", "A-", "a", "a-b", "a--b", "-a", "a1", "a_b", "$X", "$X1", "$",
      "$x", "$...X",
      "$..X", "$_", "x", "_x", "1x", "é", "a/b", "a b", "ASYNC210", "$X_Y",
    ]
    for shape in [Shape.ruleID, .practiceID, .kebab(what: ""), .capture, .captureOrRun, .argument, .code] {
      let expression = try NSRegularExpression(pattern: shape.pattern)
      for name in names {
        let matches = expression.firstMatch(in: name, range: NSRange(name.startIndex..., in: name)) != nil
        #expect(matches == shape.fits(name), "\(shape) \(name)")
      }
    }
  }
}

/// As much of JSON Schema as the schema uses, held against YAML of version 1.2.
private struct SchemaReader {
  let root: SchemaValue

  func fits(_ node: YAMLNode, _ schema: SchemaValue) -> Bool {
    guard case .object(let members) = schema else {
      if case .flag(let takes) = schema { return takes }
      return false
    }
    if let condition = schema["if"] {
      return schema[fits(node, condition) ? "then" : "else"].map { fits(node, $0) } ?? true
    }
    return members.allSatisfy { holds($0.key, $0.value, schema, node) }
  }

  private func holds(_ keyword: String, _ value: SchemaValue, _ schema: SchemaValue, _ node: YAMLNode) -> Bool {
    switch keyword {
    case "$ref": return fits(node, definition(value.text))
    case "type": return (value.items ?? [value]).contains { types(of: node).contains($0.text) }
    case "enum": return value.items!.contains { $0.text == node.scalar }
    case "pattern":
      return node.scalar.map { $0.range(of: value.text, options: .regularExpression) != nil } ?? true
    case "minimum": return node.integer.map { $0 >= value.integer } ?? true
    case "maximum": return node.integer.map { $0 <= value.integer } ?? true
    case "anyOf": return value.items!.contains { fits(node, $0) }
    case "oneOf": return value.items!.count { fits(node, $0) } == 1
    case "items": return node.items?.allSatisfy { fits($0, value) } ?? true
    case "minItems": return node.items.map { $0.count >= value.integer } ?? true
    case "minProperties": return node.entries.map { $0.count >= value.integer } ?? true
    case "required":
      return node.entries.map { entries in value.items!.allSatisfy { key in entries.contains { $0.key == key.text } } }
        ?? true
    case "properties":
      return node.entries?.allSatisfy { entry in value[entry.key].map { fits(entry.value, $0) } ?? true } ?? true
    case "additionalProperties":
      return node.entries?.allSatisfy { entry in
        schema["properties"]?[entry.key] != nil || fits(entry.value, value)
      } ?? true
    case "propertyNames":
      return node.entries?.allSatisfy {
        $0.key.range(of: value["pattern"]!.text, options: .regularExpression) != nil
      } ?? true
    case "$schema", "title", "definitions": return true
    default:
      Issue.record("the schema uses `\(keyword)`, which this reader does not know")
      return false
    }
  }

  private func definition(_ reference: String) -> SchemaValue {
    root["definitions"]![String(reference.split(separator: "/").last!)]!
  }

  private func types(of node: YAMLNode) -> [String] {
    switch node.content {
    case .list: ["array"]
    case .mapping: ["object"]
    case .text("true", isPlain: true), .text("false", isPlain: true): ["boolean"]
    case .text: node.integer != nil ? ["integer", "number"] : ["string"]
    }
  }
}

extension SchemaValue {
  fileprivate subscript(key: String) -> SchemaValue? {
    if case .object(let members) = self { members.first { $0.key == key }?.value } else { nil }
  }
  fileprivate var text: String { if case .text(let text) = self { text } else { "" } }
  fileprivate var integer: Int { if case .number(let number) = self { number } else { 0 } }
  fileprivate var items: [SchemaValue]? { if case .list(let items) = self { items } else { nil } }
}

extension YAMLNode {
  fileprivate var items: [YAMLNode]? { if case .list(let items) = content { items } else { nil } }
  fileprivate var entries: [YAMLEntry]? { if case .mapping(let entries) = content { entries } else { nil } }
  fileprivate var scalar: String? { if case .text(let text, _) = content { text } else { nil } }
  fileprivate var integer: Int? { if case .text(let text, isPlain: true) = content { Int(text) } else { nil } }
}
