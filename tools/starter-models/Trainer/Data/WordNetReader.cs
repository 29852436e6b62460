using System.Globalization;

namespace StarterModels.Trainer.Data;

/// <summary>Reads the WordNet 3.0 files (Debian package wordnet-base) and picks the most used lemmas.</summary>
internal static class WordNetReader
{
    private static readonly (string Suffix, string Name)[] PartsOfSpeech =
        [("noun", "noun"), ("verb", "verb"), ("adj", "adjective"), ("adv", "adverb")];

    /// <param name="folder">Holds <c>data.noun</c>, <c>index.noun</c> and so on.</param>
    public static List<Definition> Read(string folder, int limit)
    {
        var uses = ReadSenseCounts(Path.Combine(folder, "cntlist.rev"));
        return PartsOfSpeech.SelectMany(part => ReadPart(folder, part.Suffix, part.Name))
            .Where(word => !(word.PartOfSpeech == "adverb" && word.Lemma.EndsWith("ly", StringComparison.Ordinal)))
            .Select(word => word with { Count = uses.GetValueOrDefault((word.Lemma, word.PartOfSpeech)) * 3 + word.Count })
            .GroupBy(word => word.Lemma)
            .Select(group => group.OrderByDescending(word => word.Count).First())
            .OrderByDescending(word => word.Count)
            .ThenBy(word => word.Lemma.Contains(' ') ? 1 : 0)
            .ThenBy(word => word.Lemma.Length)
            .ThenBy(word => word.Lemma, StringComparer.Ordinal)
            .Take(limit)
            .ToList();
    }

    private static IEnumerable<Definition> ReadPart(string folder, string suffix, string partOfSpeech)
    {
        var senses = new Dictionary<string, string>();
        foreach (var line in File.ReadLines(Path.Combine(folder, "data." + suffix)).Where(line => line.Length > 10 && line[0] != ' '))
            senses[line[..8]] = line;

        foreach (var line in File.ReadLines(Path.Combine(folder, "index." + suffix)).Where(line => line.Length > 0 && line[0] != ' '))
        {
            // lemma pos sense_count pointer_count [pointer...] sense_count tagged_sense_count offset...
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var pointers = Number(fields[3]);
            var lemma = fields[0].Replace('_', ' ');
            if (!IsSuitable(lemma))
                continue;

            var sense = senses[fields[6 + pointers]];
            var bar = sense.IndexOf(" | ", StringComparison.Ordinal);
            var gloss = WordNetGloss.Clean(sense[(bar + 3)..]);
            if (gloss.Length is < 8 or > 130 || IsProperName(lemma, sense[..bar]))
                continue;

            yield return new Definition(lemma, partOfSpeech, gloss, Number(fields[5 + pointers]) * 4 + Number(fields[2]));
        }
    }

    private static bool IsSuitable(string lemma) =>
        lemma.Length >= 3 && lemma.Count(character => character == ' ') <= 1 && !lemma.Any(char.IsDigit) && lemma.AsSpan().IndexOfAny('.', '\'') < 0;

    /// <summary>The index is in lower case; the spelling in the data file tells a name.</summary>
    private static bool IsProperName(string lemma, string senseFields) =>
        senseFields.Split(' ').Any(word => word.Length > 0 && char.IsUpper(word[0])
            && word.Replace('_', ' ').Equals(lemma, StringComparison.OrdinalIgnoreCase));

    private static Dictionary<(string Lemma, string PartOfSpeech), int> ReadSenseCounts(string path)
    {
        var counts = new Dictionary<(string, string), int>();
        foreach (var line in File.ReadLines(path))
        {
            // sense_key sense_number count, the key being lemma%type:...
            var fields = line.Split(' ');
            var key = fields[0].Split('%');
            if (fields.Length < 3 || key.Length < 2)
                continue;

            var partOfSpeech = key[1][0] switch { '1' => "noun", '2' => "verb", '4' => "adverb", _ => "adjective" };
            var word = (key[0].Replace('_', ' '), partOfSpeech);
            counts[word] = counts.GetValueOrDefault(word) + Number(fields[2]);
        }
        return counts;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
