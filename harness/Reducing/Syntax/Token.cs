namespace Vera.GcStress.Reducing.Syntax;

/// <summary>What a token is.</summary>
internal enum TokenKind
{
    Word,
    Number,
    Text,
    Sign,
    End,
}

/// <summary>A word, a number, a text with its quotes, or a sign of Vera's language.</summary>
internal readonly record struct Token(TokenKind Kind, string Value, int Line)
{
    public bool Is(string value) => Kind is TokenKind.Word or TokenKind.Sign && Value == value;
}
