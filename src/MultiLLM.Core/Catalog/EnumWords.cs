using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MultiLLM.Core.Catalog;

/// <summary>An enumeration's members as files and requests spell them: snake_case.</summary>
public static class EnumWords<T> where T : struct, Enum
{
    private static readonly FrozenDictionary<T, string> Words =
        Enum.GetValues<T>().ToFrozenDictionary(value => value, value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));

    private static readonly FrozenDictionary<string, T> Values = Words.ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    /// <summary>In the order they are declared.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<T>().Select(value => Words[value])];

    public static string Of(T value) => Words[value];

    public static T? Find(string word) => Values.TryGetValue(word, out var value) ? value : null;
}

/// <summary>Reads the words only, as values and as names of members, and says which there are.</summary>
internal sealed class EnumWordsConverter<T> : JsonConverter<T> where T : struct, Enum
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? Parse(reader.GetString()!) : throw new JsonException($"must be one of {List}");

    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(EnumWords<T>.Of(value));

    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WritePropertyName(EnumWords<T>.Of(value));

    private static string List => string.Join(", ", EnumWords<T>.All);

    private static T Parse(string word) =>
        EnumWords<T>.Find(word) ?? throw new JsonException($"must be one of {List}; got \"{(word.Length > 40 ? word[..40] + "…" : word)}\"");
}
