namespace Vera.GcStress.Targets.Wat.Lowering;

/// <summary>Why a value goes on the shadow stack, for people.</summary>
internal static class RootPlaceText
{
    /// <summary>What the value is: <c>a caught value</c>.</summary>
    public static string Of(RootPlace place) => place switch
    {
        RootPlace.Let => "a binding of a let",
        RootPlace.Match => "a binding of a match",
        RootPlace.Destructure => "a binding of a destructuring let",
        RootPlace.Argument => "an argument of a tail call",
        RootPlace.Operand => "an operand",
        RootPlace.Capture => "a value to be captured",
        RootPlace.Block => "a binding of a block expression",
        RootPlace.Arm => "a binding of an arm",
        RootPlace.Parameter => "a parameter of a recursion",
        RootPlace.Partner => "a parameter of a function that another one calls in turn",
        RootPlace.Checked => "a parameter of a function with a contract",
        RootPlace.Promised => "a result that a contract is about",
        RootPlace.PromisedAlias => "a result that a contract is about and whose type has an alias",
        RootPlace.Generic => "a parameter of a generic function",
        RootPlace.Aliased => "a parameter of a type that has an alias",
        RootPlace.Cell => "the content of a cell",
        RootPlace.Caught => "a caught value",
        RootPlace.CaughtAlias => "a caught value whose type has an alias",
        RootPlace.Item => "an item that a function is applied to",
        RootPlace.Mapped => "the array of what a function gives",
        RootPlace.Reduced => "what a function has made of the items so far",
        RootPlace.Kept => "the array of the items that a function holds for",
        RootPlace.Sorted => "the array that is being sorted",
        RootPlace.Compared => "the key of an item that is compared",
        RootPlace.Result => "what a callee returned",
        RootPlace.Text => "the bytes of a string",
        RootPlace.Input => "the bytes of a string to be parsed",
        RootPlace.Construct => "the block of a constructor",
        RootPlace.Array => "the block of an array",
        RootPlace.Given => "a string that is given to the program",
        RootPlace.Captured => "what a function captured that is applied",
        RootPlace.Closure => "the block of a closure",
        RootPlace.Wrapper => "a new wrapper",
        RootPlace.Container => "a container that an import returned",
        RootPlace.Turn => "what a turn of a fold has made",
        _ => throw new ArgumentOutOfRangeException(nameof(place), place, "no such place"),
    };
}
