using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Analytics.Asking;

namespace MultiLLM.Dashboard.Analytics.Comparing;

/// <summary>One model among the others.</summary>
/// <param name="Group">Its figures of the period.</param>
/// <param name="Elo">What votes on it come to; null: nobody voted.</param>
/// <param name="Efficiency">What it is worth; null: it is not installed, or writes no text.</param>
internal sealed record ModelLine(FiguresGroup Group, EloInfo? Elo, ModelEfficiencyInfo? Efficiency)
{
    public string Id => Group.Name;

    public RequestFigures Figures => Group.Figures;

    /// <summary>Bytes that it held while it was in memory, on average; null: it was not.</summary>
    public long? MeanBytes => Group is { HeldByteSeconds: { } bytes, HeldSeconds: > 0 and var seconds } ? (long)(bytes / seconds) : null;

    /// <summary>Requests that came to no model are no model's.</summary>
    public static IReadOnlyList<ModelLine> Of(AnalyticsSummary models, ModelStandings standings) =>
    [
        .. models.Groups.Where(group => group.Name != Choosing.FilterNames.None).Select(group => new ModelLine(
            group,
            standings.Elo?.Ratings.FirstOrDefault(rating => rating.ModelId == group.Name),
            standings.Efficiency?.Models.FirstOrDefault(model => model.ModelId == group.Name))),
    ];
}
