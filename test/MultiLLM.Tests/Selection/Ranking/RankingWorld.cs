using System.Collections.Frozen;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Selection.Feedback;
using MultiLLM.Core.Selection.Ranking;
using MultiLLM.Core.Selection.Rates;
using MultiLLM.Core.Selection.Understanding;

namespace MultiLLM.Tests.Selection.Ranking;

/// <summary>What a ranking looks at, as a test says it is.</summary>
internal sealed class RankingWorld : IModelRates, IQualityEvidence
{
    public static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly Dictionary<string, ModelDefinition> _models = new(StringComparer.Ordinal);

    public Dictionary<string, ModelRates> Rates { get; } = [];
    public Dictionary<string, ModelResidency> Standings { get; } = [];
    public Dictionary<string, long> Bytes { get; } = [];
    public Dictionary<(string, ModelTask), QualityEvidence> Votes { get; } = [];
    public Dictionary<string, string> OpenCircuits { get; } = [];
    public long? BudgetBytes { get; set; }
    public int Places { get; set; } = 3;
    public string[]? Permitted { get; set; }
    public Dictionary<string, int> Underway { get; } = [];

    public RankingInputs Inputs => new()
    {
        Catalog = new CatalogSnapshot([.. _models.Values.OrderBy(m => m.Id, StringComparer.Ordinal)], []),
        Residency = new ResidencySnapshot(Standings.ToFrozenDictionary(), Places)
        {
            Hosts = BudgetBytes is { } budget ? [new HostMemory("local", budget, Standings.Values.Sum(s => s.PredictedBytes), Now)] : [],
        },
        Rates = this,
        Evidence = this,
        MemoryOf = (model, context) => Bytes.TryGetValue(model.Id, out var bytes) ? context is null ? bytes : bytes / 2 : null,
        DefaultContext = 4096,
        DefaultPreference = Preference.Balanced,
        Now = Now,
        OpenCircuits = OpenCircuits.ToFrozenDictionary(),
        Permitted = Permitted?.ToFrozenSet(),
        Underway = Underway,
    };

    /// <param name="id">Its name.</param>
    /// <param name="quality">At every task, as its catalog entry says; null: the catalog does not know it.</param>
    /// <param name="tokensPerSecond">Of its answers; it reads ten times as fast.</param>
    /// <param name="loadSeconds">A load.</param>
    /// <param name="loaded">It is in memory.</param>
    public RankingWorld With(string id, double? quality = 5, double tokensPerSecond = 20, double loadSeconds = 2, bool loaded = false)
    {
        var qualities = quality is { } score ? Enum.GetValues<ModelTask>().ToDictionary(task => task, _ => new QualityScore(score, "test")) : [];
        var entry = quality is null ? null : new CatalogEntry { Id = id, Name = id, Type = ModelType.SmallLlm, Quality = qualities, Capabilities = ["chat"] };
        Add(new ModelDefinition { Id = id, Name = id, Kind = ModelKind.Chat, Path = "/" + id, Parameters = 1_000_000_000, TrainedContextLength = 4096, Entry = entry });
        Rates[id] = new ModelRates(tokensPerSecond * 10, tokensPerSecond, loadSeconds, IsMeasured: true);
        if (loaded)
            Load(id);
        return this;
    }

    public RankingWorld Add(params ModelDefinition[] models)
    {
        foreach (var model in models)
            _models[model.Id] = model;
        return this;
    }

    public RankingWorld Change(string id, Func<ModelDefinition, ModelDefinition> change) => Add(change(_models[id]));

    public RankingWorld Load(string id, int inFlight = 0, bool pinned = false) => Stand(new ModelResidency
    {
        ModelId = id, State = ModelState.Ready, InFlight = inFlight, Pinned = pinned, PredictedBytes = Bytes.GetValueOrDefault(id), LoadTime = TimeSpan.FromSeconds(2),
    });

    public RankingWorld Stand(ModelResidency standing)
    {
        Standings[standing.ModelId] = standing;
        return this;
    }

    public IReadOnlyList<RankedCandidate> Rank(RequestFeatures request) => ModelRanker.Rank(request, Inputs);

    public string Best(RequestFeatures request) => Rank(request)[0] is { Eligible: true } best ? best.Model.Id : "none";

    public string[] Order(RequestFeatures request) => [.. Rank(request).Select(c => c.Model.Id)];

    public RankedCandidate Of(string id, RequestFeatures request) => Rank(request).Single(c => c.Model.Id == id);

    public ModelRates Of(ModelDefinition model) => Rates.GetValueOrDefault(model.Id) ?? RateExpectation.Of(model, MachineSpeed.Assumed);

    public void Answered(ModelDefinition model, GenerationFinished finished) => throw new NotSupportedException("a ranking learns nothing");

    public QualityEvidence Of(string modelId, ModelTask task) => Votes.GetValueOrDefault((modelId, task));
}

internal static class Requests
{
    public static RequestFeatures Ask(ModelTask task = ModelTask.Chat, Difficulty difficulty = Difficulty.Medium, int answer = 200, SelectionWishes? wishes = null) => new()
    {
        Reading = Sure(task, difficulty), PromptTokens = 50, MostPromptTokens = 200, AnswerTokens = answer, Wishes = wishes ?? SelectionWishes.None,
    };

    public static TaskReading Sure(ModelTask task, Difficulty difficulty = Difficulty.Medium) => new()
    {
        Task = task, Confidence = 0.95, IsSure = true, Chances = Chances((task, 1)), Difficulty = difficulty, HighChance = difficulty == Difficulty.High ? 0.9 : 0.1,
    };

    public static TaskReading Unsure(params (ModelTask Task, double Chance)[] likely) => new()
    {
        Task = likely.MaxBy(l => l.Chance).Task, Confidence = likely.Max(l => l.Chance), IsSure = false, Chances = Chances(likely),
    };

    public static RequestFeatures After(this RequestFeatures request, string model, ModelTask task = ModelTask.Chat, int cached = 40, int moves = 0, bool pleased = true) =>
        request with
        {
            Conversation = new ConversationState(model, task, 1, cached, moves, "conv") { AnsweredAt = RankingWorld.Now },
            Signs = new RequestSigns { IsDissatisfied = !pleased },
        };

    private static double[] Chances(params (ModelTask Task, double Chance)[] likely)
    {
        var chances = new double[Enum.GetValues<ModelTask>().Length];
        foreach (var (task, chance) in likely)
            chances[(int)task] = chance;
        return chances;
    }
}
