using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace StarterModels.Trainer.Tokenizers;

/// <summary>
/// Byte-level BPE in the manner of GPT-2: the same pre-tokeniser and byte alphabet, so that a GGUF file can name it
/// <c>tokenizer.ggml.model = "gpt2"</c>, <c>tokenizer.ggml.pre = "gpt-2"</c>.
/// </summary>
internal sealed partial class BytePairTokenizer
{
    public const int EndOfText = 0;
    public const int ImStart = 1;
    public const int ImEnd = 2;
    public const int FirstByte = 3;

    private const int LongestWord = 40;
    private const int CacheLimit = 400_000;

    private static readonly string[] Specials = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"];
    private static readonly char[] ByteAlphabet = MakeByteAlphabet();
    private static readonly Dictionary<char, byte> ByteOfCharacter =
        ByteAlphabet.Select((character, value) => (character, value)).ToDictionary(pair => pair.character, pair => (byte)pair.value);

    private readonly List<string> _tokens = [];
    private readonly List<(int Left, int Right)> _merges = [];
    private readonly Dictionary<(int Left, int Right), int> _rank = [];
    private readonly Dictionary<string, int[]> _cache = [];

    private BytePairTokenizer()
    {
        _tokens.AddRange(Specials);
        _tokens.AddRange(ByteAlphabet.Select(character => character.ToString()));
    }

    /// <summary>In the byte alphabet, by id.</summary>
    public IReadOnlyList<string> Tokens => _tokens;

    public int VocabularySize => _tokens.Count;

    /// <summary>In order of rank, as a GGUF file wants them: "left right".</summary>
    public IEnumerable<string> MergeRules => _merges.Select(merge => _tokens[merge.Left] + " " + _tokens[merge.Right]);

    public static BytePairTokenizer Train(IEnumerable<(string Text, int Weight)> corpus, int vocabularySize)
    {
        var tokenizer = new BytePairTokenizer();
        var counts = new Dictionary<string, long>();
        foreach (var (text, weight) in corpus)
        {
            foreach (var word in Words(text))
                counts[word] = counts.GetValueOrDefault(word) + weight;
        }
        var words = counts.Where(pair => pair.Key.Length <= LongestWord).Select(pair => (ToBytes(pair.Key), pair.Value)).ToArray();
        new PairMerger(words).Learn(
            (left, right) =>
            {
                tokenizer.AddMerge(left, right);
                return tokenizer.VocabularySize - 1;
            },
            () => tokenizer.VocabularySize < vocabularySize);
        return tokenizer;
    }

    /// <summary>Plain text: nothing in it is read as a control token.</summary>
    public void EncodeText(string text, List<int> into)
    {
        foreach (var word in Words(text))
            into.AddRange(EncodeWord(word));
    }

    /// <summary>Text that may hold control tokens, as <c>llama_tokenize</c> reads it with <c>parse_special</c>.</summary>
    public List<int> Encode(string text)
    {
        var ids = new List<int>();
        var at = 0;
        foreach (Match match in ControlToken().Matches(text))
        {
            EncodeText(text[at..match.Index], ids);
            ids.Add(Array.IndexOf(Specials, match.Value));
            at = match.Index + match.Length;
        }
        EncodeText(text[at..], ids);
        return ids;
    }

    /// <summary>Control tokens are left out.</summary>
    public string Decode(IEnumerable<int> ids)
    {
        var bytes = ids.Where(id => id >= FirstByte && id < _tokens.Count)
            .SelectMany(id => _tokens[id])
            .Select(character => ByteOfCharacter[character]);
        return Encoding.UTF8.GetString([.. bytes]);
    }

    public void Save(string path) =>
        File.WriteAllText(path, JsonSerializer.Serialize(_merges.Select(merge => new[] { merge.Left, merge.Right })));

    public static BytePairTokenizer Load(string path)
    {
        var tokenizer = new BytePairTokenizer();
        foreach (var merge in JsonSerializer.Deserialize<int[][]>(File.ReadAllText(path))!)
            tokenizer.AddMerge(merge[0], merge[1]);
        return tokenizer;
    }

    private int[] EncodeWord(string word)
    {
        if (_cache.TryGetValue(word, out var known))
            return known;

        var ids = ToBytes(word).ToList();
        while (FindBestMerge(ids) is var (place, rank) && place >= 0)
        {
            ids[place] = FirstByte + ByteAlphabet.Length + rank;
            ids.RemoveAt(place + 1);
        }
        int[] result = [.. ids];
        if (_cache.Count < CacheLimit)
            _cache[word] = result;
        return result;
    }

    private (int Place, int Rank) FindBestMerge(List<int> ids)
    {
        var best = (Place: -1, Rank: int.MaxValue);
        for (var place = 0; place + 1 < ids.Count; place++)
        {
            if (_rank.TryGetValue((ids[place], ids[place + 1]), out var rank) && rank < best.Rank)
                best = (place, rank);
        }
        return best;
    }

    private void AddMerge(int left, int right)
    {
        _rank[(left, right)] = _merges.Count;
        _merges.Add((left, right));
        _tokens.Add(_tokens[left] + _tokens[right]);
    }

    private static IEnumerable<string> Words(string text) => PreTokenizer().Matches(text).Select(match => match.Value);

    private static int[] ToBytes(string word) => [.. Encoding.UTF8.GetBytes(word).Select(value => FirstByte + value)];

    /// <summary>Printable bytes stand for themselves, the others for characters from U+0100 on.</summary>
    private static char[] MakeByteAlphabet()
    {
        var alphabet = new char[256];
        var next = 256;
        for (var value = 0; value < 256; value++)
            alphabet[value] = value is (>= 33 and <= 126) or (>= 161 and <= 172) or >= 174 ? (char)value : (char)next++;
        return alphabet;
    }

    [GeneratedRegex(@"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+", RegexOptions.CultureInvariant)]
    private static partial Regex PreTokenizer();

    [GeneratedRegex(@"<\|(?:endoftext|im_start|im_end)\|>")]
    private static partial Regex ControlToken();
}
