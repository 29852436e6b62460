using System.Runtime.InteropServices;
using MultiLLM.Contracts.Runner;
using MultiLLM.Server.FunctionalTests.Fakes;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.OpenAI;

public sealed class EmbeddingsTests : IAsyncLifetime
{
    private TestService _service = null!;

    public async ValueTask InitializeAsync() => _service = await TestService.StartAsync();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Theory]
    [InlineData("\"abc\"", 1)]
    [InlineData("[\"abc\",\"d\"]", 2)]
    [InlineData("[1,2,3]", 1)]
    [InlineData("[[1,2],[3],[4]]", 3)]
    public async Task Post_EveryFormOfInput_GivesVectorsInOrder(string input, int count)
    {
        var (status, body) = await _service.PostJsonAsync("/v1/embeddings", $$"""{"model":"tiny-embed","input":{{input}}}""");

        Assert.Equal(200, status);
        Assert.Equal("list", body.GetProperty("object").GetString());
        var data = body.GetProperty("data").EnumerateArray().ToArray();
        Assert.Equal(Enumerable.Range(0, count), data.Select(d => d.GetProperty("index").GetInt32()));
        for (var i = 0; i < count; i++)
            Assert.Equal(FakeEmbeddings.Vector(_service.Parts.Embeddings.LastInputs[i], 8), data[i].GetProperty("embedding").EnumerateArray().Select(n => n.GetSingle()));
        Assert.Equal(4 * count, body.GetProperty("usage").GetProperty("prompt_tokens").GetInt32());
        Assert.Equal("tiny-embed", body.GetProperty("model").GetString());
    }

    [Fact]
    public async Task Post_TokenArray_ReachesTheModelAsTokens()
    {
        await _service.PostJsonAsync("/v1/embeddings", """{"input":[[7,8],"text"]}""");

        Assert.Equal([7, 8], _service.Parts.Embeddings.LastInputs[0].Tokens.Ids);
        Assert.Equal(new EmbedInput { Text = "text" }, _service.Parts.Embeddings.LastInputs[1]);
    }

    [Fact]
    public async Task Post_Base64AndDimensions_PacksLittleEndianFloats()
    {
        var (_, body) = await _service.PostJsonAsync("/v1/embeddings", """{"input":"aab","encoding_format":"base64","dimensions":3}""");

        var bytes = body.GetProperty("data")[0].GetProperty("embedding").GetBytesFromBase64();
        Assert.Equal(FakeEmbeddings.Vector(new EmbedInput { Text = "aab" }, 3), MemoryMarshal.Cast<byte, float>(bytes).ToArray());
    }

    [Fact]
    public async Task Post_ClientLeaves_StopsTheWork()
    {
        using var abort = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _service.PostAsync("/v1/embeddings", """{"input":"silent"}"""u8.ToArray(), cancellationToken: abort.Token));

        await Eventually.TrueAsync(() => _service.Log.Lines.Any(line => line.Contains("client left")));
    }
}
