using System.Globalization;

namespace MultiLLM.Client;

/// <summary>Which events are wanted; null and empty: all.</summary>
public sealed record EventQuery
{
    /// <summary>Only what came after the event with this id; 0: from the oldest that is kept.</summary>
    public long? After { get; init; }

    /// <summary>For example "model.degraded", or "model" for all of models.</summary>
    public IReadOnlyList<string> Kinds { get; init; } = [];
    public string? Model { get; init; }

    /// <summary>A duration before now such as "90m", "24h" or "7d", or a time with its offset.</summary>
    public string? Since { get; init; }

    internal string ToQuery(bool follow)
    {
        List<string> fields = follow ? [] : ["follow=false"];
        if (After is { } id)
        {
            fields.Add(string.Create(CultureInfo.InvariantCulture, $"after={id}"));
        }

        fields.AddRange(Kinds.Select(kind => "kind=" + Uri.EscapeDataString(kind)));
        if (Model is { } model)
        {
            fields.Add("model=" + Uri.EscapeDataString(model));
        }

        if (Since is { } since)
        {
            fields.Add("since=" + Uri.EscapeDataString(since));
        }

        return fields.Count == 0 ? "" : "?" + string.Join('&', fields);
    }
}
