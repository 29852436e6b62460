using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MultiLLM.Core.Analytics.Held;
using MultiLLM.Core.Analytics;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Residency;
using MultiLLM.Tests.Analytics.Store;
using MultiLLM.Tests.Comparisons;

namespace MultiLLM.Tests.Analytics.Held;

public sealed class HeldWatchTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stop_ModelsInMemory_WritesWhatTheyCostUnlessRecordingIsOff(bool enabled)
    {
        await using var rig = StoreRig.Sqlite();
        var time = new FakeTimeProvider(Records.Noon);
        var residency = new StillResidency(("one", 100), ("two", 7));
        using var watch = new HeldWatch(residency, rig.Store, Options.Create(new AnalyticsOptions { Enabled = enabled }), time, NullLogger<HeldWatch>.Instance);

        await watch.StartAsync(CancellationToken.None);
        for (var tries = 0; enabled && residency.Looks == 0 && tries < 500; tries++)
        {
            time.Advance(TimeSpan.FromSeconds(1)); // it begins on a thread of its own
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
        time.Advance(TimeSpan.FromSeconds(1));
        await watch.StopAsync(CancellationToken.None);

        var held = await rig.Store.HeldAsync(Records.Noon.ToUnixTimeSeconds(), Records.Noon.AddHours(1).ToUnixTimeSeconds(), CancellationToken.None);
        var seconds = (time.GetUtcNow() - Records.Noon).TotalSeconds;
        Assert.Equal(enabled ? [("one", seconds * 100), ("two", seconds * 7)] : [], held.Select(one => (one.Key, Math.Round(one.Value.ByteSeconds, 6))).Order());
    }

    private sealed class StillResidency(params (string Id, long Bytes)[] models) : IResidency
    {
        private int _looks;

        public int Looks => Volatile.Read(ref _looks);

        public ResidencySnapshot Snapshot
        {
            get
            {
                Interlocked.Increment(ref _looks);
                return Standing;
            }
        }

        private ResidencySnapshot Standing =>
            ComparisonGateTests.Standing([.. models.Select(model => ComparisonGateTests.Model(model.Id) with { MeasuredBytes = model.Bytes })]);

        public ValueTask<Result<ModelLease>> EnsureReadyAsync(ModelDefinition model, LoadDemand demand, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask<Result<bool>> UnloadAsync(string modelId, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<Result<bool>> UnpinAsync(string modelId, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
