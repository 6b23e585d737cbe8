using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;

namespace Vera.GcStress.Reducing.Syntax;

/// <summary>Writes a program; slots are counted anew, so an edit may have added and dropped bindings.</summary>
public sealed partial class ProgramPrinter
{
    private const int ShortChars = 80;

    private readonly StringBuilder text = new();
    private readonly List<Binder> scope = [];
    private string indent = "";
    private bool isBound = true;

    /// <summary>The program's text; null if a slot has lost its binding.</summary>
    public static string? Print(SourceProgram program)
    {
        var printer = new ProgramPrinter();
        foreach (var declaration in program.Declarations)
        {
            printer.text.Append(printer.text.Length == 0 ? "" : "\n");
            printer.Add(declaration);
        }

        return printer.isBound ? $"{printer.text}" : null;
    }

    private void Add(Declaration declaration)
    {
        switch (declaration)
        {
            case Declaration.Alias alias:
                text.Append($"type {alias.Name} = {alias.Type};\n");
                break;
            case Declaration.Data data:
                var constructors = data.Constructors.Select(c =>
                    c.Name + (c.Fields.IsEmpty ? "" : $"({string.Join(", ", c.Fields)})"));
                text.Append($"{data.Visibility} data {data.Name}{data.Parameters} {{ ");
                text.Append($"{string.Join(", ", constructors)} }}\n");
                break;
            case Declaration.Function function:
                text.Append($"{(function.IsPublic ? "public" : "private")} {function.Generics}fn {function.Name}");
                Signature(function.Parameters, function.Result);
                foreach (var contract in function.Contracts)
                {
                    text.Append($"\n  {contract}");
                }

                text.Append($"\n  effects{function.Effects}\n");
                Within(function.Parameters, () => Lines(function.Body));
                text.Append('\n');
                break;
        }
    }

    private void Signature(ImmutableArray<Binder> parameters, string result) =>
        text.Append($"({string.Join(", ", parameters.Select(p => "@" + p.Type))}")
            .Append($"{(parameters.IsEmpty ? "" : " ")}-> @{result})");

    private void Within(IEnumerable<Binder> binders, Action write)
    {
        var outer = scope.Count;
        scope.AddRange(binders);
        write();
        scope.RemoveRange(outer, scope.Count - outer);
    }

    private void Add(Node node)
    {
        switch (node)
        {
            case Node.Literal literal:
                text.Append(literal.Spelled);
                break;
            case Node.Text shown:
                Text(shown);
                break;
            case Node.Slot slot:
                Slot(slot.Of);
                break;
            case Node.Call call:
                text.Append(call.Name);
                if (call.HasList)
                {
                    List("(", call.Given, ")");
                }

                break;
            case Node.Items items:
                List("[", items.Of, "]");
                break;
            case Node.Index index:
                Operand(index.Of, index.Of is Node.Unary or Node.Binary or Node.If or Node.Match or Node.Lambda);
                text.Append('[');
                Add(index.At);
                text.Append(']');
                break;
            case Node.Unary unary:
                text.Append(unary.Sign);
                Operand(unary.Operand, unary.Operand is Node.Binary or Node.If or Node.Match or Node.Lambda);
                break;
            case Node.Binary binary:
                Operand(binary.Left, IsLoose(binary.Left));
                text.Append($" {binary.Sign} ");
                Operand(binary.Right, IsLoose(binary.Right));
                break;
            case Node.If choice:
                Short(() => Choice(choice));
                break;
            case Node.Match match:
                Short(() => Match(match));
                break;
            case Node.Lambda lambda:
                text.Append("fn");
                Signature(lambda.Parameters, lambda.Result);
                text.Append($" effects{lambda.Effects} ");
                Within(lambda.Parameters, () => Braced(lambda.Body));
                break;
            case Node.Block block:
                Braced(block);
                break;
            case Node.Handle handle:
                Handle(handle);
                break;
        }
    }

    private static bool IsLoose(Node node) => node is Node.Binary or Node.If or Node.Match or Node.Lambda;

    private void Operand(Node node, bool inParentheses)
    {
        text.Append(inParentheses ? "(" : "");
        Add(node);
        text.Append(inParentheses ? ")" : "");
    }

    private void List(string open, ImmutableArray<Node> nodes, string close)
    {
        text.Append(open);
        for (var i = 0; i < nodes.Length; i++)
        {
            text.Append(i == 0 ? "" : ", ");
            Add(nodes[i]);
        }

        text.Append(close);
    }

    private void Text(Node.Text shown)
    {
        text.Append('"');
        for (var i = 0; i < shown.Pieces.Length; i++)
        {
            text.Append(shown.Pieces[i]);
            if (i < shown.Shown.Length)
            {
                text.Append("\\(");
                Add(shown.Shown[i]);
                text.Append(')');
            }
        }

        text.Append('"');
    }

    private void Slot(Binder of)
    {
        var place = scope.LastIndexOf(of);
        isBound &= place >= 0;
        text.Append($"@{of.Type}.{scope.Skip(place + 1).Count(binder => binder.Type == of.Type)}");
    }

    /// <summary>What is short stands on one line.</summary>
    private void Short(Action write)
    {
        var start = text.Length;
        write();
        var joined = Break().Replace(text.ToString(start, text.Length - start), " ");
        if (joined.Length <= ShortChars)
        {
            text.Length = start;
            text.Append(joined);
        }
    }

    private void Choice(Node.If choice)
    {
        text.Append("if ");
        Add(choice.Condition);
        text.Append(" then ");
        Lines(choice.Then);
        text.Append(" else ");
        Lines(choice.Else);
    }

    /// <summary>A block on lines of its own.</summary>
    private void Lines(Node node)
    {
        var block = node as Node.Block ?? new Node.Block([], node);
        var outer = scope.Count;
        text.Append('{');
        Indented(() =>
        {
            foreach (var statement in block.Statements)
            {
                Line("");
                Add(statement);
                text.Append(';');
            }

            Line("");
            Add(block.Result);
        });
        Line("");
        text.Append('}');
        scope.RemoveRange(outer, scope.Count - outer);
    }

    /// <summary>A block, on one line if it is no more than a value.</summary>
    private void Braced(Node node)
    {
        if (node is Node.Block { Statements.IsEmpty: false })
        {
            Lines(node);
            return;
        }

        text.Append("{ ");
        Add(node is Node.Block block ? block.Result : node);
        text.Append(" }");
    }

    private void Add(Statement statement)
    {
        switch (statement.Bound)
        {
            case Pattern.Bind bind:
                text.Append($"let @{bind.To.Type} = ");
                break;
            case Pattern.Made made:
                text.Append($"let {made.Constructor}<{string.Join(", ", made.Fields.Select(TextOf))}> = ");
                break;
        }

        Add(statement.Value);
        scope.AddRange(statement.Bound?.Binders ?? []);
    }

    private void Indented(Action write)
    {
        var outer = indent;
        indent += "  ";
        write();
        indent = outer;
    }

    private void Line(string before) => text.Append(before).Append('\n').Append(indent);

    /// <summary>No text has a line's end in it.</summary>
    [GeneratedRegex(@"\n *")]
    private static partial Regex Break();
}
