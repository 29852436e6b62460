using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Live;
using MultiLLM.Dashboard.Models.Acting;

namespace MultiLLM.Dashboard.Models.Browsing;

/// <summary>A model as the list shows it: its facts as they were asked, and how it stands at this moment.</summary>
public sealed record ModelRowView(ModelInfo Info, string State, double? Progress, bool Pinned, string? Error)
{
    public bool InMemory => ModelStates.IsInMemory(State);

    public static ModelRowView Of(ModelInfo info, LiveView view) =>
        info.Installed && view.Residency?.Models.FirstOrDefault(model => model.Id == info.Id) is { } standing
            ? new(info, standing.State, standing.LoadProgress, standing.Pinned, standing.State == "failed" ? standing.LastError : null)
            : new(info, info.State, info.LoadProgress, info.Loaded?.Pinned is true, info.State == "failed" ? info.LastError : null);
}
