using System.Collections.Frozen;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Hosting;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Selection.Rates;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Selection.Rates;

public sealed class RateBookTests : IDisposable
{
    private readonly TempFolder _home = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly StandingModels _residency = new();

    private string Path => System.IO.Path.Combine(_home.Path, RateStore.FileName);

    public void Dispose() => _home.Dispose();

    [Fact]
    public void Of_NothingMeasured_ExpectedFromItsSize()
    {
        using var book = Open();

        var small = book.Of(Model("small", 1));
        var large = book.Of(Model("large", 8));

        Assert.False(small.IsMeasured);
        Assert.Equal(8, small.DecodeTokensPerSecond / large.DecodeTokensPerSecond, 1e-6);
        Assert.True(large.LoadSeconds > small.LoadSeconds);
    }

    [Fact]
    public void Answered_Alone_IsTaken()
    {
        using var book = Open();

        book.Answered(Model("m", 1), Answer(prompt: 100, cached: 20, promptSeconds: 0.5, tokens: 41, decodeSeconds: 2));

        Assert.Equal(new ModelRates(160, 20, book.Of(Model("m", 1)).LoadSeconds, IsMeasured: true), book.Of(Model("m", 1)));
    }

    [Fact]
    public void Answered_ThoseBeforeCountFourFifths()
    {
        using var book = Open();
        book.Answered(Model("m", 1), Answer(tokens: 101, decodeSeconds: 10));

        book.Answered(Model("m", 1), Answer(tokens: 101, decodeSeconds: 5));

        Assert.Equal(12, book.Of(Model("m", 1)).DecodeTokensPerSecond, 1e-9);
    }

    [Fact]
    public void Answered_TooFewTokensOrNoTime_SaysNothing()
    {
        using var book = Open();

        book.Answered(Model("m", 1), Answer(prompt: 5, promptSeconds: 0.001, tokens: 3, decodeSeconds: 0.001));
        book.Answered(Model("m", 1), new GenerationFinished { PromptTokens = 100, CompletionTokens = 100 });
        book.Answered(Model("m", 1), Answer(prompt: 100, cached: 100, promptSeconds: 1, tokens: 0));

        Assert.False(book.Of(Model("m", 1)).IsMeasured);
    }

    [Fact]
    public void Answered_AmongOthers_IsNotMistakenForAlone()
    {
        using var book = Open();
        for (var i = 0; i < 20; i++)
            book.Answered(Model("m", 1), Answer(tokens: 101, decodeSeconds: 5));
        _residency.Set(Standing("m", inFlight: 4), Standing("other", inFlight: 1));

        for (var i = 0; i < 50; i++)
            book.Answered(Model("m", 1), Answer(tokens: 101, decodeSeconds: 5 * Sharing.SlowDown(3, 1)));

        Assert.Equal(20, book.Of(Model("m", 1)).DecodeTokensPerSecond, 0.01);
    }

    [Fact]
    public void Answered_FirstMeasuredAmongOthers_IsThoughtFasterAlone()
    {
        using var book = Open();
        _residency.Set(Standing("m", inFlight: 2));

        book.Answered(Model("m", 1), Answer(tokens: 101, decodeSeconds: 10));

        Assert.Equal(10 * Sharing.SlowDown(1, 0), book.Of(Model("m", 1)).DecodeTokensPerSecond, 1e-9);
    }

    [Fact]
    public void Loads_AreResidencysAndEachCountsOnce()
    {
        using var book = Open();
        _residency.Set(Standing("m", inFlight: 1) with { LoadTime = TimeSpan.FromSeconds(4), LoadedAt = _time.GetUtcNow() });
        for (var i = 0; i < 5; i++)
            book.Answered(Model("m", 1), Answer());
        Assert.Equal(4, book.Of(Model("m", 1)).LoadSeconds);

        _residency.Set(Standing("m", inFlight: 1) with { LoadTime = TimeSpan.FromSeconds(14), LoadedAt = _time.GetUtcNow().AddMinutes(1) });
        book.Answered(Model("m", 1), Answer());

        Assert.Equal(7, book.Of(Model("m", 1)).LoadSeconds, 1e-9);
    }

    [Fact]
    public void Measured_TeachesWhatIsNotMeasured()
    {
        using var book = Open();
        var before = book.Of(Model("large", 8));
        for (var i = 0; i < 3; i++)
            book.Answered(Model("m" + i, 4), Answer(prompt: 100, promptSeconds: 0.1, tokens: 101, decodeSeconds: 1)); // 400 GB/s: a GPU

        var after = book.Of(Model("large", 8));

        Assert.InRange(after.DecodeTokensPerSecond, 30, 50); // 8 GB at 400 GB/s would be 50
        Assert.True(after.PromptTokensPerSecond > before.PromptTokensPerSecond);
        Assert.False(after.IsMeasured);
    }

    [Fact]
    public void Restart_RatesAreThere_OtherFileUnderTheSameNameIsMeasuredAfresh()
    {
        using (var book = Open())
            book.Answered(Model("m", 1), Answer(tokens: 101, decodeSeconds: 10));

        using var again = Open();

        Assert.Equal(10, again.Of(Model("m", 1)).DecodeTokensPerSecond);
        Assert.False(again.Of(Model("m", 2)).IsMeasured);
    }

    [Fact]
    public void Answered_IsWrittenLater_NotByTheRequest()
    {
        using var book = Open();

        book.Answered(Model("m", 1), Answer());
        Assert.False(File.Exists(Path));
        _time.Advance(RateBook.WriteAfter);

        Assert.True(File.Exists(Path));
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("{}")]
    [InlineData("""{ "entries": [null] }""")]
    [InlineData("""{ "entries": [{ "model_id": "m", "size_bytes": 1, "decode_tokens_per_second": -1, "measured_at": "2030-01-01T00:00:00Z" }] }""")]
    public void Restart_FileThatCannotBe_IsSetAside(string text)
    {
        File.WriteAllText(Path, text);

        using var book = Open();

        Assert.False(book.Of(Model("m", 1)).IsMeasured);
        Assert.Equal(text, File.ReadAllText(Path + ".corrupt"));
    }

    [Fact]
    public void Answered_MoreModelsThanAreKept_TheOldestGo()
    {
        using (var book = Open())
        {
            for (var i = 0; i <= RateStore.MaxEntries; i++)
            {
                book.Answered(Model("m" + i, 1), Answer());
                _time.Advance(TimeSpan.FromMilliseconds(1));
            }
        }

        using var again = Open();

        Assert.Equal(RateStore.MaxEntries, new RateStore(Path, NullLogger<RateStore>.Instance).Read().Count);
        Assert.False(again.Of(Model("m0", 1)).IsMeasured);
        Assert.True(again.Of(Model("m1", 1)).IsMeasured);
    }

    [Fact]
    public void Answered_HomeCannotBeWritten_GoesOn()
    {
        File.WriteAllText(System.IO.Path.Combine(_home.Path, "file"), "");
        var book = new RateBook(
            _residency, Options.Create(new MultiLLMOptions { Home = System.IO.Path.Combine(_home.Path, "file", "below") }), _time, NullLogger<RateStore>.Instance);

        book.Answered(Model("m", 1), Answer());
        book.Dispose();

        Assert.True(book.Of(Model("m", 1)).IsMeasured);
    }

    private RateBook Open() => new(_residency, Options.Create(new MultiLLMOptions { Home = _home.Path }), _time, NullLogger<RateStore>.Instance);

    private static ModelDefinition Model(string id, int gigabytes) => new()
    {
        Id = id, Name = id, Kind = ModelKind.Chat, Path = "/" + id, SizeBytes = gigabytes * 1_000_000_000L, Parameters = 2_000_000_000L * gigabytes,
    };

    private static ModelResidency Standing(string id, int inFlight) => new() { ModelId = id, State = ModelState.Ready, InFlight = inFlight };

    private static GenerationFinished Answer(int prompt = 0, int cached = 0, double promptSeconds = 0, int tokens = 51, double decodeSeconds = 5) => new()
    {
        PromptTokens = (uint)prompt, CachedTokens = (uint)cached, CompletionTokens = (uint)tokens,
        Timings = new GenerationTimings { PromptSeconds = promptSeconds, DecodeSeconds = decodeSeconds },
    };

    private sealed class StandingModels : IResidency
    {
        public ResidencySnapshot Snapshot { get; private set; } = new(FrozenDictionary<string, ModelResidency>.Empty, 3);

        public void Set(params ModelResidency[] models) => Snapshot = new ResidencySnapshot(models.ToFrozenDictionary(m => m.ModelId), 3);

        public ValueTask<Result<ModelLease>> EnsureReadyAsync(ModelDefinition model, LoadDemand demand, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<Result<bool>> UnloadAsync(string modelId, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<Result<bool>> UnpinAsync(string modelId, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
