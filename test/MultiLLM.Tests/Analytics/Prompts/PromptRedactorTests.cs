using MultiLLM.Core.Analytics.Prompts;

namespace MultiLLM.Tests.Analytics.Prompts;

public sealed class PromptRedactorTests
{
    [Theory]
    [InlineData("Write to anna.b+c@example.co.uk, please.", "Write to [email], please.")]
    [InlineData("Call +49 170 1234567 now", "Call [number] now")]
    [InlineData("My card is 4111-1111-1111-1111.", "My card is [number].")]
    [InlineData("The key is sk-proj-Abc123def456ghi789jkl012.", "The key is [key]")]
    [InlineData("Use ghp_a1b2c3d4e5f6g7h8i9j0 here", "Use [key] here")]
    [InlineData("In 2026 it was 12345 metres.", "In 2026 it was 12345 metres.")]
    [InlineData("internationalisierungsmassnahmen stay", "internationalisierungsmassnahmen stay")]
    public void Redact_Text_LosesWhatIdentifiesOrOpens(string text, string kept) => Assert.Equal(kept, PromptRedactor.Redact(text));

    [Fact]
    public void Redact_LongText_IsCutAfterItWasRedacted()
    {
        var secret = "sk-" + string.Concat(Enumerable.Repeat("a1", 40));

        var kept = PromptRedactor.Redact(new string('x', PromptRedactor.MaxLength - 10) + " " + secret);

        Assert.InRange(kept.Length, PromptRedactor.MaxLength - 10, PromptRedactor.MaxLength);
        Assert.DoesNotContain("a1a1", kept, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.", "@")]
    [InlineData("a-", "")]
    [InlineData("1 ", "")]
    public void Redact_HostileText_TakesNoLongerPerCharacter(string piece, string end) => Growth.IsLinear(2_000_000, times =>
    {
        var text = string.Concat(Enumerable.Repeat(piece, times)) + end;
        return () => PromptRedactor.Redact(text);
    });
}
