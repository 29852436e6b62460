using System.Text.Json;
using Microsoft.Extensions.AI;

namespace MultiLLM.PolicyBench;

/// <param name="Id">For people.</param>
/// <param name="Messages">What the request consists of.</param>
/// <param name="Labels">Kinds of things that are in it; empty: nothing may be seen.</param>
/// <param name="Language">It is written in.</param>
/// <param name="Note">How it is dressed.</param>
internal sealed record IndependentCase(string Id, IReadOnlyList<ChatMessage> Messages, IReadOnlyList<string> Labels, string Language, string Note)
{
    public string Text => string.Join(" / ", Messages.Select(message => message.Text)).ReplaceLineEndings("⏎");
}

/// <summary>The cases that tools/policy-cases makes.</summary>
internal static class IndependentCases
{
    /// <param name="path">A file, or a folder whose files are read.</param>
    public static List<IndependentCase> Read(string path) =>
        [.. (Directory.Exists(path) ? Directory.GetFiles(path, "*.jsonl").Order(StringComparer.Ordinal) : (IEnumerable<string>)[path]).SelectMany(File.ReadLines).Where(line => line.Length > 0).Select(Parse)];

    private static IndependentCase Parse(string line)
    {
        using var json = JsonDocument.Parse(line);
        var root = json.RootElement;
        return new IndependentCase(
            Text(root, "id"),
            root.TryGetProperty("messages", out var messages) ? [.. messages.EnumerateArray().Select(Message)] : [new ChatMessage(ChatRole.User, Text(root, root.TryGetProperty("prompt", out _) ? "prompt" : "text"))],
            root.TryGetProperty("labels", out var labels) ? [.. labels.EnumerateArray().Select(label => label.GetString()!)] : [],
            Text(root, "language"),
            Text(root, "note"));
    }

    private static ChatMessage Message(JsonElement message) => Text(message, "role") is var role && role == "tool"
        ? new ChatMessage(ChatRole.Tool, [new FunctionResultContent("call", Text(message, "content"))])
        : new ChatMessage(new ChatRole(role), Text(message, "content"));

    private static string Text(JsonElement of, string name) => of.TryGetProperty(name, out var value) ? value.GetString()! : "";
}
