using System.Text;
using CsCheck;
using MultiLLM.Runner.Text;

namespace MultiLLM.Runner.Tests.Text;

public sealed class StopMatcherTests
{
    [Fact]
    public void Push_NoStops_ReleasesEverythingAtOnce()
    {
        var matcher = new StopMatcher([]);

        Assert.Equal(new StopResult("hello", null), matcher.Push("hello"));
        Assert.Equal(new StopResult("", null), matcher.Flush());
    }

    [Fact]
    public void Push_StopAcrossTokens_IsHeldAndCut()
    {
        var matcher = new StopMatcher(["\nUser:"]);

        Assert.Equal(new StopResult("Hi", null), matcher.Push("Hi\nU"));
        Assert.Equal(new StopResult("", null), matcher.Push("ser"));
        Assert.Equal(new StopResult("", "\nUser:"), matcher.Push(": what"));
        Assert.Equal("\nUser:", matcher.Stop);
        Assert.Equal(new StopResult("", "\nUser:"), matcher.Push("more"));
    }

    [Fact]
    public void Push_HeldTailTurnsOutHarmless_IsReleased()
    {
        var matcher = new StopMatcher(["\nUser:"]);

        Assert.Equal("", matcher.Push("\nUse").Text);
        Assert.Equal("\nUse it", matcher.Push(" it").Text);
    }

    [Fact]
    public void Push_LaterStopCompletesFirst_EarlierStartWins()
    {
        var matcher = new StopMatcher(["abcd", "c"]);

        Assert.Equal(new StopResult("x", null), matcher.Push("xabc"));
        Assert.Equal(new StopResult("", "abcd"), matcher.Push("d"));
    }

    [Fact]
    public void Flush_EarlierStartStaysIncomplete_LaterStopCounts()
    {
        var matcher = new StopMatcher(["abcd", "c"]);
        matcher.Push("xabc");

        Assert.Equal(new StopResult("ab", "c"), matcher.Flush());
    }

    [Fact]
    public void Push_SameStart_ShorterStopWins()
    {
        var matcher = new StopMatcher(["abc", "ab"]);

        Assert.Equal(new StopResult("x", "ab"), matcher.Push("xabc"));
    }

    [Fact]
    public void Flush_NothingMatched_ReleasesTheHeldRest()
    {
        var matcher = new StopMatcher(["stop"]);

        Assert.Equal("go ", matcher.Push("go sto").Text);
        Assert.Equal(new StopResult("sto", null), matcher.Flush());
        Assert.Null(matcher.Stop);
    }

    [Fact]
    public void PushAndFlush_AnyTextStopsAndPieces_EqualNaiveCut() =>
        Gen.Select(Letters(0, 40), Letters(0, 5).Array[0, 5], Gen.Int[1, 7].Array[1, 10]).Sample((text, stops, sizes) =>
        {
            var (expected, expectedStop) = NaiveCut(text, stops);
            var matcher = new StopMatcher(stops);
            var output = new StringBuilder();
            foreach (var piece in Pieces.Of(text.Length, sizes))
            {
                output.Append(matcher.Push(text[piece]).Text);
                Assert.StartsWith(output.ToString(), text, StringComparison.Ordinal);
            }

            var last = matcher.Flush();
            output.Append(last.Text);
            Assert.Equal((expected, expectedStop), (output.ToString(), last.Stop));
        }, iter: 20_000);

    [Fact]
    public void Push_WithoutPossibleStart_HoldsNothingBack() =>
        Gen.Select(Letters(1, 20), Letters(1, 4).Array[1, 4]).Sample((text, stops) =>
        {
            var matcher = new StopMatcher(stops.Select(stop => "#" + stop));
            Assert.Equal(text, string.Concat(text.Select(c => matcher.Push(c.ToString()).Text)));
        });

    [Fact]
    public void Push_LongSelfOverlappingStop_StaysLinear()
    {
        // A quadratic matcher needs 2e10 steps for this.
        var matcher = new StopMatcher([new string('a', 100_000) + "b"]);
        var released = Enumerable.Range(0, 200_000).Sum(_ => matcher.Push("a").Text.Length);

        Assert.Equal(100_000, released);
        Assert.NotNull(matcher.Push("b").Stop);
    }

    private static Gen<string> Letters(int min, int max) => Gen.Char["abc"].Array[min, max].Select(chars => new string(chars));

    private static (string Text, string? Stop) NaiveCut(string text, string[] stops)
    {
        var first = stops.Where(stop => stop.Length > 0)
            .Select(stop => (Start: text.IndexOf(stop, StringComparison.Ordinal), Stop: stop))
            .Where(match => match.Start >= 0)
            .OrderBy(match => match.Start).ThenBy(match => match.Stop.Length)
            .FirstOrDefault((Start: text.Length, Stop: null!));
        return (text[..first.Start], first.Stop);
    }
}
