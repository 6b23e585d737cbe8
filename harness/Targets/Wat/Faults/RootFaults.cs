using System.Collections.Immutable;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Containers;
using Vera.GcStress.Targets.Wat.Containers.Copies;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Targets.Wat.Hosts;
using Vera.GcStress.Targets.Wat.Lowering;
using static Vera.GcStress.Targets.Wat.Faults.FaultCatalogue;

namespace Vera.GcStress.Targets.Wat.Faults;

/// <summary>Roots that the mutator or its host forgets, or pops too early.</summary>
/// <remarks>
/// A let of a constructed value or of a string literal is covered by the push of its construction: what is left out at
/// lets shows only for what the host returned and what was read out of a block. A match binds
/// what its own scrutinee keeps, so that shows where nothing keeps the scrutinee: copies that get makes.
/// </remarks>
internal static class RootFaults
{
    private static readonly FaultConditions HostStrings =
        FaultConditions.Eager.With(TypeKind.String) with { Runtime = RuntimeKind.HostStore };

    private static readonly FaultConditions Copies =
        FaultConditions.Eager with { Runtime = RuntimeKind.Serialised, MapsOnly = true };

    public static ImmutableArray<Fault> All { get; } =
    [
        InCode("closure-result-unbalanced", FaultLayer.ShadowStack, 593,
            "a loop over a closure pops one root more than its turns have pushed: the last root of the frame",
            FaultConditions.Eager,
            Rooted(lowered => new UnbalancedTurns(lowered))),
        InCode("tail-unwinds-caller", FaultLayer.ShadowStack, 549,
            "a tail call resets the shadow pointer to its caller's entry, and the caller's roots are overwritten",
            FaultConditions.Eager,
            Rooted(lowered => new UnwindingTails(lowered))),
        InCode("tail-loses-roots", FaultLayer.ShadowStack, 549,
            "a tail call resets the shadow pointer and does not push its arguments again",
            FaultConditions.Eager,
            Forgets((place, _) => place == RootPlace.Argument)),
        InCode("tail-pair-unrooted", FaultLayer.Roots, 464,
            "arguments of a tail call that are two words, strings and arrays, are not pushed",
            FaultConditions.Eager,
            Forgets((place, kind) => place == RootPlace.Argument && kind.IsPair())),
        InCode("let-unrooted", FaultLayer.Roots, 705,
            "a let of a pointer that the host returned or a block held is not pushed",
            FaultConditions.Eager,
            Forgets((place, kind) => place == RootPlace.Let && kind == SlotShape.I32)),
        InCode("pair-let-unrooted", FaultLayer.Roots, 847,
            "a let of a (pointer, length) pair that the host returned is not pushed",
            FaultConditions.Eager,
            Forgets((place, kind) => place == RootPlace.Let && kind.IsPair())),
        InCode("match-unrooted", FaultLayer.Roots, 705,
            "what a match arm binds is not pushed",
            Copies,
            Forgets((place, _) => place == RootPlace.Match)),
        InCode("destructure-unrooted", FaultLayer.Roots, 705,
            "what a destructuring let binds is not pushed",
            Copies,
            Forgets((place, _) => place == RootPlace.Destructure)),
        InCode("arm-unrooted", FaultLayer.Roots, 705,
            "what an arm of a match within an expression binds is not pushed",
            Copies,
            Forgets((place, _) => place == RootPlace.Arm)),
        InCode("block-unrooted", FaultLayer.Roots, 847,
            "what a block within an expression binds is not pushed: the host returned it, or it was read",
            FaultConditions.Eager,
            Forgets((place, _) => place == RootPlace.Block)),
        InCode("arm-unbalanced", FaultLayer.ShadowStack, 593,
            "an arm pops one root more than it has pushed: the last root of the frame before the branch",
            FaultConditions.Eager,
            Rooted(lowered => new UnbalancedArms(lowered))),
        InCode("caught-unrooted", FaultLayer.Roots, null,
            "a handler does not push the value that it caught",
            FaultConditions.Eager,
            Forgets((place, _) => place == RootPlace.Caught)),
        InCode("throw-leaks", FaultLayer.ShadowStack, null,
            "a throw leaves the roots of the functions that it ends on the shadow stack (perry 1837)",
            FaultConditions.Usual,
            Rooted(lowered => new LeakyHandlers(lowered))),
        InCode("handler-unbalanced", FaultLayer.ShadowStack, 593,
            "a handler pops one root more than was pushed since its body began: the last root of the frame before it",
            FaultConditions.Eager,
            Rooted(lowered => new UnbalancedHandlers(lowered))),
        InCode("parameter-unrooted", FaultLayer.Roots, 464,
            "a function that calls itself does not push its parameters, and a tail call pops what its caller pushed",
            FaultConditions.Eager,
            Forgets((place, _) => place == RootPlace.Parameter)),
        InCode("partner-unrooted", FaultLayer.Roots, 464,
            "of two functions that call each other one does not push its parameters",
            FaultConditions.Eager,
            Forgets((place, _) => place == RootPlace.Partner)),
        InCode("checked-unrooted", FaultLayer.Roots, 464,
            "a function that checks what it requires does not push its parameters before that",
            FaultConditions.Eager,
            Forgets((place, _) => place == RootPlace.Checked)),
        InCode("promised-unrooted", FaultLayer.Roots, 847,
            "what a function returns is not pushed while it checks what it promised",
            FaultConditions.Eager,
            Forgets((place, _) => place == RootPlace.Promised)),
        InCode("reduced-unrooted", FaultLayer.Roots, 570,
            "what a function has made of the items so far is not pushed while it is applied to the next one",
            FaultConditions.Eager,
            Forgets((place, _) => place == RootPlace.Reduced)),
        InCode("mapped-unrooted", FaultLayer.Roots, 570,
            "the array of what a function gives for each item is pushed only once it has all of them",
            FaultConditions.Eager,
            Rooted(lowered => new LateRooting(lowered, RootPlace.Mapped))),
        InCode("kept-unrooted", FaultLayer.Roots, 570,
            "the array of the items that a function holds for is pushed only once it has all of them",
            FaultConditions.Eager,
            Rooted(lowered => new LateRooting(lowered, RootPlace.Kept))),
        InCode("sorted-unrooted", FaultLayer.Roots, 570,
            "the array whose items are being sorted is pushed only once all are in their places",
            FaultConditions.Eager,
            Rooted(lowered => new LateRooting(lowered, RootPlace.Sorted))),
        InCode("compared-unrooted", FaultLayer.Roots, 570,
            "a comparison holds its first item's key in a variable only while it makes the second's (perry 6191)",
            FaultConditions.Eager.With(TypeKind.String),
            Forgets((place, _) => place == RootPlace.Compared)),
        InCode("capture-unrooted", FaultLayer.Roots, 535,
            "a captured value is not rooted while the closure's block is allocated",
            FaultConditions.Eager.With(TypeKind.Closure, TypeKind.Json, TypeKind.String),
            Forgets((place, _) => place == RootPlace.Capture)),
        InCode("capture-halved", FaultLayer.Roots, 535,
            "a closure keeps the pointer of a captured string or array and not its length",
            FaultConditions.Usual.With(TypeKind.Closure, TypeKind.String, TypeKind.Array),
            Rooted(lowered => new HalvedCaptures(lowered))),
        InCode("captured-unrooted", FaultLayer.Roots, 535,
            "a function that is applied does not push what it captured, and nothing else may hold it or its closure",
            Copies.With(TypeKind.Closure, TypeKind.Json, TypeKind.String) with { MapsOnly = false },
            Forgets((place, _) => place == RootPlace.Captured)),
        InCode("captures-unscanned", FaultLayer.Roots, 535,
            "a closure's block is scanned for the sake of its first value alone, and not for what else it captured",
            FaultConditions.Eager.With(TypeKind.Closure, TypeKind.Int, TypeKind.Json),
            Rooted(lowered => new UnscannedCaptures(lowered))),
        InCode("chain-unrooted", FaultLayer.Roots, null,
            "what a container operation returns is not pushed, so a chain of them loses what it has so far",
            FaultConditions.Eager,
            Forgets((place, _) => place == RootPlace.Container)),
        InCode("call-result-unrooted", FaultLayer.Roots, 705,
            "what a function returns is not pushed in its caller's frame",
            FaultConditions.Eager,
            Forgets((place, _) => place == RootPlace.Result)),
        InCode("array-unrooted", FaultLayer.Roots, 705,
            "an array literal is pushed only once all its items are evaluated",
            FaultConditions.Eager.With(TypeKind.Array, TypeKind.String, TypeKind.Record),
            Rooted(lowered => new LateRooting(lowered, RootPlace.Array))),
        InCode("construct-unrooted", FaultLayer.Roots, 705,
            "a constructor's block is pushed only once all its fields are evaluated",
            FaultConditions.Eager,
            Rooted(lowered => new LateRooting(lowered, RootPlace.Construct))),
        InCode("state-unrooted", FaultLayer.Roots, 976,
            "what is put into the State cell is known to no root",
            FaultConditions.Eager,
            Rooted(lowered => new StateForgettingRooting(lowered))),
        InCode("stored-unrooted", FaultLayer.Roots, 976,
            "what is stored in a State cell within another one is known to no root",
            FaultConditions.Eager,
            Rooted(lowered => new CellForgettingRooting(lowered))),
        InCode("operand-unrooted", FaultLayer.Roots, 847,
            "an operand that the host returned is not rooted while the rest of its expression allocates",
            FaultConditions.Eager,
            Forgets((place, _) => place is RootPlace.Operand or RootPlace.Capture)),
        InCode("closure-result-unrooted", FaultLayer.Roots, 570,
            "what a closure returns is not pushed by whoever called it",
            Copies.With(TypeKind.Closure, TypeKind.Json, TypeKind.String) with { MapsOnly = false },
            Rooted(lowered => new ClosureForgettingRooting(lowered))),
        InCode("builder-leaks", FaultLayer.ShadowStack, 570,
            "a fold's turns leave their roots on the shadow stack, one after the other",
            FaultConditions.Usual,
            Rooted(lowered => new LeakyTurns(lowered))),
        InCode("callee-leaks", FaultLayer.ShadowStack, 924,
            "a callee returns without restoring the shadow pointer",
            FaultConditions.Usual,
            Rooted(lowered => new LeakyCallees(lowered))),
        InCode("json-walker-unrooted", FaultLayer.HostWalkers, 692,
            "json_parse holds finished nodes in host variables only while it allocates the next",
            FaultConditions.Eager.With(TypeKind.Json),
            Trees(kind => kind == TypeKind.Json)),
        InCode("html-walker-unrooted", FaultLayer.HostWalkers, 692,
            "html_parse holds finished nodes in host variables only while it allocates the next",
            FaultConditions.Eager.With(TypeKind.HtmlNode),
            Trees(kind => kind == TypeKind.HtmlNode)),
        InCode("md-walker-unrooted", FaultLayer.HostWalkers, 744,
            "md_parse holds finished blocks and inlines in host variables only while it allocates the next",
            FaultConditions.Eager.With(TypeKind.MdBlock, TypeKind.MdInline),
            Trees(kind => kind is TypeKind.MdBlock or TypeKind.MdInline)),
        InCode("parse-input-late", FaultLayer.HostWalkers, 692,
            "a parser roots its input only once it has made its first block, and so does its caller (perry 7373)",
            FaultConditions.Eager.With(TypeKind.Json, TypeKind.HtmlNode, TypeKind.MdBlock),
            Forgets((place, _) => place == RootPlace.Input) with
            {
                Host = (heap, containers, decimals, read) => new LateParser(heap, containers, decimals, read),
            }),
        InCode("walker-array-unrooted", FaultLayer.HostWalkers, 692,
            "a walker's array of children is not rooted while the node above it is allocated",
            FaultConditions.Eager.With(TypeKind.Json, TypeKind.HtmlNode, TypeKind.MdBlock),
            Trees(kind => kind == TypeKind.Array)),
        InCode("walker-map-unrooted", FaultLayer.HostWalkers, 708,
            "the map of a parsed object or of attributes is not rooted while it is filled",
            FaultConditions.Eager.With(TypeKind.Json, TypeKind.HtmlNode),
            Trees(kind => kind == TypeKind.Map)),
        InCode("option-payload-unrooted", FaultLayer.HostWalkers, 743,
            "a string that map_get writes out is not rooted while its Some is allocated",
            HostStrings,
            Results((heap, made) => new ForgetfulResults(heap, made, ResultPart.Option))),
        InCode("result-payload-unrooted", FaultLayer.HostWalkers, 743,
            "the parsed tree is not rooted while its Ok is allocated",
            FaultConditions.Eager.With(TypeKind.Json, TypeKind.HtmlNode, TypeKind.MdBlock),
            Hosted(
                // The walker's own root would stand in for the one that is left out.
                (heap, made) => new ForgetfulResults(heap, made, ResultPart.Ok),
                (heap, made) => new UnrootedTrees(heap, made))),
        InCode("listing-unrooted", FaultLayer.HostWalkers, 706,
            "the backing block of map_keys and its kin is not rooted while the strings in it are written out",
            HostStrings,
            Results((heap, made) => new ForgetfulResults(heap, made, ResultPart.Listing))),
        InCode("items-unrooted", FaultLayer.HostWalkers, 570,
            "the array that string_split, array_map and their kin fill is not rooted while its items are made",
            FaultConditions.Eager.With(TypeKind.String, TypeKind.Array, TypeKind.Int),
            Results((heap, made) => new ForgetfulResults(heap, made, ResultPart.Items))),
        InCode("made-field-unrooted", FaultLayer.HostWalkers, 743,
            "what an operation makes is not rooted while the Some, the Ok or the pair is made that is to hold it",
            FaultConditions.Eager.With(TypeKind.String, TypeKind.Array, TypeKind.HtmlNode),
            Results((heap, made) => new ForgetfulResults(heap, made, ResultPart.Field))),
        InCode("window-stale", FaultLayer.HostWalkers, null,
            "the host writes through a window on memory that it took before an allocation made memory grow",
            FaultConditions.Usual with { Tables = true, Runtime = RuntimeKind.Bucket },
            Results((heap, made) => new StaleWindowResults(heap, made))),
    ];

    private static WatParts Rooted(Func<LoweredCase, Rooting> rooting) => WatParts.Sound with { Rooting = rooting };

    private static WatParts Forgets(Func<RootPlace, SlotShape, bool> forgets) =>
        Rooted(lowered => new ForgetfulRooting(lowered, forgets));

    private static WatParts Trees(Func<TypeKind, bool> forgets) => Hosted(
        (heap, containers) => new(heap, containers as Serialised),
        (heap, containers) => new ForgetfulTrees(heap, containers, forgets));

    private static WatParts Results(Func<HeapInstance, IContainerRuntime, ResultWriter> results) =>
        Hosted(results, (heap, containers) => new(heap, containers));

    private static WatParts Hosted(
        Func<HeapInstance, IContainerRuntime, ResultWriter> results,
        Func<HeapInstance, IContainerRuntime, TreeWriter> trees) => WatParts.Sound with
        {
            Host = (heap, containers, decimals, readDocument) => new(
                heap, containers, decimals, readDocument, results(heap, containers), trees(heap, containers)),
        };
}
