using Microsoft.Extensions.AI;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Runners;
using MultiLLM.Core.Selection;

namespace MultiLLM.Tests.Selection;

public sealed class PresetDefaultsTests
{
    private static readonly ModelPreset Precise = new()
    {
        Alias = "precise", Model = "m", Sampling = new SamplingDefaults(0.1f, 0.5f, 7, 0.2f, 1.3f), System = "Be brief.", MaxTokens = 50, Stop = ["END"],
    };

    private static readonly ChatMessage Hello = new(ChatRole.User, "Hello");

    [Fact]
    public void Apply_RequestSaysNothing_AllComesFromTheName()
    {
        var (messages, options) = PresetDefaults.Apply(Precise, [Hello], null);

        var filled = Assert.IsType<GenerationOptions>(options);
        Assert.Equal((0.1f, 0.5f, 7, 0.2f, 1.3f, 50), (filled.Temperature, filled.TopP, filled.TopK, filled.MinP, filled.RepeatPenalty, filled.MaxOutputTokens));
        Assert.Equal(["END"], filled.StopSequences!);
        Assert.Equal(["system: Be brief.", "user: Hello"], messages.Select(message => $"{message.Role}: {message.Text}"));
    }

    [Fact]
    public void Apply_RequestsOwnValues_Stay()
    {
        var asked = new GenerationOptions { Temperature = 0, TopP = 1, TopK = 1, MinP = 0, RepeatPenalty = 1, MaxOutputTokens = 3, StopSequences = ["."], Seed = 5 };

        var (messages, options) = PresetDefaults.Apply(Precise, [new(ChatRole.System, "Mine."), Hello], asked);

        var filled = Assert.IsType<GenerationOptions>(options);
        Assert.Equal((0f, 1f, 1, 0f, 1f, 3, 5L), (filled.Temperature, filled.TopP, filled.TopK, filled.MinP, filled.RepeatPenalty, filled.MaxOutputTokens, filled.Seed));
        Assert.Equal(["."], filled.StopSequences!);
        Assert.Equal("Mine.", messages[0].Text);
    }

    [Fact]
    public void Apply_CallersOptions_AreNotTouched()
    {
        var asked = new ChatOptions { Temperature = 0.9f };

        PresetDefaults.Apply(Precise, [Hello], asked);

        Assert.Equal((0.9f, null), (asked.Temperature, asked.MaxOutputTokens));
    }

    [Fact]
    public void Apply_RawPrompt_GetsNoSystemPrompt()
    {
        var (messages, options) = PresetDefaults.Apply(Precise, [], new GenerationOptions { Prompt = new RawPrompt("Once", null) });

        Assert.Empty(messages);
        Assert.Equal(50, options!.MaxOutputTokens);
    }

    [Fact]
    public void Apply_NoPreset_ChangesNothing()
    {
        var asked = new ChatOptions();
        ChatMessage[] turns = [Hello];

        var (messages, options) = PresetDefaults.Apply(null, turns, asked);

        Assert.Same(turns, messages);
        Assert.Same(asked, options);
    }
}
