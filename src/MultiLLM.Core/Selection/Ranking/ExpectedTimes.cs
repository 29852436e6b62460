using MultiLLM.Core.Backends;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Selection.Rates;
using MultiLLM.Core.Selection.Understanding;

namespace MultiLLM.Core.Selection.Ranking;

/// <summary>Seconds to the full answer of each model, here and now. Pure.</summary>
internal sealed class ExpectedTimes(RequestFeatures request, RankingInputs inputs, Room room)
{
    /// <summary>Models that think before they answer write so many times the tokens.</summary>
    private const int ThinkingFactor = 3;
    private const string Thinks = "reasoning";

    private const int UsualSlots = 4;

    private readonly int _atWork = inputs.Residency.Models.Values.Count(model => model.InFlight > 0 || inputs.Underway.ContainsKey(model.ModelId));

    public CandidateParts Of(ModelDefinition model, double quality)
    {
        if (model.Backend is RemoteBackend backend)
            return Remote(model, backend, quality);
        var rates = RatesOf(model);
        var standing = inputs.Residency.Find(model.Id);
        var ahead = inputs.RequestsOf(model.Id);
        var slots = Math.Max(1, standing?.Plan?.Slots ?? UsualSlots);
        var isAtWork = standing is { InFlight: > 0 } || (standing is not null && inputs.Underway.ContainsKey(model.Id));
        // Beyond its slots a model keeps requests waiting, and they slow nothing down.
        var slowDown = Sharing.SlowDown(Math.Min(ahead, slots - 1), _atWork - (isAtWork ? 1 : 0));
        var prompt = (request.PromptTokens - CachedTokens(model)) / rates.PromptTokensPerSecond * slowDown;
        var decode = AnswerTokens(model) / rates.DecodeTokensPerSecond * slowDown;
        var cost = standing?.State is ModelState.Ready or ModelState.Loading ? default : room.CostFor(model);
        return new CandidateParts
        {
            Quality = quality,
            LoadSeconds = LoadSeconds(standing, rates),
            QueueSeconds = cost.WaitSeconds + QueueSeconds(ahead, slots, prompt + decode),
            PromptSeconds = prompt,
            DecodeSeconds = decode,
            OthersSeconds = cost.OthersSeconds,
        };
    }

    /// <summary>Others on this machine do not slow it down, and what it answers beside this request is in what was measured of it.</summary>
    private CandidateParts Remote(ModelDefinition model, RemoteBackend backend, double quality)
    {
        var rates = inputs.Rates.Of(model);
        var places = inputs.Remotes.GetValueOrDefault(model.Id)?.Places;
        var (prompt, decode) = (rates.FirstOutputSeconds + (request.PromptTokens / rates.PromptTokensPerSecond), AnswerTokens(model) / rates.DecodeTokensPerSecond);
        return new CandidateParts
        {
            Quality = quality,
            LoadSeconds = 0,
            QueueSeconds = places is > 0 and var most ? QueueSeconds(inputs.RequestsOf(model.Id), most, prompt + decode) : 0,
            PromptSeconds = prompt,
            DecodeSeconds = decode,
            OthersSeconds = 0,
            Cost = backend.HighestCost(request.PromptTokens, (long)AnswerTokens(model)),
        };
    }

    /// <summary>
    /// Copies of one file are equally fast, whatever was measured of each at busier and at quieter moments. Else one that once seemed slow would never be asked
    /// again, and never measured again.
    /// </summary>
    private ModelRates RatesOf(ModelDefinition model)
    {
        var own = inputs.Rates.Of(model);
        if (model.Architecture is null || model.SizeBytes <= 0)
            return own;
        var (sum, count) = own.IsMeasured ? (own, 1) : (new ModelRates(0, 0, 0, IsMeasured: true), 0);
        foreach (var other in inputs.Catalog.Models)
        {
            if (!IsCopy(other, model) || inputs.Rates.Of(other) is not { IsMeasured: true } rates)
                continue;
            sum = new ModelRates(
                sum.PromptTokensPerSecond + rates.PromptTokensPerSecond, sum.DecodeTokensPerSecond + rates.DecodeTokensPerSecond, sum.LoadSeconds + rates.LoadSeconds, IsMeasured: true);
            count++;
        }
        return count == 0 ? own : new ModelRates(sum.PromptTokensPerSecond / count, sum.DecodeTokensPerSecond / count, sum.LoadSeconds / count, IsMeasured: true);
    }

    private static bool IsCopy(ModelDefinition other, ModelDefinition model) => other.SizeBytes == model.SizeBytes && other.Id != model.Id
        && other.Parameters == model.Parameters && other.Architecture == model.Architecture && other.Quantization == model.Quantization;

    private int CachedTokens(ModelDefinition model) =>
        request.Conversation is { } conversation && conversation.ModelId == model.Id && ConversationPull.IsHeld(conversation, inputs.Residency)
            ? Math.Clamp(conversation.CachedTokens, 0, request.PromptTokens)
            : 0;

    private double AnswerTokens(ModelDefinition model)
    {
        if (request.IsEmbedding)
            return 0;
        var expected = (double)request.AnswerTokens * (model.Entry?.Capabilities.Contains(Thinks) == true ? ThinkingFactor : 1);
        return Math.Min(expected, request.MaxAnswerTokens ?? double.PositiveInfinity);
    }

    private static double LoadSeconds(ModelResidency? standing, ModelRates rates) => standing?.State switch
    {
        ModelState.Ready => 0,
        ModelState.Loading => rates.LoadSeconds * (1 - Math.Clamp(standing.LoadProgress ?? 0, 0, 1)),
        _ => rates.LoadSeconds,
    };

    /// <summary>Requests beyond the slots wait for one another; those before this one are thought to be like it.</summary>
    private static double QueueSeconds(int ahead, int slots, double answerSeconds) =>
        ahead < slots ? 0 : (ahead - slots + 1) * answerSeconds / slots;
}
