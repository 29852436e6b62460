using System.Text.Json;
using MultiLLM.Contracts.Runner;
using MultiLLM.Runner.Templates;

namespace MultiLLM.Runner.Tests.Templates;

/// <summary>Templates that the built-in catalog puts in place of a file's own.</summary>
public sealed class CatalogTemplateTests
{
    private const string Llama2 = "<s>[INST] <<SYS>>\nBe brief.\n<</SYS>>\n\nHi [/INST] Hello </s><s>[INST] Bye [/INST]";
    private const string Gemma =
        "<s><start_of_turn>user\nBe brief.\n\nHi<end_of_turn>\n<start_of_turn>model\nHello<end_of_turn>\n<start_of_turn>user\nBye<end_of_turn>\n<start_of_turn>model\n";

    private static readonly Dictionary<string, string> Templates = Read();

    [Fact]
    public void Catalog_Templates_AreThoseTestedHere() =>
        Assert.Equal(["codellama-7b-instruct", "gemma-2b-it", "llama-2-7b-chat"], Templates.Keys.Order());

    [Theory]
    [InlineData("llama-2-7b-chat", Llama2)]
    [InlineData("codellama-7b-instruct", Llama2)]
    [InlineData("gemma-2b-it", Gemma)]
    public void Render_Dialogue_WritesTheModelsFormat(string id, string expected)
    {
        var prompt = new ChatPrompt();
        foreach (var (role, content) in new[] { ("system", "Be brief."), ("user", "Hi"), ("assistant", "Hello"), ("user", "Bye") })
            prompt.Messages.Add(new ChatMessage { Role = role, Content = content });

        Assert.Equal([new PromptSegment(expected, true)], ChatTemplateTests.Create(Templates[id]).Render(prompt));
    }

    private static Dictionary<string, string> Read()
    {
        using var catalog = JsonDocument.Parse(File.ReadAllText(Path.Combine(RepositoryRoot.Path, "src/MultiLLM.Core/Catalog/catalog.json")));
        return catalog.RootElement.GetProperty("models").EnumerateArray()
            .Where(model => model.TryGetProperty("chat_template", out _))
            .ToDictionary(model => model.GetProperty("id").GetString()!, model => model.GetProperty("chat_template").GetString()!);
    }
}
