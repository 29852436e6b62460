using System.Globalization;

namespace MultiLLM.Server.Requests;

/// <summary>The fields of a query string, read as strictly as those of a body. A field without a value counts as absent.</summary>
internal sealed class QueryFields(IQueryCollection query, RequestProblem problem)
{
    public string? Choice(string field, IReadOnlyList<string> choices)
    {
        if (Value(field) is not { } value)
            return null;
        if (choices.Contains(value))
            return value;
        problem.Report(field, $"must be one of \"{string.Join("\", \"", choices)}\"; got \"{JsonText.Shorten(value)}\"");
        return null;
    }

    public string? Text(string field, int maxLength)
    {
        if (Value(field) is not { } value)
            return null;
        if (value.Length <= maxLength)
            return value;
        problem.Report(field, $"may have at most {maxLength} characters; this has {value.Length}");
        return null;
    }

    public int? Integer(string field, int min, int max)
    {
        if (Value(field) is not { } value)
            return null;
        if (int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
            return number;
        problem.Report(field, $"must be a whole number from {min} to {max}; got \"{JsonText.Shorten(value)}\"");
        return null;
    }

    /// <summary>ISO 8601. The plus sign of an offset may come as the space that it means in a query.</summary>
    public DateTimeOffset? Time(string field)
    {
        if (Value(field) is not { } value)
            return null;
        foreach (var form in (ReadOnlySpan<string>)[value, value.Replace(' ', '+')])
            if (DateTimeOffset.TryParse(form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
                return time;
        problem.Report(field, $"must be a time such as 2026-01-31T12:00:00Z; got \"{JsonText.Shorten(value)}\"");
        return null;
    }

    public bool? Flag(string field) => Choice(field, ["true", "false"]) is { } value ? value == "true" : null;

    private string? Value(string field)
    {
        var values = query[field];
        if (values.Count > 1)
            problem.Report(field, "may be given once only");
        return values.Count == 1 && values[0]?.Trim() is { Length: > 0 } value ? value : null;
    }
}
