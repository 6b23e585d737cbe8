namespace Vera.GcStress.Targets.Vera.Microscope.Reading;

/// <summary>The parts of a module's collector, found by what they are called in releases or by what they do.</summary>
/// <remarks>
/// Names are tried first, exported or not, with or without the prefix of a runtime's own names. A part that no name
/// leads to is found by its shape: a collector is what the allocator calls without arguments, the heap's start is the
/// constant that the heap's pointer begins as.
/// </remarks>
internal sealed class ModuleRoles
{
    private static readonly string[] Prefixes = ["$", "$rt."];

    private readonly ModuleText module;
    private readonly ModuleGlobal[] globals;

    /// <exception cref="ModuleException">A part is missing, is there twice, or is not what it should be.</exception>
    public ModuleRoles(ModuleText module)
    {
        this.module = module;
        globals = ModuleGlobal.All(module);
        Allocator = Function("alloc", "alloc") ?? throw new ModuleException(ModuleException.NoHeap);
        CheckAllocator();
        Collector = FindCollector();
        HeapPointer = Global("heap_ptr") ?? SetByAllocator(global => global.Init > 0, "heap pointer");
        FreeHead = Global("gc_free_head") ?? Global("free_head")
            ?? SetByAllocator(global => global.Init == 0, "head of the free list");
        HeapStart = Global("gc_heap_start") ?? Global("heap_start") ?? Constant(HeapPointer, "start of the heap");
        ShadowPointer = Global("gc_sp") ?? throw new ModuleException("the module has no shadow pointer");
        StackBase = Global("gc_stack_base") ?? Global("stack_base")
            ?? Constant(ShadowPointer, "base of the shadow stack");
        WrapRegistrar = Function("register_wrapper", "register_wrapper");
    }

    public ModuleForm Allocator { get; }

    public ModuleForm Collector { get; }

    /// <summary>What enters wrappers in the wrap table, if there is one.</summary>
    public ModuleForm? WrapRegistrar { get; }

    public ModuleGlobal HeapPointer { get; }

    public ModuleGlobal HeapStart { get; }

    public ModuleGlobal FreeHead { get; }

    public ModuleGlobal ShadowPointer { get; }

    public ModuleGlobal StackBase { get; }

    /// <summary>The end of the shadow stack, which the pointer is compared with before each push.</summary>
    public ModuleGlobal StackLimit => Global("gc_stack_limit") ?? Global("stack_limit")
        ?? The(
            globals.Where(global => !global.IsMutable && IsCompared(ShadowPointer, global)),
            "end of the shadow stack");

    /// <summary>All globals that say where a region of memory begins or ends, from the shadow stack on.</summary>
    public IEnumerable<ModuleGlobal> Regions
    {
        get
        {
            var bounds = globals.Where(global => !global.IsMutable && global.Init >= StackBase.Init).ToArray();
            var starts = bounds.Select(bound => bound.Init).Where(init => init > 0).ToHashSet();
            return globals.Where(global => bounds.Contains(global) || global == ShadowPointer || global == HeapPointer
                || (global.IsMutable && global != FreeHead && starts.Contains(global.Init)));
        }
    }

    /// <summary>The globals that hold the wrap table's begin and its end, and what tells the host of a death.</summary>
    public (string First, string Next, string Forget) WrapTable()
    {
        const string Forget = "host_decref_handle";
        var told = module.Of("import").FirstOrDefault(form => module.IsWord(form.First + 3, $"\"{Forget}\""));
        return Global("gc_wrap_base") is { } first && Global("gc_wrap_ptr") is { } next && told is not null
            ? (first.Name, next.Name, $"{module.Word(told.First + 6)}")
            : throw new ModuleException("the module's wrap table was not recognised");
    }

    /// <summary>The function that is exported under a name, or that has it as its own.</summary>
    private ModuleForm? Function(string export, string name)
    {
        var names = Prefixes.Select(prefix => prefix + name).Prepend(Exported(export));
        return names.OfType<string>().Distinct()
            .Select(n => module.Find("func", n))
            .FirstOrDefault(found => found is not null);
    }

    private string? Exported(string name)
    {
        foreach (var form in module.Of("export").Where(form => module.IsWord(form.First + 2, $"\"{name}\"")))
        {
            foreach (var (keyword, first, _) in module.Lists(form))
            {
                if (keyword == "func")
                {
                    return $"{module.Word(first + 2)}";
                }
            }
        }

        return null;
    }

    private void CheckAllocator()
    {
        if (!module.SignatureOf(Allocator).SequenceEqual(["param", "i32", "result", "i32"]))
        {
            throw new ModuleException($"{Allocator.Name} does not take a size and give an address");
        }
    }

    private ModuleForm FindCollector()
    {
        var called = Words(Allocator, "call")
            .Distinct()
            .Select(name => module.Find("func", name))
            .Where(function => function is not null && module.SignatureOf(function).Count == 0)
            .ToArray();
        return called.Length == 1
            ? called[0]!
            : throw new ModuleException($"{Allocator.Name} calls {called.Length} functions that could be a collector");
    }

    private ModuleGlobal? Global(string name)
    {
        var found = globals
            .Where(global => global.Export == name || Array.Exists(Prefixes, prefix => prefix + name == global.Name))
            .ToArray();
        return found.Length < 2
            ? found.FirstOrDefault()
            : throw new ModuleException($"the module has two globals {name}");
    }

    private ModuleGlobal SetByAllocator(Func<ModuleGlobal, bool> like, string what)
    {
        var set = Words(Allocator, "global.set").ToHashSet();
        return The(globals.Where(global => global.IsMutable && set.Contains(global.Name) && like(global)), what);
    }

    private ModuleGlobal Constant(ModuleGlobal start, string what) =>
        The(globals.Where(global => !global.IsMutable && global.Init == start.Init), what);

    private bool IsCompared(ModuleGlobal global, ModuleGlobal limit)
    {
        for (var place = 3; place < module.Forms[^1].Last; place++)
        {
            if (module.IsWord(place, limit.Name) && module.IsWord(place - 1, "global.get")
                && module.IsWord(place - 2, global.Name) && module.IsWord(place - 3, "global.get"))
            {
                return true;
            }
        }

        return false;
    }

    private static ModuleGlobal The(IEnumerable<ModuleGlobal> found, string what)
    {
        var all = found.Take(2).ToArray();
        return all.Length == 1 ? all[0] : throw new ModuleException($"the module's {what} was not recognised");
    }

    /// <summary>The words that follow an instruction in a function.</summary>
    private IEnumerable<string> Words(ModuleForm function, string instruction)
    {
        for (var place = module.BodyOf(function); place < function.Last - 1; place++)
        {
            if (module.IsWord(place, instruction))
            {
                yield return $"{module.Word(place + 1)}";
            }
        }
    }
}
