using System.Globalization;

namespace MultiLLM.Client;

/// <summary>Which decisions to list; null: all.</summary>
public sealed record DecisionFilter
{
    /// <summary>Only those where this model answered, id or alias.</summary>
    public string? Model { get; init; }

    /// <summary>Only requests read as this task, for example "code".</summary>
    public string? Task { get; init; }

    /// <summary>Only those of this conversation.</summary>
    public string? ConversationId { get; init; }

    /// <summary>Automatic choices only, or named models only.</summary>
    public bool? Automatic { get; init; }

    /// <summary>Only where another model had failed before, or only where none had.</summary>
    public bool? FellBack { get; init; }

    /// <summary>Only older ones: the page before's <c>NextBefore</c>.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>1 to 200; null: 50.</summary>
    public int? Limit { get; init; }

    internal string ToQuery()
    {
        (string Name, string? Value)[] fields =
        [
            ("model", Model), ("task", Task), ("conversation", ConversationId), ("automatic", Word(Automatic)), ("fell_back", Word(FellBack)),
            ("before", Before?.ToString("O", CultureInfo.InvariantCulture)), ("limit", Limit?.ToString(CultureInfo.InvariantCulture)),
        ];
        var given = fields.Where(field => field.Value is not null).Select(field => $"{field.Name}={Uri.EscapeDataString(field.Value!)}").ToList();
        return given.Count == 0 ? "" : "?" + string.Join('&', given);
    }

    private static string? Word(bool? flag) => flag switch
    {
        true => "true",
        false => "false",
        null => null,
    };
}
