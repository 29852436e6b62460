using System.Globalization;
using System.Text.Json;

namespace MultiLLM.Server.Requests;

/// <summary>
/// The fields of one JSON object, read strictly: null counts as absent, a wrong type or an inadmissible value goes to the problem
/// under the field's full name, unknown fields are left alone (clients send new ones all the time).
/// </summary>
internal readonly struct Fields(JsonElement element, string path, RequestProblem problem)
{
    public Fields(JsonDocument body, RequestProblem problem) : this(body.RootElement, "", problem)
    {
    }

    public RequestProblem Problem => problem;

    /// <summary>The field's full name, for example <c>messages[2].content</c>.</summary>
    public string NameOf(string field) => path.Length == 0 ? field : $"{path}.{field}";

    public void Report(string field, string complaint) => problem.Report(NameOf(field), complaint);

    /// <summary>False where the field is absent or null.</summary>
    public bool TryGet(string field, out JsonElement value) =>
        element.TryGetProperty(field, out value) && value.ValueKind is not JsonValueKind.Null;

    /// <summary>It is there, and says that there is nothing.</summary>
    public bool IsNull(string field) => element.TryGetProperty(field, out var value) && value.ValueKind is JsonValueKind.Null;

    public string? Text(string field, int maxLength)
    {
        if (!TryGet(field, out var value))
            return null;
        if (value.ValueKind is not JsonValueKind.String)
            return Wrong<string>(field, "must be a string", value);
        var text = value.GetString()!;
        if (text.Length <= maxLength)
            return text;
        Report(field, $"may have at most {maxLength} characters; this has {text.Length}");
        return null;
    }

    public string? Choice(string field, params ReadOnlySpan<string> choices)
    {
        if (!TryGet(field, out var value))
            return null;
        if (value.ValueKind is JsonValueKind.String && choices.Contains(value.GetString()!))
            return value.GetString();
        return Wrong<string>(field, $"must be one of \"{string.Join("\", \"", choices.ToArray())}\"", value);
    }

    /// <summary>ISO 8601, with its offset or in UTC.</summary>
    public DateTimeOffset? Time(string field)
    {
        if (!TryGet(field, out var value))
            return null;
        if (value.ValueKind is JsonValueKind.String
            && DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
            return time;
        Wrong<string>(field, "must be a time such as \"2026-01-31T12:00:00Z\"", value);
        return null;
    }

    public bool? Flag(string field)
    {
        if (!TryGet(field, out var value))
            return null;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return value.GetBoolean();
        Wrong<string>(field, "must be true or false", value);
        return null;
    }

    /// <summary>With <paramref name="above"/> the lowest value itself is not allowed.</summary>
    public float? Number(string field, double min, double max, bool above = false) => Double(field, min, max, above) is not { } number ? null
        : above ? Math.Max((float)number, MathF.BitIncrement((float)min)) : (float)number; // 1e-99 is above zero, its float is not

    /// <summary>As above.</summary>
    public double? Double(string field, double min, double max, bool above = false)
    {
        if (!TryGet(field, out var value))
            return null;
        if (value.ValueKind is JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number)
            && number <= max && (above ? number > min : number >= min))
            return number;
        Wrong<string>(field, above ? $"must be a number above {Say(min)}, at most {Say(max)}" : $"must be a number from {Say(min)} to {Say(max)}", value);
        return null;
    }

    public int? Integer(string field, int min, int max = int.MaxValue) => (int?)Long(field, min, max);

    public long? Long(string field, long min, long max)
    {
        if (!TryGet(field, out var value))
            return null;
        if (value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out var number) && number >= min && number <= max)
            return number;
        Wrong<string>(field, $"must be a whole number from {min} to {max}", value);
        return null;
    }

    public Fields? Object(string field)
    {
        if (!TryGet(field, out var value))
            return null;
        if (value.ValueKind is JsonValueKind.Object)
            return new Fields(value, NameOf(field), problem);
        Wrong<string>(field, "must be an object", value);
        return null;
    }

    /// <summary>Reports members that are none of these: of an object that only this service reads, so that an unknown one is a mistake.</summary>
    public void RefuseOthers(params ReadOnlySpan<string> known)
    {
        foreach (var member in element.EnumerateObject())
            if (!known.Contains(member.Name))
                Report(JsonText.Shorten(member.Name), $"is not known; known are {string.Join(", ", known.ToArray())}");
    }

    /// <summary>Null: absent, or wrong and reported.</summary>
    public JsonElement? Array(string field, int minCount, int maxCount)
    {
        if (!TryGet(field, out var value))
            return null;
        if (value.ValueKind is not JsonValueKind.Array)
        {
            Wrong<string>(field, "must be an array", value);
            return null;
        }
        var count = value.GetArrayLength();
        if (count >= minCount && count <= maxCount)
            return value;
        Report(field, $"must have from {minCount} to {maxCount} elements; this has {count}");
        return null;
    }

    /// <summary>An array's element as an object; null where it is none, which is reported.</summary>
    public Fields? ElementOf(string field, int index, JsonElement value)
    {
        var name = $"{NameOf(field)}[{index}]";
        if (value.ValueKind is JsonValueKind.Object)
            return new Fields(value, name, problem);
        problem.Report(name, $"must be an object; got {JsonText.Describe(value)}");
        return null;
    }

    public T? Wrong<T>(string field, string complaint, JsonElement value) where T : class
    {
        Report(field, $"{complaint}; got {JsonText.Describe(value)}");
        return null;
    }

    private static string Say(double number) => number.ToString(CultureInfo.InvariantCulture);
}
