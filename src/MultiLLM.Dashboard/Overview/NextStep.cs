using MultiLLM.Contracts.Api;

namespace MultiLLM.Dashboard.Overview;

/// <summary>Something sensible to do next.</summary>
/// <param name="Title">A few words.</param>
/// <param name="Text">Why, one sentence.</param>
/// <param name="Link">Where it is done; null: <paramref name="Fetch"/> does it.</param>
/// <param name="LinkText">Of the link.</param>
/// <param name="Fetch">A model to fetch.</param>
internal sealed record NextStep(string Title, string Text, string? Link = null, string? LinkText = null, ProspectInfo? Fetch = null)
{
    /// <summary>What is left to do, the first thing first.</summary>
    /// <param name="installed">Null: not known yet.</param>
    /// <param name="prospect">The model that would help most of those that fit; null: none, or not known yet.</param>
    /// <param name="requests">Of the last day; null: not known yet.</param>
    /// <param name="address">Where programs reach the service.</param>
    public static IReadOnlyList<NextStep> Of(IReadOnlyList<ModelInfo>? installed, ProspectInfo? prospect, long? requests, string address)
    {
        var steps = new List<NextStep>();
        if (requests == 0)
            steps.Add(new("Ask something", "The service picks the model and tells why.", "/ui/playground", "Open the playground"));
        if (installed is { Count: 0 })
            steps.Add(new("Get a model", "There is none on this machine yet.", "/ui/models?fits=yes", "See what fits"));
        if (prospect is not null)
            steps.Add(new($"Fetch {prospect.Name}", Reason(prospect, installed), Fetch: prospect));
        steps.Add(new("Connect your programs", $"Whatever speaks OpenAI's API works with {address}v1; any key will do.", "/docs/api", "Read the API"));
        return steps;
    }

    /// <summary>Whether a better model is worth looking for: only tiny ones are here.</summary>
    public static bool NeedsBetter(IReadOnlyList<ModelInfo> installed) => installed.All(model => model.StarterModel || model.Kind == "embedding");

    private static string Reason(ProspectInfo prospect, IReadOnlyList<ModelInfo>? installed) =>
        (installed is { Count: > 0 } ? "The starter models are tiny and often wrong. " : "") + prospect.Reason;
}
