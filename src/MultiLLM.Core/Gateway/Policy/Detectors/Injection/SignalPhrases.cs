using MultiLLM.Core.Gateway.Policy.Text;

namespace MultiLLM.Core.Gateway.Policy.Detectors.Injection;

/// <summary>The phrases of injection-signals.txt, by the part they play.</summary>
internal sealed class SignalPhrases
{
    private const string Resource = "injection-signals.txt";
    private readonly PhraseAutomaton _automaton;
    private readonly Part[][] _parts;

    private SignalPhrases(IReadOnlyCollection<KeyValuePair<string, SortedSet<Part>>> phrases)
    {
        _automaton = new PhraseAutomaton([.. phrases.Select(entry => entry.Key)]);
        _parts = [.. phrases.Select(entry => entry.Value.ToArray())];
    }

    /// <summary>What the program carries.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static SignalPhrases Load()
    {
        using var stream = typeof(SignalPhrases).Assembly.GetManifestResourceStream(Resource) ?? throw new InvalidDataException($"{Resource} is missing in the program.");
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd());
    }

    public static SignalPhrases Parse(string text)
    {
        var phrases = new Dictionary<string, SortedSet<Part>>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(line => line[0] != '#'))
        {
            var colon = line.IndexOf(':');
            if (colon < 0 || !Enum.TryParse<Part>(line[..colon], ignoreCase: true, out var part))
                throw new InvalidDataException($"{Resource} names no part: {line}");
            foreach (var phrase in line[(colon + 1)..].Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                var key = FoldedText.Fold(phrase.TrimEnd('*')) + (phrase.EndsWith('*') ? "*" : "");
                if (!phrases.TryGetValue(key, out var parts))
                    phrases.Add(key, parts = []);
                parts.Add(part);
            }
        }
        // Where a phrase also stands as the beginning of words, that one says more.
        return new SignalPhrases([.. phrases.Where(entry => !phrases.ContainsKey(entry.Key + "*"))]);
    }

    public List<PartHit> Find(ReadOnlySpan<char> folded)
    {
        var hits = new List<PhraseHit>();
        _automaton.Find(folded, hits);
        var found = new List<PartHit>(hits.Count);
        foreach (var hit in hits)
        {
            foreach (var part in _parts[hit.Phrase])
                found.Add(new PartHit(part, hit.Start, hit.End));
        }
        return found;
    }
}

internal readonly record struct PartHit(Part Part, int Start, int End);

/// <summary>The part a phrase plays in an attempt.</summary>
internal enum Part
{
    Override,
    Prior,
    Rules,
    Everything,
    NewRole,
    Unbound,
    Persona,
    Reveal,
    OwnPrompt,
    SysPrompt,
    Refusal,
    Authority,
    Addressee,
    MustDo,
    Decode,
    Obey,
    Send,
    Private,
    Fiction,
    SpoofWord,
    Void,
    Submit,
    UserWish,
    Machine,
    Covert,
    Loot,
    RevealAfter,
    Discuss,
    Benign,
}
