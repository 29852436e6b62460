using MultiLLM.Client;

namespace MultiLLM.Dashboard.Analytics.Choosing;

/// <summary>What the page looks at. All of it stands in the page's address, so that it can be sent to somebody and is there again after a reload.</summary>
public sealed record AnalyticsView
{
    private const int MostLetters = 300;

    public AnalyticsPeriod Period { get; init; } = AnalyticsPeriod.Usual;

    /// <summary>Instead of <see cref="Period"/>.</summary>
    public OwnRange? Own { get; init; }

    /// <summary>What charts cut the time into; null, or what does not suit it: as is readable.</summary>
    public string? Bucket { get; init; }

    /// <summary>Null: all; "none": requests that came to no model.</summary>
    public string? Model { get; init; }
    public string? Task { get; init; }
    public string? Key { get; init; }

    /// <summary>Of the list of requests only.</summary>
    public string? Outcome { get; init; }

    /// <summary>Where the page of the list begins that is shown; null: with the newest.</summary>
    public string? Cursor { get; init; }

    /// <summary>The request whose details are open.</summary>
    public string? Request { get; init; }

    /// <summary>Column that models are compared by, with "-" before it where it is turned round; null: the busiest first.</summary>
    public string? Order { get; init; }

    /// <summary>What of the address cannot be understood; null: nothing.</summary>
    public string? Problem { get; init; }

    /// <summary>It ends now, so what happens next belongs to it.</summary>
    public bool IsLive => Own is null;

    public bool IsFiltered => Model is not null || Task is not null || Key is not null;

    /// <param name="field">Of the address, by name; null: it is not there.</param>
    public static AnalyticsView Read(Func<string, string?> field)
    {
        var view = new AnalyticsView
        {
            Model = Text("model"), Task = Text("task"), Key = Text("key"), Outcome = Text("outcome"), Cursor = Text("cursor"), Request = Text("request"), Order = Text("sort"),
            Bucket = Text("per"),
        };
        var named = Text("period");
        if (named == AnalyticsPeriod.Own)
        {
            var (range, problem) = OwnRange.OfAddress(Text("from"), Text("to"));
            return view with { Own = range, Problem = problem is null ? null : $"The address of this page names no period: {problem}" };
        }
        var known = AnalyticsPeriod.All.FirstOrDefault(period => period.Id == named);
        return view with
        {
            Period = known ?? AnalyticsPeriod.Usual,
            Problem = named is null || known is not null ? null
                : $"The address of this page names no period: \"period\" must be {string.Join(", ", AnalyticsPeriod.All.Select(period => period.Id))} or {AnalyticsPeriod.Own}.",
        };

        string? Text(string name) => field(name) is { } text && !string.IsNullOrWhiteSpace(text) ? text.Length > MostLetters ? text[..MostLetters] : text : null;
    }

    /// <summary>The address's fields; null: left out.</summary>
    public IReadOnlyDictionary<string, object?> ToFields() => new Dictionary<string, object?>
    {
        ["period"] = Own is not null ? AnalyticsPeriod.Own : Period == AnalyticsPeriod.Usual ? null : Period.Id,
        ["from"] = Own is { } begun ? OwnRange.ToAddress(begun.From) : null,
        ["to"] = Own is { } ended ? OwnRange.ToAddress(ended.To) : null,
        ["per"] = Bucket,
        ["model"] = Model,
        ["task"] = Task,
        ["key"] = Key,
        ["outcome"] = Outcome,
        ["cursor"] = Cursor,
        ["request"] = Request,
        ["sort"] = Order,
    };

    public AnalyticsSpan Span(DateTimeOffset now) => 
        Own is { } own ? AnalyticsSpan.Of(own.From, own.To, now, Bucket) : AnalyticsSpan.Of(now - Period.Length, now, now, Bucket);

    /// <summary>For figures and records of <paramref name="span"/> as the filters have them.</summary>
    public AnalyticsQuery Query(AnalyticsSpan span, string zone) => new() { From = span.From, To = span.To, TimeZone = zone, Model = Model, Task = Task, Key = Key };

    /// <summary>Their figures are the same.</summary>
    public bool HasFiguresOf(AnalyticsView other) => (Period, Own, Bucket, Model, Task, Key) == (other.Period, other.Own, other.Bucket, other.Model, other.Task, other.Key);

    /// <summary>Their lists of requests are the same.</summary>
    public bool HasRequestsOf(AnalyticsView other) => HasFiguresOf(other) && (Outcome, Cursor) == (other.Outcome, other.Cursor);
}
