using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway.Limits;
using MultiLLM.Core.Selection;
using MultiLLM.Tests.Selection;

namespace MultiLLM.Tests.Gateway.Limits;

public sealed class EmbeddingLimitTests
{
    [Fact]
    public async Task Embed_Answered_SettlesTheTokensOfTheTexts()
    {
        await using var world = World(new KeyLimits { TokensPerDay = 100 });
        await EmbedAsync(world, "four", "more");
        var day = await world.StandingAsync(LimitKind.TokensPerDay);
        Assert.Equal((2, 0), (day.Used, day.Reserved)); // 24 were set aside
    }

    [Fact]
    public async Task Embed_TextsMayHaveMoreThanIsLeft_AreRefused()
    {
        await using var world = World(new KeyLimits { TokensPerDay = 100 });
        var error = await Assert.ThrowsAsync<MultiLLMException>(() => EmbedAsync(world, new string('x', 100)));
        Assert.Equal(ErrorCode.QuotaExceeded, error.Error.Code);
    }

    [Fact]
    public async Task Embed_Fails_GivesEverythingBack()
    {
        await using var world = World(new KeyLimits { TokensPerDay = 100, Concurrency = 1, TokensPerMinute = 100 });
        world.Selection["vectors"].DoesNotLoad(times: 2);
        await Assert.ThrowsAsync<MultiLLMException>(() => EmbedAsync(world, "four"));
        Assert.Equal(100, (await world.StandingAsync(LimitKind.TokensPerDay)).Left);
        Assert.Equal(100, (await world.StandingAsync(LimitKind.TokensPerMinute)).Left);
        Assert.Equal(1, (await world.StandingAsync(LimitKind.Concurrency)).Left);
    }

    private static LimitedWorld World(KeyLimits limits) => new(limits, new FakeModel("vectors", kind: ModelKind.Embedding));

    private static Task EmbedAsync(LimitedWorld world, params string[] texts) => world.Selection.Get<IEmbeddingService>().EmbedAsync(
        [.. texts.Select(text => new EmbedInput { Text = text })], new EmbeddingWishes { Caller = world.Caller }, CancellationToken.None);
}
