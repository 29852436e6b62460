using MultiLLM.Core.Residency;

namespace MultiLLM.Core.Comparisons.Running;

/// <summary>
/// Lets a comparison's requests pass only where they are in nobody's way. At first they wait until nothing else is at work, so that all models are measured
/// alike; on a machine that is never quiet they go on beside others, but only where a slot is free and nobody waits. Pure.
/// </summary>
internal static class ComparisonGate
{
    /// <summary>How long each request waits for quiet.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Why the next request has to wait, one sentence; null: it need not.</summary>
    /// <param name="standing">Of all models.</param>
    /// <param name="model">Who is to answer.</param>
    /// <param name="queued">Requests wait before they come to a model.</param>
    /// <param name="waited">How long this one has waited already.</param>
    public static string? Hindrance(ResidencySnapshot standing, string model, bool queued, TimeSpan waited)
    {
        var waiting = standing.Models.Values.Sum(other => other.Waiting);
        if (queued || waiting > 0)
            return "Requests wait for a model; they come first.";
        var atWork = AtWork(standing);
        if (atWork == 0)
            return null;
        if (waited < Patience)
            return $"{(atWork == 1 ? "One request is" : $"{atWork} requests are")} being answered; it waits for quiet for a while.";
        var own = standing.Find(model);
        if (own is not { State: ModelState.Ready })
            return "Requests are being answered, and a load would disturb them.";
        return own.InFlight < SlotsOf(own) ? null : $"All slots of {model} are taken.";
    }

    /// <summary>Somebody waits for what the comparison's own request holds or asks for.</summary>
    /// <param name="standing">Of all models, the request included.</param>
    /// <param name="model">Who answers it.</param>
    /// <param name="queued">As above.</param>
    /// <param name="waits">The request is itself waiting for its model.</param>
    public static bool MustGiveWay(ResidencySnapshot standing, string model, bool queued, bool waits)
    {
        if (queued || standing.Models.Values.Sum(other => other.Waiting) - (waits ? 1 : 0) > 0)
            return true;
        var own = standing.Find(model);
        if (own?.InFlight > SlotsOf(own))
            return true;
        // A wait for room grows into a right to it, which no background work should come to.
        return waits && own is not { State: ModelState.Loading or ModelState.Ready } && AtWork(standing) > 0;
    }

    /// <summary>Requests under way besides the comparison's own.</summary>
    public static bool IsShared(ResidencySnapshot standing, bool waits) => AtWork(standing) - (waits ? 0 : 1) > 0;

    private static int AtWork(ResidencySnapshot standing) => standing.Models.Values.Sum(model => model.InFlight);

    private static int SlotsOf(ModelResidency? model) => Math.Max(1, model?.Plan?.Slots ?? 1);
}
