using System.Collections.Concurrent;
using System.Diagnostics;
using MultiLLM.Core.Telemetry;

namespace MultiLLM.Tests.Telemetry.Tracing;

/// <summary>A trace of a test's own, and the service's spans in it, as they ended.</summary>
internal sealed class CollectedSpans : IDisposable
{
    private readonly ConcurrentQueue<Activity> _ended = [];
    private readonly ActivityListener _listener;
    private readonly Activity? _before = Activity.Current;

    public CollectedSpans()
    {
        Activity.Current = null;
        Root = new Activity("test").SetIdFormat(ActivityIdFormat.W3C);
        Root.ActivityTraceFlags = ActivityTraceFlags.Recorded;
        Root.Start();
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TelemetryNames.Source,
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                options.TraceId == Root.TraceId ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public Activity Root { get; }
    public IReadOnlyList<Activity> All => [.. _ended];

    public Activity Single(string name) => Xunit.Assert.Single(_ended, span => span.OperationName == name);

    /// <summary>Names of the spans right below one.</summary>
    public IEnumerable<string> Below(Activity parent) => _ended.Where(span => span.ParentSpanId == parent.SpanId).Select(span => span.OperationName).Order(StringComparer.Ordinal);

    public void Dispose()
    {
        _listener.Dispose();
        Root.Stop();
        Activity.Current = _before;
    }
}
