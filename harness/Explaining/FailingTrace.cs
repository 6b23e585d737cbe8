using System.Globalization;
using System.Text.RegularExpressions;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Explaining;

/// <summary>The addresses that a failing read came across, in the order of the reading.</summary>
internal sealed partial class FailingTrace : ITypedTrace
{
    private readonly List<int> addresses = [];
    private readonly Dictionary<int, string> names = [];

    public IReadOnlyList<int> Addresses => addresses;

    /// <summary>What the reader took the block for, or null if it never came there.</summary>
    public string? NameAt(int address) => names.GetValueOrDefault(address);

    public void Edge(uint from, uint to, string what, bool isEntry)
    {
        names.TryAdd(unchecked((int)to), what);
        Add(to);
    }

    public void Add(uint address) => addresses.Add(unchecked((int)address));

    /// <summary>The addresses that a line of evidence names.</summary>
    public void AddFrom(string evidence)
    {
        foreach (Match match in Hex().Matches(evidence))
        {
            if (uint.TryParse(
                match.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var address))
            {
                Add(address);
            }
        }
    }

    [GeneratedRegex("0x([0-9a-fA-F]{1,8})")]
    private static partial Regex Hex();
}
