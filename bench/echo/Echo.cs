using System.Text;
using System.Text.Json;

namespace MultiLLM.EchoServer;

/// <summary>Chat completions, whole or streamed word by word; embeddings; the list of models. Each a content type and a body.</summary>
internal static class Echo
{
    private const string Json = "application/json";
    private const string Chunk = """data: {"id":"e","object":"chat.completion.chunk","created":1,"model":"echo","choices":[""";

    public static (string Type, string Body) Models { get; } = (Json, """{"object":"list","data":[{"id":"echo","object":"model"}]}""");

    public static (string Type, string Body) Answer(bool isEmbedding, ReadOnlyMemory<byte> body)
    {
        using var request = JsonDocument.Parse(body);
        return isEmbedding ? (Json, Embeddings(request.RootElement)) : Chat(request.RootElement);
    }

    private static (string Type, string Body) Chat(JsonElement request)
    {
        var messages = request.GetProperty("messages");
        var question = messages[messages.GetArrayLength() - 1].GetProperty("content").GetString()!;
        var words = question.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var usage = $$$"""{"prompt_tokens":{{{words.Length}}},"completion_tokens":{{{words.Length}}},"total_tokens":{{{2 * words.Length}}}}""";
        return request.TryGetProperty("stream", out var stream) && stream.GetBoolean()
            ? ("text/event-stream", Events(words, usage))
            : (Json, $$$"""{"id":"e","object":"chat.completion","created":1,"model":"echo","choices":[{"index":0,"message":{"role":"assistant","content":{{{Text(question)}}}},"finish_reason":"stop"}],"usage":{{{usage}}}}""");
    }

    private static string Events(string[] words, string usage)
    {
        var events = new StringBuilder();
        for (var i = 0; i < words.Length; i++)
            events.Append(Chunk).Append($$$"""{"index":0,"delta":{"content":{{{Text(i == 0 ? words[i] : " " + words[i])}}}},"finish_reason":null}]}""").Append("\n\n");
        events.Append(Chunk).Append("""{"index":0,"delta":{},"finish_reason":"stop"}]}""").Append("\n\n");
        return events.Append(Chunk).Append($$"""],"usage":{{usage}}}""").Append("\n\ndata: [DONE]\n\n").ToString();
    }

    private static string Embeddings(JsonElement request)
    {
        var input = request.GetProperty("input");
        var count = input.ValueKind is JsonValueKind.Array ? input.GetArrayLength() : 1;
        var data = string.Join(',', Enumerable.Range(0, count).Select(index => $$"""{"object":"embedding","index":{{index}},"embedding":[0.6,0.8]}"""));
        return $$$"""{"object":"list","model":"echo","data":[{{{data}}}],"usage":{"prompt_tokens":{{{count}}},"total_tokens":{{{count}}}}}""";
    }

    private static string Text(string value) => $"\"{JsonEncodedText.Encode(value)}\"";
}
