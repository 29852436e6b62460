using MultiLLM.Core.Gateway.Policy.Detectors;
using MultiLLM.Core.Gateway.Policy.Detectors.Numbers;
using MultiLLM.Core.Gateway.Policy.Detectors.Personal;
using MultiLLM.Core.Gateway.Policy.Detectors.Secrets;
using MultiLLM.Core.Gateway.Policy.Rules;
using MultiLLM.Core.Gateway.Policy.Text;

namespace MultiLLM.Core.Gateway.Policy.Scanning;

/// <summary>
/// The rules that apply to one caller and direction, made ready: each detector runs once, however many rules name it. Stateless and pure; time grows with the
/// length of the text.
/// </summary>
internal sealed class TextScanner
{
    private const string TermsName = "terms";
    private const string TermLabel = "TERM";
    private readonly SpanDetector[] _spans;
    private readonly NumberPass? _numbers;
    private readonly LetterNumberPass? _letterNumbers;
    private readonly bool _readsTables;
    private readonly PhraseAutomaton? _terms;
    private readonly (string Term, PolicyRule[] Rules)[] _termRules;
    private readonly Dictionary<string, PolicyRule[]> _rulesOf;
    private readonly Dictionary<string, PolicyRule[]> _weakRulesOf; // which do no more than flag

    public TextScanner(IReadOnlyList<PolicyRule> rules)
    {
        Rules = rules;
        var detectors = rules.SelectMany(rule => rule.Detectors).Distinct().ToList();
        _spans = [.. detectors.OfType<SpanDetector>()];
        _letterNumbers = detectors.OfType<LetterNumberDetector>().ToArray() is { Length: > 0 } lettered ? new LetterNumberPass(lettered) : null;
        var numbers = detectors.OfType<NumberDetector>().ToList();
        _numbers = numbers.Count > 0 ? new NumberPass(numbers) : null;
        _rulesOf = detectors.ToDictionary(detector => detector.Name, detector => rules.Where(rule => rule.Detectors.Contains(detector)).ToArray());
        _weakRulesOf = _rulesOf.ToDictionary(pair => pair.Key, pair => Array.ConvertAll(pair.Value, rule => rule.Action > PolicyAction.Flag ? rule with { Action = PolicyAction.Flag } : rule));
        _termRules = [.. rules.SelectMany(rule => rule.Terms.Select(term => (term, rule))).GroupBy(pair => pair.term).Select(group => (group.Key, group.Select(pair => pair.rule).ToArray()))];
        _terms = _termRules.Length > 0 ? new PhraseAutomaton([.. _termRules.Select(entry => entry.Term)]) : null;
        MaskOrBlock = rules.Any(rule => !rule.DryRun && rule.Action >= PolicyAction.Mask);
        _readsTables = detectors.Exists(detector => detector is PasswordColumnDetector);
    }

    public IReadOnlyList<PolicyRule> Rules { get; }

    /// <summary>Something in the text may have to be kept from whoever reads it.</summary>
    public bool MaskOrBlock { get; }
    public bool IsIdle => _spans.Length == 0 && _numbers is null && _letterNumbers is null && _terms is null;

    /// <summary>What the rules find, in the order of the text; what an exception covers is left out.</summary>
    /// <param name="text">As written.</param>
    /// <param name="isInstruction">See <see cref="ScanText.IsInstruction"/>.</param>
    public List<Finding> Scan(string text, bool isInstruction = false)
    {
        var findings = new List<Finding>();
        if (IsIdle || text.Length == 0)
            return findings;
        Look(Normalizer.Normalize(text), isInstruction, depth: 0, findings);
        if (findings.Count == 0)
            return findings;
        findings.Sort((a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : a.End != b.End ? b.End.CompareTo(a.End) : string.CompareOrdinal(a.What, b.What));
        return WithoutExceptions(findings);
    }

    /// <summary>From where on, as written, something that is looked for could still become a match, or a longer one, if the text went on; its length: nowhere.</summary>
    /// <param name="text">Ends where a word ends, or with the first letter of the next one.</param>
    public int Pending(string text)
    {
        var scanned = new ScanText(Normalizer.Normalize(text));
        var from = _numbers?.Pending(scanned.Letters) ?? scanned.Letters.Length;
        from = Math.Min(from, _letterNumbers?.Pending(scanned.Letters) ?? from);
        foreach (var detector in _spans)
            from = Math.Min(from, detector.Pending(scanned));
        if (_terms is not null)
            from = Math.Min(from, Math.Min(scanned.Folded.OpenSpelling, TermFrom(scanned.Folded)));
        return from == scanned.Letters.Length ? text.Length : scanned.Normal.Written(from, from + 1).Start;
    }

    /// <summary>What has to stand before the text that comes next for it to be judged as in the whole text: its last part, and the line above a table's values.</summary>
    /// <param name="text">What was judged.</param>
    /// <param name="length">Of its last part.</param>
    public string Context(string text, int length)
    {
        if (_readsTables && text.Length > length && new ScanText(Normalizer.Normalize(text)) is var scanned && PasswordColumnDetector.Above(scanned, length) is var (names, end, from))
            return from > names ? $"{scanned.Normal.Value[names..end]}\n{text[scanned.Normal.Written(from, from).Start..]}" : text[scanned.Normal.Written(names, names).Start..];
        return text[Math.Max(0, text.Length - length)..];
    }

    private int TermFrom(FoldedText folded)
    {
        var depth = _terms!.Find(folded.Letters, []);
        return depth == 0 ? folded.Of.Value.Length : folded.Normal(folded.Letters.Length - depth, folded.Letters.Length).Start;
    }

    private void Look(NormalText normal, bool isInstruction, int depth, List<Finding> findings)
    {
        var text = new ScanText(normal, isInstruction);
        var hits = new List<Hit>();
        foreach (var detector in _spans)
        {
            hits.Clear();
            detector.Find(text, hits);
            foreach (var hit in hits)
                Add(detector, hit, normal, findings);
        }
        if ((_numbers ?? (object?)_letterNumbers) is not null && text.Letters.ContainsAnyInRange('0', '9'))
            Numbers(normal, findings);
        if (_terms is not null)
            Terms(text, findings);
        if (depth == EncodedPieces.MostDepth)
            return;
        foreach (var piece in EncodedPieces.In(normal))
            Look(piece, isInstruction, depth + 1, findings);
    }

    private void Numbers(NormalText normal, List<Finding> findings)
    {
        _numbers?.Find(normal.Value, (detector, hit) => Add(detector, hit, normal, findings));
        _letterNumbers?.Find(normal.Value, (detector, hit) => Add(detector, hit, normal, findings));
    }

    private void Add(Detector detector, Hit hit, NormalText normal, List<Finding> findings)
    {
        var (start, end) = normal.Written(hit.Start, hit.End);
        foreach (var rule in (hit.IsWeak ? _weakRulesOf : _rulesOf)[detector.Name])
            findings.Add(new Finding(rule, detector.Name, detector.Label, start, end, hit.Sign));
    }

    private void Terms(ScanText text, List<Finding> findings)
    {
        var hits = new List<PhraseHit>();
        _terms!.Find(text.Folded.Letters, hits);
        foreach (var hit in hits)
        {
            var (from, to) = text.Folded.Normal(hit.Start, hit.End);
            var (start, end) = text.Normal.Written(from, to);
            foreach (var rule in _termRules[hit.Phrase].Rules)
                findings.Add(new Finding(rule, TermsName, TermLabel, start, end));
        }
    }

    private List<Finding> WithoutExceptions(List<Finding> findings)
    {
        if (!findings.Exists(finding => finding.Rule is { Action: PolicyAction.Allow, DryRun: false }))
            return findings;
        var order = Rules.Select((rule, index) => (rule, index)).ToDictionary(pair => pair.rule.Id, pair => pair.index);
        var exceptions = findings.Where(finding => finding.Rule is { Action: PolicyAction.Allow, DryRun: false }).ToList();
        var kept = new List<Finding>();
        var next = 0;
        var reach = new List<Finding>();
        foreach (var finding in findings)
        {
            while (next < exceptions.Count && exceptions[next].Start <= finding.Start)
                reach.Add(exceptions[next++]);
            reach.RemoveAll(exception => exception.End <= finding.Start);
            if (finding.Rule.Action == PolicyAction.Allow || !reach.Exists(exception => exception.End >= finding.End && order[exception.Rule.Id] < order[finding.Rule.Id]))
                kept.Add(finding);
        }
        return kept;
    }
}
