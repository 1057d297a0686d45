/// A Markdown text cut down to `room` UTF-16 units: sections that do not fit keep their heading and say that their
/// content is left out; nothing is cut within a section.
///
/// - Parameter limit: the number that readers are told.
func shortened(_ text: String, to room: Int, of limit: Int) -> String {
  if text.utf16.count <= room { return text }
  let sections = MarkdownSection.list(in: text)
  let note = "\n*Left out: Linear takes at most \(limit) characters. `assay run --format markdown` prints all.*\n\n"
  let opening = "\n*This report is shortened: what is left out says so in its place.*\n"

  // Every section can be had for its heading and the note; what is left over goes to the first contents that fit.
  var left = room - opening.utf16.count
  for section in sections { left -= section.heading.utf16.count + (section.isBare ? 0 : note.utf16.count) }
  guard left >= 0 else { return firstLines(of: text, within: room) }
  var result = ""
  for (index, section) in sections.enumerated() {
    result += section.heading
    if index == 0 { result += opening }
    let price = section.content.utf16.count - note.utf16.count
    if section.isBare || price <= left {
      left -= section.isBare ? section.content.utf16.count : price
      result += section.content
    } else {
      result += note
    }
  }
  return result
}

/// A heading's line and what stands below it, up to the next heading of any depth.
private struct MarkdownSection {
  var heading: String
  var content: String

  /// Nothing but blank lines below its heading.
  var isBare: Bool { content.allSatisfy(\.isNewline) }

  static func list(in text: String) -> [MarkdownSection] {
    var sections: [MarkdownSection] = []
    var fence: Substring?
    let whole = text.hasSuffix("\n") ? text.dropLast() : text[...]
    for line in whole.split(separator: "\n", omittingEmptySubsequences: false) {
      let mark = line.drop { $0 == " " }.prefix { $0 == "`" || $0 == "~" }
      if let open = fence {
        if mark.hasPrefix(open) { fence = nil }
      } else if mark.count >= 3 {
        fence = mark
      } else if line.hasPrefix("#"), sections.isEmpty == false || line.hasPrefix("## ") {
        sections.append(MarkdownSection(heading: line + "\n", content: ""))
        continue
      }
      if sections.isEmpty { sections.append(MarkdownSection(heading: "", content: "")) }
      sections[sections.count - 1].content += line + "\n"
    }
    return sections
  }
}

/// For a limit in which not even the headings have room.
private func firstLines(of text: String, within room: Int) -> String {
  let note = "\n\n*The rest is left out: there is no room for it.*\n"
  var result = ""
  for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
    guard result.utf16.count + line.utf16.count + 1 + note.utf16.count <= room else { break }
    result += line + "\n"
  }
  return result + note
}
