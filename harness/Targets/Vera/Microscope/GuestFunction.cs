using Vera.GcStress.Targets.Vera.Microscope.Reading;

namespace Vera.GcStress.Targets.Vera.Microscope;

/// <summary>A function of a program, as its module's text has it.</summary>
/// <param name="Number">What hooks are told of it: even if it may leave no root, odd if it may leave one.</param>
/// <param name="Name">Its identifier without the sign before it.</param>
/// <param name="Export">The name it is exported under, or null.</param>
/// <param name="Results">The types of its results.</param>
/// <param name="Place">Its place among the fields of the module.</param>
public sealed record GuestFunction(int Number, string Name, string? Export, IReadOnlyList<string> Results, int Place)
{
    /// <summary>The bytes of a root: what a result on the heap may leave on the shadow stack.</summary>
    public const int RootBytes = 4;

    private const int Handing = 1 << 30;

    /// <summary>What hooks are told where a function leaves by calling another one that they are told of.</summary>
    public static int HandsOver(int number) => (number & ~1) | Handing;

    /// <summary>Whether a number says that another function goes on in the place of this one.</summary>
    public static bool IsHandingOver(int number) => (number & Handing) != 0;

    /// <summary>Whether two numbers that hooks were told name one function.</summary>
    public static bool Same(int number, int other) => (number & ~Handing) >> 1 == (other & ~Handing) >> 1;

    /// <summary>Whether a function may leave the shadow pointer so far from where it found it.</summary>
    public static bool MayMove(int number, int bytes) => bytes == 0 || (bytes == RootBytes && (number & 1) == 1);

    /// <summary>All functions but those of the collector.</summary>
    internal static GuestFunction[] All(ModuleText module, ModuleRoles roles) =>
    [
        .. from pair in module.Forms.Select((form, place) => (form, place))
           where pair.form.Keyword == "func" && pair.form.Name is not null
               && pair.form != roles.Allocator && pair.form != roles.Collector && pair.form != roles.WrapRegistrar
           select Of(module, pair.form, pair.place),
    ];

    private static GuestFunction Of(ModuleText module, ModuleForm form, int place)
    {
        const string Result = "result";
        string[] results =
            [.. module.SignatureOf(form).SkipWhile(word => word != Result).Where(word => word != Result)];
        var export = module.Lists(form)
            .Where(list => list.Keyword == "export")
            .Select(list => $"{module.Word(list.First + 2)}".Trim('"'))
            .FirstOrDefault();
        var mayLeaveRoot = results is ["i32"] or ["i32", "i32"];
        return new((place * 2) + (mayLeaveRoot ? 1 : 0), form.Name![1..], export, results, place);
    }
}
