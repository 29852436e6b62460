namespace MultiLLM.EndToEndTests.Browser.Support;

/// <summary>Every page there is.</summary>
internal static class Pages
{
    public static IReadOnlyList<(string Path, string Title)> All { get; } =
    [
        ("/", "Overview"),
        ("/ui/playground", "Playground"),
        ("/ui/compare", "Compare"),
        ("/ui/models", "Models"),
        ("/ui/models/starter-chat", "Starter Chat"),
        ("/ui/analytics", "Analytics"),
        ("/ui/health", "Health"),
        ("/ui/keys", "Keys"),
        ("/ui/settings", "Settings"),
        ("/docs", "Docs"),
        ("/docs/first-steps", "First steps"),
        ("/docs/add-a-model", "Add a model"),
        ("/docs/selection-explained", "Selection explained"),
        ("/docs/memory-explained", "Memory explained"),
        ("/docs/operations", "Operations"),
        ("/docs/http-api", "HTTP API"),
        ("/docs/health", "Health"),
        ("/docs/monitoring", "Metrics, traces and logs"),
    ];

    /// <summary>For theories.</summary>
    public static IEnumerable<TheoryDataRow<string, string>> Each => All.Select(page => new TheoryDataRow<string, string>(page.Path, page.Title));
}
