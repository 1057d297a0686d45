package import Vocabulary

/// The shapes in which what is known about a project is printed.
package enum ContextFormat: String, Sendable, CaseIterable {
  case json, text

  /// The whole, ending in a line end. The same context and options give the same bytes.
  package func render(
    _ context: AuditContext, toolVersion: String, options: RenderOptions = RenderOptions()
  ) -> String {
    switch self {
    case .json: jsonText(of: JSONContext(context, toolVersion: toolVersion), pretty: true)
    case .text: TextContext(context: context, options: options).render()
    }
  }
}
