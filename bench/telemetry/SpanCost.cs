using System.Diagnostics;
using MultiLLM.Benches;
using MultiLLM.Core.Telemetry;
using MultiLLM.Core.Telemetry.Tracing;

namespace MultiLLM.TelemetryBench;

/// <summary>What the span of one streamed answer costs, with nobody listening and with everything recorded.</summary>
internal static class SpanCost
{
    private const int Rounds = 15;

    public static async Task MeasureAsync()
    {
        using var plain = new InstantClient();
        using var traced = new TracingChatClient(plain, capturesContent: false, TimeProvider.System);
        Report("spans of one streamed answer, traces not exported", await AddedCost.MeasureAsync(plain, traced, Rounds));
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TelemetryNames.Source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        Report("spans of one streamed answer, every trace recorded", await AddedCost.MeasureAsync(plain, traced, Rounds));
    }

    private static void Report(string what, AddedCost added) => Rows.Write(what, $"{added.Microseconds:0.00} µs, {added.Bytes:0} bytes");
}
