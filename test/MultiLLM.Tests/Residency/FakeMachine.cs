using System.Collections.Concurrent;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Hardware;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Residency.Memory;

namespace MultiLLM.Tests.Residency;

internal sealed class FakeHardware : IHardware
{
    public long AvailableBytes { get; set; } = 8_000_000_000;

    public HardwareSnapshot Read() => new(new MemoryStanding(16_000_000_000, AvailableBytes, "test"), new CpuStanding(2, null, "test"), []);
}

/// <summary>Every model takes the same, until it was measured.</summary>
internal sealed class FakeFootprints : IFootprints
{
    private readonly ConcurrentDictionary<string, long> _measured = new();

    public long Bytes { get; set; } = 1_000_000;

    public LoadPlan PlanFor(ModelDefinition model, int? contextLength = null)
    {
        var context = Math.Min(contextLength ?? model.ContextLength ?? 4096, model.TrainedContextLength ?? int.MaxValue);
        return new LoadPlan(context, context, Slots: 4, BatchSize: 512);
    }

    public Footprint Predict(ModelShape shape, LoadPlan plan) => new(Bytes, 0, 0, 0, FootprintSource.Predicted);

    public Footprint? Estimate(ModelDefinition model, LoadPlan plan) => _measured.TryGetValue(model.Id, out var bytes)
        ? new Footprint(bytes, 0, 0, 0, FootprintSource.Measured)
        : new Footprint(Bytes, 0, 0, 0, FootprintSource.Predicted);

    public void Learn(ModelDefinition model, LoadPlan plan, MemoryUse measured) => _measured[model.Id] = (long)measured.RssBytes;
}

internal sealed class RecordedEvents : IResidencyEventSink
{
    private readonly ConcurrentQueue<ResidencyEvent> _events = new();

    public IReadOnlyList<ResidencyEvent> All => [.. _events];

    public void Publish(ResidencyEvent happened) => _events.Enqueue(happened);
}
