using MultiLLM.Core.Catalog;
using MultiLLM.Core.Selection.Ranking;
using MultiLLM.Core.Selection.Understanding;

namespace MultiLLM.Tests.Selection.Ranking;

/// <summary>The bundled models, which are a demonstration: what they were made for decides among them, and any other model comes first.</summary>
public sealed class StarterModelTests
{
    private static readonly ModelTask[] Tasks = Enum.GetValues<ModelTask>();

    public static TheoryData<string, string> Situations() => new(
        from loaded in (string[])["", "starter-chat", "starter-code"]
        from preference in (string[])["fast", "balanced", "quality"]
        select (loaded, preference));

    [Theory]
    [MemberData(nameof(Situations))]
    public void Rank_StarterModelsOnly_CodeToTheOneAndTheRestToTheOther(string loaded, string preference)
    {
        var world = Starters();
        if (loaded.Length > 0)
            world.Load(loaded, inFlight: 2);
        var wishes = new SelectionWishes { Preference = Preference.Named(preference) };
        foreach (var task in Tasks)
        {
            foreach (var difficulty in Enum.GetValues<Difficulty>())
                Assert.Equal(task == ModelTask.Code ? "starter-code" : "starter-chat", world.Best(Requests.Ask(task, difficulty, wishes: wishes)));
        }
    }

    [Fact]
    public void Rank_NothingIsKnownOfTheRequest_StarterChat() =>
        Assert.Equal("starter-chat", Starters().Best(Requests.Ask() with { Reading = TaskReading.Unknown }));

    [Fact]
    public void Rank_AnythingElseIsEligible_StartersComeLast()
    {
        var world = Starters().Load("starter-code").With("poor-and-slow", quality: 0, tokensPerSecond: 0.01, loadSeconds: 900);

        Assert.Equal(["poor-and-slow", "starter-code", "starter-chat", "starter-embed"], world.Order(Requests.Ask(ModelTask.Code)));
    }

    [Fact]
    public void Rank_Embedding_TheLargerEmbeddingModelWhateverIsLoaded()
    {
        var world = Starters().Load("starter-embed").Add(
            new ModelDefinition { Id = "a-embed", Name = "a", Kind = ModelKind.Embedding, Path = "/a", Parameters = 100_000_000 },
            new ModelDefinition { Id = "b-embed", Name = "b", Kind = ModelKind.Embedding, Path = "/b", Parameters = 100_000_000 }).Load("b-embed");

        Assert.Equal(["a-embed", "b-embed", "starter-embed"], world.Rank(RequestFeatures.Embedding).Where(c => c.Eligible).Select(c => c.Model.Id));
    }

    private static RankingWorld Starters()
    {
        var known = new Dictionary<string, IReadOnlyDictionary<ModelTask, QualityScore>>
        {
            ["starter-chat"] = new Dictionary<ModelTask, QualityScore> { [ModelTask.Chat] = new(1, ""), [ModelTask.Knowledge] = new(0.5, "") },
            ["starter-code"] = new Dictionary<ModelTask, QualityScore> { [ModelTask.Code] = new(0.5, "") },
        };
        return new RankingWorld().Add(Starter("starter-chat", ModelKind.Chat), Starter("starter-code", ModelKind.Code), Starter("starter-embed", ModelKind.Embedding));

        ModelDefinition Starter(string id, ModelKind kind) => new()
        {
            Id = id, Name = id, Kind = kind, Path = "/" + id, Parameters = 13_000_000, SizeBytes = 14_000_000, Starter = true, TrainedContextLength = 512,
            Entry = new CatalogEntry { Id = id, Name = id, Type = ModelType.SmallLlm, Quality = known.GetValueOrDefault(id) ?? new Dictionary<ModelTask, QualityScore>() },
        };
    }
}
