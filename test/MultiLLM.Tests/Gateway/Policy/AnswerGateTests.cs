using CsCheck;
using MultiLLM.Core.Gateway.Policy.Detectors;
using MultiLLM.Core.Gateway.Policy.Masking;
using MultiLLM.Core.Gateway.Policy.Rules;
using MultiLLM.Core.Gateway.Policy.Scanning;
using MultiLLM.Core.Gateway.Policy.Streaming;

namespace MultiLLM.Tests.Gateway.Policy;

public sealed class AnswerGateTests
{
    private static readonly string[] s_things =
    [
        "me@example.org", "4111 1111 1111 1111", "DE89 3704 0044 0532 0130 00", "+49 30 9018 2010", "top secret plan", "AK" + "IAIOSFODNN7EXAMPLE", "192.0.2.17", "756.9217.0769.85",
        "gh" + "p_1a2B3c4D5e6F7g8H9i0J1k2L3m4N5o6P7q8R",
    ];

    private static readonly Gen<string> s_word = Gen.OneOf(OneOf(s_things), OneOf("the", "Top", "secret", "12", "x1", "A", "you see,", "…", "世界", "\n", "{\"a\":", "}", "4111", "-", "me@"), Gen.String[Gen.Char.AlphaNumeric, 1, 9]);
    private static readonly Gen<string> s_text = s_word.Array[0, 14].Select(words => string.Join(' ', words));

    private static TextScanner Scanner(params string[] terms) => new(
    [
        new PolicyRule { Id = "all", Detectors = [.. DetectorCatalog.Load().All.Where(detector => !detector.ReadsInputOnly)], Terms = terms, Direction = PolicyDirection.Output, Action = PolicyAction.Mask },
    ]);

    private static readonly TextScanner s_scanner = Scanner("top secret plan");

    [Fact]
    public void Push_AnyPieces_GivesTheSameAsTheWholeText() =>
        Gen.Select(s_text, Gen.Int[1, 7].Array[1, 20]).Sample((text, sizes) => Assert.Equal(Run(s_scanner, [text]), Run(s_scanner, Cut(text, sizes))), iter: 3000);

    [Fact]
    public void Push_AnyPieces_LetsNothingThatIsLookedForThrough() =>
        Gen.Select(OneOf("and then", "see:", "so it is"), OneOf(s_things), Gen.Int[1, 5].Array[1, 9]).Sample((before, thing, sizes) =>
        {
            var text = $"{before} {thing} was it";
            var judged = Run(s_scanner, Cut(text, sizes));
            Assert.DoesNotContain(thing, judged);
            Assert.DoesNotContain(thing[..4], judged);
            Assert.EndsWith("was it", judged);
        }, iter: 2000);

    [Fact]
    public void Push_Gathering_GivesTheSameAsWordByWord() =>
        Gen.Select(s_text.Array[0, 40].Select(texts => string.Join(' ', texts)), Gen.Int[1, 40].Array[1, 20]).Sample((text, sizes) =>
            Assert.Equal(Run(s_scanner, Cut(text, sizes)), Run(s_scanner, Cut(text, sizes), gathers: true)), iter: 300);

    [Fact]
    public void Push_Gathering_HoldsAShortAnswerToItsEnd()
    {
        var gate = new AnswerGate(s_scanner, isJson: false, _ => { }, gathers: true);

        Assert.Equal("", gate.Push("Hello, "));
        Assert.Equal("", gate.Push("world. "));
        Assert.Equal("Hello, world. ", gate.End());
    }

    [Fact]
    public void Push_OrdinaryWords_WaitsForTheEndOfAWordOnly()
    {
        var gate = new AnswerGate(s_scanner, isJson: false, _ => { });

        Assert.Equal("", gate.Push("Hel"));
        Assert.Equal("Hello ", gate.Push("lo wor"));
        Assert.Equal("", gate.Push("ld ")); // "at" may come, which makes it an address
        Assert.Equal("world ", gate.Push("h"));
    }

    /// <summary>What is held is bounded. A key that is longer than the bound is judged in parts, as far as the detector knows it.</summary>
    [Fact]
    public void Push_LongerThanIsHeld_IsJudgedInParts()
    {
        var lines = string.Concat(Enumerable.Repeat("MIIEpAIBAAKCAQEA7bq0Tzx9vWJmQ2yLr5nKfX8sUdHcGpEoViRa1t3BjNwYkZ\n", 400));
        string Key(int length) => $"-----BEGIN PRIVATE KEY-----\n{lines[..length]}\n-----END PRIVATE KEY----- and so on";

        Assert.Equal("[PRIVATE_KEY] and so on", Run(s_scanner, Cut(Key(AnswerGate.MostHeld - 100), [7, 3])));
        var beyond = Run(s_scanner, Cut(Key(2 * AnswerGate.MostHeld), [7, 3]));
        Assert.StartsWith("[PRIVATE_KEY]", beyond);
        Assert.True(beyond.Length < AnswerGate.MostHeld + 200);
    }

    /// <summary>A table's names stand above all of its rows, up to lines of so many letters.</summary>
    [Theory]
    [InlineData(1, 300, true)]
    [InlineData(60, 300, true)]
    [InlineData(300, 3, false)]
    public void Push_TableOfManyRows_IsReadUnderItsNames(int columns, int rows, bool isKnown)
    {
        var names = string.Concat(Enumerable.Range(0, columns).Select(i => $"col{i},")) + "password";
        var cells = string.Concat(Enumerable.Repeat("x,", columns));
        var table = $"{names}\n{string.Concat(Enumerable.Range(0, rows).Select(i => $"{cells}falcon!hZpqx{i:000}\n"))}";

        Assert.Equal(!isKnown, Run(s_scanner, Cut(table, [5, 2, 11])).Contains("falcon"));
    }

    [Fact]
    public void Push_MegabyteAtOnce_TakesTimeInProportion()
    {
        var text = string.Concat(Enumerable.Repeat("Here are a few words, and 4111 1111 1111 1111 among them. ", 17_000));
        var watch = System.Diagnostics.Stopwatch.StartNew();

        Assert.DoesNotContain("4111", Run(s_scanner, [text]));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), watch.Elapsed.ToString());
    }

    [Fact]
    public void Push_ManyUnfinishedThings_TakesTimeInProportion()
    {
        var text = string.Concat(Enumerable.Repeat("-----BEGIN PRIVATE KEY----- is 4111 1111 and [me at ", 600));
        var watch = System.Diagnostics.Stopwatch.StartNew();

        Run(s_scanner, Cut(text, [4]));

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), watch.Elapsed.ToString()); // a tenth of it alone; looked at again for each word it takes minutes
    }

    [Fact]
    public void Push_Json_StaysJson()
    {
        var judged = Run(s_scanner, ["""{"mail": "me@example.org", "card": 4111111111111111, "n": 5}"""], isJson: true);

        Assert.Equal("""{"mail": "[EMAIL]", "card": 0, "n": 5}""", judged);
    }

    [Fact]
    public void Push_EndlessWord_IsJudgedWithinBounds()
    {
        var gate = new AnswerGate(s_scanner, isJson: false, _ => { });

        var length = Enumerable.Range(0, 40).Sum(_ => gate.Push(new string('x', 1000)).Length);

        Assert.True(length >= 40_000 - AnswerGate.MostHeld);
    }

    [Fact]
    public void Unmasker_AnyTextAndPieces_BringsValuesBack() =>
        Gen.Select(Gen.String[Gen.Char["[]ab1_ EMAIL"], 0, 30], Gen.String[Gen.Char.AlphaNumeric, 1, 12], Gen.Int[1, 6].Array[1, 30]).Sample((around, value, sizes) =>
        {
            var book = new MaskBook("me");
            var holder = book.Holder("EMAIL", value, around.Contains);
            var unmasker = new Unmasker(book.Values, isJson: false);
            var text = around + holder + around;
            var restored = string.Concat(Cut(text, sizes).Select(unmasker.Push)) + unmasker.End();
            Assert.Equal(around + value + around, restored);
        }, iter: 3000);

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static string Run(TextScanner scanner, IEnumerable<string> pieces, bool isJson = false, bool gathers = false)
    {
        var gate = new AnswerGate(scanner, isJson, _ => { }, gathers);
        return string.Concat(pieces.Select(gate.Push)) + gate.End();
    }

    private static IEnumerable<string> Cut(string text, int[] sizes)
    {
        for (var (at, i) = (0, 0); at < text.Length; i++)
        {
            var length = Math.Min(sizes[i % sizes.Length], text.Length - at);
            yield return text.Substring(at, length);
            at += length;
        }
    }
}
