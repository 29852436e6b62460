using System.Text.Json;
using MultiLLM.Core.Json;

namespace MultiLLM.Core.Catalog.Documents;

/// <summary>Which line of a JSON text each of its values stands in, by path: <c>models[2].source.sha256</c>.</summary>
internal sealed class JsonLines
{
    private static readonly JsonReaderOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);
    private readonly List<string> _nulls = [];

    /// <summary>Paths of all nulls.</summary>
    public IReadOnlyList<string> Nulls => _nulls;

    /// <param name="json">Valid.</param>
    public static JsonLines Of(ReadOnlySpan<byte> json)
    {
        var lines = new JsonLines();
        var walk = new Walk(json);
        walk.Reader.Read();
        lines.Add(ref walk, "", line: null);
        return lines;
    }

    /// <summary>Counted from 1; of the nearest value around it where the path itself is not there.</summary>
    public int At(string path)
    {
        while (true)
        {
            if (_lines.TryGetValue(path, out var line))
                return line;
            if (path.Length == 0)
                return 1;
            path = path[..Math.Max(0, path.LastIndexOfAny(['.', '[']))];
        }
    }

    private void Add(ref Walk walk, string path, int? line)
    {
        _lines[path] = line ?? walk.Line();
        if (walk.Reader.TokenType == JsonTokenType.Null)
            _nulls.Add(path);
        if (walk.Reader.TokenType == JsonTokenType.StartObject)
        {
            while (walk.Reader.Read() && walk.Reader.TokenType == JsonTokenType.PropertyName)
            {
                var (name, at) = (walk.Reader.GetString(), walk.Line());
                walk.Reader.Read();
                Add(ref walk, path.Length == 0 ? name! : $"{path}.{name}", at);
            }
        }
        else if (walk.Reader.TokenType == JsonTokenType.StartArray)
        {
            for (var i = 0; walk.Reader.Read() && walk.Reader.TokenType != JsonTokenType.EndArray; i++)
                Add(ref walk, $"{path}[{i}]", line: null);
        }
    }

    private ref struct Walk(ReadOnlySpan<byte> json)
    {
        public Utf8JsonReader Reader = new(json, Lenient);
        private LineCount _lines = new(json);

        public int Line() => _lines.At((int)Reader.TokenStartIndex);
    }
}
