using Microsoft.Playwright;

namespace MultiLLM.EndToEndTests.Browser.Support;

/// <summary>Who looks at a page, and through what.</summary>
public sealed record Look
{
    public static Look Desktop { get; } = new();

    /// <summary>The narrowest phone that is still around.</summary>
    public static Look Phone { get; } = new() { Width = 360, Height = 740 };

    public ColorScheme System { get; init; } = ColorScheme.Light;

    public int Width { get; init; } = 1280;

    public int Height { get; init; } = 800;

    /// <summary>The browser's zone, by its IANA name.</summary>
    public string Zone { get; init; } = "Europe/Berlin";

    /// <summary>Runs in each page before anything of its own does; null: nothing.</summary>
    public string? Script { get; init; }
}
