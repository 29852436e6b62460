using System.Text.Json;
using System.Text.Json.Nodes;
using MultiLLM.Core.Backends;

namespace MultiLLM.Core.Gateway.Policy.Fields;

/// <summary>
/// What a remote server's answer has beside its text: calls of tools and their arguments, reasoning, refusals, and whatever else servers send. Texts that come in pieces
/// are judged as the texts they amount to, by where they stand; what comes at once is judged at once.
/// </summary>
internal sealed class AnswerFields(OutputJudge judge)
{
    private const string Index = "index";
    private const string Arguments = "arguments"; // of a tool's call: JSON within a text

    private readonly Dictionary<string, Piecewise> _texts = [];

    public ReplyExtras? Push(ReplyExtras? extras)
    {
        if (extras is null)
            return null;
        var judged = new ReplyExtras(Whole(extras.Reply), Whole(extras.Choice), Delta(extras.Delta));
        return judged is { Reply: null, Choice: null, Delta: null } ? null : judged;
    }

    /// <summary>What was held back, in the places it belongs to; null: nothing.</summary>
    public IReadOnlyDictionary<string, JsonElement>? End()
    {
        var delta = new JsonObject();
        foreach (var text in _texts.Values)
        {
            if (text.Judged.End() is { Length: > 0 } rest)
                Put(delta, text.Path, rest);
        }
        return delta.Count == 0 ? null : Elements(delta);
    }

    private Dictionary<string, JsonElement>? Whole(IReadOnlyDictionary<string, JsonElement>? members) =>
        members?.ToDictionary(member => member.Key, member => judge.Whole(member.Key, member.Value), StringComparer.Ordinal);

    private Dictionary<string, JsonElement>? Delta(IReadOnlyDictionary<string, JsonElement>? members)
    {
        if (members is null)
            return null;
        var delta = new JsonObject();
        foreach (var (name, value) in members)
        {
            if (Judged(name, value, [new Step(name)]) is var judged && !IsEmptied(value, judged))
                delta[name] = judged;
        }
        return delta.Count == 0 ? null : Elements(delta);
    }

    /// <summary>All of it is held back.</summary>
    private static bool IsEmptied(JsonElement value, JsonNode? judged) =>
        value.ValueKind is JsonValueKind.String && !value.ValueEquals("") && judged is JsonValue text && text.GetValue<string>().Length == 0;

    private JsonNode? Judged(string name, JsonElement value, Step[] path)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String when name is not ("id" or "type" or "name" or "role"):
                return JsonValue.Create(Text(path, isJson: name == Arguments).Push(value.GetString()!));
            case JsonValueKind.Object:
                return Object(value, path);
            case JsonValueKind.Array:
                var items = new JsonArray();
                foreach (var item in value.EnumerateArray())
                    items.Add(PlaceOf(item) is { } place ? Object(item, [.. path, new Step(place, IsItem: true)]) : Node(judge.Whole(name, item)));
                return items;
            default:
                return Node(judge.Whole(name, value));
        }
    }

    private JsonObject Object(JsonElement value, Step[] path)
    {
        var judged = new JsonObject();
        foreach (var member in value.EnumerateObject())
            judged[member.Name] = Judged(member.Name, member.Value, [.. path, new Step(member.Name)]);
        return judged;
    }

    /// <summary>The number by which later pieces name the same item of a list; null: it is complete.</summary>
    private static string? PlaceOf(JsonElement item) =>
        item.ValueKind is JsonValueKind.Object && item.TryGetProperty(Index, out var place) && place.ValueKind is JsonValueKind.Number ? place.GetRawText() : null;

    private AnswerText Text(Step[] path, bool isJson)
    {
        var key = string.Concat(path);
        if (!_texts.TryGetValue(key, out var text))
            _texts[key] = text = new Piecewise(path, judge.Text(isJson));
        return text.Judged;
    }

    private static void Put(JsonObject into, ReadOnlySpan<Step> path, string rest)
    {
        while (path.Length > 1)
        {
            var (name, isList) = (path[0].Name, path[1].IsItem);
            into = isList ? Item(List(into, name), path[1].Name) : into[name] as JsonObject ?? New(into, name);
            path = path[(isList ? 2 : 1)..];
        }
        into[path[0].Name] = rest;
    }

    private static JsonArray List(JsonObject of, string name)
    {
        if (of[name] is not JsonArray list)
            of[name] = list = [];
        return list;
    }

    private static JsonObject Item(JsonArray list, string place)
    {
        var known = list.OfType<JsonObject>().FirstOrDefault(item => item[Index]!.ToJsonString() == place);
        if (known is null)
            list.Add(known = new JsonObject { [Index] = JsonNode.Parse(place) });
        return known;
    }

    private static JsonObject New(JsonObject of, string name)
    {
        var made = new JsonObject();
        of[name] = made;
        return made;
    }

    private static JsonNode? Node(JsonElement value) => JsonNode.Parse(value.GetRawText());

    private static Dictionary<string, JsonElement> Elements(JsonObject members) => members.ToDictionary(member => member.Key, member =>
    {
        using var document = JsonDocument.Parse(member.Value?.ToJsonString() ?? "null");
        return document.RootElement.Clone();
    }, StringComparer.Ordinal);

    /// <param name="Name">Of a member, as the server wrote it; of an item of a list: its own number.</param>
    /// <param name="IsItem">It goes to an item of the list that the step before it names.</param>
    private readonly record struct Step(string Name, bool IsItem = false)
    {
        /// <summary>Tells paths apart whatever their names hold.</summary>
        public override string ToString() => $"{(IsItem ? '#' : '.')}{Name.Length}:{Name}";
    }

    private sealed record Piecewise(Step[] Path, AnswerText Judged);
}
