using System.Globalization;
using System.Text.Json;
using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Playground.Conversations;

namespace MultiLLM.Dashboard.Playground;

/// <summary>Turns what a person typed into a request's fields, and says at which field it cannot. Limits are the API's.</summary>
internal sealed class SettingsReader
{
    private const int MaxStops = 16;
    private const int MaxStopLength = 256;
    private readonly Dictionary<string, string> _problems = [];

    private SettingsReader()
    {
    }

    /// <summary>What is wrong, by the API's name of the field.</summary>
    public IReadOnlyDictionary<string, string> Problems => _problems;

    /// <param name="settings">As typed.</param>
    /// <param name="request">Gets them; with problems it is not to be sent.</param>
    public static SettingsReader Read(ChatSettings settings, ref ChatRequest request)
    {
        var reader = new SettingsReader();
        request = request with
        {
            SystemPrompt = string.IsNullOrWhiteSpace(settings.SystemPrompt) ? null : settings.SystemPrompt,
            Temperature = reader.Number("temperature", settings.Temperature, 0, 2),
            TopP = reader.Number("top_p", settings.TopP, 0, 1, above: true),
            TopK = (int?)reader.Whole("top_k", settings.TopK, 0, int.MaxValue),
            MinP = reader.Number("min_p", settings.MinP, 0, 1),
            MaxTokens = (int?)reader.Whole("max_tokens", settings.MaxTokens, 1, int.MaxValue),
            Seed = reader.Whole("seed", settings.Seed, long.MinValue, long.MaxValue),
            Stop = reader.Stops(settings.Stop),
            JsonSchema = reader.Schema(settings.JsonSchema),
        };
        return reader;
    }

    private float? Number(string field, string typed, float min, float max, bool above = false)
    {
        if (string.IsNullOrWhiteSpace(typed))
            return null;
        if (float.TryParse(typed, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value <= max && (above ? value > min : value >= min))
            return value;
        _problems[field] = string.Create(CultureInfo.InvariantCulture, $"A number {(above ? "above" : "from")} {min} to {max}.");
        return null;
    }

    private long? Whole(string field, string typed, long min, long max)
    {
        if (string.IsNullOrWhiteSpace(typed))
            return null;
        if (long.TryParse(typed, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var value)
            && value >= min && value <= max)
            return value;
        _problems[field] = min == long.MinValue ? "A whole number of at most 64 bits." : string.Create(CultureInfo.InvariantCulture, $"A whole number from {min} to {max}.");
        return null;
    }

    private IReadOnlyList<string>? Stops(string typed)
    {
        var stops = typed.ReplaceLineEndings("\n").Split('\n').Where(line => line.Length > 0).ToList();
        if (stops.Count > MaxStops)
            _problems["stop"] = $"At most {MaxStops} lines; these are {stops.Count}.";
        else if (stops.Find(stop => stop.Length > MaxStopLength) is { } tooLong)
            _problems["stop"] = $"At most {MaxStopLength} characters on a line; one has {tooLong.Length}.";
        return stops.Count == 0 ? null : stops;
    }

    private JsonElement? Schema(string typed)
    {
        if (string.IsNullOrWhiteSpace(typed))
            return null;
        try
        {
            using var document = JsonDocument.Parse(typed);
            if (document.RootElement.ValueKind is JsonValueKind.Object)
                return document.RootElement.Clone();
            _problems["json_schema"] = "A JSON schema is an object, such as {\"type\": \"object\", \"properties\": {…}}.";
        }
        catch (JsonException exception)
        {
            _problems["json_schema"] = $"This is not JSON: line {exception.LineNumber + 1}, character {exception.BytePositionInLine + 1}.";
        }
        return null;
    }
}
