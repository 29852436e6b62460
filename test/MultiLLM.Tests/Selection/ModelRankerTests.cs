using System.Collections.Frozen;
using Microsoft.Extensions.AI;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Selection;

namespace MultiLLM.Tests.Selection;

public sealed class ModelRankerTests
{
    private static readonly ModelDefinition StarterChat = Model("starter-chat", ModelKind.Chat, 0.013, starter: true, context: 512);
    private static readonly ModelDefinition StarterCode = Model("starter-code", ModelKind.Code, 0.013, starter: true, context: 512);
    private static readonly ModelDefinition StarterEmbed = Model("starter-embed", ModelKind.Embedding, 0.005, starter: true, context: 512);
    private static readonly ModelDefinition Chat1 = Model("chat-1b", ModelKind.Chat, 1);
    private static readonly ModelDefinition Chat7 = Model("chat-7b", ModelKind.Chat, 7);
    private static readonly ModelDefinition Code1 = Model("code-1b", ModelKind.Code, 1);

    [Theory]
    [InlineData("What is machine learning?", "starter-chat")]
    [InlineData("Write a Python function that reverses a string", "starter-code")]
    [InlineData("hello", "starter-chat")]
    [InlineData("", "starter-chat")]
    public void Rank_StarterModelsOnly_TheOneMadeForTheTask(string prompt, string best) =>
        Assert.Equal(best, Best(prompt, StarterChat, StarterCode, StarterEmbed));

    [Fact]
    public void Rank_ChatModels_TheLargerFirst() => Assert.Equal("chat-7b", Best("What is love?", Chat1, Chat7, Code1));

    [Fact]
    public void Rank_CodeRequest_TheSmallCodeModelBeforeTheLargeChatModel() =>
        Assert.Equal("code-1b", Best("Fix this C# method", Chat1, Chat7, Code1));

    [Fact]
    public void Rank_OneRealModel_StarterModelsComeLastEvenWhereTheyFitTheTask() =>
        Assert.Equal(["chat-1b", "starter-code", "starter-chat", "starter-embed"], Order("Fix this C# method", StarterChat, StarterCode, StarterEmbed, Chat1));

    [Fact]
    public void Rank_TwoOfAKind_TheLoadedOneFirst()
    {
        var twin = Chat1 with { Id = "z-twin" };

        Assert.Equal(["z-twin", "chat-1b"], Order("What is love?", ["z-twin"], Chat1, twin));
        Assert.Equal(["chat-7b", "chat-1b"], Order("What is love?", ["chat-1b"], Chat1, Chat7));
    }

    [Fact]
    public void Rank_PromptLongerThanTheContext_RuledOutWithBothNumbers()
    {
        var prompt = string.Concat(Enumerable.Repeat("word! ", 600));
        var ranked = Rank(prompt, [], StarterChat, Chat1);

        Assert.Equal(["chat-1b", "starter-chat"], ranked.Select(c => c.Model.Id));
        Assert.False(ranked[1].Eligible);
        Assert.Contains("600 tokens", ranked[1].Reasons[0]);
        Assert.Contains("512", ranked[1].Reasons[0]);
    }

    [Fact]
    public void Rank_Embedding_EmbeddingModelsOnly()
    {
        var ranked = ModelRanker.Rank(new RequestFeatures(ModelKind.Embedding, null, 0, null), new CatalogSnapshot([Chat7, StarterEmbed], []), Loaded([]), 4096);

        Assert.Equal([("starter-embed", true), ("chat-7b", false)], ranked.Select(c => (c.Model.Id, c.Eligible)));
    }

    [Fact]
    public void Rank_Anything_ScoresFallAndLieBetween0And1AndEveryCandidateHasReasons()
    {
        var ranked = Rank("Fix this C# method", ["chat-1b"], StarterChat, StarterCode, StarterEmbed, Chat1, Chat7, Code1);

        Assert.Equal(ranked.OrderByDescending(c => c.Score).Select(c => c.Score), ranked.Select(c => c.Score));
        Assert.All(ranked, c => Assert.InRange(c.Score, 0, 1));
        Assert.All(ranked, c => Assert.NotEmpty(c.Reasons));
    }

    private static string Best(string prompt, params ModelDefinition[] models) => Order(prompt, models)[0];

    private static string[] Order(string prompt, params ModelDefinition[] models) => Order(prompt, [], models);

    private static string[] Order(string prompt, string[] loaded, params ModelDefinition[] models) =>
        [.. Rank(prompt, loaded, models).Select(c => c.Model.Id)];

    private static IReadOnlyList<RankedCandidate> Rank(string prompt, string[] loaded, params ModelDefinition[] models) =>
        ModelRanker.Rank(
            RequestFeatures.Of([new ChatMessage(ChatRole.User, prompt)], null), new CatalogSnapshot(models, []), Loaded(loaded), 4096);

    private static ResidencySnapshot Loaded(string[] ids) => new(
        ids.ToFrozenDictionary(id => id, id => new ModelResidency { ModelId = id, State = ModelState.Ready }), 3);

    private static ModelDefinition Model(string id, ModelKind kind, double billions, bool starter = false, int context = 4096) => new()
    {
        Id = id, Name = id, Kind = kind, Path = "/" + id, Parameters = (long)(billions * 1e9), Starter = starter, TrainedContextLength = context,
    };
}
