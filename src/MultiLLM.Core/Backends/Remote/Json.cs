using System.Text.Json;

namespace MultiLLM.Core.Backends.Remote;

/// <summary>Members of replies that may hold anything: what is of another kind counts as missing.</summary>
internal static class Json
{
    public static string? Text(JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    /// <summary>0 or more.</summary>
    public static long? Count(JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number
            && value.TryGetInt64(out var count) && count is >= 0 and <= uint.MaxValue ? count : null;

    public static double? Number(JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number
            && value.TryGetDouble(out var number) && double.IsFinite(number) ? number : null;

    public static JsonElement? Object(JsonElement element, string name) => Of(element, name, JsonValueKind.Object);

    public static JsonElement? Array(JsonElement element, string name) => Of(element, name, JsonValueKind.Array);

    /// <summary>Those members that are not null and not among the known, copied; null: there are none.</summary>
    public static Dictionary<string, JsonElement>? Others(JsonElement element, params ReadOnlySpan<string> known)
    {
        Dictionary<string, JsonElement>? others = null;
        foreach (var member in element.EnumerateObject())
        {
            if (member.Value.ValueKind is not JsonValueKind.Null && !IsAmong(known, member))
                (others ??= new(StringComparer.Ordinal))[member.Name] = member.Value.Clone();
        }
        return others;
    }

    private static bool IsAmong(ReadOnlySpan<string> known, JsonProperty member)
    {
        foreach (var name in known)
        {
            if (member.NameEquals(name)) // without a string for each name
                return true;
        }
        return false;
    }

    /// <summary>As above, without what tells of a server's insides.</summary>
    public static Dictionary<string, JsonElement>? Passable(JsonElement element, params ReadOnlySpan<string> known)
    {
        if (Others(element, known) is not { } others)
            return null;
        foreach (var name in others.Keys.Where(name => !RequestExtras.MayPass(name)).ToList())
            others.Remove(name);
        return others.Count > 0 ? others : null;
    }

    private static JsonElement? Of(JsonElement element, string name, JsonValueKind kind) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == kind ? value : null;
}
