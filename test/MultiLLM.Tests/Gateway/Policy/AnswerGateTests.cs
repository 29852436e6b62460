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
    public void Push_OrdinaryWords_WaitsForTheEndOfAWordOnly()
    {
        var gate = new AnswerGate(s_scanner, isJson: false, _ => { });

        Assert.Equal("", gate.Push("Hel"));
        Assert.Equal("Hello ", gate.Push("lo wor"));
        Assert.Equal("world ", gate.Push("ld "));
    }

    [Fact]
    public void Push_WordThatCannotBegin_GoesAtOnce()
    {
        var catalog = DetectorCatalog.Load();
        var scanner = new TextScanner([new PolicyRule { Id = "cards", Detectors = [.. catalog.Named("payment_card")], Direction = PolicyDirection.Output, Action = PolicyAction.Mask }]);
        var gate = new AnswerGate(scanner, isJson: false, _ => { });

        Assert.Equal("hel", gate.Push("hel"));
        Assert.Equal("lo ", gate.Push("lo "));
        Assert.Equal("", gate.Push("4111 "));
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

    private static string Run(TextScanner scanner, IEnumerable<string> pieces, bool isJson = false)
    {
        var gate = new AnswerGate(scanner, isJson, _ => { });
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
