using System.Text.Json;
using MultiLLM.Cli.Chat;
using MultiLLM.Contracts.Api;
using MultiLLM.Tests.Client;

namespace MultiLLM.Tests.Cli.Chat;

public sealed class AnswerSummaryTests
{
    private static readonly ChatReply s_reply = JsonSerializer.Deserialize(Replies.Chat, ApiJsonContext.Default.ChatReply)!;

    [Fact]
    public void Figures_AutomaticChoice_SaysWhy() =>
        Assert.Equal("starter-chat · a plain question · 12 (8 cached) + 3 tokens · 31 tokens/s · 0.25 s", AnswerSummary.Figures(s_reply));

    [Fact]
    public void Figures_ChoiceThatWasRead_SaysWhatForAndWhatFailedBefore()
    {
        var reply = JsonSerializer.Deserialize(SelectionReplies.Chosen, ApiJsonContext.Default.ChatReply)!;

        Assert.Equal(
            "starter-code · for code, high difficulty, fast · after big-coder failed · 12 + 3 tokens · 31 tokens/s · 0.25 s · loading took 0.5 s", AnswerSummary.Figures(reply));
        Assert.StartsWith(
            "starter-code · for code · after", AnswerSummary.Figures(reply with { Selection = reply.Selection with { Requested = "auto:fast", Sure = false } }));
    }

    [Fact]
    public void Figures_NamedModel_SaysNoReason()
    {
        var reply = s_reply with
        {
            Selection = s_reply.Selection with { Requested = "starter-chat" },
            FinishReason = "length",
            Tokens = new TokenUsage(12, 0, 1),
            Timings = new ChatTimings { LoadSeconds = 1.25 },
        };

        Assert.Equal("starter-chat · 12 + 1 tokens · 0.25 s · loading took 1.3 s · cut at the token limit", AnswerSummary.Figures(reply));
    }

    [Fact]
    public void Remark_StarterModel_SaysHowToGetALargerOne()
    {
        Assert.Contains("put any GGUF file into ~/models", AnswerSummary.Remark(s_reply, "~/models"));
        Assert.Null(AnswerSummary.Remark(s_reply with { StarterModel = false }, "~/models"));
        Assert.Equal("Careful.", AnswerSummary.Remark(s_reply with { StarterModel = false, Notice = "Careful." }, "~/models"));
    }
}
