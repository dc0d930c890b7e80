"""ES modules made into what each place can load: classic scripts for a page, one module for
JupyterLab, one script for QuickJS. Pages opened from disk cannot import, and a bundler is a build.

`wrap` turns a module into one statement that fills an entry of the table `nnModules`:

    nnModules["chart.mjs"] = (() => { "use strict"; …; return { axes, curve }; })();

Lines keep their numbers; comments and indentation go. The dialect: imports and exports start at
column 0. An import takes `{ names }`, `* as name` or a default from "./flat-name" and ends in `;`.
An export stands before `const`, `function` or `class`, one name each, or is `export default`, or
`export { names } from "./flat-name";`. A template literal ends on its line. There are no live
bindings and no cycles.
"""

import re
from collections import Counter
from functools import lru_cache
from pathlib import Path

TABLE = "nnModules"
SHARED = "figures.js"
HERE = Path(__file__).parent

IMPORT = re.compile(
    r"^import (?:\{(?P<names>[^}]*)\}|\* as (?P<all>\w+)|(?P<default>\w+))"
    r' from "\./(?P<file>[\w.-]+)";',
    re.M,
)
REEXPORT = re.compile(r'^export \{(?P<names>[^}]*)\} from "\./(?P<file>[\w.-]+)";', re.M)
EXPORT = re.compile(r"^export (?=(?:async )?(?:const|function\*?|class) (?P<name>\w+))", re.M)
DEFAULT = re.compile(r"^export default ", re.M)
LEFT_OVER = re.compile(r"^(?:import|export)\b.*", re.M)


def order(*entries):
    """The files that modules need, each after those that it imports; the modules come last.

    Raises SyntaxError for a cycle, FileNotFoundError for an import of a file that is not there.
    """
    done, open_ = [], []

    def visit(path, importer):
        if path in open_:
            names = " → ".join(step.name for step in [*open_[open_.index(path) :], path])
            raise SyntaxError(f"modules import each other in a circle: {names}")
        if path in done:
            return
        if not path.exists():
            raise FileNotFoundError(f"{importer.name} imports {path.name}, which does not exist")
        open_.append(path)
        for needed in requirements(path):
            visit(needed, path)
        open_.pop()
        done.append(path)

    for entry in entries:
        visit(Path(entry).resolve(), None)
    return done


def requirements(path):
    """The files that a module needs by itself; of a door's, only those that it takes from there."""
    text = path.read_text("utf-8")
    files = [_locate(match["file"], path) for match in REEXPORT.finditer(text)]
    for match in IMPORT.finditer(text):
        door = _locate(match["file"], path)
        names = [name for name, _ in _pairs(match["names"] or "")]
        files += [_origin(door, name)[0] for name in names] or [door]
    return list(dict.fromkeys(files))


def exported_names(text):
    """The names that a module's text exports."""
    names = [match["name"] for match in EXPORT.finditer(text)]
    for match in REEXPORT.finditer(text):
        names += [exported for _, exported in _pairs(match["names"])]
    return names + ["default"] * bool(DEFAULT.search(text))


def wrap(path):
    """One module as one classic statement.

    Raises SyntaxError, with file and line, for a form outside the dialect and for an import of a
    name that the other module does not export.
    """
    path = Path(path)
    text = lean(path)
    exports = {name: name for name in exported_names(text) if name != "default"}

    def imported(match):
        if match["all"]:
            return f'const {match["all"]} = {TABLE}["{match["file"]}"];'
        if match["default"]:
            return f'const {match["default"]} = {TABLE}["{match["file"]}"].default;'
        _check(path, text, match)
        taken = {}
        for name, local in _pairs(match["names"]):
            file, original = _origin(_locate(match["file"], path), name)
            taken.setdefault(file.name, []).append(_renamed(original, local))
        lines = "\n" * match[0].count("\n")
        return lines + " ".join(
            f'const {{ {", ".join(names)} }} = {TABLE}["{file}"];' for file, names in taken.items()
        )

    def reexported(match):
        _check(path, text, match)
        for name, exported in _pairs(match["names"]):
            exports[exported] = f'{TABLE}["{match["file"]}"].{name}'
        return "\n" * match[0].count("\n")

    code = IMPORT.sub(imported, text)
    code = REEXPORT.sub(reexported, code)
    code = EXPORT.sub("", code)
    code, defaults = DEFAULT.subn("const default_ = ", code)
    if defaults:
        exports["default"] = "default_"
    if match := LEFT_OVER.search(code):
        line = code.count("\n", 0, match.start()) + 1
        raise SyntaxError(f"{path.name}, line {line}: this form cannot be linked: {match[0]}")
    returned = ", ".join(_renamed(*pair) for pair in exports.items())
    body = f'"use strict"; {code}\nreturn {{ {returned} }};'
    return f'{TABLE}["{path.name}"] = (() => {{ {body} }})();\n'


def script(*entries):
    """Modules and all that they need as one classic script that makes its own table."""
    return f"const {TABLE} = {{}};\n" + "".join(wrap(path) for path in order(*entries))


def esm(entry):
    """A module and all that it needs as one ES module with a default export, as JupyterLab wants.

    The table is local to it, so two notebooks never meet. It is linked again when a file changes.
    """
    entry = Path(entry).resolve()
    files = sorted(path for folder in {HERE, entry.parent} for path in folder.glob("*.*js"))
    return _esm(entry, tuple((path, path.stat().st_mtime_ns) for path in files))


@lru_cache(maxsize=32)
def _esm(entry, files):
    return script(entry) + f'export default {TABLE}["{entry.name}"].default;\n'


def style(view):
    """The rules of the .css file beside a view, for this figure alone; "" where there is none."""
    path = Path(view).with_suffix(".css")
    if not path.exists():
        return ""
    return f'.nn-figure[data-figure="{path.stem}"] {{\n{path.read_text("utf-8")}}}\n'


def page_scripts(*figures):
    """{stem: {file name: text}}: the classic scripts that a page loads for each figure, in order.

    figures: paths of all views of a book. What the form or most of them need is in `SHARED`; a
    module that only some need is a script by itself; what one figure alone needs is in its own.
    """
    needs = {path: order(path) for path in map(Path.resolve, figures)}
    users = Counter(module for modules in needs.values() for module in modules)
    shared = order(HERE / "mount.mjs", HERE / "view.mjs")
    common = [module for module in order(*needs) if users[module] > max(1, len(needs) / 2)]
    shared += [module for module in common if module not in shared]
    host = (HERE / "host.js").read_text("utf-8") + "".join(map(wrap, shared))
    scripts = {}
    for path, modules in needs.items():
        rest = [module for module in modules if module not in shared]
        some = {f"{module.stem}.js": wrap(module) for module in rest if users[module] > 1}
        alone = "".join(wrap(module) for module in rest if users[module] == 1)
        scripts[path.stem] = {SHARED: host, **some, path.name: alone}
    return scripts


def lean(path):
    """A module's text without comments and indentation, which a page need not carry.

    Every line keeps its number. Raises SyntaxError for a template literal of several lines.
    """
    lines, inside = [], False
    text = path.read_text("utf-8")
    for number, line in enumerate(map(str.strip, text.split("\n")), start=1):
        comment = inside or line.startswith(("//", "/*"))
        inside = comment and "*/" not in line and (inside or line.startswith("/*"))
        if not comment and line.count("`") % 2:
            raise SyntaxError(
                f"{path.name}, line {number}: a template literal must end on its line: {line}"
            )
        lines.append("" if comment else line)
    return "\n".join(lines)


def _locate(name, importer):
    """The file that `importer` means by "./name": beside it, or among the shared modules here."""
    beside = importer.parent / name
    return beside if beside.exists() else HERE / name


def _origin(path, name):
    """(file, name) where an exported name is defined, behind any doors that pass it on."""
    for match in REEXPORT.finditer(path.read_text("utf-8") if path.exists() else ""):
        for original, exported in _pairs(match["names"]):
            if exported == name:
                return _origin(_locate(match["file"], path), original)
    return path, name


def _check(path, text, match):
    target = _locate(match["file"], path)
    known = exported_names(target.read_text("utf-8"))
    for name, _ in _pairs(match["names"]):
        if name not in known:
            line = text.count("\n", 0, match.start()) + 1
            raise SyntaxError(
                f"{path.name}, line {line}: {target.name} exports no {name!r}; it exports "
                + ", ".join(sorted(known))
            )


def _pairs(names):
    """(name, local name) of each import specifier: `a, b as c` → (a, a), (b, c)."""
    for specifier in filter(None, (part.strip() for part in names.split(","))):
        name, _, local = specifier.partition(" as ")
        yield name.strip(), (local or name).strip()


def _renamed(name, value):
    return name if name == value else f"{name}: {value}"
