namespace Vera.GcStress.Reporting.Sarif;

/// <summary>What can be wrong, as viewers of a SARIF log explain it.</summary>
internal static class SarifRules
{
    /// <summary>A saved case that no longer does what its file says.</summary>
    public const string Changed = "changed";

    public const string Help =
        "The file is a shrunk program and what it must show. 'vera-gcstress explain FILE' says which block was lost " +
        "and why, 'vera-gcstress emit FILE --as vera' prints it as a Vera program.";

    public static string Claim(string rule) => rule switch
    {
        "agreement" => "What the program observes is not what the language says.",
        "integrity" => "A collection left the heap in disorder, or changed a survivor.",
        "reachability" => "A collection took away what the program still holds.",
        "termination" => "The program trapped.",
        "retention" => "Garbage without any root was never given back.",
        "stack" => "A collection changed the program's own stack of roots.",
        "invisibility" => "What the program observes depends on when collections come.",
        "payload" => "A collection changed what a block that stays holds.",
        "balance" => "A function leaves roots on the shadow stack when it returns: called often enough, it overflows.",
        "hosts" => "Vera's own hosts show something else of the same module.",
        "decode" => "Vera's hosts read documents, patterns or decimals in different ways.",
        Changed => "A saved case no longer does what its file says.",
        _ => $"A claim of the oracle '{rule}' does not hold.",
    };
}
