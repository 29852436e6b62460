using Microsoft.Playwright;

namespace MultiLLM.EndToEndTests.Browser.Support;

/// <summary>The distribution's browser; none is ever downloaded. It resolves no name, so that nothing but this machine can be reached from it.</summary>
internal static class Chromium
{
    private const string PathVariable = "MULTILLM_TEST_CHROMIUM";

    // As root and in a container it has neither a sandbox nor a GPU; the rest keeps it from calling home.
    private static readonly string[] s_flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    ];

    public static async Task<IBrowser> LaunchAsync(IPlaywright playwright)
    {
        var path = Environment.GetEnvironmentVariable(PathVariable) is { Length: > 0 } configured ? configured : "/usr/bin/chromium";
        if (!File.Exists(path))
            throw new FileNotFoundException($"The browser tests need Chromium, and {path} is missing: \"apt-get install chromium\", or set {PathVariable}.", path);
        return await playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = s_flags });
    }
}
