using System.Text.Json;
using MultiLLM.Core.Gateway.Policy.Masking;
using MultiLLM.Core.Gateway.Policy.Rules;
using MultiLLM.Core.Gateway.Policy.Scanning;

namespace MultiLLM.Core.Gateway.Policy.Fields;

/// <summary>The rules for one answer, and the values that come back in it; shared by all texts of the answer.</summary>
/// <param name="policy">In force.</param>
/// <param name="scanner">Its rules for the answer.</param>
/// <param name="values">That were masked in the request, by what stands for them.</param>
/// <param name="isWhole">Nobody reads the answer before it is whole.</param>
/// <param name="tell">Each finding.</param>
internal sealed class OutputJudge(ContentPolicy policy, TextScanner scanner, IReadOnlyDictionary<string, string> values, bool isWhole, Action<Finding> tell)
{
    private readonly Unmasker? _unmasker = values.Count > 0 ? new Unmasker(values, isJson: false) : null;
    private long _characters;

    /// <summary>Nothing is looked for, and nothing comes back.</summary>
    public bool IsIdle { get; } = values.Count == 0 && scanner.IsIdle && scanner.Rules.All(rule => rule.MaxCharacters is null);

    /// <summary>Something may have to be held back or exchanged; else texts go through at once.</summary>
    public bool Changes => scanner.MaskOrBlock || _unmasker is not null;

    /// <summary>A text that comes in pieces.</summary>
    /// <param name="isJson">It is JSON, and stays JSON.</param>
    public AnswerText Text(bool isJson) => new(scanner, values, isJson, isWhole, this);

    public void Count(string text)
    {
        var before = _characters;
        _characters += text.Length;
        foreach (var rule in scanner.Rules)
        {
            if (rule.MaxCharacters is { } most && before <= most && _characters > most)
                Found(new Finding(rule, "max_characters", "", 0, 0, $"more than {most} characters"));
        }
    }

    public void Found(Finding finding)
    {
        tell(finding);
        if (finding.Rule is { DryRun: false, Action: PolicyAction.Block })
            throw InputJudge.Blocked(policy, finding);
    }

    /// <summary>A text that is complete.</summary>
    public string Whole(string text)
    {
        if (text.Length == 0)
            return text;
        Count(text);
        var judged = Spans.Replace(text, Spans.Of(Masks(text)), span => $"[{span.Label}]");
        return _unmasker?.Restored(judged) ?? judged;
    }

    /// <summary>A JSON value that is complete. A number that is masked becomes 0.</summary>
    public JsonElement Whole(string name, JsonElement value)
    {
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null)
            return value;
        var reading = JsonReading.Of(name, value);
        Count(reading.Text);
        var spans = Spans.Of(Masks(reading.Text));
        return spans.Count == 0 && (_unmasker is null || !reading.Text.Contains('[')) ? value : reading.With(By, (json, _) => json.WriteNumberValue(0));

        string By(JsonLeaf leaf)
        {
            var text = reading.Text[leaf.Start..leaf.End];
            var own = spans.Where(span => span.Start < leaf.End && span.End > leaf.Start)
                .Select(span => span with { Start = Math.Max(0, span.Start - leaf.Start), End = Math.Min(leaf.End, span.End) - leaf.Start }).ToList();
            var judged = Spans.Replace(text, own, span => $"[{span.Label}]");
            return leaf.Kind == JsonLeafKind.Number ? judged : _unmasker?.Restored(judged) ?? judged;
        }
    }

    private List<Finding> Masks(string text)
    {
        var findings = scanner.Scan(text);
        foreach (var finding in findings)
            Found(finding);
        return findings.FindAll(finding => finding.Rule is { DryRun: false, Action: PolicyAction.Mask });
    }
}
