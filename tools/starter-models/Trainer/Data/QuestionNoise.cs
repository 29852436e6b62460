namespace StarterModels.Trainer.Data;

/// <summary>Heavier rewording: synonyms, fillers before and after, lost and moved words.</summary>
internal static class QuestionNoise
{
    public static string Add(Random random, string question)
    {
        var asks = question.EndsWith('?');
        var words = question.TrimEnd('?', '.', '!', ' ').Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
        ReplaceSynonyms(random, words);
        words = LoseWords(random, words);
        words = MoveWords(random, words);

        var text = string.Join(' ', words);
        if (random.NextDouble() < 0.25)
            text = Wordings.FillersBefore[random.Next(Wordings.FillersBefore.Length)] + QuestionRewriter.LowerFirst(text);
        if (random.NextDouble() < 0.25)
            text += Wordings.FillersAfter[random.Next(Wordings.FillersAfter.Length)];
        return asks && random.Next(2) == 0 ? text + "?" : text;
    }

    private static void ReplaceSynonyms(Random random, List<string> words)
    {
        for (var place = 0; place < words.Count; place++)
        {
            if (Wordings.Synonyms.TryGetValue(words[place].ToLowerInvariant(), out var group) && random.NextDouble() < 0.35)
                words[place] = group[random.Next(group.Length)];
        }
    }

    private static List<string> LoseWords(Random random, List<string> words)
    {
        if (random.NextDouble() < 0.5 && words.Count > 2)
        {
            var kept = words.Where(word => !Wordings.IsFunctionWord(word) || random.NextDouble() > 0.35).ToList();
            words = kept.Count > 0 ? kept : words;
        }
        var content = Enumerable.Range(0, words.Count).Where(place => !Wordings.IsFunctionWord(words[place])).ToArray();
        if (content.Length >= 4 && random.NextDouble() < 0.25)
            words.RemoveAt(content[random.Next(content.Length)]);
        return words;
    }

    private static List<string> MoveWords(Random random, List<string> words)
    {
        var draw = random.NextDouble();
        if (draw < 0.06)
        {
            var shuffled = words.ToArray();
            random.Shuffle(shuffled);
            return [.. shuffled];
        }
        if (draw < 0.18 && words.Count > 2)
        {
            var place = random.Next(words.Count - 1);
            (words[place], words[place + 1]) = (words[place + 1], words[place]);
        }
        return words;
    }
}
