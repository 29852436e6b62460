using MultiLLM.Contracts.Runner;
using MultiLLM.Server.FunctionalTests.Fakes;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Api;

public sealed class EmbeddingsAndSearchTests : IAsyncLifetime
{
    private TestService _service = null!;

    public async ValueTask InitializeAsync() => _service = await TestService.StartAsync();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Embeddings_Texts_GiveVectorsInOrder()
    {
        var (status, body) = await _service.PostJsonAsync("/embeddings", """{"texts":["aab","h"],"dimensions":4}""");

        Assert.Equal(200, status);
        Assert.Equal((4, 8, "tiny-embed"), (body.GetProperty("dimensions").GetInt32(), body.GetProperty("tokens").GetInt32(), body.GetProperty("model_id").GetString()));
        Assert.Equal(FakeEmbeddings.Vector(new EmbedInput { Text = "aab" }, 4), body.GetProperty("embeddings")[0].EnumerateArray().Select(n => n.GetSingle()));
        Assert.True(body.GetProperty("processing_time").GetDouble() > 0);
    }

    [Fact]
    public async Task Search_Documents_AreRankedByNearness()
    {
        var (status, body) = await _service.PostJsonAsync("/search", """{"query":"ab","documents":["hhh","aab","ab","gh"],"top_k":3}""");

        Assert.Equal(200, status);
        var results = body.GetProperty("results").EnumerateArray().ToArray();
        Assert.Equal(["2 ab", "1 aab", "0 hhh"], results.Select(r => $"{r.GetProperty("index")} {r.GetProperty("document")}"));
        Assert.Equal(1, results[0].GetProperty("score").GetDouble(), 5);
        Assert.Equal(3 / Math.Sqrt(10), results[1].GetProperty("score").GetDouble(), 5);
        Assert.Equal(0, results[2].GetProperty("score").GetDouble(), 5);
    }
}
