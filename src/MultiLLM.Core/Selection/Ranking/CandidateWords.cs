using System.Globalization;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Selection.Understanding;

namespace MultiLLM.Core.Selection.Ranking;

/// <summary>Says in words what a candidate's numbers say. Pure.</summary>
internal static class CandidateWords
{
    /// <summary>Less is not worth a word.</summary>
    private const double LeastSeconds = 0.05;

    /// <summary>What spoke for or against an eligible model, the weightiest first.</summary>
    public static IReadOnlyList<string> Of(ModelDefinition model, RequestFeatures request, RankingInputs inputs, CandidateParts parts)
    {
        var words = new List<string>(6);
        if (!request.IsEmbedding)
            words.Add(string.Create(CultureInfo.InvariantCulture, $"expected quality {parts.Quality:0.0} of 10"));
        words.Add(request.IsEmbedding && parts.TotalSeconds <= 0 ? "at once" : $"about {Requirements.Seconds(parts.TotalSeconds)} to the full answer");
        words.Add(model.IsRemote ? Remote(inputs.RequestsOf(model.Id)) : Standing(inputs.Residency.Find(model.Id), parts));
        if (parts.Cost is > 0 and var cost)
            words.Add(string.Create(CultureInfo.InvariantCulture, $"about {cost:0.######} to pay"));
        if (parts.QueueSeconds >= LeastSeconds)
            words.Add($"{Requirements.Seconds(parts.QueueSeconds)} of that to wait for others");
        if (parts.OthersSeconds >= LeastSeconds)
            words.Add($"its load would cost others about {Requirements.Seconds(parts.OthersSeconds)}");
        if (!request.IsEmbedding && ExpectedQuality.FittingShare(request, inputs.ContextOf(model)) < 1)
            words.Add($"its context of {inputs.ContextOf(model)} tokens would cut the answer short");
        if (request.Conversation?.ModelId == model.Id)
            words.Add(request.Signs.IsDissatisfied ? "its last answer did not please" : "it answered this conversation before");
        if (Lately.Words(model, inputs) is { } lately)
            words.Add(lately);
        if (model.Starter)
            words.Add("a tiny starter model");
        return words;
    }

    /// <summary>One sentence on the first of a ranking, which is eligible; a second one on who would be next.</summary>
    public static string Reason(IReadOnlyList<RankedCandidate> ranked, RequestFeatures request, Preference preference)
    {
        var best = ranked[0];
        return $"{Subject(request, preference)}: {best.Model.Id}, {string.Join(", ", best.Reasons)}.{Next(ranked, request.IsEmbedding)}";
    }

    private static string Next(IReadOnlyList<RankedCandidate> ranked, bool isEmbedding) => ranked switch
    {
        [{ Parts: { } own }, { Eligible: true, Parts: { } parts } second, ..] => $" Next would be {second.Model.Id}: {Difference(parts, own, isEmbedding)}.",
        [_, { Eligible: false }, ..] => " No other model can serve it.",
        _ => "",
    };

    private static string Subject(RequestFeatures request, Preference preference)
    {
        if (request.IsEmbedding)
            return "For embeddings";
        var reading = request.Reading;
        return reading.IsSure
            ? $"For {Lower(reading.Task)} of {reading.Difficulty.ToString().ToLowerInvariant()} difficulty, {preference.Name}"
            : $"For a request that may be {Likely(reading)}, {preference.Name}";
    }

    private static string Likely(TaskReading reading)
    {
        const double least = 0.15;
        const int most = 3;
        var likely = reading.Chances.Index().Where(c => c.Item >= least).OrderByDescending(c => c.Item).Take(most).Select(c => Lower((ModelTask)c.Index));
        var words = string.Join(" or ", likely);
        return words.Length > 0 ? words : "anything";
    }

    private static string Difference(CandidateParts other, CandidateParts own, bool isEmbedding)
    {
        var quality = isEmbedding ? "" : string.Create(CultureInfo.InvariantCulture, $"quality {other.Quality:0.0}, ");
        return quality + (Math.Abs(other.TotalSeconds - own.TotalSeconds) < LeastSeconds ? "as quick" : $"about {Requirements.Seconds(other.TotalSeconds)}");
    }

    private static string Standing(ModelResidency? standing, CandidateParts parts) => standing?.State switch
    {
        ModelState.Ready when standing.InFlight == 1 => "loaded, 1 answer under way",
        ModelState.Ready when standing.InFlight > 1 => $"loaded, {standing.InFlight} answers under way",
        ModelState.Ready => "loaded",
        ModelState.Loading => $"being loaded, which takes about {Requirements.Seconds(parts.LoadSeconds)} more",
        _ => $"not loaded, which takes about {Requirements.Seconds(parts.LoadSeconds)}",
    };

    private static string Remote(int requests) => requests switch
    {
        0 => "on a server elsewhere",
        1 => "on a server elsewhere, 1 request there",
        _ => $"on servers elsewhere, {requests} requests there",
    };

    private static string Lower(ModelTask task) => task.ToString().ToLowerInvariant();
}
