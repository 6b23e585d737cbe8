namespace Vera.GcStress.Targets.Vera.Microscope.Reading;

/// <summary>A compiled module as text: its tokens and its fields.</summary>
internal sealed class ModuleText
{
    private const int DepthMax = 10_000;

    private readonly List<WatToken> tokens;

    /// <exception cref="ModuleException">The text is no module.</exception>
    public ModuleText(string text)
    {
        Text = text;
        tokens = WatScanner.Scan(text);
        Forms = ReadForms();
    }

    public string Text { get; }

    public IReadOnlyList<ModuleForm> Forms { get; }

    /// <summary>Where text that comes before all fields may be put.</summary>
    public int Beginning => tokens[tokens[2].Kind == WatTokenKind.Word ? 2 : 1].End;

    /// <summary>Where text that comes after all fields may be put.</summary>
    public int Ending => tokens[^1].Start;

    public WatToken Token(int place) => tokens[place];

    /// <summary>A token as it is written.</summary>
    public ReadOnlySpan<char> Word(int place) => Text.AsSpan()[tokens[place].Start..tokens[place].End];

    /// <summary>Where an instruction begins, in parentheses or not.</summary>
    public int StartOfInstruction(int place) =>
        tokens[tokens[place - 1].Kind == WatTokenKind.Open ? place - 1 : place].Start;

    public bool IsWord(int place, string word) => Word(place).SequenceEqual(word);

    /// <summary>Whether one of these words follows that one anywhere.</summary>
    public bool HasWord(string before, params string[] words)
    {
        for (var place = 1; place < tokens.Count; place++)
        {
            if (IsWord(place - 1, before)
                && Array.Exists(words, word => Word(place).Equals(word, StringComparison.OrdinalIgnoreCase)))
            {
                return true;
            }
        }

        return false;
    }

    public IEnumerable<ModuleForm> Of(string keyword) => Forms.Where(form => form.Keyword == keyword);

    /// <summary>The one field of a kind and name, or null if there is none.</summary>
    /// <exception cref="ModuleException">There are several.</exception>
    public ModuleForm? Find(string keyword, string name)
    {
        var found = Of(keyword).Where(form => form.Name == name).Take(2).ToArray();
        return found.Length < 2 ? found.FirstOrDefault() : throw new ModuleException($"the module has two {name}");
    }

    /// <summary>The lists right inside a field: parameters, results, locals, inline exports.</summary>
    public IEnumerable<(string Keyword, int First, int Last)> Lists(ModuleForm form)
    {
        for (var place = form.First + 1; place < form.Last; place++)
        {
            if (tokens[place].Kind == WatTokenKind.Open)
            {
                var last = EndOfList(place);
                yield return ($"{Word(place + 1)}", place, last);
                place = last;
            }
        }
    }

    /// <summary>Where a function's instructions begin: the place after its parameters, results and locals.</summary>
    public int BodyOf(ModuleForm function)
    {
        var place = function.First + (function.Name is null ? 2 : 3);
        while (tokens[place].Kind == WatTokenKind.Open && IsHeading($"{Word(place + 1)}"))
        {
            place = EndOfList(place) + 1;
        }

        return place;
    }

    /// <summary>Parameters and results of a function as words; names of parameters are left out.</summary>
    public List<string> SignatureOf(ModuleForm function)
    {
        var words = new List<string>();
        var body = BodyOf(function);
        foreach (var (keyword, first, last) in Lists(function).TakeWhile(list => list.First < body))
        {
            if (keyword is "param" or "result")
            {
                words.Add(keyword);
                words.AddRange(Enumerable.Range(first + 2, last - first - 2)
                    .Select(place => $"{Word(place)}")
                    .Where(word => !word.StartsWith('$')));
            }
        }

        return words;
    }

    private static bool IsHeading(string word) =>
        word is "export" or "import" or "type" or "param" or "result" or "local";

    private int EndOfList(int place)
    {
        var depth = 0;
        do
        {
            depth += tokens[place].Kind switch { WatTokenKind.Open => 1, WatTokenKind.Close => -1, _ => 0 };
            place++;
        }
        while (depth > 0);
        return place - 1;
    }

    private List<ModuleForm> ReadForms()
    {
        if (tokens.Count < 3 || tokens[0].Kind != WatTokenKind.Open || !IsWord(1, "module"))
        {
            throw new ModuleException("the text is not a module");
        }

        var forms = new List<ModuleForm>();
        var (depth, first) = (0, 0);
        for (var place = 0; place < tokens.Count; place++)
        {
            var kind = tokens[place].Kind;
            if (depth == 0 && place > 0)
            {
                throw new ModuleException("the module's text goes on after the module");
            }

            if (kind == WatTokenKind.Open && ++depth == 2)
            {
                first = place;
            }

            if (kind == WatTokenKind.Close && --depth == 1)
            {
                forms.Add(Form(first, place));
            }

            if (depth is < 0 or > DepthMax)
            {
                throw new ModuleException("the parentheses of the module's text are not in order");
            }
        }

        return depth == 0 ? forms : throw new ModuleException("the module's text ends inside of the module");
    }

    private ModuleForm Form(int first, int last)
    {
        var keyword = tokens[first + 1].Kind == WatTokenKind.Word
            ? $"{Word(first + 1)}"
            : throw new ModuleException("a field of the module has no name");
        var second = Word(first + 2);
        return new(keyword, second.StartsWith('$') ? $"{second}" : null, first, last);
    }
}
