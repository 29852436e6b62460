using System.Text.Json;

namespace MultiLLM.Core.Backends;

/// <summary>
/// Members of a remote server's reply that this service does not read, such as tool calls and reasoning, for dialects that can hand them on. Each part is null
/// where there is nothing.
/// </summary>
/// <param name="Reply">Beside the choices.</param>
/// <param name="Choice">Beside the choice's text.</param>
/// <param name="Delta">Beside the text itself; with any of these the piece counts as output.</param>
public sealed record ReplyExtras(
    IReadOnlyDictionary<string, JsonElement>? Reply, IReadOnlyDictionary<string, JsonElement>? Choice, IReadOnlyDictionary<string, JsonElement>? Delta);
