using MultiLLM.Benches;
using MultiLLM.Core.Analytics.Recording;

namespace MultiLLM.AnalyticsBench;

/// <summary>What recording adds to one streamed answer, over a client that answers at once.</summary>
internal static class RequestPath
{
    private const int Rounds = 9;

    public static async Task MeasureAsync(BenchRig rig)
    {
        using var plain = new InstantClient();
        using var recorded = new AnalyticsChatClient(plain, rig.Recorder, new WorkMeter(TimeProvider.System), TimeProvider.System);
        var added = await AddedCost.MeasureAsync(plain, recorded, Rounds, settle: async () =>
        {
            while (rig.Writer.Status.Waiting > 0)
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        });
        BenchRig.Row($"added to a streamed answer of {InstantClient.Pieces} pieces, median of {Rounds} rounds", $"{added.Microseconds:0.0} µs, {added.Bytes:0} bytes");
        BenchRig.Row($"the slowest round", $"{added.SlowestMicroseconds:0.0} µs");
        BenchRig.Row($"records lost meanwhile", $"{rig.Writer.Status.Lost}");
    }
}
