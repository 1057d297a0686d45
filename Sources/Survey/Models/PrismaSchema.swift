import SourceScan
import Vocabulary

/// The models of schema files of Prisma; a model may lead to one of another file.
enum PrismaSchema {
  /// - Parameter files: path and content.
  static func models(in files: [(path: String, bytes: [UInt8], count: Int)]) -> [Model] {
    let declared = files.flatMap { blocks(in: $0.bytes, count: $0.count, path: $0.path) }
    let names = Set(declared.map(\.name))
    return declared.map { block in
      var model = Model(
        name: block.name, table: block.name, columns: [], relations: [], path: block.path, line: block.line)
      var schema: String?
      for line in block.lines {
        if line.words.first?.hasPrefix("@@map") ?? false { model.table = quoted(line.text) ?? model.table }
        if line.words.first?.hasPrefix("@@schema") ?? false { schema = quoted(line.text) }
        guard line.words.count > 1, let name = line.words.first, !name.hasPrefix("@") else { continue }
        let type = String(line.words[1].prefix { $0.isLetter || $0.isNumber || $0 == "_" })
        if names.contains(type) {
          model.relations.append(
            Relation(name: name, target: type, loading: nil, path: block.path, line: line.number))
        } else {
          model.columns.append(name)
        }
      }
      model.table = model.table.map { SchemaName(schema: schema, name: $0).text }
      return model
    }
  }

  private struct Block {
    struct Line {
      var number: Int
      var text: String
      var words: [String]
    }

    var name: String
    var path: String
    var line: Int
    var lines: [Line] = []
  }

  /// `model Name {` to the line that begins with `}`.
  private static func blocks(in bytes: [UInt8], count: Int, path: String) -> [Block] {
    var blocks: [Block] = []
    var current: Block?
    for (index, piece) in bytes[..<count].split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      let text = withoutComment(String(decoding: piece, as: UTF8.self))
      let words = text.split { $0 == " " || $0 == "\t" || $0 == "\r" }.map(String.init)
      guard let first = words.first else { continue }
      if current != nil, first.hasPrefix("}") {
        if let block = current { blocks.append(block) }
        current = nil
      } else if current != nil {
        current?.lines.append(Block.Line(number: index + 1, text: text, words: words))
      } else if first == "model", words.count > 1 {
        current = Block(name: words[1].filter { $0 != "{" }, path: path, line: index + 1)
      }
    }
    return blocks
  }

  private static func withoutComment(_ line: String) -> String {
    guard let mark = line.firstRange(of: "//"), !line[..<mark.lowerBound].contains("\"") else { return line }
    return String(line[..<mark.lowerBound])
  }

  /// The text between the first quotes of a line.
  private static func quoted(_ line: String) -> String? {
    let parts = line.split(separator: "\"", omittingEmptySubsequences: false)
    return parts.count > 2 ? String(parts[1]) : nil
  }
}
