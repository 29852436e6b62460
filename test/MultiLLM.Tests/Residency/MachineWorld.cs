using MultiLLM.Core.Hardware;
using MultiLLM.Core.Residency;

namespace MultiLLM.Tests.Residency;

/// <summary>
/// Gives a scheduler's world memory that really fills and empties: a load takes some of its bytes at once and the rest by its end, half of a
/// loaded model is a mapped file that the system calls available, and memory is back only when an unload has ended. Other programs take more
/// or less as time goes by. No load may begin that does not fit beside all that.
/// </summary>
internal sealed class MachineWorld
{
    public const long TotalBytes = 200_000;

    private readonly SchedulerWorld _world;
    private readonly long? _budget;

    public MachineWorld(SchedulerWorld world, long? budget)
    {
        (_world, _budget) = (world, budget);
        world.Facts.Standing = host => new MemoryStanding(TotalBytes, TotalBytes - OthersBytes - On(host).Sum(SeenBytes), "test");
        world.Effects.OnLoad = CheckRoom;
        world.Effects.OnUnload = CheckEviction;
    }

    /// <summary>What other programs hold.</summary>
    public long OthersBytes { get; set; }

    public long SeenBytesOf(string model) => BytesOf(_world.Effects.Loading.First(l => l.Value == model).Key) / 2;

    private void CheckRoom(LoadOrder order)
    {
        var taken = On(HostIndex(order.Load)).Sum(BytesOf);
        Assert.True(taken <= TotalBytes - OthersBytes, $"models take {taken} bytes of {TotalBytes}, others {OthersBytes}");
        Assert.True(!(taken > _budget), $"models take {taken} bytes of a budget of {_budget}");
    }

    private void CheckEviction(long load, MultiLLM.Core.Errors.Error reason)
    {
        var resident = _world.Scheduler.Residents.Values.Single(r => r.Load == load);
        Assert.True(!resident.IsPinned || reason.Message.StartsWith("It is loaded again", StringComparison.Ordinal), $"a pinned model leaves: {reason.Message}");
    }

    private IEnumerable<long> On(int host) => _world.Effects.Present.Where(load => HostIndex(load) == host);

    private int HostIndex(long load) => int.Parse(_world.Effects.Orders[load].Host.Name.AsSpan("host".Length));

    private long BytesOf(long load) =>
        _world.Facts.Estimate(_world.Effects.Orders[load].Model, _world.Effects.Orders[load].Plan)!.TotalBytes;

    /// <summary>A load's share differs from one to the next.</summary>
    private long SeenBytes(long load) => _world.Effects.Loading.ContainsKey(load) ? BytesOf(load) * (load % 5) / 4 : BytesOf(load) / 2;
}
