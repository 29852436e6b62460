namespace StarterModels.Trainer.Data;

/// <summary>Everything the models are taught.</summary>
internal sealed record TrainingData(List<Entry> Entries, List<Definition> Words)
{
    private static readonly string[] AskingStarts =
    [
        "what is the meaning of ", "what is a ", "what is an ", "what is the ", "what is ", "what are ", "what does ", "define ",
        "explain ", "tell me about ",
    ];

    private static readonly string[] AskingEnds = [" mean", " stand for", " please"];

    public IEnumerable<Entry> Chat => Entries.Where(entry => !entry.IsCode);

    public IEnumerable<Entry> Code => Entries.Where(entry => entry.IsCode);

    public static TrainingData Load(string entryFolder, string wordNetFolder, int wordLimit, Action<string> log)
    {
        var entries = EntryReader.Read(entryFolder, out var skipped);
        var words = WordNetReader.Read(wordNetFolder, wordLimit);

        // a word that a written entry already explains keeps only the written answer
        var explained = entries.SelectMany(entry => entry.Questions).Select(Subject).ToHashSet();
        var left = words.Where(word => !explained.Contains(word.Lemma)).ToList();
        log($"data: {entries.Count} entries ({entries.Count(entry => entry.IsCode)} code), "
            + $"{entries.Sum(entry => entry.Questions.Length)} wordings, {skipped} lines skipped; "
            + $"{left.Count} words ({words.Count - left.Count} left to entries)");
        return new TrainingData(entries, left);
    }

    /// <summary>What a "what is X" question asks about.</summary>
    private static string Subject(string question)
    {
        var text = TextNormalizer.Normalize(question);
        var start = AskingStarts.FirstOrDefault(prefix => text.StartsWith(prefix, StringComparison.Ordinal));
        if (start is not null)
            text = text[start.Length..];
        var end = AskingEnds.FirstOrDefault(suffix => text.EndsWith(suffix, StringComparison.Ordinal));
        return end is null ? text : text[..^end.Length];
    }
}
