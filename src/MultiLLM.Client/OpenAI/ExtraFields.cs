using System.Text.Json;
using Microsoft.Extensions.AI;

namespace MultiLLM.Client.OpenAI;

/// <summary>Fields beyond the typed options, both ways: AdditionalProperties become members of the request, unknown members of the reply come back.</summary>
internal static class ExtraFields
{
    /// <exception cref="ArgumentException">A property names a field that a typed option already set, or has no JSON form.</exception>
    public static Dictionary<string, JsonElement>? From(AdditionalPropertiesDictionary? properties, IReadOnlySet<string> taken)
    {
        if (properties is null or { Count: 0 })
        {
            return null;
        }

        var extra = new Dictionary<string, JsonElement>();
        foreach (var (name, value) in properties)
        {
            if (taken.Contains(name))
            {
                throw new ArgumentException($"AdditionalProperties has '{name}', which the options set already.");
            }

            extra[name] = ToElement(name, value);
        }

        return extra;
    }

    public static AdditionalPropertiesDictionary? ToProperties(Dictionary<string, JsonElement>? extra)
    {
        if (extra is null)
        {
            return null;
        }

        var properties = new AdditionalPropertiesDictionary();
        foreach (var (name, value) in extra)
        {
            properties[name] = value;
        }

        return properties;
    }

    private static JsonElement ToElement(string name, object? value)
    {
        try
        {
            var options = AIJsonUtilities.DefaultOptions;
            return JsonSerializer.SerializeToElement(value, options.GetTypeInfo(value?.GetType() ?? typeof(object)));
        }
        catch (Exception exception) when (exception is NotSupportedException or ArgumentException or JsonException)
        {
            throw new ArgumentException($"AdditionalProperties['{name}'] cannot be sent as JSON: {exception.Message}", exception);
        }
    }
}
