using CsCheck;
using MultiLLM.Core.Gateway.Policy.Detectors;
using MultiLLM.Core.Gateway.Policy.Masking;
using MultiLLM.Core.Gateway.Policy.Rules;
using MultiLLM.Core.Gateway.Policy.Scanning;
using MultiLLM.Core.Gateway.Policy.Streaming;
using MultiLLM.PolicyBench;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Gateway.Policy;

/// <summary>All labelled cases, as answers that come in pieces: nothing leaves before it is judged, and what leaves is what judging the whole text gives.</summary>
[Collection("Content policy, with all of the processor")]
public sealed class StreamedCasesTests
{
    private const string Before = "Here is what I found, and a little more, so that the beginning is far away when the end comes. It is in no way remarkable, and nobody would read it twice, "
        + "unless to see whether a look back of a few hundred letters reaches over it. That is all there is to say before the text itself begins, which it does now: ";

    private const string After = " That is all of it, thank you.";

    private static readonly string[] s_between = ["\n", " ", ", ", "\n\n", "世", "}"];
    private static readonly string[] s_texts = [.. Texts().Distinct()];
    private static readonly Gen<int[]> s_pieces = Gen.Int[1, 12].Array[1, 30];

    private static readonly Detector[] s_detectors = [.. DetectorCatalog.Load().All.Where(detector => !detector.ReadsInputOnly)];
    private static readonly TextScanner s_masks = Scanner(s_detectors, PolicyAction.Mask);
    private static readonly TextScanner s_blocks = Scanner(s_detectors, PolicyAction.Block);
    private static readonly Dictionary<string, TextScanner> s_single = s_detectors.ToDictionary(detector => detector.Name, detector => Scanner([detector], PolicyAction.Mask));

    [Fact]
    public void Mask_EveryCaseInAnyPieces_IsTheWholeTextsResult() => Gen.Select(s_pieces, s_pieces).Sample((first, second) =>
    {
        foreach (var text in s_texts)
        {
            Same(s_masks, text, first);
            Same(s_masks, Before + text + After, second);
        }
    }, iter: 4);

    [Fact]
    public void Mask_TwoCasesInARow_IsTheWholeTextsResult() =>
        Gen.Select(Text, Text, Gen.Int[0, s_between.Length - 1], s_pieces).Sample((a, b, between, pieces) => Same(s_masks, a + s_between[between] + b, pieces), iter: 4000);

    [Fact]
    public void Mask_OneDetectorAlone_IsTheWholeTextsResult() => s_pieces.Sample(pieces =>
    {
        foreach (var text in s_texts)
        {
            foreach (var name in s_masks.Scan(text).Select(finding => finding.What).Distinct())
                Same(s_single[name], Before + text + After, pieces);
        }
    }, iter: 2);

    [Fact]
    public void Block_EveryCaseInAnyPieces_EndsBeforeAnyOfIt() => s_pieces.Sample(pieces =>
    {
        var seen = new HashSet<string>();
        foreach (var text in s_texts)
        {
            var whole = s_blocks.Scan(text);
            var gate = new AnswerGate(s_blocks, isJson: false, finding => throw new BlockedException(finding.What));
            var left = "";
            try
            {
                foreach (var piece in Cut(text, pieces))
                    left += gate.Push(piece);
                left += gate.End();
                Assert.Empty(whole);
                Assert.Equal(text, left);
            }
            catch (BlockedException blocked)
            {
                Assert.Contains(blocked.Message, whole.Select(finding => finding.What));
                Assert.StartsWith(left, text[..whole[0].Start]);
                seen.UnionWith(whole.Select(finding => finding.What));
            }
        }
        Assert.True(seen.Count >= 40, string.Join(' ', s_single.Keys.Except(seen))); // of the detectors, those the cases have examples of
    }, iter: 2);

    private static Gen<string> Text => Gen.Int[0, s_texts.Length - 1].Select(i => s_texts[i]);

    private static TextScanner Scanner(IReadOnlyList<Detector> detectors, PolicyAction action) =>
        new([new PolicyRule { Id = "all", Detectors = detectors, Direction = PolicyDirection.Output, Action = action }]);

    private static void Same(TextScanner scanner, string text, int[] pieces)
    {
        var whole = Spans.Replace(text, Spans.Of(scanner.Scan(text).Where(finding => finding.Rule.Action == PolicyAction.Mask)), span => $"[{span.Label}]");
        var gate = new AnswerGate(scanner, isJson: false, _ => { });
        var streamed = string.Concat(Cut(text, pieces).Select(gate.Push)) + gate.End();
        Assert.True(whole == streamed, $"{text}\n--- whole:\n{whole}\n--- streamed:\n{streamed}");
    }

    private static IEnumerable<string> Texts()
    {
        var folder = Path.Combine(RepositoryRoot.Path, "testassets", "policy");
        return PolicyCases.Read(Path.Combine(folder, "development.jsonl")).Concat(PolicyCases.Read(Path.Combine(folder, "held-out.jsonl"))).Select(item => item.Text)
            .Concat(IndependentCases.Read(Path.Combine(folder, "independent")).Concat(IndependentCases.Read(Path.Combine(folder, "independent", "sealed")))
                .SelectMany(item => item.Messages).Select(message => message.Text).Where(text => text.Length > 0));
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

    private sealed class BlockedException(string what) : Exception(what);
}
