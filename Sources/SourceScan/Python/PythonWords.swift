extension LanguageWords {
  static let python = LanguageWords(
    ownObject: ["self", "cls"], ownClass: ["cls"],
    typeWrappers: ["Optional", "Annotated", "Union", "Final", "ClassVar"],
    unions: ["Union"],
    collectionTypes: [
      "List", "Set", "FrozenSet", "Sequence", "MutableSequence", "Collection", "Iterable", "Iterator", "Generator",
      "AsyncIterable", "AsyncIterator", "AsyncGenerator",
    ],
    genericBases: ["Generic", "Protocol"], typeVariables: ["TypeVar"],
    bareQualifiers: ["Final", "ClassVar"], anyType: ["Any"],
    elementKeepers: ["list", "sorted", "tuple", "reversed", "set"],
    mutators: [
      "append", "extend", "insert", "remove", "pop", "clear", "sort", "reverse", "add", "discard", "update",
      "setdefault", "popitem", "appendleft", "popleft", "difference_update", "intersection_update",
    ],
    superclass: ["super"], injectors: ["Depends", "Security"],
    attributeDecorators: ["property", "cached_property", "hybrid_property"],
    keptAttributeDecorators: ["cached_property"],
    accessorDecorators: ["setter", "getter", "deleter", "expression", "comparator", "update_expression"],
    staticDecorators: ["staticmethod"], contextDecorators: ["contextmanager", "asynccontextmanager"],
    abstractDecorators: ["abstractmethod", "abstractproperty"],
    runners: ["gather", "create_task", "ensure_future", "wait_for", "shield", "as_completed", "run_until_complete"],
    plainDecorators: ["staticmethod", "classmethod", "abstractmethod", "override", "final"],
    rememberingDecorators: ["cache", "memo", "once", "singleton"],
    sendingDecorators: ["async", "thread", "executor", "task", "actor", "background", "job"],
    handovers: ["run_sync", "greenlet_spawn"], handoverParts: ["thread"], lateHandovers: ["run_in_executor"],
    handoverWrappers: ["sync_to_async", "database_sync_to_async"],
    localTaskDecorators: ["task", "shared_task", "periodic_task"], localTaskModules: ["celery"])
}
