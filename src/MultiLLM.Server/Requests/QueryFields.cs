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

    public bool? Flag(string field) => Choice(field, ["true", "false"]) is { } value ? value == "true" : null;

    private string? Value(string field)
    {
        var values = query[field];
        if (values.Count > 1)
            problem.Report(field, "may be given once only");
        return values.Count == 1 && values[0]?.Trim() is { Length: > 0 } value ? value : null;
    }
}
