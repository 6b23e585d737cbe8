"""Runs Vera programs for Vera.GcStress.

One JSON request a line on standard input; JSON answers, one a line, on standard output:

    {"source": TEXT, "functions": [NAME, ...], "eager": BOOL, "heapStart": INT, "outputChars": INT,
     "seconds": INT, "text": BOOL, "given": {NAME: [TEXT, ...]}}   what functions are given, as on a command line
      -> {"heapStart": INT}                    the program compiled (or {"rejected": REASON}: it did not)
      -> {"function": NAME, ...}               one for each function, as soon as it has run; none at all
                                               if the heap does not start where the request says; with "text",
                                               wherever it starts, for those alone that the module lacks, which
                                               comes first as "wat"
      -> {"done": true}

    {"compile": TEXT, "path": PATH}            a program, and where its imports are looked for
      -> {"wat": TEXT, "exports": [NAME, ...], "parameters": {NAME: [TYPE, ...]}, "texts": [NAME, ...],
          "leftOut": {NAME: REASON}}           or {"rejected": REASON}
      -> {"done": true}

    {"edited": TEXT, "function": NAME, "arguments": [TEXT, ...], "input": TEXT, "plans": [PLAN, ...],
     "outputChars": INT, "seconds": INT}       the program compiled last, with other text for its module
      -> {"function": NAME, ...}               one for each plan, as microscope.py carries it out
      -> {"done": true}

Where processes can be forked, functions run in a child: one that dies, or takes too much processor time, costs little
to replace, and the answer for its function is {"function": NAME, "died": HOW} or {"function": NAME, "late": true}.

The first argument is the most data memory that the process may have, in bytes; the second is microscope.py.

What a release offers is found out by looking: its Python API has changed over time.
"""

import sys

# The folder that one stands in must not decide which Vera runs, nor which json: Python looks there first of all.
sys.path[:] = [place for place in sys.path if place not in ("", ".")]

import copy
import ctypes
import functools
import gc
import importlib.metadata
import inspect
import json
import mmap
import os
import pathlib
import random
import re
import signal
import struct
import time
import warnings

requests = os.fdopen(os.dup(0), "r", encoding="utf-8")
answers = os.fdopen(os.dup(1), "w", encoding="utf-8")


def answer(**fields):
    answers.write(json.dumps(fields) + "\n")
    answers.flush()


def guard_process():
    """Keeps stray prints out of the answers, and a runaway guest out of the machine's memory."""
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, signal.SIG_IGN)  # Whoever started us hears them too, and ends us when it is done.
    os.dup2(2, 1)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    sys.setrecursionlimit(20000)
    try:
        import resource
        bytes_max = int(sys.argv[1])
        resource.setrlimit(resource.RLIMIT_DATA, (bytes_max, bytes_max))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):
        pass


def load_vera():
    try:
        import vera
    except ImportError as e:
        answer(missing="this Python has no package vera: " + str(e))
        sys.exit(0)
    try:
        from vera import checker
        from vera.codegen import compile as compile_program, execute
        from vera.parser import parse
        from vera.transform import transform
        import wasmtime
    except ImportError as e:
        answer(missing="the package vera is not the compiler, or lacks something it needs: " + str(e))
        sys.exit(0)
    return vera, checker, compile_program, execute, parse, transform, wasmtime


guard_process()
exec(sys.argv[2])  # microscope.py
vera, checker, compile_program, execute, parse, transform, wasmtime = load_vera()


class Sharing:
    """One engine for all runs and one module for all runs of a program, and a look at the last run's memory."""

    def __init__(self):
        self.engine = None
        self.module = None
        self.last = None
        real_engine, real_module, real_instantiate = wasmtime.Engine, wasmtime.Module, wasmtime.Linker.instantiate

        def engine(*arguments, **named):
            self.engine = self.engine or real_engine(*arguments, **named)
            return self.engine

        def module(engine, code):
            if self.module is None or self.module[0] != code:
                self.module = (code, real_module(engine, code))
            return self.module[1]

        def instantiate(linker, store, code):
            instance = real_instantiate(linker, store, code)
            self.last = (store, instance)
            return instance

        wasmtime.Engine, wasmtime.Module, wasmtime.Linker.instantiate = engine, module, instantiate

    def guest_bytes(self):
        try:
            store, instance = self.last
            return instance.exports(store)["memory"].data_len(store)
        except Exception:
            return 0


remember_parses()
sharing = Sharing()
watched = watch(wasmtime)
world = FixedWorld()
compiled = []


def first_line(text):
    lines = [line.strip() for line in str(text).splitlines() if line.strip()]
    return " ".join(lines)[:4000] if lines else ""  # Names in it may be long: what they are named in counts.


def diagnostic(diagnostics):
    """The first error, or else the first function that was left out."""
    for wanted in ("error", "warning", ""):
        for d in diagnostics:
            if str(getattr(d, "severity", "")).rpartition(".")[2].lower().endswith(wanted):
                return "%s %s" % (getattr(d, "error_code", "") or "", first_line(getattr(d, "description", d)))
    return "without a word about why"


# Prelude functions that no program uses are left out of every one, with a warning each.
PRELUDE = re.compile(r"Function '(option|result)_(unwrap_or|map|and_then)'")


def compile_source(source, eager, path=None):
    """The compile result, or a reason. Imports are looked for where a path is given."""
    os.environ.pop("VERA_EAGER_GC", None)
    if eager:
        os.environ["VERA_EAGER_GC"] = "1"
    file = path or "case.vera"
    if wants_declarations():  # Cases have theirs in a comment.
        source = re.sub(r"(?m)^-- Before [\d.]+: (?=effect Exn<)", "", source)
    program = transform(parse(source, file=file))
    imported, diagnostics = resolve(program, path)
    known = dict(file=file, resolved_modules=imported)
    extra = {}
    if hasattr(checker, "typecheck_with_artifacts"):
        with_modules = offered(checker.typecheck_with_artifacts, collect_module_artifacts=True)
        found, artifacts = checker.typecheck_with_artifacts(program, source, **known, **with_modules)
        for name in ("expr_semantic_types", "expr_target_types", "module_artifacts"):
            extra.update(offered(compile_program, **{name: getattr(artifacts, name, None)}))
    else:
        found = checker.typecheck(program, source, **known)
    errors = [d for d in diagnostics + found if str(getattr(d, "severity", "")).lower().endswith("error")]
    if errors:
        return None, diagnostic(errors)
    result = compile_program(program, source=source, **known, **extra)
    return (result, "") if result.ok else (None, diagnostic(result.diagnostics))


def heap_start_of(result):
    found = re.search(r"\(global \$gc_heap_start i32\s+\(i32\.const (\d+)\)\)", result.wat)
    return int(found.group(1)) if found else None


def reason_for(result):
    """Why a function is not in the program: its own diagnostic, or that of something it calls."""
    told = [d for d in result.diagnostics if not PRELUDE.search(str(getattr(d, "description", d)))]
    return "left out: " + diagnostic(told or result.diagnostics)


def run(function, output_chars, call, tell=lambda done: {}):
    """One run and all that is seen of it."""
    seen = {"function": function}
    begun = time.monotonic()
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            done = call()
            seen["stdout"] = done.stdout
            seen.update(tell(done))
        except Exception as e:
            seen["stdout"] = getattr(e, "stdout", "") or ""
            seen["trap"] = str(getattr(e, "kind", "") or "")
            seen["error"] = "%s: %s" % (type(e).__name__, first_line(e))
            frames = getattr(e, "frames", None) or []
            seen["frame"] = str(getattr(frames[0], "func", "") or "") if frames else ""
    seen["seconds"] = round(time.monotonic() - begun, 6)
    seen["guestBytes"] = sharing.guest_bytes()
    if len(seen["stdout"]) > output_chars:
        seen["stdout"] = seen["stdout"][:output_chars]
        seen["truncated"] = True
    told = [str(w.message) for w in warned if issubclass(w.category, RuntimeWarning)]
    if told:
        seen["warning"] = first_line(told[0])
    return seen


def serve(request):
    if "edited" in request:
        serve_edited(request)
        answer(done=True)
        return
    source = request.get("source") or request.get("compile") or ""
    try:
        result, reason = compile_source(source, request.get("eager", False), request.get("path"))
    except Exception as e:
        result, reason = None, "%s: %s" % (type(e).__name__, first_line(e))
    if result is None:
        answer(rejected=reason)
    elif "compile" in request:
        compiled.append(result)
        del compiled[:-1]
        answer(wat=result.wat, exports=list(result.exports), parameters=getattr(result, "fn_param_types", {}),
               texts=sorted(getattr(result, "fn_string_returns", ())), leftOut=left_out(result))
    else:
        answer(heapStart=heap_start_of(result), wat=result.wat if request["text"] else None)
        functions = [name for name in request["functions"] if name not in result.exports or not request["text"]]
        if request["text"] or request["heapStart"] == heap_start_of(result):
            carry_out([(name, functools.partial(run_function, result, name, request)) for name in functions],
                      request["seconds"])
    answer(done=True)


def run_function(result, function, request):
    if function not in result.exports:
        return {"function": function, "rejected": reason_for(result)}
    given = (request.get("given") or {}).get(function)
    named = {"raw_args": given} if given else {}
    return run(function, request["outputChars"], lambda: execute(result, fn_name=function, **named))


def carry_out(steps, seconds):
    """A child takes steps until it dies, which is told, and then the next one goes on."""
    if not can_fork:
        for name, step in steps:
            answer(**step())
        return
    answered = mmap.mmap(-1, 4)
    while steps:
        answered[:4] = bytes(4)
        child = os.fork()
        if child == 0:
            follow_parent()
            for at, (name, step) in enumerate(steps, 1):
                signal.setitimer(signal.ITIMER_PROF, seconds)
                answer(**step())
                answered[:4] = struct.pack("<I", at)
            os._exit(0)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        steps = steps[struct.unpack("<I", answered[:4])[0]:]
        if code == 0 or not steps:
            return
        if code == -signal.SIGPROF:
            answer(function=steps[0][0], late=True)
        else:
            answer(function=steps[0][0], died="signal %d" % -code if code < 0 else "exit code %d" % code)
        steps = steps[1:]


def follow_parent():
    """Ends this process with its parent, where the system can do that."""
    try:
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)
    except (ImportError, OSError, AttributeError):
        pass


can_fork = hasattr(os, "fork") and hasattr(os, "waitstatus_to_exitcode")
if can_fork:
    transform(parse("private fn warm(-> @Int)\n  requires(true)\n  effects(pure)\n{\n  1\n}\n", file="case.vera"))
collect_seldom()
answer(version=version(), executable=sys.executable, package=os.path.dirname(os.path.abspath(vera.__file__)))
for line in requests:
    serve(json.loads(line))
