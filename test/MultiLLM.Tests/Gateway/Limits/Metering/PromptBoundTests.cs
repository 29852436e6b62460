using Microsoft.Extensions.AI;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Gateway.Limits.Metering;
using MultiLLM.Core.Runners;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace MultiLLM.Tests.Gateway.Limits.Metering;

public sealed class PromptBoundTests
{
    [Fact]
    public void Of_Messages_IsOneTokenForEachByteAndWhatATemplateAdds() => Assert.Equal(
        new PromptBound(13 + 64 + 16, 3, 2),
        PromptBound.Of([new ChatMessage(ChatRole.System, "bytes"), new ChatMessage(ChatRole.User, "äöü 🙂"[..3] + "12")], null));

    [Fact]
    public void Of_TokenIds_IsTheirNumber() =>
        Assert.Equal(new PromptBound(3 + 8, 3, 3), PromptBound.Of([], new GenerationOptions { Prompt = new RawPrompt(null, [1, 2, 3]) }));

    [Fact]
    public void Of_Inputs_AddsUpAndTheLargestIsTheLeast()
    {
        var bound = PromptBound.Of([new EmbedInput { Text = new string('x', 600) }, new EmbedInput { Tokens = new TokenPrompt { Ids = { 1, 2 } } }]);
        Assert.Equal(608 + 10, bound.Most);
        Assert.Equal(101, bound.Least);
    }
}
