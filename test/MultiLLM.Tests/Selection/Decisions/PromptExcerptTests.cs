using CsCheck;
using Microsoft.Extensions.AI;
using MultiLLM.Core.Selection.Decisions;

namespace MultiLLM.Tests.Selection.Decisions;

public sealed class PromptExcerptTests
{
    [Theory]
    [InlineData("write to jane.doe+x@mail.example.org now", "write to [address] now")]
    [InlineData("my card is 4111 1111 1111 1111, valid", "my card is [number], valid")]
    [InlineData("call +49 (0)30 1234-5678 please", "call [number] please")]
    [InlineData("use sk-abcDEF1234567890abcDEF12 there", "use [secret] there")]
    [InlineData("token ghp_abcdefghijklmnopqrstuvwxyz012345 leaked", "token [secret] leaked")]
    [InlineData("AKIAIOSFODNN7EXAMPLE is ours", "[secret] is ours")]
    [InlineData("password: hunter2 is weak", "password: [secret] is weak")]
    [InlineData("""{"api_key": "abc123"}""", """{"api_key": "[secret]"}""")]
    [InlineData("Authorization: Bearer abcdef", "Authorization: Bearer [secret]")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-def_123 expired", "[secret] expired")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY----- ok", "[private key] ok")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMIIE and no end", "[private key]")]
    public void Of_ObviousSecret_IsNotShown(string text, string shown) => Assert.Equal(shown, PromptExcerpt.Of(text));

    [Theory]
    [InlineData("What is 12345678 divided by 1000?")]
    [InlineData("Explain how passwords are hashed.")]
    [InlineData("Why is 1/3 + 0.25 not 0.5833?")]
    [InlineData("Write internationalisation tests for the frontend")]
    public void Of_OrdinaryText_StaysAsItIs(string text) => Assert.Equal(text, PromptExcerpt.Of(text));

    [Fact]
    public void Of_Conversation_WhatThePersonWroteLast() => Assert.Equal("second", PromptExcerpt.Of(
        [new ChatMessage(ChatRole.User, "first"), new ChatMessage(ChatRole.Assistant, "x"), new ChatMessage(ChatRole.User, "second"), new ChatMessage(ChatRole.Tool, "y")]));

    [Fact]
    public void Of_NobodyWrote_Nothing() => Assert.Null(PromptExcerpt.Of([new ChatMessage(ChatRole.System, "x")]));

    /// <summary>Wherever a key stands in a long text, no six characters of it in a row are shown, and no character is cut in two.</summary>
    [Fact]
    public void Of_KeyAnywhere_NoPartOfItIsShown() =>
        Gen.Select(Gen.Int[0, 2500], Gen.Int[0, 600], Gen.Char.AlphaNumeric.Array[30, 60]).Sample((before, emails, key) =>
        {
            var secret = "sk-" + new string(key);
            var text = string.Concat(Enumerable.Repeat("a@example.org ", emails)) + string.Concat(Enumerable.Repeat("é𝄞 ", before / 4)) + secret + " and more";
            var shown = PromptExcerpt.Of(text);
            return shown.Length <= PromptExcerpt.MostCharacters
                && !Enumerable.Range(0, secret.Length - 6).Any(i => shown.Contains(secret.Substring(i, 6), StringComparison.Ordinal))
                && (shown.Length == 0 || !char.IsHighSurrogate(shown[^1]));
        });

    [Theory]
    [InlineData("a")]
    [InlineData("1 ")]
    [InlineData("a1")]
    [InlineData("a@b.")]
    [InlineData("-----BEGIN PRIVATE KEY-----")]
    [InlineData("password ")]
    [InlineData("password=")]
    [InlineData("eyJa.")]
    [InlineData("+1-")]
    public void Of_HugeHostileText_TakesNoLongerPerCharacter(string piece) => Growth.IsLinear(100_000, times =>
    {
        var text = string.Concat(Enumerable.Repeat(piece, times));
        return () => PromptExcerpt.Of(text);
    });
}
