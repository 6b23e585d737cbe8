using System.Diagnostics;
using Vera.GcStress.Generation.Choices;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Generation;

/// <summary>The story of a case: steps by weight, frames within frames, and a last look at everything.</summary>
internal sealed class BodyDrawing
{
    private readonly Drawing drawing;
    private readonly Draw draw;
    private readonly Scope scope;
    private readonly ContainerSteps containers;
    private readonly HolderSteps holders;
    private readonly OpWeights weights;

    public BodyDrawing(Drawing drawing)
    {
        this.drawing = drawing;
        draw = drawing.Draw;
        scope = drawing.Scope;
        containers = new(drawing);
        holders = new(drawing, containers);
        weights = new(draw, drawing.Aim);
    }

    public void Draw(int opsWanted)
    {
        if (draw.Chance(GenerationLimits.ArgumentsPercent))
        {
            Arguments();
        }

        foreach (var type in drawing.Palette.Containers)
        {
            containers.New(type);
        }

        if (drawing.Turns.IsBig)
        {
            containers.Big();
        }

        while (drawing.Ops.Count < opsWanted - GenerationLimits.EndingOps)
        {
            Step();
        }

        End();
    }

    /// <summary>What is given to the program.</summary>
    private void Arguments()
    {
        VeraType[] types = [.. drawing.Palette.Contents.Where(static type => type.Kind <= TypeKind.String)];
        for (var left = types.Length == 0 ? 0 : draw.Between(1, GenerationLimits.ArgumentsMax); left > 0; left--)
        {
            var type = draw.Of<VeraType>(types);
            drawing.Emit(new Op.Let(scope.Bind(type), new Expr.Argument(drawing.Values.Literal(type))));
        }
    }

    private void Step()
    {
        switch (weights.Next(draw))
        {
            case StepKind.New: containers.New(); break;
            case StepKind.Insert: containers.Insert(); break;
            case StepKind.InsertAgain: containers.InsertAgain(); break;
            case StepKind.Remove: containers.Remove(); break;
            case StepKind.RemoveMissing: containers.RemoveMissing(); break;
            case StepKind.Contains: containers.Contains(); break;
            case StepKind.Get: containers.Get(); break;
            case StepKind.Size: containers.Size(); break;
            case StepKind.List: containers.List(); break;
            case StepKind.Fold: containers.Fold(); break;
            case StepKind.Reread: containers.Reread(); break;
            case StepKind.Element: holders.Element(); break;
            case StepKind.Hold: holders.Hold(); break;
            case StepKind.Open: holders.Open(); break;
            case StepKind.Put: holders.Put(); break;
            case StepKind.Recall: holders.Recall(); break;
            case StepKind.Frame: Frame(tailFirst: false); break;
            case StepKind.Tail: Tail(); break;
            case StepKind.Pressure: drawing.EmitPressure(); break;
            case StepKind.Operate: holders.Operate(); break;
            default: throw new UnreachableException("a step without a rule");
        }
    }

    /// <summary>A callee: a few steps of its own, and a result for the caller.</summary>
    private void Frame(bool tailFirst)
    {
        if (scope.Depth == GenerationLimits.FrameDepthMax)
        {
            containers.Insert();
            return;
        }

        drawing.Emit(new Op.Call());
        scope.Enter();
        var first = scope.Count;
        if (tailFirst)
        {
            Tail();
        }

        var opsWanted = drawing.Ops.Count + draw.Between(1, GenerationLimits.FrameOpsMax);
        while (drawing.Ops.Count < opsWanted)
        {
            Step();
        }

        Return(first);
    }

    /// <summary>Returns what the frame made, a container if it made one; now and then what it was given.</summary>
    private void Return(int first)
    {
        var from = draw.Chance(85) ? first : 0;
        var local = draw.Chance(75) ? scope.Newest(from, static known => known.Type.IsContainer) : -1;
        local = local >= 0 ? local : scope.Newest(from, static known => known.Type.IsHeap);
        var type = local >= 0 ? scope[local].Type : drawing.Content();
        var value = drawing.Operand(local >= 0 ? drawing.Local(local) : drawing.Values.Of(type));
        var known = local >= 0 ? scope[local] : default;
        scope.Leave();
        var id = local >= 0 ? scope.Bind(type, known.Keys, known.Tag) : scope.Bind(type);
        drawing.Emit(new Op.Return(id, value));
    }

    /// <summary>A tail call, its arguments held by nothing else, and nearly always pressure right after it.</summary>
    private void Tail()
    {
        if (scope.Depth == 0)
        {
            Frame(tailFirst: true);
            return;
        }

        var arguments = new List<int>(GenerationLimits.TailArgumentsMax);
        for (var count = draw.Between(1, GenerationLimits.TailArgumentsMax); count > 0; count--)
        {
            var local = scope.Pick(draw, static known => known.Type.IsHeap);
            if (local >= 0 && !arguments.Contains(local))
            {
                arguments.Add(local);
            }
        }

        drawing.Emit(new Op.Tail([.. arguments]));
        scope.Keep([.. arguments]);
        if (draw.Chance(80))
        {
            drawing.EmitPressure();
        }
    }

    /// <summary>
    /// Looks at the newest version of everything, at an old version and at a held value, under pressure.
    /// </summary>
    private void End()
    {
        if (drawing.Untested || draw.Chance(50))
        {
            drawing.EmitPressure();
        }

        foreach (var type in drawing.Palette.Containers)
        {
            containers.Look(scope.Pick(draw, type));
        }

        if (draw.Chance(60))
        {
            containers.Reread();
        }

        var held = scope.Pick(draw, drawing.Content());
        if (held >= 0)
        {
            drawing.Observe(drawing.Local(held));
        }
    }
}
