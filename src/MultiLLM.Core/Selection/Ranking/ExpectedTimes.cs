using MultiLLM.Core.Catalog;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Selection.Rates;
using MultiLLM.Core.Selection.Understanding;

namespace MultiLLM.Core.Selection.Ranking;

/// <summary>Seconds to the full answer of each model, here and now. Pure.</summary>
internal sealed class ExpectedTimes(RequestFeatures request, RankingInputs inputs)
{
    /// <summary>Each answer under way beside this one slows it by so much: the engine reads the weights once for all.</summary>
    private const double SlowDownPerAnswer = 0.35;
    private const int UsualSlots = 4;

    private readonly EvictionCosts _evictions = new(inputs);

    public CandidateParts Of(ModelDefinition model, double quality)
    {
        var rates = inputs.Rates.Of(model);
        var standing = inputs.Residency.Find(model.Id);
        var beside = standing?.InFlight ?? 0;
        var cached = request.Conversation is { } conversation && conversation.ModelId == model.Id ? Math.Min(conversation.CachedTokens, request.PromptTokens) : 0;
        var prompt = (request.PromptTokens - cached) / rates.PromptTokensPerSecond;
        var decode = request.IsEmbedding ? 0 : request.AnswerTokens / rates.DecodeTokensPerSecond;
        var load = LoadSeconds(standing, rates);
        return new CandidateParts
        {
            Quality = quality,
            LoadSeconds = load,
            QueueSeconds = QueueSeconds(standing, prompt + decode),
            PromptSeconds = prompt,
            DecodeSeconds = decode * (1 + (SlowDownPerAnswer * beside)),
            OthersSeconds = standing?.State is ModelState.Ready or ModelState.Loading ? 0 : _evictions.Of(model),
        };
    }

    private static double LoadSeconds(ModelResidency? standing, ModelRates rates) => standing?.State switch
    {
        ModelState.Ready => 0,
        ModelState.Loading => rates.LoadSeconds * (1 - (standing.LoadProgress ?? 0)),
        _ => rates.LoadSeconds,
    };

    /// <summary>Requests beyond the slots wait for one another; those before us are thought to be like us.</summary>
    private static double QueueSeconds(ModelResidency? standing, double answerSeconds)
    {
        if (standing is null)
            return 0;
        var slots = Math.Max(1, standing.Plan?.Slots ?? UsualSlots);
        var ahead = standing.InFlight + standing.Waiting;
        return ahead < slots ? 0 : (ahead - slots + 1) * answerSeconds / slots;
    }
}
