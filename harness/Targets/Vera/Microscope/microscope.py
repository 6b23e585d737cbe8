# Carried out inside of worker.py, whose names it uses: what it takes to compile and stress anybody's program.


def remember_parses():
    """What the compiler parses besides a program, its prelude and parts of texts, is the same again and again."""
    import vera.parser
    known, real = {}, vera.parser.parse

    def parse_once(source, file=None):
        if file is not None:
            return real(source, file=file)
        if source not in known:
            if len(known) >= 4096:
                known.clear()
            known[source] = real(source)
        return known[source]

    vera.parser.parse = parse_once
    remember("vera.prelude", "_parse_source", 64)  # The same few preludes are put into all programs.
    remember("vera.lexical", "scan_comments", 1)  # Comments are looked for three times in one text.


def remember(module, name, most):
    """Has a function of the compiler, if the release has it, keep what it gave last: that is never changed."""
    try:
        there = importlib.import_module(module)
        setattr(there, name, functools.lru_cache(most)(getattr(there, name)))
    except (ImportError, AttributeError):
        pass


def collect_seldom():
    """What is loaded stays, and what compiling leaves behind is few cycles among much that counting frees."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


@functools.cache
def wants_declarations():
    """Whether programs declare exceptions themselves; a release that hides what it knows is a later one."""
    try:
        return "Exn" not in vera.environment.TypeEnv().effects
    except AttributeError:
        return False


def left_out(result):
    """Why functions are missing that the compiler left out: its own words, and then those of what they call."""
    told = {}
    for d in result.diagnostics:
        code, words = str(getattr(d, "error_code", "") or ""), first_line(getattr(d, "description", d))
        named = re.match(r"Function '([^']+)'", words)
        if named and code.startswith("E6") and not PRELUDE.search(words):
            told.setdefault(named.group(1), code + " " + words)

    def reason(name):
        words = []
        while name in told and told[name].rstrip(".") not in words:
            words.append(told[name].rstrip("."))
            called = re.search(r"calls function '([^']+)'", told[name])
            name = called and called.group(1)
        return "; ".join(words)

    return {name: reason(name) for name in told if name not in result.exports}


class Hooks:
    """What an instrumented module asks and tells while it runs: decides when to collect, and looks at its heap."""

    def __init__(self, plan):
        self.points = set(plan["points"])
        self.every, self.checks = plan["every"], plan["checks"]
        self.allocations = self.collections = self.fingerprint = 0
        self.broken = self.leak = self.handed = None  # A root that is left is no reason to look away from blocks.
        self.calls = []

    def bind(self, store, instance):
        """Looks once for what the module shows of its collector."""
        exports = instance.exports(store)
        self.store = store
        self.memory = exports["memory"] if "memory" in exports else None
        self.globals = {}
        for role in ("heap_start", "heap_ptr", "free_head", "sp", "stack_base"):
            if "gcstress." + role in exports:
                self.globals[role] = exports["gcstress." + role]

    def imports(self):
        return (
            ("allocating", 1, 1, self.allocating),
            ("collecting", 0, 0, self.collecting),
            ("collected", 0, 0, self.collected),
            ("entered", 2, 0, self.entered),
            ("left", 2, 0, self.left),
        )

    def allocating(self, size):
        self.allocations += 1
        return 1 if self.allocations in self.points or (self.every and self.allocations % self.every == 0) else 0

    def collecting(self):
        self.collections += 1
        if self.checks and self.broken is None:
            self.before = self.heap()

    def collected(self):
        if self.checks and self.broken is None:
            self.check(self.before, self.heap())

    def entered(self, function, sp):
        self.calls.append([function, *(self.handed or (sp, 0, 0))])
        self.handed = None

    def left(self, function, sp):
        self.handed, goes_on = None, function & (1 << 30)  # Another one goes on in its place.
        while self.calls:
            known, entry, callees, leaver = self.calls.pop()
            if not (known ^ function) & 0x3FFFFFFE:
                left = (sp - entry) & 0xFFFFFFFF
                leaver = known if (left - callees) & 0xFFFFFFFF > callees else leaver
                is_left = left and not (left == 4 and function & 1)
                callees, leaver = self.leaked(left, leaver, goes_on) if is_left else (0, 0)
                self.handed = (entry, callees, leaver) if goes_on else None
                return

    def leaked(self, left, leaver, goes_on):
        """The most that a function left is kept; what its callees left it is put down to them."""
        if not self.leak or left > self.leak["after"]:
            self.leak = self.seen("balance", 0, 0, left, function=leaver)
        if self.calls and not goes_on:
            caller = self.calls[-1]
            caller[2:] = (caller[2] + left) & 0xFFFFFFFF, caller[3] if caller[2] else leaver
        return left, leaver

    def roots(self):
        """The bytes of roots that are on the shadow stack after the program."""
        return self.value("sp") - self.value("stack_base") if "sp" in self.globals else 0

    def value(self, role):
        return self.globals[role].value(self.store) & 0xFFFFFFFF

    def heap(self):
        start, end = self.value("heap_start"), self.value("heap_ptr")
        end = min(end, self.memory.data_len(self.store))
        if end <= start:
            return b""
        base = ctypes.cast(self.memory.data_ptr(self.store), ctypes.c_void_p).value
        return ctypes.string_at(base + start, end - start)

    def check(self, before, after):
        """Blocks tile the heap, none changes its size, none that stays its payload, and what is free is a list."""
        start = self.value("heap_start")
        unmarked = set()
        at, end = 0, len(before)
        while at + 4 <= end:
            header, = struct.unpack_from("<I", before, at)
            now, = struct.unpack_from("<I", after, at)
            size, payload = header >> 1, at + 4
            if payload + size > end:
                return self.found("tiling", start + payload, size, 0)
            if now >> 1 != size:
                return self.found("header", start + payload, size, now >> 1)
            if not now & 1:
                unmarked.add(start + payload)
            elif before[payload:payload + size] != after[payload:payload + size]:
                return self.changed(before, after, payload, size)
            at += (size + 11) & -8
        self.check_free(unmarked, after, start)

    def changed(self, before, after, payload, size):
        offset = next(i for i in range(size) if before[payload + i] != after[payload + i]) & -4
        words = [int.from_bytes(heap[payload + offset:payload + min(offset + 4, size)], "little")
                 for heap in (before, after)]
        self.found("payload", self.value("heap_start") + payload, *words, offset=offset, size=size)

    def check_free(self, unmarked, after, start):
        node = self.value("free_head")
        while node:
            if node not in unmarked:
                return self.found("freeList", node, 0, 0)
            unmarked.discard(node)
            node, = struct.unpack_from("<I", after, node - start)

    @property
    def damage(self):
        return self.broken or self.leak

    def found(self, *what, **more):
        self.broken = self.seen(*what, **more)

    def seen(self, kind, block, before, after, offset=0, size=0, function=0):
        return dict(kind=kind, block=block, offset=offset, size=size, before=before, after=after,
                    collection=self.collections, allocation=self.allocations, function=function)


REFUSED = re.compile(r"(async_)?http_|async_|inference_|db_|write_file$")


class Watching(Exception):
    """What a program asked of the world outside that it is not given here."""


def watch(wasmtime):
    """Gives every linker the imports of the hooks of the moment, and refuses what reaches out of this process."""
    watched = {"hooks": None, "refused": None}
    define, instantiate = wasmtime.Linker.define_func, wasmtime.Linker.instantiate

    def refuse(name):
        def refused(*arguments):
            watched["refused"] = name
            raise Watching(name + " is refused")
        return refused

    def define_func(linker, module, name, kind, function, *more, **named):
        if watched["hooks"] and module == "vera" and REFUSED.match(name):
            function, more, named = refuse(name), (), {}
        return define(linker, module, name, kind, function, *more, **named)

    def instantiated(linker, store, code):
        hooks = watched["hooks"]
        if hooks is None:
            return instantiate(linker, store, code)
        i32 = wasmtime.ValType.i32
        for name, taken, given, function in hooks.imports():
            kind = wasmtime.FuncType([i32() for _ in range(taken)], [i32() for _ in range(given)])
            define(linker, "gcstress", name, kind, function)
        instance = instantiate(linker, store, code)
        hooks.bind(store, instance)
        return instance

    wasmtime.Linker.define_func, wasmtime.Linker.instantiate = define_func, instantiated
    return watched


class FixedWorld:
    """Time stands at one moment and moves by what is slept; chance is the same in every run."""

    def start(self):
        self.now = 1.7e9
        time.time = lambda: self.now
        time.time_ns = lambda: int(self.now * 1e9)
        time.sleep = self.sleep
        random.seed(1)

    def sleep(self, seconds):
        self.now += max(0.0, min(seconds, 1e6))


def version():
    known = getattr(vera, "__version__", None)
    if known:
        return str(known)
    for name in ("veralang", "vera"):
        try:
            return importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            pass
    return "unknown"


def resolve(program, path):
    """The modules that a program imports, and what was wrong with that."""
    if path is None:
        return [], []
    from vera.resolver import ModuleResolver
    resolver = ModuleResolver(_root=pathlib.Path(path).parent)
    imported = resolver.resolve_imports(program, pathlib.Path(path))
    return imported, list(resolver.errors)


def offered(function, **named):
    """Of these arguments the ones that this release's function takes."""
    return {name: value for name, value in named.items()
            if value is not None and name in inspect.signature(function).parameters}


def serve_edited(request):
    edited = copy.copy(compiled[-1])
    edited.wat = request["edited"]
    carry_out([(request["function"], functools.partial(run_edited, edited, plan, request))
               for plan in request["plans"]], request["seconds"])


def run_edited(edited, plan, request):
    """One run of an edited module under one plan, in a world that does not change from run to run."""
    world.start()
    hooks = watched["hooks"] = Hooks(plan)
    watched["refused"] = None
    named = offered(execute, raw_args=request["arguments"] or None, stdin=request["input"], cli_args=[], env_vars={},
                    capture_stderr=True)
    call = functools.partial(execute, edited, fn_name=request["function"], **named)
    try:
        seen = run(request["function"], request["outputChars"], call, lambda done: {
            "value": None if done.value is None else str(done.value), "exit": getattr(done, "exit_code", None),
            "left": hooks.roots()})
    finally:
        watched["hooks"] = None
    seen.update(allocations=hooks.allocations, collections=hooks.collections, damage=hooks.damage,
                refused=watched["refused"])
    return seen
