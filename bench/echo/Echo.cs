using System.Text;
using System.Text.Json;

namespace MultiLLM.EchoServer;

/// <summary>Chat completions, whole or streamed word by word; embeddings; the list of models.</summary>
internal static class Echo
{
    private static readonly byte[] s_models = """{"object":"list","data":[{"id":"echo","object":"model"}]}"""u8.ToArray();
    private static readonly byte[] s_done = "data: [DONE]\n\n"u8.ToArray();

    public static async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Method == "GET")
        {
            context.Response.ContentType = "application/json";
            await context.Response.BodyWriter.WriteAsync(s_models);
            return;
        }
        using var body = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted);
        if (context.Request.Path.Value!.EndsWith("/embeddings", StringComparison.Ordinal))
            await EmbedAsync(context, body.RootElement);
        else
            await ChatAsync(context, body.RootElement);
    }

    private static Task ChatAsync(HttpContext context, JsonElement body)
    {
        var messages = body.GetProperty("messages");
        var question = messages[messages.GetArrayLength() - 1].GetProperty("content").GetString()!;
        var words = question.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var usage = $$$"""{"prompt_tokens":{{{words.Length}}},"completion_tokens":{{{words.Length}}},"total_tokens":{{{2 * words.Length}}}}""";
        if (!body.TryGetProperty("stream", out var stream) || !stream.GetBoolean())
        {
            return SendAsync(
                context, "application/json",
                $$$"""{"id":"e","object":"chat.completion","created":1,"model":"echo","choices":[{"index":0,"message":{"role":"assistant","content":{{{JsonSerializer.Serialize(question)}}}},"finish_reason":"stop"}],"usage":{{{usage}}}}""");
        }
        var events = new StringBuilder();
        for (var i = 0; i < words.Length; i++)
            Event(events, $$$"""{"index":0,"delta":{"content":{{{JsonSerializer.Serialize(i == 0 ? words[i] : " " + words[i])}}}},"finish_reason":null}""");
        Event(events, """{"index":0,"delta":{},"finish_reason":"stop"}""");
        events.Append("data: {\"id\":\"e\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"echo\",\"choices\":[],\"usage\":").Append(usage).Append("}\n\n").Append(Encoding.UTF8.GetString(s_done));
        return SendAsync(context, "text/event-stream", events.ToString());
    }

    private static Task EmbedAsync(HttpContext context, JsonElement body)
    {
        var input = body.GetProperty("input");
        var count = input.ValueKind is JsonValueKind.Array ? input.GetArrayLength() : 1;
        var data = string.Join(',', Enumerable.Range(0, count).Select(index => $$"""{"object":"embedding","index":{{index}},"embedding":[0.6,0.8]}"""));
        return SendAsync(context, "application/json", $$$"""{"object":"list","model":"echo","data":[{{{data}}}],"usage":{"prompt_tokens":{{{count}}},"total_tokens":{{{count}}}}}""");
    }

    private static void Event(StringBuilder events, string choice) =>
        events.Append("data: {\"id\":\"e\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"echo\",\"choices\":[").Append(choice).Append("]}\n\n");

    private static async Task SendAsync(HttpContext context, string type, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        context.Response.ContentType = type;
        context.Response.ContentLength = bytes.Length;
        await context.Response.BodyWriter.WriteAsync(bytes, context.RequestAborted);
    }
}
