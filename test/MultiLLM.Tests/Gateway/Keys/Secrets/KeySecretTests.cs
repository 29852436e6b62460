using CsCheck;
using MultiLLM.Core.Gateway.Keys.Secrets;

namespace MultiLLM.Tests.Gateway.Keys.Secrets;

public sealed class KeySecretTests
{
    private static readonly string[] s_separators = ["_", "%5F", "%5f", "%255F", "-", " ", "__"];

    [Fact]
    public void Generate_AThousand_AreKeysAndAllDiffer()
    {
        var secrets = Enumerable.Range(0, 1000).Select(_ => KeySecret.Generate().Reveal()).ToHashSet();

        Assert.Equal(1000, secrets.Count);
        Assert.All(secrets, secret => Assert.Equal(secret, KeySecret.Parse(secret)?.Reveal()));
    }

    [Fact]
    public void Generate_ForAPrefix_KeepsIt() => Assert.Equal("abcdefgh", KeySecret.Generate("abcdefgh").Prefix);

    [Fact]
    public void Parse_AnyChange_IsNoKey()
    {
        var whole = KeySecret.Generate().Reveal();
        foreach (var changed in new[] { "", "mllm_", whole[..^1], whole + "a", whole.ToUpperInvariant(), whole.Replace('_', '-'), " " + whole, whole + "\n", whole[..^1] + "1", whole[..^1] + "ä" })
            Assert.Null(KeySecret.Parse(changed));
    }

    [Fact]
    public void ToString_AndFormatting_ShowThePrefixOnly()
    {
        var secret = KeySecret.Generate();
        var hidden = secret.Reveal()[^40..];

        Assert.DoesNotContain(hidden, $"{secret} {(object)secret}", StringComparison.Ordinal);
        Assert.Contains(secret.Prefix, secret.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Redact_WhereverAKeyStands_ItsSecretIsGone() =>
        Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 0, 20], Gen.String[Gen.Char[" /?=&:\"'{}.,;-_\n"], 1, 3], Gen.Int[0, s_separators.Length - 1]).Sample((around, gap, which) =>
        {
            var secret = KeySecret.Generate();
            var text = $"{around}{gap}{secret.Reveal().Replace("_", s_separators[which], StringComparison.Ordinal)}{gap}{around}";

            var redacted = KeySecret.Redact(text);

            Assert.True(KeySecret.IsIn(text));
            Assert.DoesNotContain(secret.Reveal()[^40..], redacted, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(secret.Reveal()[^12..], redacted, StringComparison.OrdinalIgnoreCase);
            Assert.StartsWith(around + gap, redacted, StringComparison.Ordinal);
            Assert.EndsWith(gap + around, redacted, StringComparison.Ordinal);
        }, iter: 500);

    [Fact]
    public void Redact_WithoutAKey_IsTheSame()
    {
        foreach (var text in new[] { "", "mllm", "the word mllm_ is how keys begin", "mllm_abcdefgh_", "key-abcdefgh" })
        {
            Assert.Equal(text, KeySecret.Redact(text));
            Assert.False(KeySecret.IsIn(text));
        }
    }

    [Fact]
    public void Redact_AMegabyteThatNearlyLooksLikeKeys_TakesNoLongerPerCharacter() => Growth.IsLinear(32_768, times =>
    {
        var text = string.Concat(Enumerable.Repeat("mllm_abcdefg mllm-mllm_abcdefgh_", times));
        return () => KeySecret.Redact(text);
    });
}
