using System.Diagnostics;

namespace Vera.GcStress.Judging.Verdicts;

/// <summary>The claims that a verdict can find broken.</summary>
public enum OracleName
{
    /// <summary>Observations are the model's.</summary>
    Agreement,

    /// <summary>Collections leave a well-formed heap, and survivors as they were.</summary>
    Integrity,

    /// <summary>What the locals reach is intact.</summary>
    Reachability,

    /// <summary>A run does not trap.</summary>
    Termination,

    /// <summary>Nothing outlives its roots.</summary>
    Retention,

    /// <summary>Collections leave the shadow stack as it was.</summary>
    Stack,

    /// <summary>A case sees the same, whenever collections take place.</summary>
    Invisibility,

    /// <summary>A case sees the same on every host of a real Vera.</summary>
    Hosts,

    /// <summary>Every host reads a document alike.</summary>
    Decode,
}

/// <summary>The names of oracles as files, reports and options spell them.</summary>
public static class OracleNames
{
    /// <summary><c>reachability</c>.</summary>
    public static string Text(this OracleName oracle) => oracle switch
    {
        OracleName.Agreement => "agreement",
        OracleName.Integrity => "integrity",
        OracleName.Reachability => "reachability",
        OracleName.Termination => "termination",
        OracleName.Retention => "retention",
        OracleName.Stack => "stack",
        OracleName.Invisibility => "invisibility",
        OracleName.Hosts => "hosts",
        OracleName.Decode => "decode",
        _ => throw new UnreachableException($"no name for {oracle}"),
    };

    /// <summary>The letter that stands for it in a table: its first one that no other oracle has.</summary>
    public static char Letter(this OracleName oracle) => char.ToUpperInvariant(oracle switch
    {
        OracleName.Retention => 'n',
        OracleName.Invisibility => 'v',
        _ => oracle.Text()[0],
    });

    /// <summary>Reads what <see cref="Text"/> writes; null if it is something else.</summary>
    public static OracleName? Read(string text)
    {
        foreach (var oracle in Enum.GetValues<OracleName>())
        {
            if (oracle.Text() == text)
            {
                return oracle;
            }
        }

        return null;
    }
}
