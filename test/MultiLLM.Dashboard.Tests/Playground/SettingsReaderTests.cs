using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Playground;
using MultiLLM.Dashboard.Playground.Conversations;

namespace MultiLLM.Dashboard.Tests.Playground;

public sealed class SettingsReaderTests
{
    [Fact]
    public void Read_Empty_AsksForNothing()
    {
        var request = new ChatRequest { Message = "Hi" };

        Assert.Empty(SettingsReader.Read(new ChatSettings(), ref request).Problems);
        Assert.Equal(new ChatRequest { Message = "Hi" }, request);
    }

    [Fact]
    public void Read_EveryField_ReachesTheRequest()
    {
        var request = new ChatRequest { Message = "Hi" };
        var settings = new ChatSettings
        {
            SystemPrompt = "Be brief.", Temperature = "0.5", TopP = "1", TopK = "40", MinP = "0", MaxTokens = "12", Seed = "-9", Stop = "a\r\nb c\n",
            JsonSchema = """{"type": "object"}""",
        };

        Assert.Empty(SettingsReader.Read(settings, ref request).Problems);
        Assert.Equal(("Be brief.", 0.5f, 1f, 40, 0f, 12, -9L),
            (request.SystemPrompt, request.Temperature, request.TopP, request.TopK, request.MinP, request.MaxTokens, request.Seed));
        Assert.Equal(["a", "b c"], request.Stop!);
        Assert.Equal("""{"type": "object"}""", request.JsonSchema!.Value.GetRawText());
        Assert.Equal(9, settings.Count);
    }

    [Theory]
    [InlineData("temperature", "2.1")]
    [InlineData("temperature", "-1")]
    [InlineData("temperature", "warm")]
    [InlineData("temperature", "NaN")]
    [InlineData("top_p", "0")]
    [InlineData("top_k", "1.5")]
    [InlineData("min_p", "1.01")]
    [InlineData("max_tokens", "0")]
    [InlineData("max_tokens", "99999999999")]
    [InlineData("seed", "99999999999999999999")]
    [InlineData("json_schema", "{\"type\": ")]
    [InlineData("json_schema", "[]")]
    [InlineData("stop", "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n17")]
    public void Read_WrongValue_IsSaidAtItsField(string field, string typed)
    {
        var settings = field switch
        {
            "temperature" => new ChatSettings { Temperature = typed },
            "top_p" => new ChatSettings { TopP = typed },
            "top_k" => new ChatSettings { TopK = typed },
            "min_p" => new ChatSettings { MinP = typed },
            "max_tokens" => new ChatSettings { MaxTokens = typed },
            "seed" => new ChatSettings { Seed = typed },
            "stop" => new ChatSettings { Stop = typed },
            _ => new ChatSettings { JsonSchema = typed },
        };
        var request = new ChatRequest { Message = "Hi" };

        Assert.Equal(field, Assert.Single(SettingsReader.Read(settings, ref request).Problems).Key);
    }
}
