using System.Text.Json;
using MultiLLM.Core.Json;

namespace MultiLLM.Core.Gateway.Policy.Rules;

/// <summary>A value of a JSON file that knows its line. Comments and trailing commas are taken.</summary>
internal sealed record PositionedJson(JsonTokenType Kind, int Line)
{
    private const int Deepest = 8;

    public string Text { get; init; } = "";
    public IReadOnlyList<(string Name, PositionedJson Value)> Members { get; init; } = [];
    public IReadOnlyList<PositionedJson> Items { get; init; } = [];

    /// <exception cref="JsonException">It is none; the line is that of the exception.</exception>
    public static PositionedJson Parse(ReadOnlySpan<byte> file)
    {
        var reader = new Utf8JsonReader(file, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = Deepest });
        var lines = new LineCount(file);
        reader.Read();
        var value = Read(ref reader, ref lines);
        reader.Read(); // nothing may follow
        return value;
    }

    private static PositionedJson Read(ref Utf8JsonReader reader, ref LineCount lines)
    {
        var line = lines.At((int)reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var members = new List<(string, PositionedJson)>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var name = reader.GetString()!;
                    reader.Read();
                    members.Add((name, Read(ref reader, ref lines)));
                }
                return new(JsonTokenType.StartObject, line) { Members = members };
            case JsonTokenType.StartArray:
                var items = new List<PositionedJson>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    items.Add(Read(ref reader, ref lines));
                return new(JsonTokenType.StartArray, line) { Items = items };
            case JsonTokenType.String:
                return new(JsonTokenType.String, line) { Text = reader.GetString()! };
            case JsonTokenType.Number:
                return new(JsonTokenType.Number, line) { Text = System.Text.Encoding.ASCII.GetString(reader.ValueSpan) };
            default:
                return new(reader.TokenType, line);
        }
    }
}
