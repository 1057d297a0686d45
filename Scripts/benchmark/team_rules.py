"""A thousand rules such as the teams of a company might write: always the same ones.

  team_rules.py FOLDER [COUNT]

They vary as real ones do. Most name an API of their own that few files use; a part speaks of names that stand
everywhere (`.execute`, `.get`, `.filter`), told apart by an argument; some sit inside a loop, an `async` function or
a transaction; some are regular expressions with a required literal; some name the standard library and do match.
"""

import json
import pathlib
import shutil
import sys

SERVICES = (
    "billing ledger invoice payment refund customer account catalog inventory warehouse shipment carrier order cart "
    "coupon pricing tax audit consent identity session_store profile search ranking feed timeline message mailbox "
    "calendar booking ticket seat venue report export importer archive media thumbnail transcode"
).split()
NOUNS = (
    "client gateway repository store cache queue bus registry loader writer reader index snapshot batch stream lock "
    "pool cursor document record"
).split()
VERBS = (
    "fetch load save store push publish resolve lookup sync refresh purge expire reserve release enqueue dispatch "
    "render compile validate merge"
).split()
STANDARD = (
    "json.loads json.dumps copy.deepcopy os.path.exists os.listdir shutil.copyfile hashlib.sha256 base64.b64encode "
    "datetime.datetime.now decimal.Decimal uuid.uuid4 random.choice itertools.chain functools.reduce logging.getLogger "
    "collections.OrderedDict tempfile.mkdtemp zlib.compress pickle.loads csv.reader"
).split()


def rule_texts(count):
    """YAML documents, one per rule."""
    return [document(number, *shape(number)) for number in range(1, count + 1)]


def shape(n):
    """The rule's title and what it matches: (title, lines of YAML)."""
    service = SERVICES[n * 7 % len(SERVICES)]
    noun = NOUNS[(n * 3 + n // 40) % len(NOUNS)]
    verb = VERBS[(n * 11 + n // 400) % len(VERBS)]
    module, kind = f"acme.{service}.{noun}", n % 20
    if kind < 5:
        return f"{module}.{verb} is deprecated", top(pattern=f"{module}.{verb}_{n}(...)")
    if kind < 8:
        return f"{verb} of the {service} {noun} in a loop", match(
            pattern=f"$CLIENT.{verb}_{service}_{noun}(...)", inside="loop")
    if kind < 10:
        return f"{service} {noun} called on the event loop", match(
            pattern=[f"{module}.{verb}(...)", f"{module}.{verb}_all(...)"], inside="async-function")
    if kind == 10:
        return f"raw statement against {service}_{n}", match(
            pattern=f'$C.execute("=~/(?i)\\b{service}_{n}\\b/", ...)', inside="loop")
    if kind == 11:
        return f"{service} cache read without a default", top(pattern=f'$C.get("=~/^{service}:{n}:/")')
    if kind == 12:
        return f"{service} rows not bound to a tenant", top(pattern=f"$Q.filter({service}_{noun}_{n}=$V, ...)")
    if kind == 13:
        return f"{service} {noun} by hand", match(
            pattern=f"{service}_{noun}_{n} = $V", uses="$LOOP_VARIABLE", inside="loop")
    if kind == 14:
        return f"host of {service} in the code", top(
            regex=f"{service}-{n}\\.internal\\.example\\.(com|net)", where_in="string")
    if kind == 15:
        return f"legacy helper {verb}_{service}_legacy", top(regex=f"\\b{verb}_{service}_legacy{n}\\s*\\(")
    if kind == 16:
        return f"table {service}_{n} read whole", match(regex=f"(?i)from\\s+{service}_{noun}_{n}\\b", where_in="sql")
    if kind == 17:
        call, turn = STANDARD[n // 20 % len(STANDARD)], n // 20 // len(STANDARD)
        argument = "" if turn == 0 else f"{service}_{noun}, "
        return f"{call} in a loop, part {turn}", match(pattern=f"{call}({argument}...)", inside="any-loop")
    if kind == 18:
        call = STANDARD[n // 20 % len(STANDARD)]
        return f"{call} on the event loop, part {n}", match(
            pattern=f"{call}($X, {noun}=$V, ...)", inside="async-function")
    return f"{service} {noun} opened and left", match(
        pattern=f"with {module}.open_{n}($X) as $H", without=f"$H.{verb}(...)")


def top(pattern=None, regex=None, where_in=None):
    lines = [f"pattern: {quoted(pattern)}" if pattern else f"regex: {quoted(regex)}"]
    return lines + ([f"in: {where_in}"] if where_in else [])


def match(pattern=None, regex=None, where_in=None, inside=None, uses=None, without=None):
    lines = ["match:", f"  pattern: {quoted(pattern)}" if pattern else f"  regex: {quoted(regex)}"]
    lines += [f"  in: {where_in}"] if where_in else []
    lines += [f"  inside: {inside}"] if inside else []
    lines += [f"  uses: {uses}"] if uses else []
    lines += [f"  without: {{in: function, pattern: {quoted(without)}}}"] if without else []
    return lines


def quoted(value):
    """JSON is YAML."""
    return json.dumps(value)


def document(number, title, lines):
    severity = ("low", "medium", "high")[number % 3]
    head = [
        f"id: TEAM{number:04}",
        f"name: team-rule-{number:04}",
        f"title: {quoted(title)}",
        "language: python",
        f"severity: {severity}",
        f"effort: {'SML'[number % 3]}",
    ]
    return "\n".join(head + lines + [f"recommendation: {quoted('Use what the platform team offers instead.')}"]) + "\n"


def write(folder, count=1000, per_file=20):
    """Replaces the folder; several rules share a file, as they do in practice."""
    folder = pathlib.Path(folder)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    texts = rule_texts(count)
    for start in range(0, count, per_file):
        name = f"team-{start // per_file + 1:03}.yaml"
        (folder / name).write_text("---\n".join(texts[start:start + per_file]), encoding="utf-8")
    return folder


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    write(sys.argv[1], int(sys.argv[2]) if len(sys.argv) == 3 else 1000)
