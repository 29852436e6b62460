using System.Text.Json;
using System.Text.Json.Serialization;

namespace MultiLLM.Dashboard.Playground.Conversations;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Conversation))]
internal sealed partial class ConversationJsonContext : JsonSerializerContext;

/// <summary>Conversations as text, for the browser's storage and for export.</summary>
internal static class ConversationJson
{
    private static readonly ConversationJsonContext s_indented = new(new JsonSerializerOptions(ConversationJsonContext.Default.Options) { WriteIndented = true });

    public static string Write(Conversation conversation) => JsonSerializer.Serialize(conversation, ConversationJsonContext.Default.Conversation);

    public static string Export(Conversation conversation) => JsonSerializer.Serialize(conversation, s_indented.Conversation);

    /// <summary>Null: it is none, because something else wrote it.</summary>
    public static Conversation? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, ConversationJsonContext.Default.Conversation);
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            return null;
        }
    }
}
