using System.Runtime.InteropServices;

namespace MultiLLM.Server.FunctionalTests.RealModels;

[Collection(nameof(RealModelCollection))]
public sealed class EmbeddingTests(RealService real)
{
    [Fact]
    public async Task Embeddings_NumbersAndBase64_AreTheSameUnitVectors()
    {
        var numbers = await real.PostOkAsync("/v1/embeddings", """{"model":"auto","input":["a dog","a puppy runs"]}""");
        var packed = await real.PostOkAsync("/v1/embeddings", """{"model":"starter-embed","input":["a dog","a puppy runs"],"encoding_format":"base64"}""");

        for (var i = 0; i < 2; i++)
        {
            float[] vector = [.. numbers.GetProperty("data")[i].GetProperty("embedding").EnumerateArray().Select(n => n.GetSingle())];
            Assert.Equal(1, vector.Sum(n => (double)n * n), 3);
            var bytes = packed.GetProperty("data")[i].GetProperty("embedding").GetBytesFromBase64();
            Assert.All(MemoryMarshal.Cast<byte, float>(bytes).ToArray().Zip(vector), pair => Assert.Equal(pair.Second, pair.First, 4));
        }
        Assert.Equal("starter-embed", numbers.GetProperty("model").GetString());
        Assert.True(numbers.GetProperty("usage").GetProperty("prompt_tokens").GetInt32() >= 5);
    }

    [Fact]
    public async Task Embeddings_Dimensions_CutsAndNormalisesAgain()
    {
        var body = await real.PostOkAsync("/embeddings", """{"texts":["a dog"],"dimensions":16}""");

        float[] vector = [.. body.GetProperty("embeddings")[0].EnumerateArray().Select(n => n.GetSingle())];
        Assert.Equal((16, 16), (vector.Length, body.GetProperty("dimensions").GetInt32()));
        Assert.Equal(1, vector.Sum(n => (double)n * n), 3);
    }

    [Theory]
    [InlineData("/embeddings", "texts[1]", "{\"texts\":[\"fine\",\"LONG\"]}")]
    [InlineData("/search", "documents[1]", "{\"query\":\"fine\",\"documents\":[\"fine\",\"LONG\"]}")]
    [InlineData("/search", "query", "{\"query\":\"LONG\",\"documents\":[\"fine\"]}")]
    [InlineData("/v1/embeddings", "input[1]", "{\"input\":[\"fine\",\"LONG\"]}")]
    public async Task Embeddings_TextBeyondTheContext_IsRefusedByTheCallersName(string path, string param, string body)
    {
        var refusal = await real.PostRefusedAsync(path, body.Replace("LONG", string.Concat(Enumerable.Repeat("word ", 600)), StringComparison.Ordinal));

        Assert.Equal((400, "context_length_exceeded", param), (refusal.Status, refusal.Code, refusal.Param));
        Assert.Contains("512", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_Meaning_DecidesTheOrder()
    {
        var body = await real.PostOkAsync("/search", """
            {"query":"How do I keep my passwords safe?","documents":["The weather is sunny and warm today.","A password manager stores your passwords.","He plays football."],"top_k":2}
            """);

        var results = body.GetProperty("results").EnumerateArray().ToArray();
        Assert.Equal(2, results.Length);
        Assert.Equal(1, results[0].GetProperty("index").GetInt32());
        Assert.True(results[0].GetProperty("score").GetDouble() > results[1].GetProperty("score").GetDouble());
    }
}
