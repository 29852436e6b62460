using System.Buffers;
using System.Text;
using System.Text.Json;

namespace MultiLLM.Core.Gateway.Policy.Fields;

internal enum JsonLeafKind
{
    Name,
    Text,
    Number,
}

/// <param name="Kind">What it is.</param>
/// <param name="Start">Its first character in <see cref="JsonReading.Text"/>.</param>
/// <param name="End">Behind the last one.</param>
/// <param name="Under">The member it is the value of, through arrays; of a name: the member's own.</param>
internal readonly record struct JsonLeaf(JsonLeafKind Kind, int Start, int End, string Under);

/// <summary>
/// A JSON value as a text that detectors can read: each name before its value, without quotes and escapes, and nothing that would make one number of two. Knows which
/// name, text or number each part of it is.
/// </summary>
internal sealed class JsonReading
{
    private const string Between = " *\n"; // no detector reads on over it
    private readonly StringBuilder _text = new();
    private readonly List<JsonLeaf> _leaves = [];
    private readonly JsonElement _value;

    private JsonReading(string name, JsonElement value)
    {
        _value = value;
        Name(name, value);
        Read(value, name);
        Text = _text.ToString();
    }

    public string Text { get; }

    /// <summary>In the order of the text.</summary>
    public IReadOnlyList<JsonLeaf> Leaves => _leaves;

    /// <param name="name">Of the member.</param>
    /// <param name="value">Its value.</param>
    public static JsonReading Of(string name, JsonElement value) => new(name, value);

    /// <summary>The leaf that a part of the text lies in; null: it lies in several, or in none.</summary>
    public JsonLeaf? LeafOf(int start, int end)
    {
        var (low, high) = (0, _leaves.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_leaves[middle].End <= start)
                low = middle + 1;
            else
                high = middle;
        }
        return low < _leaves.Count && _leaves[low].Start <= start && end <= _leaves[low].End ? _leaves[low] : null;
    }

    /// <summary>The value with something else in the place of its names, texts and numbers.</summary>
    /// <param name="by">What a leaf becomes; the same text: it stays.</param>
    /// <param name="number">Writes what a number becomes.</param>
    public JsonElement With(Func<JsonLeaf, string> by, Action<Utf8JsonWriter, string> number)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            var next = 1; // the first is the member's own name
            Write(json, _value, ref next, by, number);
        }
        using var document = JsonDocument.Parse(buffer.WrittenMemory, new JsonDocumentOptions { MaxDepth = 1000 });
        return document.RootElement.Clone();
    }

    private void Name(string name, JsonElement value)
    {
        Leaf(JsonLeafKind.Name, name, name);
        _text.Append(value.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? ":\n" : ": ");
    }

    private void Read(JsonElement value, string under)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    Name(member.Name, member.Value);
                    Read(member.Value, member.Name);
                }
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                    Read(item, under);
                break;
            case JsonValueKind.String:
                Leaf(JsonLeafKind.Text, value.GetString()!, under);
                break;
            case JsonValueKind.Number:
                Leaf(JsonLeafKind.Number, value.GetRawText(), under);
                break;
        }
        _text.Append(Between);
    }

    private void Leaf(JsonLeafKind kind, string text, string under)
    {
        _leaves.Add(new JsonLeaf(kind, _text.Length, _text.Length + text.Length, under));
        _text.Append(text);
    }

    private void Write(Utf8JsonWriter json, JsonElement value, ref int next, Func<JsonLeaf, string> by, Action<Utf8JsonWriter, string> number)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    json.WritePropertyName(by(_leaves[next++]));
                    Write(json, member.Value, ref next, by, number);
                }
                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                    Write(json, item, ref next, by, number);
                json.WriteEndArray();
                break;
            case JsonValueKind.String:
                json.WriteStringValue(by(_leaves[next++]));
                break;
            case JsonValueKind.Number when by(_leaves[next++]) is var written && written != value.GetRawText():
                number(json, written);
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }
}
