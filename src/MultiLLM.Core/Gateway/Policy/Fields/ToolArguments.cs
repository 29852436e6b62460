using System.Text.Json;
using Microsoft.Extensions.AI;

namespace MultiLLM.Core.Gateway.Policy.Fields;

/// <summary>Arguments of a tool's call as JSON, and back.</summary>
internal static class ToolArguments
{
    public static JsonElement ToJson(IDictionary<string, object?> arguments) =>
        JsonSerializer.SerializeToElement(arguments, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(IDictionary<string, object?>)));

    /// <param name="json">An object. Texts are texts again, and everything else JSON.</param>
    public static Dictionary<string, object?> Of(JsonElement json) => json.EnumerateObject().ToDictionary(
        member => member.Name, member => member.Value.ValueKind switch { JsonValueKind.String => (object?)member.Value.GetString(), JsonValueKind.Null => null, _ => member.Value }, StringComparer.Ordinal);
}
