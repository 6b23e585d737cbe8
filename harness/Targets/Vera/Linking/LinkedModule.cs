using System.Collections.Immutable;

namespace Vera.GcStress.Targets.Vera.Linking;

/// <summary>A module without Set and Map imports.</summary>
/// <param name="Text">Its text.</param>
/// <param name="Prefix">What the identifiers of those functions begin with.</param>
/// <param name="Replaced">The imports that are functions of the module now.</param>
/// <param name="Dropped">The imports that were for handles of the host, and are gone.</param>
/// <param name="BytesBefore">How long it was in binary form.</param>
/// <param name="Bytes">How long it is.</param>
public sealed record LinkedModule(
    string Text, string Prefix, ImmutableArray<string> Replaced, ImmutableArray<string> Dropped, int BytesBefore,
    int Bytes);
