using Vera.GcStress.Properties.Tidy;
using Vera.GcStress.Targets.Wat.Faults;
using Xunit;

namespace Vera.GcStress.Properties.Faults;

public class FaultNamesTests
{
    private const string Folder = "Targets/Wat/Faults/";

    /// <summary>Faults name the product; the product offers places to put something else in, and names none.</summary>
    [Fact]
    public void Only_the_faults_folder_names_faults() => Flaws.None(
        from file in HarnessSources.Below("harness", ".cs", ".wat", ".py")
        where !file.Path.StartsWith(Folder, StringComparison.Ordinal)
        from name in FaultCatalogue.Names
        where file.Text.Contains(name, StringComparison.Ordinal)
        select $"harness/{file.Path} names {name}");

    /// <summary>And nothing below the command line and its wiring knows that there is a catalogue.</summary>
    [Fact]
    public void The_product_does_not_know_of_faults() => Flaws.None(
        from reference in TypeReferences.Harness.All
        where reference.Folder == Folder.TrimEnd('/')
        where reference.File.Split('/')[0] is not ("Cli" or "Wiring")
        select $"harness/{reference.File} refers to {reference.Type}");
}
