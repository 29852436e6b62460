namespace MultiLLM.Dashboard.Live;

/// <summary>Changes whenever models were used: when the last use was, and how many requests there are.</summary>
internal sealed record TrafficMark(DateTimeOffset? LastUsed, int InFlight, int Waiting)
{
    public static TrafficMark Of(LiveView view) =>
        new(view.Residency?.Models.Max(model => model.LastUsedAt), view.Residency?.InFlight ?? 0, view.Residency?.Waiting ?? 0);
}
