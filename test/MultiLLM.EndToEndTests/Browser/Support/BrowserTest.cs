using Microsoft.Playwright;
using MultiLLM.EndToEndTests.Support;

namespace MultiLLM.EndToEndTests.Browser.Support;

/// <summary>A test that opens pages. It fails when anything went wrong in one of them, also where it did not look.</summary>
public abstract class BrowserTest(IBrowser browser, RunningService service) : IAsyncLifetime
{
    private readonly List<Tab> _tabs = [];

    protected BrowserTest(BrowserFixture fixture) : this(fixture.Browser, fixture.Service)
    {
    }

    protected RunningService Service => service;

    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        var complaints = _tabs.SelectMany(tab => tab.TakeComplaints()).ToList();
        var failed = complaints.Count > 0 || TestContext.Current.TestState?.Result is TestResult.Failed;
        foreach (var tab in _tabs)
        {
            if (failed)
                await KeepPictureAsync(tab);
            await tab.DisposeAsync();
        }
        await CleanAsync();
        Assert.Empty(complaints);
    }

    protected async Task<Tab> OpenAsync(string path, Look? look = null)
    {
        var tab = await NewTabAsync(look);
        await tab.GoAsync(path);
        return tab;
    }

    protected async Task<Tab> NewTabAsync(Look? look = null)
    {
        var tab = await Tab.NewAsync(browser, new Uri(service.Sandbox.Url), look ?? Look.Desktop);
        _tabs.Add(tab);
        return tab;
    }

    /// <summary>Puts back what the test changed.</summary>
    protected virtual Task CleanAsync() => Task.CompletedTask;

    private static async Task KeepPictureAsync(Tab tab)
    {
        var name = string.Join('-', TestContext.Current.Test!.TestDisplayName.Split([.. Path.GetInvalidFileNameChars(), '"', ':', '(', ')', ' '], StringSplitOptions.RemoveEmptyEntries));
        var path = Path.Combine(RepositoryRoot.Path, "TestResults", "browser", $"{name}.png");
        await tab.Page.ScreenshotAsync(new() { Path = path });
        TestContext.Current.SendDiagnosticMessage($"The page is in {path}");
    }
}
