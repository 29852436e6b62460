using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MultiLLM.Core.Backends;

namespace MultiLLM.Server.Answers;

/// <summary>
/// Puts the pieces of what a remote server sent beside its text together, for replies in one piece: texts are joined, items of lists that carry an index are joined with the item
/// of that index, and of everything else the last one counts.
/// </summary>
internal sealed class ExtrasMerge
{
    private const string Index = "index";

    private readonly Dictionary<string, JsonElement> _reply = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonElement> _choice = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StringBuilder> _texts = new(StringComparer.Ordinal);
    private readonly JsonObject _message = [];

    public IReadOnlyDictionary<string, JsonElement> Reply => _reply;
    public IReadOnlyDictionary<string, JsonElement> Choice => _choice;

    /// <summary>Beside the message's role and content.</summary>
    public IReadOnlyDictionary<string, JsonElement> Message
    {
        get
        {
            var all = _message.ToDictionary(member => member.Key, member => Element(member.Value), StringComparer.Ordinal);
            foreach (var (name, text) in _texts)
                all[name] = Element(JsonValue.Create(text.ToString()));
            return all;
        }
    }

    public void Add(ReplyExtras extras)
    {
        foreach (var (name, value) in extras.Reply ?? _none)
            _reply[name] = value;
        foreach (var (name, value) in extras.Choice ?? _none)
            _choice[name] = value;
        foreach (var (name, value) in extras.Delta ?? _none)
        {
            if (value.ValueKind is JsonValueKind.String)
                (_texts.TryGetValue(name, out var text) ? text : _texts[name] = new StringBuilder()).Append(value.GetString());
            else if (value.ValueKind is JsonValueKind.Array)
                Join(_message[name] as JsonArray ?? Put(name, []), value);
            else
                _message[name] = JsonNode.Parse(value.GetRawText());
        }
    }

    private static readonly Dictionary<string, JsonElement> _none = [];

    private JsonArray Put(string name, JsonArray list)
    {
        _message[name] = list;
        return list;
    }

    private static void Join(JsonArray list, JsonElement pieces)
    {
        foreach (var piece in pieces.EnumerateArray())
        {
            var added = JsonNode.Parse(piece.GetRawText());
            if (added is JsonObject item && item[Index] is JsonValue place
                && list.OfType<JsonObject>().FirstOrDefault(known => known[Index] is { } at && JsonNode.DeepEquals(at, place)) is { } known)
                Join(known, item);
            else
                list.Add(added);
        }
    }

    private static void Join(JsonObject known, JsonObject piece)
    {
        foreach (var (name, value) in piece.ToList())
        {
            if (known[name] is JsonObject inner && value is JsonObject more)
                Join(inner, more);
            else if (name is not ("id" or "type" or "name") && known[name] is JsonValue before && before.GetValueKind() is JsonValueKind.String && value?.GetValueKind() is JsonValueKind.String)
                known[name] = before.GetValue<string>() + value.GetValue<string>();
            else if (value is not null)
                known[name] = value.DeepClone();
        }
    }

    private static JsonElement Element(JsonNode? node)
    {
        using var document = JsonDocument.Parse(node?.ToJsonString() ?? "null");
        return document.RootElement.Clone();
    }
}
