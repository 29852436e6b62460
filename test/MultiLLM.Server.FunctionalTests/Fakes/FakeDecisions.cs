using MultiLLM.Core.Catalog;
using MultiLLM.Core.Runners;
using MultiLLM.Core.Selection;
using MultiLLM.Core.Selection.Decisions;
using MultiLLM.Core.Selection.Ranking;
using MultiLLM.Core.Selection.Understanding;

namespace MultiLLM.Server.FunctionalTests.Fakes;

/// <summary>Decisions in which everything is set that can be.</summary>
internal static class FakeDecisions
{
    /// <summary>As in the API's own example.</summary>
    public const string Id = "sel-5c0f6f5e2b0e4d0f9a53a6d1c1c5a9f4";

    public static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    public static readonly TaskReading Reading = new()
    {
        Task = ModelTask.Code, Confidence = 0.87654321, IsSure = true, Difficulty = Difficulty.High, HighChance = 0.7,
        Chances = [0, 0, 0, 0, 0.87654321, 0.12345679, 0, 0, 0, 0],
    };

    public static readonly CandidateParts Parts = new()
    {
        Quality = 4.321, LoadSeconds = 1, QueueSeconds = 0.5, PromptSeconds = 0.25, DecodeSeconds = 2, OthersSeconds = 3,
    };

    public static IReadOnlyList<RankedCandidate> Candidates(ModelDefinition best) =>
    [
        new RankedCandidate(best, 1, true, ["It fits."], Parts),
        new RankedCandidate(best == FakeModels.Chat ? FakeModels.Code : FakeModels.Chat, 0.25, true, ["It fits too."], Parts with { Quality = 3 }),
        new RankedCandidate(FakeModels.Embedding, 0, false, ["an embedding model, which writes no text"]),
    ];

    public static SelectionDecision Of(GenerationOptions options, ModelDefinition model, bool isAutomatic) =>
        new(options.ModelId ?? "auto", model, "It is the only one.", isAutomatic ? Candidates(model) : [new(model, 1, true, ["named"])], TimeSpan.FromSeconds(0.5))
        {
            Id = Id,
            Reading = isAutomatic ? Reading : null,
            Signs = new RequestSigns { Language = "de" },
            Preference = isAutomatic ? options.Wishes?.Preference ?? Preference.Balanced : null,
            ConversationId = "conv-1",
            Cascade = options.Wishes is { Cascade: true } ? new CascadeNote("tiny-code", 0.71234567, 0.85, Escalated: true, "It was not sure.") : null,
        };

    /// <summary>Three decisions, the newest first: of tiny-chat by choice, of tiny-code after a failure, of tiny-chat by name.</summary>
    public static DecisionLog Log()
    {
        var log = new DecisionLog();
        var chosen = Of(new GenerationOptions(), FakeModels.Chat, isAutomatic: true);
        log.Add(new RecordedDecision(Of(new GenerationOptions { ModelId = "small" }, FakeModels.Chat, isAutomatic: false) with { Id = "sel-named" }, Noon, null) { Reading = Reading });
        log.Add(new RecordedDecision(
            chosen with { Id = "sel-fallback", Model = FakeModels.Code, Fallbacks = [new FailedAttempt("tiny-chat", "It crashed.")], ConversationId = "conv-2" },
            Noon.AddMinutes(1), null));
        log.Add(new RecordedDecision(chosen, Noon.AddMinutes(2), "What is it?"));
        return log;
    }
}
