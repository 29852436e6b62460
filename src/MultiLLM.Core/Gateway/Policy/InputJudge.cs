using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway.Policy.Masking;
using MultiLLM.Core.Gateway.Policy.Rules;
using MultiLLM.Core.Gateway.Policy.Scanning;

namespace MultiLLM.Core.Gateway.Policy;

/// <summary>Judges all texts of one request together. Not safe from several threads.</summary>
internal sealed class InputJudge(ContentPolicy policy, TextScanner scanner, Caller caller, Action<Finding> tell)
{
    private const int Seam = 160;
    private readonly List<(string Text, List<Finding> Findings)> _texts = [];

    public MaskBook Book { get; } = new(caller.Mark);
    public bool Masks { get; private set; }
    public bool RefusesUnreadable => policy.RefusesUnreadable;

    /// <summary>Looks at a text; its number.</summary>
    /// <param name="text">It.</param>
    /// <param name="isInstruction">See <see cref="Detectors.ScanText.IsInstruction"/>.</param>
    /// <param name="field">Its name, where masking it may not be possible.</param>
    /// <param name="canMask">Whether something else may stand in the place of a finding; where not, a rule that masks blocks. Null: always.</param>
    public int Add(string text, bool isInstruction = false, string? field = null, Func<Finding, bool>? canMask = null)
    {
        var findings = scanner.Scan(text, isInstruction);
        if (canMask is not null)
            findings = findings.ConvertAll(finding => finding.Rule is { DryRun: false, Action: PolicyAction.Mask } && !canMask(finding) ? InsteadOfMask(finding, field) : finding);
        _texts.Add((text, findings));
        return _texts.Count - 1;
    }

    private static Finding InsteadOfMask(Finding finding, string? field) => finding with
    {
        Rule = finding.Rule with
        {
            Action = PolicyAction.Block,
            Message = $"{field} holds something that may reach a model in disguise only, and cannot be disguised there. {finding.Rule.Message}".TrimEnd(),
        },
    };

    /// <summary>Looks at what stands across the border of two texts that one person may have split.</summary>
    public void Join(int first, int second)
    {
        var (a, b) = (_texts[first], _texts[second]);
        var head = a.Text[Math.Max(0, a.Text.Length - Seam)..];
        foreach (var finding in scanner.Scan(head + b.Text[..Math.Min(b.Text.Length, Seam)]))
        {
            if (finding.Start >= head.Length || finding.End <= head.Length)
                continue;
            a.Findings.Add(finding with { Start = a.Text.Length - head.Length + finding.Start, End = a.Text.Length });
            b.Findings.Add(finding with { Start = 0, End = finding.End - head.Length });
        }
    }

    /// <summary>Tells what was found; throws where a rule blocks.</summary>
    public void Decide()
    {
        var total = _texts.Sum(text => (long)text.Text.Length);
        var found = _texts.SelectMany(text => text.Findings).Concat(scanner.Rules.Where(rule => rule.MaxCharacters < total)
            .Select(rule => new Finding(rule, "max_characters", "", 0, 0, $"{total} characters; {rule.MaxCharacters} are allowed"))).ToList();
        foreach (var finding in found)
            tell(finding);
        if (found.Find(finding => finding.Rule is { DryRun: false, Action: PolicyAction.Block }) is { } blocking)
            throw Blocked(policy, blocking);
        Masks = found.Exists(finding => finding.Rule is { DryRun: false, Action: PolicyAction.Mask });
    }

    /// <summary>The text as the model may read it.</summary>
    public string Masked(int text) => Masked(text, 0, _texts[text].Text.Length);

    /// <summary>A part of the text as the model may read it; no finding crosses its borders.</summary>
    public string Masked(int text, int start, int end)
    {
        var (written, findings) = _texts[text];
        var part = written[start..end];
        var spans = Spans.Of(findings.Where(finding => finding.Start >= start && finding.End <= end && finding.Rule is { DryRun: false, Action: PolicyAction.Mask })
            .Select(finding => finding with { Start = finding.Start - start, End = finding.End - start }));
        return spans.Count == 0 ? part : Spans.Replace(part, spans, span => Book.Holder(span.Label, part[span.Start..span.End], IsTaken));
    }

    private bool IsTaken(string holder) => _texts.Exists(text => text.Text.Contains(holder, StringComparison.Ordinal));

    public static MultiLLMException Blocked(ContentPolicy policy, Finding finding) => new(new Error(
        ErrorCode.ContentBlocked,
        $"{finding.Rule.Message ?? "The content policy does not let this pass."} (Rule {finding.Rule.Id}: {finding.What}{(finding.Sign is { } sign ? ", " + sign : "")}; policy {policy.Version}.)"));
}
