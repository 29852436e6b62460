using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using MultiLLM.Client;

namespace MultiLLM.Tests.Client;

public sealed class MultiLLMEmbeddingGeneratorTests : IAsyncDisposable
{
    private readonly FakeService _service = new();
    private readonly MultiLLMEmbeddingGenerator _generator;

    public MultiLLMEmbeddingGeneratorTests() => _generator = new MultiLLMEmbeddingGenerator(_service.Address);

    public ValueTask DisposeAsync()
    {
        _generator.Dispose();
        return _service.DisposeAsync();
    }

    [Fact]
    public async Task GenerateAsync_Base64AndArrays_ComeBackInTheOrderOfTheTexts()
    {
        _service.OnJson("POST", "/v1/embeddings", $$"""
            {"object":"list","model":"starter-embed","usage":{"prompt_tokens":6,"total_tokens":6},
             "data":[{"index":1,"embedding":[0.25,-0.5]},{"index":0,"embedding":"{{Base64(1f, -1.5f)}}"}]}
            """);

        var embeddings = await _generator.GenerateAsync(["a", "b"], new EmbeddingGenerationOptions { Dimensions = 2 });

        Assert.Equal([1f, -1.5f], embeddings[0].Vector.ToArray());
        Assert.Equal([0.25f, -0.5f], embeddings[1].Vector.ToArray());
        Assert.Equal(6, embeddings.Usage!.InputTokenCount);
        Assert.Equal("starter-embed", embeddings[0].ModelId);
        var sent = JsonNode.Parse(_service.LastRequest.Body)!;
        Assert.Equal("""{"model":"auto","input":["a","b"],"encoding_format":"base64","dimensions":2}""", sent.ToJsonString());
    }

    [Fact]
    public async Task GenerateAsync_MoreTextsThanOneRequestTakes_SplitsThem()
    {
        _service.On("POST", "/v1/embeddings", exchange =>
        {
            var texts = JsonNode.Parse(_service.LastRequest.Body)!["input"]!.AsArray();
            var data = texts.Select((text, index) => $$"""{"index":{{index}},"embedding":[{{text!.GetValue<string>()}}]}""");
            var count = texts.Count;
            return exchange.JsonAsync(200, $$$"""{"data":[{{{string.Join(',', data)}}}],"usage":{"prompt_tokens":{{{count}}},"total_tokens":{{{count}}}}}""");
        });

        var embeddings = await _generator.GenerateAsync(Enumerable.Range(0, 5000).Select(number => number.ToString()));

        Assert.Equal(3, _service.Requests.Count);
        Assert.Equal(Enumerable.Range(0, 5000).Select(number => (float)number), embeddings.Select(embedding => embedding.Vector.Span[0]));
        Assert.Equal(5000, embeddings.Usage!.InputTokenCount);
    }

    [Theory]
    [InlineData("""{"data":[]}""")]
    [InlineData("""{"data":[{"index":1,"embedding":[1]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":"AAA="}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":7}]}""")]
    public async Task GenerateAsync_AnswerThatDoesNotFit_Throws(string body)
    {
        _service.OnJson("POST", "/v1/embeddings", body);

        var error = await Assert.ThrowsAsync<MultiLLMApiException>(() => _generator.GenerateAsync(["a"]));

        Assert.Equal("invalid_response", error.Code);
    }

    [Fact]
    public async Task GenerateAsync_NoTexts_AsksNobody()
    {
        Assert.Empty(await _generator.GenerateAsync([]));
        Assert.Empty(_service.Requests);
    }

    private static string Base64(params float[] numbers) => Convert.ToBase64String(MemoryMarshal.AsBytes(numbers.AsSpan()));
}
