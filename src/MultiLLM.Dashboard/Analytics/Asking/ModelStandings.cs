using MultiLLM.Client;
using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Analytics.Choosing;
using MultiLLM.Dashboard.Shared;

namespace MultiLLM.Dashboard.Analytics.Asking;

/// <summary>What models are worth besides their own figures: what votes come to, and what each is good for. Null: the service does not say.</summary>
public sealed record ModelStandings(EloReply? Elo, EfficiencyReply? Efficiency)
{
    public static ModelStandings Unknown { get; } = new(null, null);

    /// <summary>The page is of use without them, so a failure leaves their columns empty.</summary>
    public static async Task<ModelStandings> AskAsync(MultiLLMClient client, AnalyticsView view, AnalyticsSpan span, CancellationToken cancellationToken)
    {
        var elo = Loading<EloReply>.OfAsync(client.GetEloAsync(view.Task is "none" ? null : view.Task, cancellationToken));
        var efficiency = Loading<EfficiencyReply>.OfAsync(client.GetEfficiencyAsync(new AnalyticsQuery { From = span.From, To = span.To }, cancellationToken));
        return new((await elo).Value, (await efficiency).Value);
    }
}
