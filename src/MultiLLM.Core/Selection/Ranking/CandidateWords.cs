using System.Globalization;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Selection.Understanding;

namespace MultiLLM.Core.Selection.Ranking;

/// <summary>Says in words what a candidate's numbers say. Pure.</summary>
internal static class CandidateWords
{
    /// <summary>What spoke for or against an eligible model, the weightiest first.</summary>
    public static IReadOnlyList<string> Of(ModelDefinition model, RequestFeatures request, RankingInputs inputs, CandidateParts parts)
    {
        var words = new List<string>(6);
        if (!request.IsEmbedding)
            words.Add(Text($"expected quality {parts.Quality:0.0} of 10"));
        words.Add(request.IsEmbedding && parts.TotalSeconds <= 0 ? "at once" : $"about {Requirements.Seconds(parts.TotalSeconds)} to the full answer");
        words.Add(Standing(inputs.Residency.Find(model.Id), parts));
        if (parts.QueueSeconds > 0)
            words.Add($"{Requirements.Seconds(parts.QueueSeconds)} of that in its queue");
        if (parts.OthersSeconds >= 0.05)
            words.Add($"its load would cost others about {Requirements.Seconds(parts.OthersSeconds)}");
        if (request.Conversation?.ModelId == model.Id)
            words.Add(request.Signs.IsDissatisfied ? "its last answer did not please" : "it answered this conversation before");
        if (model.Starter)
            words.Add("a tiny starter model");
        return words;
    }

    /// <summary>One sentence on the first of a ranking, which is eligible.</summary>
    public static string Reason(IReadOnlyList<RankedCandidate> ranked, RequestFeatures request, Preference preference)
    {
        var best = ranked[0];
        var second = ranked.Count > 1 && ranked[1].Eligible ? ranked[1] : null;
        var next = second?.Parts is { } parts && best.Parts is { } own
            ? $" Next would be {second.Model.Id}: {Difference(parts, own, request.IsEmbedding)}."
            : second is null && ranked.Count > 1 ? " No other model can serve it." : "";
        return $"{Subject(request, preference)}: {best.Model.Id}, {string.Join(", ", best.Reasons)}.{next}";
    }

    private static string Subject(RequestFeatures request, Preference preference)
    {
        if (request.IsEmbedding)
            return "For embeddings";
        var reading = request.Reading;
        var task = reading.Task.ToString().ToLowerInvariant();
        return reading.IsSure
            ? $"For {task} of {reading.Difficulty.ToString().ToLowerInvariant()} difficulty, {preference.Name}"
            : $"For a request that may be {Likely(reading)}, {preference.Name}";
    }

    private static string Likely(TaskReading reading)
    {
        var likely = reading.Chances.Select((chance, index) => (chance, (ModelTask)index)).Where(c => c.chance >= 0.15).OrderByDescending(c => c.chance).Take(3)
            .Select(c => c.Item2.ToString().ToLowerInvariant()).ToArray();
        return likely.Length == 0 ? "anything" : string.Join(" or ", likely);
    }

    private static string Difference(CandidateParts other, CandidateParts own, bool isEmbedding)
    {
        var quality = isEmbedding ? "" : Text($"quality {other.Quality:0.0}, ");
        return quality + (Math.Abs(other.TotalSeconds - own.TotalSeconds) < 0.05 ? "as quick" : $"about {Requirements.Seconds(other.TotalSeconds)}");
    }

    private static string Standing(ModelResidency? standing, CandidateParts parts) => standing?.State switch
    {
        ModelState.Ready when standing.InFlight > 0 => Text($"loaded, {standing.InFlight} answers under way"),
        ModelState.Ready => "loaded",
        ModelState.Loading => "being loaded",
        _ => $"not loaded, which takes about {Requirements.Seconds(parts.LoadSeconds)}",
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
