using Vera.GcStress.Heaps;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Targets.Wat.Containers;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Targets.Wat.Values;
using Xunit;
using Xunit.Sdk;

namespace Vera.GcStress.Properties.Targets.Wat.Containers;

public class ContainerRuntimeTests
{
    private const int Scripts = 80;

    public static TheoryData<RuntimeKind> AllRuntimes => [.. Enum.GetValues<RuntimeKind>()];

    public static TheoryData<RuntimeKind> Runtimes => [.. GuestContainers.Runtimes];

    /// <summary>
    /// Order, replacement, removal, equality and every old version, with a collection at each allocation.
    /// </summary>
    [Theory, MemberData(nameof(Runtimes))]
    public void A_container_is_a_persistent_list_of_entries(RuntimeKind runtime) =>
        EachScript(runtime, CollectorKind.Hardened, static (_, _) => { });

    [Fact]
    public void A_container_alone_keeps_its_elements_alive() => EachScript(
        RuntimeKind.Container, CollectorKind.Hardened, static (_, script) => script.DropItems());

    [Theory, MemberData(nameof(Runtimes))]
    public void What_is_held_no_more_is_gone_from_heap_and_host(RuntimeKind runtime) =>
        EachScript(runtime, CollectorKind.Hardened, static (guest, script) =>
        {
            script.DropVersions();
            script.DropItems();
            Assert.Equal(0, guest.Runtime.HostEntries);
            Assert.Equal(1, LiveBlocks(guest));
        });

    [Theory, MemberData(nameof(AllRuntimes))]
    public void What_a_run_left_with_the_host_is_gone_in_the_next(RuntimeKind runtime)
    {
        using var session = new WatSession(
            new(runtime, CollectorKind.Hardened, HeapLayout.Small), Lanes.Parsed);
        var nothing = new StressCase([], new CollectionSchedule.Natural(), HeapState.Empty);
        session.Start(nothing, null);
        var containers = session.Host.Containers;
        var made = containers.Shape.NamesTypes
            ? containers.New(VeraType.Set(VeraType.Int))
            : containers.New(ContainerKind.Set);
        containers.Insert(ContainerKind.Set, made, new(SlotShape.I64, new(1L), default, default));
        Assert.Equal(containers.Shape.UsesHandles, containers.HostEntries > 0);
        session.Start(nothing, null);
        Assert.Equal(0, containers.HostEntries);
    }

    private static void EachScript(
        RuntimeKind runtime, CollectorKind collector, Action<GuestContainers, ContainerScript> epilogue)
    {
        using var guest = new GuestContainers(runtime, collector);
        for (var seed = 0; seed < Scripts; seed++)
        {
            guest.Start(new CollectionSchedule.Eager());
            var script = new ContainerScript(guest, seed);
            try
            {
                script.Run(60);
                epilogue(guest, script);
            }
            catch (Exception e) when (e is not XunitException { InnerException: not null })
            {
                throw new XunitException($"script {seed}: {e.Message}\n{string.Join('\n', script.Log)}", e);
            }
        }
    }

    private static int LiveBlocks(GuestContainers guest)
    {
        var view = guest.Heap.View();
        var live = 0;
        foreach (var block in view.Blocks)
        {
            live += view.IsMarked(block.Payload) ? 1 : 0;
        }

        return live;
    }
}
