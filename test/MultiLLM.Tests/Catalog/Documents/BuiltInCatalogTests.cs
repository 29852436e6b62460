using MultiLLM.Core.Catalog;
using MultiLLM.Core.Catalog.Documents;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Catalog.Documents;

public sealed class BuiltInCatalogTests
{
    private static readonly IReadOnlyList<CatalogEntry> Entries = BuiltInCatalog.Load().Entries;

    public static TheoryData<string> Ids => [.. Entries.Select(entry => entry.Id)];

    public static TheoryData<string> Runnable => [.. Entries.Where(entry => entry.CannotRun is null).Select(entry => entry.Id)];

    [Fact]
    public void File_AgainstTheSchema_IsValid() =>
        Assert.Empty(CatalogSchema.Errors(File.ReadAllText(Path.Combine(RepositoryRoot.Path, "src/MultiLLM.Core/Catalog/catalog.json"))));

    [Theory]
    [InlineData("tinyllama-1.1b-chat", ModelType.SmallLlm)]
    [InlineData("phi-2", ModelType.SmallLlm)]
    [InlineData("gemma-2b-it", ModelType.SmallLlm)]
    [InlineData("llama-2-7b-chat", ModelType.LargeLlm)]
    [InlineData("mistral-7b-instruct", ModelType.LargeLlm)]
    [InlineData("codellama-7b-instruct", ModelType.Specialised)]
    [InlineData("all-minilm-l6-v2", ModelType.Embedding)]
    [InlineData("all-mpnet-base-v2", ModelType.Embedding)]
    [InlineData("starter-chat", ModelType.SmallLlm)]
    [InlineData("starter-code", ModelType.Specialised)]
    [InlineData("starter-embed", ModelType.Embedding)]
    [InlineData("qwen3-4b", ModelType.SmallLlm)]
    [InlineData("deepseek-r1-distill-qwen-7b", ModelType.LargeLlm)]
    [InlineData("bge-reranker-v2-m3", ModelType.Reranker)]
    public void Load_WellKnownModel_IsThere(string id, ModelType type) => Assert.Equal(type, Entry(id).Type);

    [Theory]
    [MemberData(nameof(Ids))]
    public void Entry_Facts_AreComplete(string id)
    {
        var entry = Entry(id);

        Assert.All([entry.Name, entry.Family, entry.Description, entry.License, entry.GpuAdvice], text => Assert.False(string.IsNullOrWhiteSpace(text)));
        Assert.NotEmpty(entry.BestFor);
        Assert.NotEmpty(entry.Capabilities);
        Assert.NotNull(entry.Speed);
        Assert.True(entry.Parameters > 0 && entry.ContextLength > 0);
    }

    [Theory]
    [MemberData(nameof(Runnable))]
    public void RunnableEntry_Shape_MatchesItsParametersAndItsFile(string id)
    {
        var entry = Entry(id);
        var shape = entry.Shape!;

        Assert.InRange((double)ParametersOf(shape) / entry.Parameters!.Value, 0.75, 1.4);
        Assert.InRange((double)shape.WeightBytes * 8 / entry.Parameters.Value, 4, entry.Quantization == "F16" ? 17 : 9.5);
        Assert.Equal(entry.ContextLength, shape.TrainedContextLength);
    }

    [Theory]
    [MemberData(nameof(Runnable))]
    public void RunnableEntry_Source_IsPinnedByDigest(string id)
    {
        var entry = Entry(id);

        if (entry.Starter)
            Assert.Null(entry.Source);
        else
            Assert.All(entry.Source!.Files, file => Assert.True(file is { SizeBytes: > 0, Sha256: not null }));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Entry_Quality_IsMeasuredOrSaysThatItIsEstimated(string id)
    {
        var entry = Entry(id);

        Assert.Equal(entry.Type is ModelType.Embedding or ModelType.Reranker, entry.Quality.Count == 0);
        Assert.All(entry.Quality.Values, score => Assert.True(
            score.Source.StartsWith("estimate", StringComparison.Ordinal) || (score.Source.Any(char.IsAsciiDigit) && score.Source.Contains('(', StringComparison.Ordinal))
                || score.Source.StartsWith("MT-Bench", StringComparison.Ordinal),
            score.Source));
    }

    [Fact]
    public void Entries_NamesAndFiles_AreUnique()
    {
        var names = Entries.SelectMany(entry => entry.Aliases.Prepend(entry.Id)).ToList();
        var files = Entries.SelectMany(entry => entry.Source?.Files ?? []).Select(file => file.Name).ToList();

        Assert.Equal(names.Count, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal(files.Count, files.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Theory]
    [InlineData("bge-reranker-v2-m3", "reranking model, which this service cannot run yet")]
    [InlineData("all-mpnet-base-v2", "MPNet architecture")]
    public void Entry_OfAKindThatCannotBeRun_SaysWhy(string id, string reason)
    {
        Assert.Null(Entry(id).Kind);
        Assert.Contains(reason, Entry(id).CannotRun);
    }

    [Fact]
    public void Gemma3_SlidingWindows_SkipEverySixthLayer()
    {
        var layers = Entry("gemma-3-1b-it").Shape!.Layers;

        Assert.Equal(26, layers.Count);
        Assert.Equal([5, 11, 17, 23], Enumerable.Range(0, 26).Where(i => layers[i].Window is null));
        Assert.Equal((512, 1, 256), (layers[0].Window!.Value, layers[0].KeyValueHeads, layers[0].KeyLength));
    }

    private static CatalogEntry Entry(string id) => Entries.Single(entry => entry.Id == id);

    /// <summary>Of a model with gated feed-forward layers, which all but the oldest have, with one embedding table.</summary>
    private static long ParametersOf(ModelShape shape)
    {
        var matrices = shape.Architecture is "bert" or "phi2" ? 2 : 3;
        var layers = shape.Layers.Sum(layer => (long)shape.EmbeddingLength * (
            (2L * layer.Heads * layer.KeyLength)
            + ((layer.KeyValueHeads == 0 ? layer.Heads : layer.KeyValueHeads) * (long)(layer.KeyLength + layer.ValueLength))
            + ((long)matrices * shape.FeedForwardLength)));
        return layers + ((long)shape.VocabularySize * shape.EmbeddingLength);
    }
}
