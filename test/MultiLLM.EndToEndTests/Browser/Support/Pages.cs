namespace MultiLLM.EndToEndTests.Browser.Support;

/// <summary>Every page there is.</summary>
internal static class Pages
{
    public static IReadOnlyList<(string Path, string Title)> All { get; } =
    [
        ("/", "Overview"),
    ];

    /// <summary>For theories.</summary>
    public static IEnumerable<TheoryDataRow<string, string>> Each => All.Select(page => new TheoryDataRow<string, string>(page.Path, page.Title));
}
