using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace MultiLLM.Core.Backends.Remote;

/// <summary>Puts the calls of tools together that a stream brings in pieces.</summary>
internal sealed class ToolCalls
{
    private const int MostCalls = 128;
    private const int LongestArguments = 1024 * 1024;

    private readonly SortedDictionary<long, Call> _calls = [];

    public void Add(JsonElement delta)
    {
        if (Json.Array(delta, "tool_calls") is not { } pieces)
            return;
        foreach (var piece in pieces.EnumerateArray())
        {
            var index = Json.Count(piece, "index") ?? _calls.Count; // whole messages number none
            if (!_calls.TryGetValue(index, out var call))
            {
                if (_calls.Count == MostCalls)
                    continue;
                _calls[index] = call = new Call();
            }
            call.Id ??= Json.Text(piece, "id");
            if (Json.Object(piece, "function") is not { } function)
                continue;
            call.Name ??= Json.Text(function, "name");
            if (Json.Text(function, "arguments") is { } arguments && call.Arguments.Length + arguments.Length <= LongestArguments)
                call.Arguments.Append(arguments);
        }
    }

    /// <summary>Those with a name; what their arguments lack to be JSON is theirs to say.</summary>
    public IEnumerable<FunctionCallContent> Contents() => _calls.Values.Where(call => call.Name is not null).Select((call, index) =>
        FunctionCallContent.CreateFromParsedArguments(
            call.Arguments.Length == 0 ? "{}" : call.Arguments.ToString(), call.Id ?? $"call_{index}", call.Name!,
            static text => JsonSerializer.Deserialize(text, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(IDictionary<string, object?>))) as IDictionary<string, object?>));

    private sealed class Call
    {
        public string? Id { get; set; }
        public string? Name { get; set; }
        public StringBuilder Arguments { get; } = new();
    }
}
