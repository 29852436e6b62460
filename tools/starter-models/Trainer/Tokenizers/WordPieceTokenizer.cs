using System.Text.Json;

namespace StarterModels.Trainer.Tokenizers;

/// <summary>
/// WordPiece with BERT's layout of ids, stored as llama.cpp's "bert" tokeniser reads it: the start of a word carries U+2581,
/// a continuation carries nothing, the longest match wins.
/// </summary>
internal sealed class WordPieceTokenizer
{
    public const int Padding = 0;
    public const int Unknown = 100;
    public const int Classification = 101;
    public const int Separator = 102;
    public const int Mask = 103;
    public const int FirstOrdinary = 104;

    private const string WordStart = "\u2581";
    private const int LongestWord = 30;

    private readonly Dictionary<string, int> _ids = [];
    private readonly int _longestToken;

    private WordPieceTokenizer(IReadOnlyList<string> tokens)
    {
        Tokens = tokens;
        foreach (var token in tokens)
            _ids[token] = _ids.Count;
        _longestToken = tokens.Max(token => token.Length);
    }

    public IReadOnlyList<string> Tokens { get; }

    public static WordPieceTokenizer Train(IEnumerable<string> texts, int vocabularySize)
    {
        var counts = new Dictionary<string, long>();
        foreach (var word in texts.SelectMany(BertText.Words))
            counts[word] = counts.GetValueOrDefault(word) + 1;

        var tokens = Enumerable.Range(0, FirstOrdinary).Select(ReservedToken).ToList();
        var ids = new Dictionary<string, int>();
        foreach (var character in Enumerable.Range('!', '~' - '!' + 1).Select(code => char.ToLowerInvariant((char)code)))
        {
            IdOf(WordStart + character);
            IdOf(character.ToString());
        }
        var words = counts.Where(pair => pair.Key.Length <= LongestWord).Select(pair => (Letters(pair.Key), pair.Value)).ToArray();
        new PairMerger(words).Learn((left, right) => IdOf(tokens[left] + tokens[right]), () => tokens.Count < vocabularySize);
        return new WordPieceTokenizer(tokens);

        int[] Letters(string word) =>
            [.. word.Select((character, place) => IdOf(place == 0 ? WordStart + character : character.ToString()))];

        int IdOf(string token)
        {
            if (ids.TryGetValue(token, out var id))
                return id;
            tokens.Add(token);
            return ids[token] = tokens.Count - 1;
        }
    }

    /// <summary>[CLS] text [SEP].</summary>
    /// <param name="limit">Tokens before the [SEP].</param>
    public List<int> Encode(string text, int limit = 510)
    {
        var ids = new List<int> { Classification };
        foreach (var word in BertText.Words(text))
        {
            AddWord(WordStart + word, ids);
            if (ids.Count < limit)
                continue;
            ids.RemoveRange(limit, ids.Count - limit);
            break;
        }
        ids.Add(Separator);
        return ids;
    }

    public void Save(string path) => File.WriteAllText(path, JsonSerializer.Serialize(Tokens));

    public static WordPieceTokenizer Load(string path) => new(JsonSerializer.Deserialize<string[]>(File.ReadAllText(path))!);

    private void AddWord(string word, List<int> ids)
    {
        var start = ids.Count;
        for (var at = 0; at < word.Length;)
        {
            var end = Math.Min(word.Length, at + _longestToken);
            while (end > at && !_ids.ContainsKey(word[at..end]))
                end--;
            if (end == at)
            {
                ids.RemoveRange(start, ids.Count - start);
                ids.Add(Unknown);
                return;
            }
            ids.Add(_ids[word[at..end]]);
            at = end;
        }
    }

    private static string ReservedToken(int id) => id switch
    {
        Padding => "[PAD]",
        Unknown => "[UNK]",
        Classification => "[CLS]",
        Separator => "[SEP]",
        Mask => "[MASK]",
        _ => $"[unused{id}]",
    };
}
