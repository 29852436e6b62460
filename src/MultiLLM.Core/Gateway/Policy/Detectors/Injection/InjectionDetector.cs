using System.Buffers;
using MultiLLM.Core.Gateway.Policy.Text;

namespace MultiLLM.Core.Gateway.Policy.Detectors.Injection;

/// <summary>
/// Looks for attempts to take a model over: signals are weighed and added up, each kind once, and enough of them count as one. What it saw comes with each hit.
/// Instructions that the conversation's author set are not looked at: only those who come later can inject something.
/// </summary>
internal sealed class InjectionDetector(SignalPhrases phrases) : SpanDetector("prompt_injection", DetectorGroups.Injection, "INJECTION")
{
    private const double Enough = 0.95;
    private const double Hidden = 0.5;

    private static readonly SearchValues<string> s_addresses = SearchValues.Create(["http", "www.", "![", "webhook", "<img", "mailto:", "@"], StringComparison.OrdinalIgnoreCase);

    /// <summary>Markers of chat templates and of roles.</summary>
    private static readonly (string Marker, double Weight)[] s_markers =
    [
        ("<|im_start|>system", 1.0), ("<|im_start|>", 0.6), ("<|im_end|>", 0.6), ("<|system|>", 1.0), ("<|assistant|>", 0.7), ("<|start_header_id|>", 1.0), ("<|eot_id|>", 0.7), ("<start_of_turn>", 0.7),
        ("<<SYS>>", 1.0), ("[INST]", 0.6), ("[/INST]", 0.6), ("### System:", 0.7), ("### Instruction:", 0.5), ("</system>", 0.6), ("<system>", 0.5), ("[system]", 0.7), ("[SYSTEM", 0.6), ("\nsystem:", 0.6),
        ("<|endoftext|>", 0.5), ("[ADMIN", 0.5), ("\nassistant:", 0.4), ("BEGIN SYSTEM", 0.6), ("SYSTEM OVERRIDE", 0.6), ("</user>", 0.5), ("</user_input>", 0.6), ("{{system", 0.5),
    ];

    private static readonly SearchValues<string> s_markerStarts = SearchValues.Create([.. s_markers.Select(marker => marker.Marker)], StringComparison.OrdinalIgnoreCase);

    public override bool ReadsInputOnly => true;

    public override void Find(ScanText text, List<Hit> hits)
    {
        if (text.IsInstruction)
            return;
        var parts = phrases.Find(text.Folded.Letters);
        var signals = InjectionSignals.Of(parts, text.Letters.ContainsAny(s_addresses));
        var markers = Marker(text.Letters);
        if (signals.Count == 0 && markers is null)
            return;
        var total = signals.Sum(signal => signal.Weight) + (markers?.Weight ?? 0) + (text.Normal.IsDecoded && signals.Count > 0 ? Hidden : 0) - InjectionSignals.Discount(parts);
        if (total < Enough)
            return;
        foreach (var signal in signals)
        {
            var (start, end) = text.Folded.Normal(signal.Start, signal.End);
            hits.Add(new Hit(start, end, signal.Name));
        }
        if (markers is { } marker)
            hits.Add(new Hit(marker.Start, marker.End, marker.Name));
    }

    private static Signal? Marker(ReadOnlySpan<char> letters)
    {
        Signal? best = null;
        for (var at = 0; at < letters.Length;)
        {
            var next = letters[at..].IndexOfAny(s_markerStarts);
            if (next < 0)
                break;
            at += next;
            foreach (var (marker, weight) in s_markers)
            {
                if (letters[at..].StartsWith(marker, StringComparison.OrdinalIgnoreCase) && (best is null || weight > best.Value.Weight))
                    best = new Signal("speaks in another role's place", weight, at, at + marker.Length);
            }
            if (best is { Weight: >= 1 })
                break;
            at++;
        }
        return best;
    }
}
